import { systemClock } from '../domain/clock.ts';
import type { FrontierAnswer, Plan, SolveAnswer } from '../domain/plan.ts';
import type { Measurement } from '../domain/measurement.ts';
import type { Placement } from '../domain/placement.ts';
import type { Problem } from '../domain/problem.ts';
import { solveFrontier as sweep } from '../solver/frontier.ts';
import type { FrontierOptions, SolveOptions } from '../solver/options.ts';
import { solve as search } from '../solver/solve.ts';
import type * as z from 'zod';
import type { Trace } from '../domain/trace.ts';
import { parseInput } from './bad-input.ts';
import { MeasureOptions, type ProblemInput } from './inputs.ts';
import { startStudy } from './jobs/study-thread.ts';
import { measurePlacements } from './measuring.ts';
import type { MeasurementReport, StudyResult } from './results.ts';
import { packStudy } from './prepared-study.ts';
import { prepareStudy, type REQUEST_SCHEMAS, type StudyKind } from './studies.ts';
import type { Progress } from './study.ts';
import { VERSION } from './version.ts';

/** Shardwright without a server: what the package exports for use in the caller's own process. */

export { BadInputError, type InputProblem } from './bad-input.ts';
export { listFixtures, listFleets, loadFleetFixture, loadModelFixture, type ModelFixture } from './fixtures.ts';
export type { ProblemInput } from './inputs.ts';
export type * from './results.ts';
export { VERSION } from './version.ts';
export { Fleet } from '../domain/fleet.ts';
export { Model } from '../domain/model.ts';
export { canonicalPlacement, Placement, placementHash } from '../domain/placement.ts';
export {
  Certificate,
  Estimate,
  Plan,
  Proof,
  Violation,
  type FrontierAnswer,
  type SolveAnswer,
} from '../domain/plan.ts';
export { Measurement } from '../domain/measurement.ts';
export { Problem, problemHash } from '../domain/problem.ts';
export { Trace, Workload } from '../domain/trace.ts';
export { estimate } from '../evaluator/estimate.ts';
export { certifiedBound, verifyCertificate } from '../evaluator/certificate.ts';
export { findViolations } from '../evaluator/violations.ts';
export { STRATEGY_NAMES } from '../solver/heuristics/strategies.ts';

type Chosen<Options extends SolveOptions> = Partial<Omit<Options, 'clock' | 'version' | 'check'>>;

/**
 * The problem behind an input whose parts may be fixtures by name. Objectives that are left out are those of a frontier, or of a plan.
 * @throws BadInputError that lists every fault.
 */
export const readProblem = (input: z.input<typeof ProblemInput>, purpose: 'frontier' | 'plan' = 'frontier'): Problem =>
  prepareStudy(purpose, { problem: input, measure: false }).problem;

/**
 * The best placement found for the problem's first objective under its epsilons, or why there is none. It works in the thread that calls
 * it, and hands the event loop turns as it goes: timers run late meanwhile. `runStudy` does the same in a thread of its own.
 */
export const solve = (problem: Problem, options: Chosen<SolveOptions> = {}): Promise<SolveAnswer> =>
  search(problem, withDefaults(options));

/** Plans none of which dominates another in the problem's objectives, each with its proof. In this thread, as `solve`. */
export const solveFrontier = (problem: Problem, options: Chosen<FrontierOptions> = {}): Promise<FrontierAnswer> =>
  sweep(problem, withDefaults(options));

const withDefaults = <Options extends object>(options: Options) => ({
  seed: 1,
  method: 'auto' as const,
  engine: 'highs' as const,
  ...options,
  clock: systemClock,
  version: VERSION,
});

export interface MeasuringOptions extends Partial<MeasureOptions> {
  /** Of the sampled requests and the dense weights; 1 unless given. */
  readonly seed?: number;
  /** Requests to serve; sampled from the workload where left out. */
  readonly trace?: Trace;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, of: number, message: string) => void;
}

export interface PlacementMeasurements {
  /** By position of the placement; undefined where the report says why. */
  readonly measured: readonly (Measurement | undefined)[];
  readonly report: MeasurementReport;
}

/** Executes placements as sharded inference in worker threads, beside the unsharded model and on the same requests. */
export async function measure(
  problem: Problem,
  placements: readonly Placement[],
  { seed = 1, trace, signal, onProgress, ...options }: MeasuringOptions = {},
): Promise<PlacementMeasurements> {
  const study = {
    kind: 'evaluation' as const,
    problem,
    placement: { shards: [] },
    seed,
    measure: parseInput(MeasureOptions, options),
    ...(trace === undefined ? {} : { trace }),
  };
  const { measured, report } = await measurePlacements(study, placements, {
    clock: systemClock,
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress }),
  });
  return { measured: measured.map((found) => found?.measurement), report };
}

export interface StudyRunOptions {
  /** Aborted: the search stops at once, and the result is what was found until then. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Each plan as it is found, and again when it has been measured. */
  readonly onPlan?: (plan: Plan) => void;
  /** How long a stopped study may take to answer with what it has; 5,000 unless given. */
  readonly graceMs?: number;
}

type RequestOf<Kind extends StudyKind> = z.input<(typeof REQUEST_SCHEMAS)[Kind]>;
type ResultOf<Kind extends StudyKind> = Extract<StudyResult, { readonly kind: Kind }>;

/**
 * What POST /v1/frontiers and the like do, in a thread of its own: the caller's event loop stays free. Undefined where it was stopped
 * before it had anything.
 * @throws BadInputError that lists every fault of the request.
 */
export async function runStudy<Kind extends StudyKind>(
  kind: Kind,
  request: RequestOf<Kind>,
  { signal, graceMs = 5000, ...hooks }: StudyRunOptions = {},
): Promise<ResultOf<Kind> | undefined> {
  signal?.throwIfAborted();
  const thread = startStudy(packStudy(prepareStudy(kind, request)), hooks);
  const stop = (): void => thread.cancel(graceMs);
  signal?.addEventListener('abort', stop, { once: true });
  try {
    return (await thread.result) as ResultOf<Kind> | undefined;
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}
