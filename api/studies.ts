import type * as z from 'zod';
import type { Model } from '../domain/model.ts';
import type { Placement } from '../domain/placement.ts';
import { Problem, problemHash, type ObjectiveName } from '../domain/problem.ts';
import type { Trace, Workload } from '../domain/trace.ts';
import { findViolations } from '../evaluator/violations.ts';
import { estimateWorkload } from '../evaluator/trace/estimate-workload.ts';
import { fromTrace } from '../evaluator/trace/jagged.ts';
import type { Subject } from '../solver/explain.ts';
import { STRUCTURAL_VIOLATIONS } from './structural-violations.ts';
import { BadInputError, listProblems, parseInput, shortened, type InputProblem } from './bad-input.ts';
import { loadFleetFixture, loadModelFixture } from './fixtures.ts';
import {
  DriftRequest,
  EvaluationRequest,
  ExplanationRequest,
  FrontierRequest,
  PlanRequest,
  type EngineName,
  type MeasureOptions,
  type MethodName,
  type ProblemInput,
} from './inputs.ts';

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
export function prepareStudy(kind: StudyKind, body: unknown): Study {
  switch (kind) {
    case 'frontier': {
      const { gridPoints, ...request } = parseInput(FrontierRequest, body);
      return { kind, gridPoints, ...solvingOf(request), ...resolve(request, frontierObjectives) };
    }
    case 'plan': {
      const { method, ...request } = parseInput(PlanRequest, body);
      return { kind, method, ...solvingOf(request), ...resolve(request, () => ['peakLoad']) };
    }
    case 'evaluation': {
      const { placement, ...request } = parseInput(EvaluationRequest, body);
      return { kind, placement, ...resolve(request, frontierObjectives) };
    }
    case 'explanation':
      return prepareExplanation(parseInput(ExplanationRequest, body));
    case 'drift':
      return prepareDrift(parseInput(DriftRequest, body));
  }
}

const solvingOf = ({ engine, effort, timeLimitSeconds }: Solving): Solving => ({ engine, effort, timeLimitSeconds });

function prepareDrift({ placement, requests, ...request }: z.output<typeof DriftRequest>): DriftStudy {
  const { problem, seed } = resolve({ ...request, measure: false }, frontierObjectives);
  if (placement !== undefined) refuseForeign(problem, placement, '/placement');
  const optional = placement === undefined ? {} : { placement };
  return { kind: 'drift', problem, seed, trace: request.trace, requests, ...optional };
}

