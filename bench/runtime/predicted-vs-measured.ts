// Do estimates predict measurements? Calibrates this machine, then measures plans of several models and compares CPU a request and the replayed P50.
// Run: node bench/runtime/predicted-vs-measured.ts [--models a,b] [--requests 100] [--out file.json]
// Plans are not the solver's: tables dealt over 1 to 8 hosts in turns, whole, with the largest split by rows, or replicated. They need not be legal
// to be served. The built-in constants are compared on the same measurements.
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { median, sampleRankCorrelation } from 'simple-statistics';
import { loadFleetFixture, loadModelFixture } from '../../api/fixtures.ts';
import { systemClock } from '../../domain/clock.ts';
import type { Coefficients } from '../../domain/coefficients.ts';
import type { Placement, TableSlice } from '../../domain/placement.ts';
import { Problem } from '../../domain/problem.ts';
import { tableBytes } from '../../domain/row-bytes.ts';
import { calibrate } from '../../evaluator/calibrate/calibrate.ts';
import { equalRowRanges } from '../../evaluator/costs.ts';
import { estimate } from '../../evaluator/estimate.ts';
import { createMeasurer } from '../../evaluator/measure.ts';
import { createLoadMeter } from '../../evaluator/runtime/foreign-load.ts';
import { synthesizeTrace } from '../../evaluator/trace/synthesize.ts';

const { values: flags } = parseArgs({
  options: {
    models: {
      type: 'string',
      default: 'drm1,drm2,drm3,criteo-kaggle,criteo-terabyte-dcnv2,deeprecsys-rmc1,deeprecsys-rmc3,synthetic-tiny',
    },
    requests: { type: 'string', default: '100' },
    out: { type: 'string' },
  },
});
const HOSTS = [1, 2, 4, 8];
/** Of the tables, by size: split or replicated. */
const LARGEST = 4;
const fleet = loadFleetFixture('8x32gib');
const [{ name: hostType }] = fleet.hostTypes;

interface Shape {
  readonly name: string;
  readonly placement: Placement;
}

function shapesOf(model: Problem['model']): Shape[] {
  const largest = new Set(
    model.tables
      .toSorted((a, b) => tableBytes(b) - tableBytes(a))
      .slice(0, LARGEST)
      .map(({ name }) => name),
  );
  const dealt = (hosts: number, special?: 'split' | 'replicated'): Placement => {
    const slices: TableSlice[][] = Array.from({ length: hosts }, () => []);
    model.tables.forEach(({ name, rows }, t) => {
      const isSpecial = special !== undefined && hosts > 1 && largest.has(name) && rows >= hosts;
      if (!isSpecial) slices[t % hosts].push({ kind: 'whole', table: name });
      else if (special === 'replicated') for (const held of slices) held.push({ kind: 'whole', table: name });
      else
        equalRowRanges(rows, hosts).forEach((range, h) =>
          slices[h].push({ kind: 'rows', table: name, rowOrder: 'shuffled', ...range }),
        );
    });
    return { shards: slices.map((held, h) => ({ host: `${hostType}-${h}`, slices: held })) };
  };
  return [
    ...HOSTS.map((hosts) => ({ name: `${hosts} whole`, placement: dealt(hosts) })),
    ...HOSTS.slice(1).map((hosts) => ({ name: `${hosts} split`, placement: dealt(hosts, 'split') })),
    ...HOSTS.slice(1).map((hosts) => ({ name: `${hosts} replicated`, placement: dealt(hosts, 'replicated') })),
  ];
}

const machine = `${cpus()[0]?.model.trim()}, ${cpus().length} cores, Node ${process.version}`;
console.log(machine);
const { coefficients, fit } = await calibrate({
  clock: systemClock,
  seed: 1,
  machine,
  loadMeter: createLoadMeter(),
});
console.log(JSON.stringify(coefficients));
for (const { probes, count, median: typical, worst } of fit)
  console.log(`${probes.padEnd(30)} ${count} probes, off by ${percent(typical)} (median), ${percent(worst)} (worst)`);

interface Row {
  readonly model: string;
  readonly plan: string;
  readonly measured: Figures;
  readonly calibrated: Figures;
  readonly builtIn: Figures;
}

interface Figures {
  readonly cpuMs: number;
  readonly latencyMs: number;
}

const rows: Row[] = [];
for (const name of flags.models.split(',')) {
  const { model, workload } = loadModelFixture(name);
  const problemWith = (own: Coefficients | undefined): Problem =>
    Problem.parse({
      model,
      workload,
      fleet,
      objectives: ['peakLoad'],
      ...(own === undefined ? {} : { coefficients: own }),
    });
  const [calibrated, builtIn] = [problemWith(coefficients), problemWith(undefined)];
  const trace = synthesizeTrace(model, workload, { requests: Number(flags.requests) + 10, seed: 1 });
  const measurer = await createMeasurer({ model, workload, fleet }, trace, {
    seed: 1,
    clock: systemClock,
    warmupRequests: 10,
    loadMeter: createLoadMeter(),
  });
  try {
    for (const { name: plan, placement } of shapesOf(model)) {
      const { cpuMsPerRequest, reconstructions } = await measurer.measure(placement);
      const row: Row = {
        model: name,
        plan,
        measured: { cpuMs: cpuMsPerRequest, latencyMs: reconstructions[0].closedLoop.latencyMs.p50.value ?? NaN },
        calibrated: estimate(calibrated, placement),
        builtIn: estimate(builtIn, placement),
      };
      rows.push(row);
      console.log(
        `${name.padEnd(22)} ${plan.padEnd(14)} CPU ${show(row, 'cpuMs')}   replayed P50 ${show(row, 'latencyMs')}`,
      );
    }
  } finally {
    await measurer.dispose();
  }
}

const summary = (['cpuMs', 'latencyMs'] as const).map((figure) => {
  const measured = rows.map((row) => row.measured[figure]);
  const of = (by: 'calibrated' | 'builtIn') => {
    const predicted = rows.map((row) => row[by][figure]);
    return {
      spearman: sampleRankCorrelation(predicted, measured),
      medianError: median(predicted.map((value, i) => Math.abs(value / measured[i] - 1))),
    };
  };
  return { figure, plans: rows.length, calibrated: of('calibrated'), builtIn: of('builtIn') };
});
for (const { figure, plans, calibrated, builtIn } of summary)
  console.log(
    `${figure} over ${plans} plans: Spearman ${calibrated.spearman.toFixed(3)}, median error ${percent(calibrated.medianError)}; ` +
      `built-in constants ${builtIn.spearman.toFixed(3)}, ${percent(builtIn.medianError)}`,
  );
if (flags.out !== undefined) {
  const kept = rows.map(({ measured, calibrated, builtIn, ...about }) => ({
    ...about,
    measured,
    calibrated: figuresOf(calibrated),
    builtIn: figuresOf(builtIn),
  }));
  writeFileSync(
    flags.out,
    `${JSON.stringify({ machine, date: systemClock.date(), coefficients, fit, summary, rows: kept }, null, 2)}\n`,
  );
}

function figuresOf({ cpuMs, latencyMs }: Figures): Figures {
  return { cpuMs, latencyMs };
}

function show({ measured, calibrated }: Row, figure: keyof Figures): string {
  const error = calibrated[figure] / measured[figure] - 1;
  return `${measured[figure].toFixed(3)} ms, predicted ${calibrated[figure].toFixed(3)} (${error >= 0 ? '+' : ''}${percent(error)})`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}
