import type { Clock } from '../domain/clock.ts';
import type { Placement } from '../domain/placement.ts';
import { createMeasurer, type MeasuredPlacement } from '../evaluator/measure.ts';
import { createLoadMeter } from '../evaluator/runtime/foreign-load.ts';
import { fromTrace, type JaggedTrace } from '../evaluator/trace/jagged.ts';
import { synthesizeTrace } from '../evaluator/trace/synthesize.ts';
import type { MeasureOptions } from './inputs.ts';
import { groupPlacements } from './measuring-groups.ts';
import type { MeasurementReport } from './results.ts';
import type { ServedStudy } from './studies.ts';
import { touchedBytes } from './touched-bytes.ts';

/** One store of rows lives in one 32-bit WebAssembly memory. */
const STORE_LIMIT_BYTES = 2 ** 32 - 2 ** 28;

/** Singular and one placement at least hold the rows once each; half of what is free is left to everything else. */
const LEAST_COPIES = 2;
const SHARE_OF_FREE_MEMORY = 0.5;

export interface MeasuringHooks {
  readonly clock: Clock;
  readonly signal?: AbortSignal;
  /** Called before the shards start, and after each request of each placement. */
  onProgress?(done: number, of: number, message: string): void;
  /** Called with each measurement as it is made, and the position of its placement. */
  onMeasured?(measured: MeasuredPlacement, position: number): void;
}

export interface Measurements {
  /** By position of the placement; undefined where the report says why. */
  readonly measured: readonly (MeasuredPlacement | undefined)[];
  /** Placements measured in one run served every request in turns: their requests can be paired. */
  readonly runs: number;
  readonly report: MeasurementReport;
}

/** Executes placements as sharded inference, all on the same requests, and says which were left out and why. */
export async function measurePlacements(
  study: ServedStudy,
  placements: readonly Placement[],
  hooks: MeasuringHooks,
): Promise<Measurements> {
  const options = study.measure;
  if (options === false || placements.length === 0) {
    const notes = options === false && placements.length > 0 ? ['No measurement was asked for.'] : [];
    return { measured: placements.map(() => undefined), runs: 0, report: emptyReport(study, placements.length, notes) };
  }
  const unmeasured = (note: string): Measurements => ({
    measured: placements.map(() => undefined),
    runs: 0,
    report: emptyReport(study, placements.length, [note]),
  });
  if (hooks.signal?.aborted) return unmeasured('Cancelled before any plan was measured.');
  const tooMany = whyTooMany(study, options);
  if (tooMany !== undefined) return unmeasured(tooMany);
  hooks.onProgress?.(0, placements.length, 'sampling requests');
  const { trace, warmupRequests, notes } = requestsToServe(study, options);
  const touched = touchedBytes(study.problem.model, trace);
  const report = {
    ...emptyReport(study, placements.length, notes),
    requests: trace.requests.length - warmupRequests,
    warmupRequests,
    touchedBytes: touched,
  };
  const tooLarge = whyTooLarge(touched, trace.requests.length);
  if (tooLarge !== undefined)
    return {
      measured: placements.map(() => undefined),
      runs: 0,
      report: { ...report, requests: 0, notes: [...notes, tooLarge] },
    };
  const chosen = choosePlans(placements.length, options);
  notes.push(...noteOnChoice(placements.length, chosen.length));
  const groups = groupPlacements(chosen, touched, SHARE_OF_FREE_MEMORY * process.availableMemory());
  if (groups.length > 1)
    notes.push(
      `Plans were measured in ${groups.length} runs, up to ${groups[0].length} plans and singular in turns in each: more copies of the rows do not fit at once.`,
    );
  const measured = await measureChosen(study, placements, groups, { trace, warmupRequests, notes }, hooks);
  return {
    measured,
    runs: groups.length,
    report: { ...report, plansMeasured: measured.filter(Boolean).length, notes },
  };
}

/** Positions of the plans that are measured. */
export const choosePlans = (count: number, { maxPlans }: MeasureOptions): number[] => evenlySpread(count, maxPlans);

export const noteOnChoice = (count: number, chosen: number): string[] =>
  chosen === count
    ? []
    : [`${chosen} of ${count} plans were chosen to be measured, evenly spread over the frontier (measure.maxPlans).`];

interface Serving {
  readonly trace: JaggedTrace;
  readonly warmupRequests: number;
  readonly notes: string[];
}

