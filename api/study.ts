import type { Clock } from '../domain/clock.ts';
import { canonicalPlacement, placementHash } from '../domain/placement.ts';
import type { Measurement } from '../domain/measurement.ts';
import type { FrontierAnswer, Plan, SolveAnswer } from '../domain/plan.ts';
import { estimate } from '../evaluator/estimate.ts';
import { findDrift } from '../evaluator/trace/drift.ts';
import { estimateWorkload } from '../evaluator/trace/estimate-workload.ts';
import { fromTrace } from '../evaluator/trace/jagged.ts';
import { findViolations } from '../evaluator/violations.ts';
import { leastPeakLoad } from '../solver/bounds/least-peak-load.ts';
import { explain } from '../solver/explain.ts';
import { solveFrontier } from '../solver/frontier.ts';
import { solve } from '../solver/solve.ts';
import { aboutProblem } from './about-problem.ts';
import { measurePlacements } from './measuring.ts';
import type {
  DriftResult,
  EvaluationResult,
  ExplanationResult,
  FrontierResult,
  MeasurementReport,
  PlanResult,
  StudyResult,
} from './results.ts';
import type {
  DriftStudy,
  EvaluationStudy,
  ExplanationStudy,
  FrontierStudy,
  PlanStudy,
  ServedStudy,
  Study,
} from './studies.ts';
import { STRUCTURAL_VIOLATIONS } from './structural-violations.ts';
import { VERSION } from './version.ts';

export interface Progress {
  readonly phase: 'solving' | 'measuring';
  readonly done: number;
  readonly of: number;
  readonly message: string;
}

export interface StudyHooks {
  readonly clock: Clock;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Called with each plan as it is found, and again when it has been measured. */
  readonly onPlan?: (plan: Plan) => void;
}

/** The pipeline behind HTTP and command line: problem -> plans -> each executed. Cancelled work answers with what it has. */
export function runStudy(study: Study, hooks: StudyHooks): Promise<StudyResult> {
  switch (study.kind) {
    case 'frontier':
      return runFrontier(study, hooks);
    case 'plan':
      return runPlan(study, hooks);
    case 'evaluation':
      return runEvaluation(study, hooks);
    case 'explanation':
      return runExplanation(study, hooks);
    case 'drift':
      return runDrift(study);
  }
}

/** A frontier before its plans are measured. */
export interface SolvedFrontier {
  readonly about: ReturnType<typeof aboutInput>;
  readonly answer: FrontierAnswer;
  readonly solvingSeconds: number;
}

/** Some plans of a frontier, measured in one run beside the singular model. */
export interface MeasuredPlans {
  /** By position in what was asked for; null where the report says why. */
  readonly measurements: readonly (Measurement | null)[];
  readonly report: MeasurementReport;
  readonly measuringSeconds: number;
}

/** Plans none of which dominates another, each measured on the same requests. */
export async function runFrontier(study: FrontierStudy, hooks: StudyHooks): Promise<FrontierResult> {
  const solved = await solveFrontierStudy(study, hooks);
  const measured = await measurePlans(study, plansOf(solved.answer), hooks);
  return joinFrontier(solved, measured);
}

/** The first half of `runFrontier`. */
export async function solveFrontierStudy(study: FrontierStudy, hooks: StudyHooks): Promise<SolvedFrontier> {
  const start = hooks.clock.now();
  const answer = await solveFrontier(study.problem, {
    ...solveOptions(study, hooks),
    method: 'auto',
    gridPoints: study.gridPoints,
  });
  return { about: aboutInput(study), answer, solvingSeconds: (hooks.clock.now() - start) / 1000 };
}

/** Executes plans; `runFrontier` hands it all of a frontier, jobs hand it a share. */
export async function measurePlans(
  study: ServedStudy,
  plans: readonly Plan[],
  hooks: StudyHooks,
): Promise<MeasuredPlans> {
  const start = hooks.clock.now();
  const { measured, report } = await measurePlacements(
    study,
    plans.map((plan) => plan.placement),
    {
      ...measuringHooks(hooks),
      onMeasured: ({ measurement }, position) => hooks.onPlan?.({ ...plans[position], measurement }),
    },
  );
  return {
    measurements: measured.map((one) => one?.measurement ?? null),
    report,
    measuringSeconds: (hooks.clock.now() - start) / 1000,
  };
}

/** A frontier's result from its two halves; `measured` is by position of its plans. */
export const joinFrontier = (
  { about, answer, solvingSeconds }: SolvedFrontier,
  { measurements, report, measuringSeconds }: MeasuredPlans,
): FrontierResult => ({
  kind: 'frontier',
  ...about,
  measurements: report,
  seconds: { solving: solvingSeconds, measuring: measuringSeconds },
  answer: withMeasurements(answer, measurements),
});

export const plansOf = (answer: FrontierAnswer): readonly Plan[] =>
  answer.status === 'solved' ? answer.frontier.plans : [];

