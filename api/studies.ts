import type * as z from 'zod';
import type { Model } from '../domain/model.ts';
import type { Placement } from '../domain/placement.ts';
import type { Plan } from '../domain/plan.ts';
import { problemHash, type ObjectiveName, type Problem } from '../domain/problem.ts';
import type { Trace } from '../domain/trace.ts';
import { findViolations } from '../evaluator/violations.ts';
import type { Subject } from '../solver/explain.ts';
import { STRUCTURAL_VIOLATIONS } from './structural-violations.ts';
import { BadInputError, parseInput, type InputProblem } from './bad-input.ts';
import {
  DriftRequest,
  EvaluationRequest,
  ExplanationRequest,
  FrontierRequest,
  PlanRequest,
  type EngineName,
  type MeasureOptions,
  type MethodName,
  type ProblemGiven,
} from './inputs.ts';
import {
  collecting,
  frontierObjectives,
  resolveProblem,
  resolveTrace,
  traceProblems,
  type Resolving,
} from './resolve-problem.ts';
import { NO_UPLOADS, type Uploads } from './resources/uploads.ts';

/** Work that was checked and needs nothing but itself: fixtures are resolved, so that any process may do it. */
interface StudyBase {
  readonly problem: Problem;
  readonly seed: number;
}

/** Work whose placements are executed. */
interface ServedBase extends StudyBase {
  readonly measure: false | MeasureOptions;
  /** Requests to serve; synthesised where there is none. */
  readonly trace?: Trace;
}

/** How hard the solver tries, and with what. */
export interface Solving {
  readonly engine: EngineName;
  readonly effort: number;
  readonly timeLimitSeconds?: number | undefined;
}

export interface FrontierStudy extends ServedBase, Solving {
  readonly kind: 'frontier';
  readonly gridPoints: number;
}

export interface PlanStudy extends ServedBase, Solving {
  readonly kind: 'plan';
  readonly method: MethodName;
}

export interface EvaluationStudy extends ServedBase {
  readonly kind: 'evaluation';
  readonly placement: Placement;
}

export interface ExplanationStudy extends StudyBase, Solving {
  readonly kind: 'explanation';
  readonly subject: Subject;
  readonly reSolves: boolean;
}

export type ServedStudy = FrontierStudy | PlanStudy | EvaluationStudy;

export interface DriftStudy extends StudyBase {
  readonly kind: 'drift';
  readonly trace: Trace;
  readonly requests: number;
  readonly placement?: Placement;
}

export type Study = ServedStudy | ExplanationStudy | DriftStudy;
export type StudyKind = Study['kind'];

export const REQUEST_SCHEMAS = {
  frontier: FrontierRequest,
  plan: PlanRequest,
  evaluation: EvaluationRequest,
  explanation: ExplanationRequest,
  drift: DriftRequest,
} as const;

/**
 * Checks a request and turns it into work.
 * @throws BadInputError that lists every problem found.
 */
export function prepareStudy(kind: StudyKind, body: unknown, uploads: Uploads = NO_UPLOADS): Study {
  switch (kind) {
    case 'frontier': {
      const { gridPoints, ...request } = parseInput(FrontierRequest, body);
      return { kind, gridPoints, ...solvingOf(request), ...resolve(request, frontierObjectives, uploads) };
    }
    case 'plan': {
      const { method, ...request } = parseInput(PlanRequest, body);
      return { kind, method, ...solvingOf(request), ...resolve(request, () => ['peakLoad'], uploads) };
    }
    case 'evaluation': {
      const { placement, ...request } = parseInput(EvaluationRequest, body);
      return { kind, placement, ...resolve(request, frontierObjectives, uploads) };
    }
    case 'explanation':
      return prepareExplanation(parseInput(ExplanationRequest, body), uploads);
    case 'drift':
      return prepareDrift(parseInput(DriftRequest, body), uploads);
  }
}

const solvingOf = ({ engine, effort, timeLimitSeconds }: Solving): Solving => ({ engine, effort, timeLimitSeconds });

function prepareDrift(
  { placement, requests, ...request }: z.output<typeof DriftRequest>,
  uploads: Uploads,
): DriftStudy {
  const { problem, seed, trace } = resolve({ ...request, measure: false }, frontierObjectives, uploads);
  if (placement !== undefined) refuseForeign(problem, placement, '/placement');
  if (trace === undefined) throw new Error('the request has a trace');
  const optional = placement === undefined ? {} : { placement };
  return { kind: 'drift', problem, seed, trace, requests, ...optional };
}

/** What is explained has to lay out every table of the problem, and may be illegal otherwise. */
function prepareExplanation(request: ExplanationRequest, uploads: Uploads): ExplanationStudy {
  const { plan, placement, engine, effort, timeLimitSeconds, reSolves, problem: given, seed } = request;
  const problem = planProblem(given, plan, { uploads, at: '/problem' });
  const subject: Subject = plan === undefined ? { placement: placement as Placement } : { plan };
  const at = plan === undefined ? '/placement' : '/plan/placement';
  refuseForeign(problem, plan?.placement ?? (placement as Placement), at);
  return { kind: 'explanation', problem, seed, engine, effort, timeLimitSeconds, subject, reSolves };
}

/** The problem that a plan goes with: objectives that were left out differ between plans and frontiers, and the plan's own are meant. */
export function planProblem(
  given: ProblemGiven,
  plan: Plan | undefined,
  where: Pick<Resolving, 'uploads' | 'at'>,
): Problem {
  const asPlan = (): ObjectiveName[] => [plan?.proof.objective ?? 'peakLoad'];
  const readings = [asPlan, frontierObjectives].map(
    (defaultObjectives) => resolveProblem(given, { ...where, defaultObjectives }).problem,
  );
  return readings.find((problem) => problemHash(problem) === plan?.provenance.problemHash) ?? readings[0];
}

/** @throws BadInputError where a placement does not lay out every table of the problem, or names others. */
function refuseForeign(problem: Problem, placement: Placement, pointer: string): void {
  const faults = findViolations(problem, placement)
    .filter(({ kind }) => STRUCTURAL_VIOLATIONS.includes(kind))
    .map(({ kind, message }) => ({
      pointer,
      seen: kind,
      rule: `a placement of this problem's tables: ${message}`,
      maybe: 'Maybe it is of another problem; POST /v1/evaluations judges it.',
    }));
  if (faults.length > 0) throw new BadInputError(faults);
}

type SharedRequest = Pick<z.output<typeof PlanRequest>, 'problem' | 'seed' | 'measure' | 'trace'>;

/** Fixtures, uploads and traces put in place, and everything checked: every problem at once. */
function resolve(
  request: SharedRequest,
  defaultObjectives: Resolving['defaultObjectives'],
  uploads: Uploads,
): ServedBase {
  const { seed, measure } = request;
  const faults: InputProblem[] = [];
  const at = '/trace';
  const given = request.trace;
  const trace = given === undefined ? undefined : collecting(faults, () => resolveTrace(given, uploads, at));
  const isNamed = given !== undefined && 'hash' in given;
  const check = (model: Model): InputProblem[] => (trace === undefined ? [] : traceProblems(trace, model, at, isNamed));
  const resolved = collecting(faults, () =>
    resolveProblem(request.problem, { defaultObjectives, uploads, at: '/problem', check }),
  );
  if (resolved === undefined || faults.length > 0) throw new BadInputError(faults);
  const served = trace ?? resolved.trace;
  return { problem: resolved.problem, seed, measure, ...(served === undefined ? {} : { trace: served }) };
}