/** Groups of placements are measured one after another, the placements of a group together. */
async function measureChosen(
  study: ServedStudy,
  placements: readonly Placement[],
  groups: readonly (readonly number[])[],
  { trace, warmupRequests, notes }: Serving,
  hooks: MeasuringHooks,
): Promise<(MeasuredPlacement | undefined)[]> {
  const { clock, signal } = hooks;
  const measured: (MeasuredPlacement | undefined)[] = placements.map(() => undefined);
  const chosen = groups.flat().length;
  const measurer = await createMeasurer(study.problem, trace, {
    seed: study.seed,
    clock,
    warmupRequests,
    loadMeter: createLoadMeter(),
    ...(study.measure === false
      ? {}
      : {
          transport: study.measure.transport,
          shardThreads: study.measure.shardThreads,
          roundTripsMs: study.measure.roundTripsMs,
        }),
  });
  let before = 0;
  try {
    for (const group of groups) {
      if (signal?.aborted) break;
      const message = `plan${group.length === 1 ? '' : 's'} ${[...new Set([before + 1, before + group.length])].join(' to ')} of ${chosen}`;
      hooks.onProgress?.(before, chosen, message);
      const together = await measurer.measureTogether(
        group.map((position) => placements[position]),
        {
          ...(signal === undefined ? {} : { signal }),
          keepsOnAbort: true,
          onRequest: (done, of) => hooks.onProgress?.(before + (group.length * done) / of, chosen, message),
        },
      );
      together.forEach((one, i) => {
        measured[group[i]] = one;
        hooks.onMeasured?.(one, group[i]);
      });
      before += group.length;
    }
  } catch (error) {
    // A cancelled run keeps what was measured before it.
    if (!signal?.aborted) throw error;
  } finally {
    await measurer.dispose();
  }
  if (signal?.aborted) {
    const [last] = measured.flatMap((one) => one?.measurement.requests ?? []).toSorted((a, b) => a - b);
    notes.push(
      before < chosen
        ? 'Cancelled before every plan was measured.'
        : `Cancelled while plans were measured: at least ${last} requests were timed for each.`,
    );
  }
  return measured;
}

function requestsToServe(study: ServedStudy, { requests, warmupRequests }: MeasureOptions): Serving {
  const { model, workload } = study.problem;
  const wanted = requests + warmupRequests;
  if (study.trace === undefined)
    return {
      trace: synthesizeTrace(model, workload, { requests: wanted, seed: study.seed }),
      warmupRequests,
      notes: [],
    };
  const reading = fromTrace(study.trace, model);
  if (reading.status === 'mismatch')
    throw new Error('the trace was checked against the model when the request came in');
  const held = reading.trace.requests.length;
  if (held >= wanted)
    return { trace: { requests: reading.trace.requests.slice(0, wanted) }, warmupRequests, notes: [] };
  const warmup = Math.min(warmupRequests, held - 1);
  return {
    trace: reading.trace,
    warmupRequests: warmup,
    notes: [
      `The trace holds ${held} requests, ${wanted} were asked for: ${held - warmup} are timed after ${warmup} to warm up.`,
    ],
  };
}

/** Bytes that a sampled lookup takes until it is served: its index, its compact ids and their hash table. */
const BYTES_PER_LOOKUP = 40;

/** Asked before a trace is sampled: lookups are as many as the workload says. */
function whyTooMany({ problem: { model, workload }, trace }: ServedStudy, options: MeasureOptions): string | undefined {
  if (trace !== undefined) return undefined;
  const perSample = new Set(model.tables.filter(({ lookupsPer }) => lookupsPer === 'sample').map(({ name }) => name));
  const perRequest = workload.tables.reduce((sum, { table, features }) => {
    const occasions = perSample.has(table) ? workload.samplesPerRequest : 1;
    return sum + occasions * features.reduce((total, feature) => total + feature.poolingFactor, 0);
  }, 0);
  const wanted = options.requests + options.warmupRequests;
  const limit = (SHARE_OF_FREE_MEMORY * process.availableMemory()) / BYTES_PER_LOOKUP;
  if (perRequest * wanted <= limit) return undefined;
  const fitting = Math.floor(limit / perRequest);
  return (
    `Not measured: ${wanted} requests of ${Math.round(perRequest)} lookups are more than this machine can hold. ` +
    (fitting > 1 ? `Maybe measure fewer requests: at most ${fitting}.` : 'Maybe lower workload.samplesPerRequest.')
  );
}

function whyTooLarge(touched: number, requests: number): string | undefined {
  const limit = Math.min(STORE_LIMIT_BYTES, (SHARE_OF_FREE_MEMORY * process.availableMemory()) / LEAST_COPIES);
  if (touched <= limit) return undefined;
  // Distinct rows grow more slowly than requests, so that no more than this share of them can fit.
  const fitting = Math.floor((requests * limit) / touched);
  return (
    `Not measured: ${requests} requests touch ${gib(touched)} GiB of rows, and ${gib(limit)} GiB can be held here. ` +
    (fitting > 0 ? `Maybe measure fewer requests: at most ${fitting} can fit.` : 'Maybe measure on a larger machine.')
  );
}

const gib = (bytes: number): string => (bytes / 2 ** 30).toFixed(1);

/** Positions of `count` things out of `length`, both ends included. */
function evenlySpread(length: number, count: number): number[] {
  if (length <= count) return Array.from({ length }, (_, i) => i);
  if (count === 1) return [0];
  return Array.from({ length: count }, (_, i) => Math.round((i * (length - 1)) / (count - 1)));
}

const emptyReport = (study: ServedStudy, plansFound: number, notes: string[]): MeasurementReport => ({
  plansMeasured: 0,
  plansFound,
  trace: study.trace === undefined ? 'synthesised' : 'given',
  requests: 0,
  warmupRequests: 0,
  touchedBytes: 0,
  notes,
});