/** One plan: the best found for the first objective under the epsilons. */
export async function runPlan(study: PlanStudy, hooks: StudyHooks): Promise<PlanResult> {
  const start = hooks.clock.now();
  const answer = await solve(study.problem, { ...solveOptions(study, hooks), method: study.method });
  const solved = hooks.clock.now();
  const plans = 'plan' in answer ? [answer.plan] : [];
  const { measurements, report } = await measurePlans(study, plans, hooks);
  return {
    kind: 'plan',
    ...aboutStudy(study, report, { start, solved, end: hooks.clock.now() }),
    answer: withMeasurement(answer, measurements[0]),
  };
}

/** A placement of the user's own: what is illegal in it, what it should cost, and what it does. */
export async function runEvaluation(study: EvaluationStudy, hooks: StudyHooks): Promise<EvaluationResult> {
  const start = hooks.clock.now();
  const placement = canonicalPlacement(study.placement);
  const violations = findViolations(study.problem, placement);
  const isRunnable = !violations.some((violation) => STRUCTURAL_VIOLATIONS.includes(violation.kind));
  const estimated = isRunnable ? estimate(study.problem, placement) : undefined;
  const solved = hooks.clock.now();
  const measurements = await measurePlacements(study, isRunnable ? [placement] : [], {
    ...measuringHooks(hooks),
  });
  const measurement = measurements.measured[0]?.measurement;
  return {
    kind: 'evaluation',
    ...aboutStudy(study, measurements.report, { start, solved, end: hooks.clock.now() }),
    placement,
    placementHash: placementHash(placement),
    violations,
    ...(estimated === undefined ? {} : { estimate: estimated }),
    ...(measurement === undefined ? {} : { measurement }),
  };
}

/** Why a plan is as it is, and what would help. Nothing is executed. */
export async function runExplanation(study: ExplanationStudy, hooks: StudyHooks): Promise<ExplanationResult> {
  const start = hooks.clock.now();
  const { problem, subject, reSolves } = study;
  const explanation = await explain(problem, subject, { ...solveOptions(study, hooks), reSolves });
  const placement = 'plan' in subject ? subject.plan.placement : subject.placement;
  return {
    kind: 'explanation',
    ...aboutInput(study),
    placementHash: placementHash(placement),
    explanation,
    seconds: { solving: (hooks.clock.now() - start) / 1000 },
  };
}

/** How far a trace is from the problem's workload, and what is still possible under the workload that it shows. */
export function runDrift(study: DriftStudy): Promise<DriftResult> {
  const { problem, trace, requests, seed, placement } = study;
  const reading = fromTrace(trace, problem.model);
  if (reading.status === 'mismatch')
    throw new Error('the trace was checked against the model when the request came in');
  const { batchSize, requestsPerSecond } = problem.workload;
  const rate = requestsPerSecond === undefined ? {} : { requestsPerSecond };
  const workload = estimateWorkload(problem.model, reading.trace, { requests, seed, batchSize, ...rate });
  return Promise.resolve({
    kind: 'drift',
    ...aboutInput(study),
    drift: findDrift(problem, reading.trace, workload, placement),
    leastPeakLoad: leastPeakLoad({ ...problem, workload }),
    loadMeasure: problem.loadMeasure,
    workload,
  });
}

function solveOptions(
  { seed, engine, effort, timeLimitSeconds }: FrontierStudy | PlanStudy | ExplanationStudy,
  { clock, signal, onPlan, onProgress }: StudyHooks,
) {
  return {
    seed,
    engine,
    effort,
    ...(timeLimitSeconds === undefined ? {} : { timeLimitSeconds }),
    clock,
    version: VERSION,
    ...(signal === undefined ? {} : { signal }),
    onPlan: (plan: Plan) => onPlan?.(plan),
    onProgress: (done: number, of: number) =>
      onProgress?.({ phase: 'solving', done, of, message: `problem ${done} of ${of}` }),
  };
}

const measuringHooks = ({ clock, signal, onProgress }: StudyHooks) => ({
  clock,
  ...(signal === undefined ? {} : { signal }),
  onProgress: (done: number, of: number, message: string) => onProgress?.({ phase: 'measuring', done, of, message }),
});

interface Times {
  readonly start: number;
  readonly solved: number;
  readonly end: number;
}

/** What every result says of what was executed, besides its input. */
const aboutStudy = (study: ServedStudy, report: MeasurementReport, { start, solved, end }: Times) => ({
  ...aboutInput(study),
  measurements: report,
  seconds: { solving: (solved - start) / 1000, measuring: (end - solved) / 1000 },
});

const aboutInput = ({ problem, seed }: Study) => ({ ...aboutProblem(problem), seed });

const withMeasurements = (answer: FrontierAnswer, measured: MeasuredPlans['measurements']): FrontierAnswer =>
  answer.status !== 'solved'
    ? answer
    : {
        ...answer,
        frontier: {
          ...answer.frontier,
          plans: answer.frontier.plans.map((plan, p) => measuredPlan(plan, measured[p])),
        },
      };

const withMeasurement = (answer: SolveAnswer, measurement: Measurement | null | undefined): SolveAnswer =>
  'plan' in answer ? { ...answer, plan: measuredPlan(answer.plan, measurement) } : answer;

const measuredPlan = (plan: Plan, measurement: Measurement | null | undefined): Plan =>
  measurement === undefined || measurement === null ? plan : { ...plan, measurement };
