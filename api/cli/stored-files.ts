import type { Measurement } from '../../domain/measurement.ts';
import type { Placement } from '../../domain/placement.ts';
import type { Plan } from '../../domain/plan.ts';
import { problemHash, type Problem } from '../../domain/problem.ts';
import { BadInputError } from '../bad-input.ts';
import { answeredProblem, readStored, type Origin, type StoredDocument } from '../documents.ts';
import { placementOfCsv } from '../interchange/csv-plans.ts';
import { prepareStudy } from '../studies.ts';
import { readDocument, readText } from './input-files.ts';
import { problemOf, requestOf, type ProblemFlags, type SourceFlags } from './problem-options.ts';

/** What a file of a user holds, whatever command wrote it. */
export function readStoredFile(file: string, option: string): StoredDocument {
  if (/\.csv$/i.test(file)) return { kind: 'placement', placement: placementOfCsv(readText(file, option), file) };
  try {
    return readStored(readDocument(file, option));
  } catch (error) {
    if (!(error instanceof BadInputError)) throw error;
    throw new BadInputError(
      error.problems.map((found) => ({
        ...found,
        pointer: found.pointer.startsWith('/') ? `${file} ${found.pointer}` : found.pointer || file,
      })),
    );
  }
}

export interface StoredPlacement {
  readonly placement: Placement;
  readonly plan?: Plan;
  readonly measurement?: Measurement | undefined;
  readonly origin?: Origin;
}

/** The placement of a plan, of an evaluation, or of the point of a frontier. */
export function placementIn(stored: StoredDocument, file: string, point: number | undefined): StoredPlacement {
  const refuse = (rule: string, maybe: string): never => {
    throw new BadInputError([{ pointer: file, seen: nameOfKind(stored), rule, maybe }]);
  };
  switch (stored.kind) {
    case 'plan':
      return { ...stored, placement: stored.plan.placement, measurement: stored.plan.measurement };
    case 'placement':
      return stored;
    case 'frontier': {
      const { plans, origin } = stored;
      const plan = point === undefined ? undefined : plans[point];
      if (plan === undefined)
        return refuse(
          `the point of the frontier, 0 to ${plans.length - 1}`,
          `Maybe --point ${point === undefined ? 0 : plans.length - 1}.`,
        );
      return { placement: plan.placement, plan, measurement: plan.measurement, origin: { ...origin, epsilons: [] } };
    }
    case 'noPlan':
      return refuse('a result with a plan', 'Maybe loosen the problem: `shardwright plan` says why there is none.');
    case 'problem':
      return refuse('a plan or a placement', 'Maybe `shardwright plan --problem` first, with --out.');
    case 'other':
      return refuse('a plan, a placement, or what --out wrote', 'Maybe another file.');
  }
}

const nameOfKind = (stored: StoredDocument): string => {
  switch (stored.kind) {
    case 'frontier':
      return `a frontier of ${stored.plans.length} plans`;
    case 'noPlan':
      return `a result without a plan (${stored.answer.status})`;
    case 'problem':
      return 'a problem';
    case 'placement':
      return 'a placement';
    case 'plan':
      return 'a plan';
    case 'other':
      return 'something else';
  }
};

export interface FoundProblem {
  readonly problem: Problem;
  readonly notes: readonly string[];
}

const SOURCES = ['problem', 'tables', 'model', 'workload', 'fleet', 'objectives', 'epsilon', 'coefficients'] as const;

export const hasSource = (flags: SourceFlags): boolean => SOURCES.some((name) => flags[name] !== undefined);

/**
 * The problem of a stored placement: as the options state it; where they state nothing, the fixtures' that its result answers.
 * @throws BadInputError where nothing tells.
 */
export function problemBehind(flags: SourceFlags, { placement, origin }: StoredPlacement, file: string): FoundProblem {
  if (hasSource(flags) || origin === undefined) {
    const body = { problem: problemOf(flags), measure: false };
    const readings = (['plan', 'frontier'] as const).map((kind) => prepareStudy(kind, body).problem);
    const own = readings
      .flatMap((problem) => [problem, ...(origin === undefined ? [] : [asAsked(problem, origin)])])
      .find((problem) => problemHash(problem) === origin?.problemHash);
    const isOther = own === undefined && origin !== undefined;
    return {
      problem: own ?? readings[0],
      notes: isOther
        ? [`${file} was planned for another problem than the one given; it is judged under the one given.`]
        : [],
    };
  }
  const problem = answeredProblem(origin, placement);
  if (problem === undefined)
    throw new BadInputError([
      {
        pointer: file,
        seen: `a plan of ${origin.model ?? 'a problem'}, hash ${origin.problemHash.slice(0, 12)}`,
        rule: 'a result with its problem, as --out writes it, or a plan of fixtures alone, where no option names its problem',
        maybe: 'Maybe --problem, --tables, --model or --fleet, as it was planned with.',
      },
    ]);
  return { problem, notes: [] };
}

export interface PlanRequest {
  readonly request: Readonly<Record<string, unknown>>;
  readonly notes: readonly string[];
}

/** What the options ask, of the problem that a plan answers where they name none. */
export function problemOfPlan(flags: ProblemFlags, found: StoredPlacement, file: string): PlanRequest {
  const request = requestOf(flags);
  if (hasSource(flags) || found.origin === undefined) return { request, notes: [] };
  const { problem, notes } = problemBehind(flags, found, file);
  return { request: { ...request, problem }, notes };
}

/** With what `--objectives` and `--epsilon` had added to the problem when it was planned. */
const asAsked = (problem: Problem, { objectives, epsilons }: Origin): Problem => ({
  ...problem,
  ...(objectives === undefined ? {} : { objectives: [...objectives] }),
  ...(epsilons === undefined ? {} : { epsilons: [...epsilons] }),
});
