// Latency of the DRM fixtures' best plans, replayed on the fleet's machines at several round trips, over the unsharded model's on one thread.
// Run: node bench/runtime/drm-percentiles.ts [--models drm1,drm2,drm3] [--requests 1000] [--repeats 1] [--out file.json]
//   The best plan is the one of the least predicted latency: with tables whole or split by rows, and with the main shard keeping tables as well.
//   P99 is judged by its interval: singular and sharded are measured apart, and a slow spell of the machine meets one of them. With --repeats 3
//   the trace is served three times over, and of each request the serving of the median CPU counts, for singular as well: what does not recur
//   with the request is left out of both.
//   Results of other models are kept: a model a run keeps each run short.
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { loadFleetFixture, loadModelFixture } from '../../api/fixtures.ts';
import { systemClock } from '../../domain/clock.ts';
import { MAIN_HOST } from '../../domain/fleet.ts';
import type { Placement } from '../../domain/placement.ts';
import type { OptionKind } from '../../domain/problem.ts';
import { Problem } from '../../domain/problem.ts';
import type { Reconstruction } from '../../domain/reconstruction.ts';
import { createMeasurer } from '../../evaluator/measure.ts';
import { reconstruct } from '../../evaluator/replay/reconstruct.ts';
import { createLoadMeter } from '../../evaluator/runtime/foreign-load.ts';
import { callMs, callsOfRequest, type RequestRecord } from '../../evaluator/service-record.ts';
import { synthesizeTrace } from '../../evaluator/trace/synthesize.ts';
import { solve } from '../../solver/solve.ts';
import { benchEnvironment } from '../environment.ts';
import { writeResults } from '../results-file.ts';

const { values: flags } = parseArgs({
  options: {
    models: { type: 'string', default: 'drm1,drm2,drm3' },
    requests: { type: 'string', default: '1000' },
    repeats: { type: 'string', default: '1' },
    out: { type: 'string' },
  },
});
const REPEATS = Number(flags.repeats);
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
  readonly replayed: readonly Replayed[];
}

/** One request at a time. Ratios of P99, with 95% intervals. */
interface Replayed {
  readonly roundTripMs: number | null;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  readonly singularP50Ms: number | null;
  readonly singularP99Ms: number | null;
  readonly overSingular: Ratio;
  readonly overThreadABatch: Ratio;
  /** As many threads as the plan, dividing the embedding work without loss. */
  readonly overThreads: Ratio;
}

type Ratio = Reconstruction['closedLoop']['ratioToSingular']['p99'];

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
  const requests = Number(flags.requests);
  const trace = synthesizeTrace(model, workload, { requests: requests + WARMUP_REQUESTS, seed: 1 });
  const again = Array.from({ length: REPEATS - 1 }, () => trace.requests.slice(WARMUP_REQUESTS)).flat();
  const repeated = { requests: [...trace.requests, ...again] };
  const measurer = await createMeasurer({ model, workload, fleet }, repeated, {
    seed: 1,
    clock: systemClock,
    warmupRequests: WARMUP_REQUESTS,
    // No serving may be discarded where each request needs all of its own.
    ...(REPEATS > 1 ? {} : { loadMeter: createLoadMeter() }),
  });
  try {
    const measured = await measurer.measureTogether(plans.map(({ plan }) => plan.placement));
    plans.forEach(({ layouts, plan }, p) => {
      const { estimate } = plan;
      const { measurement } = measured[p];
      const [served, singular] = [measured[p].requests, measured[p].singularRequests].map((all) =>
        typicalOf(all, requests),
      );
      const records = { plan: served, singular, threads: placementThreads(plan.placement) };
      const row: Row = {
        model: name,
        layouts,
        predictedMs: estimate.latencyMs,
        hostsUsed: estimate.hostsUsed,
        fanOut: estimate.fanOut,
        agreement: measurement.agreement.holds,
        foreignCpuShare: measurement.foreignLoad.cpuShare,
        replayed: ROUND_TRIPS_MS.map((roundTripMs) =>
          replayedOf(reconstruct(records, fleet, { seed: 1, roundTripMs })),
        ),
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
    repeats: REPEATS,
    rows: [...kept, ...rows],
  });
}

/** Of each request, its serving of the median CPU; all of them where each was served once. */
function typicalOf(served: readonly RequestRecord[], requests: number): readonly RequestRecord[] {
  if (REPEATS === 1) return served;
  return Array.from({ length: requests }, (_, r) => {
    const own = Array.from({ length: REPEATS }, (_, k) => served[k * requests + r]);
    return own.toSorted((a, b) => cpuOf(a) - cpuOf(b))[Math.floor(REPEATS / 2)];
  });
}

function cpuOf(record: RequestRecord): number {
  const calls = callsOfRequest(record).reduce((sum, call) => sum + callMs(call), 0);
  return record.batches.reduce(
    (sum, { bottomMs, topMs, rpcMs, nets }) =>
      nets.reduce(
        (all, { localMs, serializeMs, deserializeMs }) => all + localMs + serializeMs + deserializeMs,
        sum + bottomMs + topMs + rpcMs,
      ),
    calls,
  );
}

function placementThreads({ shards }: Placement): number {
  return 1 + shards.filter(({ host, slices }) => host !== MAIN_HOST && slices.length > 0).length;
}

function replayedOf({ roundTripMs, closedLoop }: Reconstruction): Replayed {
  const { latencyMs, singularLatencyMs } = closedLoop;
  return {
    roundTripMs,
    p50Ms: latencyMs.p50.value,
    p99Ms: latencyMs.p99.value,
    singularP50Ms: singularLatencyMs.p50.value,
    singularP99Ms: singularLatencyMs.p99.value,
    overSingular: closedLoop.ratioToSingular.p99,
    overThreadABatch: closedLoop.ratioToBatchedSingular.p99,
    overThreads: closedLoop.ratioToThreadedSingular.p99,
  };
}

function report({ model, layouts, predictedMs, hostsUsed, fanOut, agreement, replayed }: Row): void {
  if (!agreement) throw new Error(`${model}: outputs differ from singular, nothing is reported.`);
  console.log(`${model}, ${layouts}: ${predictedMs.toFixed(3)} ms predicted, ${hostsUsed} hosts, fan-out ${fanOut}`);
  for (const at of replayed)
    console.log(
      `  round trip ${1000 * (at.roundTripMs ?? NaN)} us: P50 ${show(at.p50Ms)} of ${show(at.singularP50Ms)} ms, ` +
        `P99 ${show(at.p99Ms)} of ${show(at.singularP99Ms)} ms; P99 over singular ${ratio(at.overSingular)}, ` +
        `a thread a batch ${ratio(at.overThreadABatch)}, as many threads ${ratio(at.overThreads)}`,
    );
}

function ratio(value: Ratio): string {
  if (value === null) return 'n too small';
  const { interval } = value;
  return `${value.value.toFixed(3)}${interval === null ? '' : ` [${interval.low.toFixed(3)}, ${interval.high.toFixed(3)}]`}`;
}

function show(ms: number | null): string {
  return ms === null ? 'n too small' : ms.toFixed(3);
}