/** What is explained has to lay out every table of the problem, and may be illegal otherwise. */
function prepareExplanation(request: ExplanationRequest): ExplanationStudy {
  const { plan, placement, engine, effort, timeLimitSeconds, reSolves, ...rest } = request;
  const asPlan = (): ObjectiveName[] => [plan?.proof.objective ?? 'peakLoad'];
  // Objectives that were left out differ between plans and frontiers: those of the plan's own problem are meant.
  const readings = [asPlan, frontierObjectives].map((objectives) => resolve({ ...rest, measure: false }, objectives));
  const isOwn = (reading: StudyBase): boolean => problemHash(reading.problem) === plan?.provenance.problemHash;
  const { problem, seed } = readings.find(isOwn) ?? readings[0];
  const subject: Subject = plan === undefined ? { placement: placement as Placement } : { plan };
  const at = plan === undefined ? '/placement' : '/plan/placement';
  refuseForeign(problem, plan?.placement ?? (placement as Placement), at);
  return { kind: 'explanation', problem, seed, engine, effort, timeLimitSeconds, subject, reSolves };
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

/** What a frontier minimises where nothing is said. */
export const frontierObjectives = (model: Model): ObjectiveName[] => [
  'hostsUsed',
  'peakLoad',
  'bytesOnWire',
  ...(model.nets.length > 1 ? (['fanOut'] as const) : []),
];

type SharedRequest = Pick<z.output<typeof PlanRequest>, 'problem' | 'seed' | 'measure' | 'trace'>;

/** Fixtures and traces put in place, and everything checked: every problem at once. */
function resolve(request: SharedRequest, defaultObjectives: (model: Model) => ObjectiveName[]): ServedBase {
  const { problem: input, seed, measure } = request;
  const model = 'fixture' in input.model ? loadModelFixture(input.model.fixture).model : input.model;
  const workload = resolveWorkload(input, model);
  const fleet = 'fixture' in input.fleet ? loadFleetFixture(input.fleet.fixture) : input.fleet;
  const objectives = input.objectives ?? defaultObjectives(model);
  const parsed = Problem.safeParse({ ...input, model, workload, fleet, objectives }, { reportInput: true });
  const trace = request.trace ?? givenTrace(input);
  const problems = [...(parsed.success ? [] : listProblems(parsed.error.issues, Problem))].map((found) =>
    relocate(found, input),
  );
  const mismatches = request.trace === undefined ? [] : traceProblems(request.trace, model, '/trace');
  if (!parsed.success || problems.length + mismatches.length > 0)
    throw new BadInputError(withoutRepeats([...problems, ...mismatches]));
  return { problem: parsed.data, seed, measure, ...(trace === undefined ? {} : { trace }) };
}

function resolveWorkload(input: ProblemInput, model: Model): Workload {
  const { workload } = input;
  if (workload === undefined) {
    if ('fixture' in input.model) return loadModelFixture(input.model.fixture).workload;
    const rule = 'required where the model is given inline: it says how the tables are looked up';
    const maybe = 'Maybe {"fixture": ...} of a model with the same tables, or {"trace": ..., "batchSize": ...}.';
    throw new BadInputError([{ pointer: '/problem/workload', seen: 'nothing', rule, maybe }]);
  }
  if ('fixture' in workload) return loadModelFixture(workload.fixture).workload;
  if (!('trace' in workload)) return workload;
  const { trace, requests, seed, batchSize, requestsPerSecond } = workload;
  const reading = fromTrace(trace, model);
  if (reading.status === 'mismatch')
    throw new BadInputError(reading.problems.map((found) => asInputProblem(found, '/problem/workload/trace')));
  const rate = requestsPerSecond === undefined ? {} : { requestsPerSecond };
  return estimateWorkload(model, reading.trace, { requests, seed, batchSize, ...rate });
}

const givenTrace = ({ workload }: ProblemInput): Trace | undefined =>
  workload !== undefined && 'trace' in workload ? workload.trace : undefined;

function traceProblems(trace: Trace, model: Model, at: string): InputProblem[] {
  const reading = fromTrace(trace, model);
  return reading.status === 'read' ? [] : reading.problems.map((found) => asInputProblem(found, at));
}

type FoundProblem = Omit<InputProblem, 'seen'> & { readonly seen: unknown };

const asInputProblem = ({ pointer, seen, rule, maybe }: FoundProblem, at = ''): InputProblem => ({
  pointer: `${at}${pointer}`,
  seen: shortened(seen),
  rule,
  maybe,
});

/** Points into the request: what came from a fixture or a trace stands in no field of it, so the reference is pointed at. */
function relocate(found: InputProblem, input: ProblemInput): InputProblem {
  const [, part] = found.pointer.split('/');
  const given = part === 'model' || part === 'workload' || part === 'fleet' ? input[part] : input;
  if (given === undefined) return { ...found, pointer: '/problem/model/fixture' };
  if ('fixture' in given) return { ...found, pointer: `/problem/${part}/fixture` };
  return { ...found, pointer: 'trace' in given ? '/problem/workload/trace' : `/problem${found.pointer}` };
}

/** The first of all problems that break one rule at one place. */
function withoutRepeats(problems: readonly InputProblem[]): InputProblem[] {
  const seen = new Set<string>();
  return problems.filter(({ pointer, rule }) => seen.size < seen.add(`${pointer}\n${rule}`).size);
}
