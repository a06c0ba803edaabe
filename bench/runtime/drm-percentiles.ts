// Latency of the DRM fixtures' best plans, replayed on the fleet's machines at several round trips, over the unsharded model's on one thread.
// Run: node bench/runtime/drm-percentiles.ts [--models drm1,drm2,drm3] [--requests 1000] [--out file.json]
//   The best plan is the one of the least predicted latency: with tables whole or split by rows, and with the main shard keeping tables as well.
//   P99 is judged by its interval: singular and sharded are measured apart, and a slow spell of the machine meets one of them.
//   Results of other models are kept: a model a run keeps each run short.
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { loadFleetFixture, loadModelFixture } from '../../api/fixtures.ts';
import { systemClock } from '../../domain/clock.ts';
import type { OptionKind } from '../../domain/problem.ts';
import { Problem } from '../../domain/problem.ts';
import type { Reconstruction } from '../../domain/reconstruction.ts';
import { createMeasurer } from '../../evaluator/measure.ts';
import { createLoadMeter } from '../../evaluator/runtime/foreign-load.ts';
import { synthesizeTrace } from '../../evaluator/trace/synthesize.ts';
import { solve } from '../../solver/solve.ts';
import { benchEnvironment } from '../environment.ts';
import { writeResults } from '../results-file.ts';

const { values: flags } = parseArgs({
  options: {
    models: { type: 'string', default: 'drm1,drm2,drm3' },
    requests: { type: 'string', default: '1000' },
    out: { type: 'string' },
  },
});
const WARMUP_REQUESTS = 20;
const ROUND_TRIPS_MS = [0.01, 0.05, 0.2, 0.5];
const LAYOUTS: Readonly<Record<string, readonly OptionKind[]>> = {
  sparse: ['whole', 'rowWise'],
  withMainShard: ['whole', 'rowWise', 'mainShard'],
};
const fleet = loadFleetFixture('8x32gib');

interface Row {
  readonly model: string;
  readonly layouts: string;
  readonly predictedMs: number;
  readonly hostsUsed: number;
  readonly fanOut: number;
  readonly agreement: boolean;
  readonly foreignCpuShare: number | null;
  readonly reconstructions: readonly Reconstruction[];
}

const rows: Row[] = [];
for (const name of flags.models.split(',')) {
  const { model, workload } = loadModelFixture(name);
  const plans = [];
  for (const [layouts, allow] of Object.entries(LAYOUTS)) {
    const constraints = [{ kind: 'tableOptions', allow }];
    const problem = Problem.parse({ model, workload, fleet, objectives: ['latencyMs'], constraints });
    const clock = systemClock;
    const answer = await solve(problem, {
      seed: 1,
      method: 'auto',
      engine: 'highs',
      clock,
      version: 'bench',
      check: 'incumbents',
    });
    if (!('plan' in answer)) throw new Error(`${name}: ${answer.status}`);
    plans.push({ layouts, plan: answer.plan });
  }
  const trace = synthesizeTrace(model, workload, { requests: Number(flags.requests) + WARMUP_REQUESTS, seed: 1 });
  const measurer = await createMeasurer({ model, workload, fleet }, trace, {
    seed: 1,
    clock: systemClock,
    warmupRequests: WARMUP_REQUESTS,
    loadMeter: createLoadMeter(),
    roundTripsMs: ROUND_TRIPS_MS,
  });
  try {
    const measured = await measurer.measureTogether(plans.map(({ plan }) => plan.placement));
    plans.forEach(({ layouts, plan: { estimate } }, p) => {
      const { measurement } = measured[p];
      const row: Row = {
        model: name,
        layouts,
        predictedMs: estimate.latencyMs,
        hostsUsed: estimate.hostsUsed,
        fanOut: estimate.fanOut,
        agreement: measurement.agreement.holds,
        foreignCpuShare: measurement.foreignLoad.cpuShare,
        reconstructions: measurement.reconstructions.slice(1),
      };
      rows.push(row);
      report(row);
    });
  } finally {
    await measurer.dispose();
  }
}
if (flags.out !== undefined) {
  const known: { readonly rows: readonly Row[] } = existsSync(flags.out)
    ? JSON.parse(readFileSync(flags.out, 'utf8'))
    : { rows: [] };
  const measuredModels = new Set(rows.map(({ model }) => model));
  const kept = known.rows.filter(({ model }) => !measuredModels.has(model));
  writeResults(flags.out, {
    environment: benchEnvironment(systemClock),
    requests: Number(flags.requests),
    rows: [...kept, ...rows],
  });
}

function report({ model, layouts, predictedMs, hostsUsed, fanOut, agreement, reconstructions }: Row): void {
  if (!agreement) throw new Error(`${model}: outputs differ from singular, nothing is reported.`);
  console.log(`${model}, ${layouts}: ${predictedMs.toFixed(3)} ms predicted, ${hostsUsed} hosts, fan-out ${fanOut}`);
  for (const { roundTripMs, closedLoop } of reconstructions) {
    const { latencyMs, singularLatencyMs, ratioToSingular, ratioToBatchedSingular, ratioToThreadedSingular } =
      closedLoop;
    console.log(
      `  round trip ${1000 * (roundTripMs ?? NaN)} us: P50 ${show(latencyMs.p50.value)} of ${show(singularLatencyMs.p50.value)} ms, ` +
        `P99 ${show(latencyMs.p99.value)} of ${show(singularLatencyMs.p99.value)} ms; P99 over singular ${ratio(ratioToSingular.p99)}, ` +
        `a thread a batch ${ratio(ratioToBatchedSingular.p99)}, as many threads ${ratio(ratioToThreadedSingular.p99)}`,
    );
  }
}

function ratio(value: Reconstruction['closedLoop']['ratioToSingular']['p99']): string {
  if (value === null) return 'n too small';
  const { interval } = value;
  return `${value.value.toFixed(3)}${interval === null ? '' : ` [${interval.low.toFixed(3)}, ${interval.high.toFixed(3)}]`}`;
}

function show(ms: number | null): string {
  return ms === null ? 'n too small' : ms.toFixed(3);
}
