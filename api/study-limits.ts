import { hostCountOf } from '../domain/fleet.ts';
import { interactionWidth, type Dense, type Model } from '../domain/model.ts';
import type { Problem } from '../domain/problem.ts';
import type { Trace } from '../domain/trace.ts';
import { tableLayouts } from '../evaluator/option-set.ts';
import { BadInputError, type InputProblem } from './bad-input.ts';
import type { Study } from './studies.ts';

/** How large the work of one request may be: what a server's memory and patience hold. */
export interface StudyLimits {
  readonly tables: number;
  readonly hosts: number;
  /** Lookups of a given trace, and of the requests that a measurement serves. */
  readonly lookups: number;
  /** Weights of the dense layers that a measurement runs. */
  readonly denseParameters: number;
  /** Of solving. Also where a request sets none: each study ends. */
  readonly solveSeconds: number;
}

/** The request is right, and too large for this server. */
export class OverLimitError extends BadInputError {
  constructor(problems: readonly InputProblem[]) {
    super(problems);
    this.name = 'OverLimitError';
  }
}

/** Parts of all layouts of all tables that a proof looks at, of some 100 bytes each: 16 parts a table for 70,000 tables. */
const MOST_PARTS = 1e7;
/** Parts times hosts, 8 bytes each: what each part would move to each host. */
const MOST_MOVES = 2e8;

/**
 * Refuses what is too large, all of it at once, and gives solving a time limit where the request sets none.
 * @throws OverLimitError
 */
export function limited<S extends Study>(study: S, limits: StudyLimits): S {
  const problems = [
    ...sizesOf(study, limits),
    ...('trace' in study && study.trace !== undefined ? traceOver(study.trace, limits) : []),
    ...servingOver(study, limits),
  ];
  const seconds = 'timeLimitSeconds' in study ? study.timeLimitSeconds : undefined;
  if (seconds !== undefined && seconds > limits.solveSeconds)
    problems.push({
      pointer: '/timeLimitSeconds',
      seen: String(seconds),
      rule: `at most ${limits.solveSeconds} s of solving on this server`,
      maybe: 'Maybe leave it out: the limit of the server holds then.',
    });
  if (problems.length > 0) throw new OverLimitError(problems);
  return 'effort' in study ? { ...study, timeLimitSeconds: seconds ?? limits.solveSeconds } : study;
}

function sizesOf({ problem }: Study, limits: StudyLimits): InputProblem[] {
  const { model, fleet, currentPlacement } = problem;
  const [tables, hosts] = [model.tables.length, hostCountOf(fleet)];
  const parts = partsOf(problem);
  const moves = currentPlacement === undefined ? 0 : parts * hosts;
  return [
    over('/problem/model', tables, limits.tables, 'tables', 'Maybe leave out tables that are too small to matter.'),
    over('/problem/fleet', hosts, limits.hosts, 'hosts', 'Maybe plan a part of the fleet at a time.'),
    over('/problem/constraints', parts, MOST_PARTS, 'parts in all layouts of all tables', 'Maybe a lower maxParts.'),
    over(
      '/problem/currentPlacement',
      moves,
      MOST_MOVES,
      'parts in all layouts times hosts, beside a current placement',
      'Maybe tableOptions that keep most tables whole.',
    ),
  ].flat();
}

/** Parts of every layout that the problem allows: a table in 2 to n parts has n (n + 1) / 2. */
const partsOf = (problem: Problem): number =>
  tableLayouts(problem).reduce(
    (sum, { mostParts, mostColumnParts, mostReplicas }) =>
      sum + [mostParts, mostColumnParts, mostReplicas].reduce((own, n) => own + (n * (n + 1)) / 2, 0),
    0,
  );

const traceOver = (trace: Trace, limits: StudyLimits): InputProblem[] => {
  const lookups = trace.requests.reduce(
    (sum, { features }) => sum + features.reduce((own, { indices }) => own + indices.length, 0),
    0,
  );
  return over('/trace', lookups, limits.lookups, 'lookups of a trace', 'Maybe a sample of its requests.');
};

/** What executing plans takes: requests that are made up, and dense layers. */
function servingOver(study: Study, limits: StudyLimits): InputProblem[] {
  if (!('measure' in study) || study.measure === false) return [];
  const { problem, measure } = study;
  const lookups = (measure.requests + measure.warmupRequests) * lookupsOfRequest(problem);
  const found: InputProblem[] = [];
  if (!('trace' in study) || study.trace === undefined)
    found.push(
      ...over('/measure/requests', lookups, limits.lookups, 'lookups of served requests', 'Maybe fewer requests.'),
    );
  const { dense } = problem.model;
  if (dense !== undefined)
    found.push(
      ...over(
        '/problem/model/dense',
        denseParameters({ ...problem.model, dense }),
        limits.denseParameters,
        'weights of dense layers to be executed',
        'Maybe "measure": false, which executes nothing.',
      ),
    );
  return found;
}

function lookupsOfRequest({ model, workload }: Problem): number {
  const perOccasion = new Map(
    workload.tables.map(({ table, features }) => [table, features.reduce((sum, one) => sum + one.poolingFactor, 0)]),
  );
  return model.tables.reduce((sum, { name, lookupsPer }) => {
    const occasions = lookupsPer === 'request' ? 1 : workload.samplesPerRequest;
    return sum + occasions * (perOccasion.get(name) ?? 0);
  }, 0);
}

function denseParameters(model: Model & { dense: Dense }): number {
  const { inputFeatures, bottomMlp, topMlp } = model.dense;
  return weightsBetween([inputFeatures, ...bottomMlp]) + weightsBetween([interactionWidth(model), ...topMlp]);
}

const weightsBetween = (widths: readonly number[]): number =>
  widths.slice(1).reduce((sum, width, i) => sum + width * widths[i], 0);

const over = (pointer: string, seen: number, limit: number, what: string, maybe: string): InputProblem[] =>
  seen <= limit
    ? []
    : [{ pointer, seen: String(Math.round(seen)), rule: `at most ${limit} ${what} on this server`, maybe }];
