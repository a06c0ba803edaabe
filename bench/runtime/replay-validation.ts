// Is a replay right? Compares replayed latencies with latencies of real threads, and prints the errors.
// Run: node bench/runtime/replay-validation.ts [--models drm1,drm2,drm3] [--requests 600] [--round-trip 0.2] [--out file.json]
//   wall: singular, and a plan with one sparse shard (as many threads as the machine has cores), against their own wall times.
//   emulated: plans over 2, 4 and 8 shards against one thread a shard that waits its recorded service time and its hops, ten times as long,
//   in place of computing: cores are not needed to wait. The emulation shares no code with the replay.
// Both sides serve the same records one request at a time. Tables are dealt to the hosts by the balanced search's own plan.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { loadFleetFixture, loadModelFixture } from '../../api/fixtures.ts';
import { systemClock } from '../../domain/clock.ts';
import { MAIN_HOST } from '../../domain/fleet.ts';
import type { Placement } from '../../domain/placement.ts';
import type { MeasurementEnvironment } from '../../domain/measurement.ts';
import { createMeasurer } from '../../evaluator/measure.ts';
import { createLoadMeter } from '../../evaluator/runtime/foreign-load.ts';
import { replay } from '../../evaluator/replay/replay.ts';
import type { DeployedHost } from '../../evaluator/replay/deployment.ts';
import type { RequestRecord } from '../../evaluator/service-record.ts';
import { resampledPercentile } from '../../evaluator/bootstrap.ts';
import { synthesizeTrace } from '../../evaluator/trace/synthesize.ts';
import { emulate } from './emulation/emulate.ts';

const { values: flags } = parseArgs({
  options: {
    models: { type: 'string', default: 'drm1,drm2,drm3' },
    requests: { type: 'string', default: '600' },
    'round-trip': { type: 'string', default: '0.2' },
    out: { type: 'string' },
  },
});
const WARMUP_REQUESTS = 20;
const SCALE = 10;
const EMULATED_SHARDS = [2, 4, 8];
const fleet = loadFleetFixture('8x32gib');
const [{ name: hostType }] = fleet.hostTypes;

interface Comparison {
  readonly model: string;
  readonly form: string;
  readonly shards: number;
  readonly n: number;
  readonly p50: Compared;
  readonly p99: Compared;
}

interface Compared {
  readonly observedMs: number;
  readonly replayedMs: number;
  /** replayed / observed - 1. */
  readonly error: number;
}

/** Tables in the order of the model, dealt to the shards in turns: legal or not, which no replay asks. */
function dealt(tables: readonly { readonly name: string }[], shards: number): Placement {
  return {
    shards: Array.from({ length: shards }, (_, h) => ({
      host: `${hostType}-${h}`,
      slices: tables
        .filter((_table, t) => t % shards === h)
        .map(({ name }) => ({ kind: 'whole' as const, table: name })),
    })),
  };
}

/**
 * One core on the main shard, and each batch by itself: the measuring thread and the emulation serve batches one after another, where a replay
 * of the whole request would begin the next while one waits.
 */
function replayed(records: readonly RequestRecord[], roundTripMs: number): number[] {
  const host: DeployedHost = {
    cores: 1,
    cpuSpeed: 1,
    memoryBandwidthBytesPerSecond: 1e18,
    roundTripMs,
    bandwidthBytesPerSecond: 1e18,
  };
  const names = Array.from({ length: Math.max(...EMULATED_SHARDS) }, (_, h) => `${hostType}-${h}`);
  const deployment = new Map([MAIN_HOST, ...names].map((name) => [name, host]));
  const batches = records.flatMap((record) => record.batches.map((batch) => ({ batches: [batch] })));
  const played = replay(batches, deployment, 'closedLoop').latencyMs;
  let at = 0;
  return records.map(({ batches: own }) => {
    at += own.length;
    return played.slice(at - own.length, at).reduce((sum, ms) => sum + ms, 0);
  });
}

function compare(
  about: Pick<Comparison, 'model' | 'form' | 'shards'>,
  observed: number[],
  played: number[],
): Comparison {
  const all = Uint32Array.from(observed, (_, i) => i);
  const at = (percent: number): Compared => {
    const [observedMs, replayedMs] = [observed, played].map((values) =>
      resampledPercentile(Float64Array.from(values), percent)(all),
    );
    return { observedMs, replayedMs, error: replayedMs / observedMs - 1 };
  };
  const row = { ...about, n: observed.length, p50: at(50), p99: at(99) };
  console.log(
    `${about.model.padEnd(6)} ${about.form.padEnd(28)} n ${row.n}  P50 observed / replayed ${show(row.p50)}  P99 ${show(row.p99)}`,
  );
  return row;
}

let environment: MeasurementEnvironment | undefined;
const results: Comparison[] = [];
for (const name of flags.models.split(',')) {
  const { model, workload } = loadModelFixture(name);
  const requests = Number(flags.requests) + WARMUP_REQUESTS;
  const trace = synthesizeTrace(model, workload, { requests, seed: 1 });
  const measurer = await createMeasurer({ model, workload, fleet }, trace, {
    seed: 1,
    clock: systemClock,
    warmupRequests: WARMUP_REQUESTS,
    loadMeter: createLoadMeter(),
  });
  try {
    const [one] = await measurer.measureTogether([dealt(model.tables, 1)]);
    environment ??= one.measurement.environment;
    results.push(
      compare(
        { model: name, form: 'singular, wall', shards: 0 },
        [...one.singularWallMs],
        replayed(one.singularRequests, 0),
      ),
      compare({ model: name, form: '1 shard, wall', shards: 1 }, [...one.wallMs], replayed(one.requests, 0)),
    );
    for (const shards of EMULATED_SHARDS) {
      const [measured] = await measurer.measureTogether([dealt(model.tables, shards)]);
      const roundTripMs = Number(flags['round-trip']);
      const records = measured.requests.slice(0, Number(flags.requests));
      const observed = await emulate(records, { roundTripMs, scale: SCALE, clock: systemClock });
      results.push(
        compare({ model: name, form: `${shards} shards, emulated`, shards }, observed, replayed(records, roundTripMs)),
      );
    }
  } finally {
    await measurer.dispose();
  }
}
if (flags.out !== undefined) {
  // A model a run keeps each run short: what other runs found stays.
  const known: { readonly results: readonly Comparison[] } = existsSync(flags.out)
    ? JSON.parse(readFileSync(flags.out, 'utf8'))
    : { results: [] };
  const kept = known.results.filter(({ model }) => !flags.models.split(',').includes(model));
  const all = [...kept, ...results];
  writeFileSync(flags.out, `${JSON.stringify({ environment, date: systemClock.date(), results: all }, null, 2)}\n`);
}

function show({ observedMs, replayedMs, error }: Compared): string {
  return `${observedMs.toFixed(2)} / ${replayedMs.toFixed(2)} ms ${error >= 0 ? '+' : ''}${(100 * error).toFixed(1)}%`;
}
