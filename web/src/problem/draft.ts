import type { Constraint, Fleet, FrontierRequest, ObjectiveName, OptionKind, ProblemInput } from '../types.ts';

/** What the form holds: a request in the making. */
export interface Draft {
  readonly source: FixtureSource | FileSource;
  readonly fleet: FleetChoice;
  readonly objectives: readonly ObjectiveName[];
  readonly limits: readonly Limit[];
  /** undefined: as the problem says, else whole tables and equal row ranges. */
  readonly layouts?: readonly OptionKind[] | undefined;
  readonly effort: number;
  readonly gridPoints: number;
  readonly seed: number;
  readonly timeLimitSeconds?: number | undefined;
  readonly measure: boolean;
  readonly requests: number;
  readonly maxPlans: number;
}

export interface FixtureSource {
  readonly kind: 'fixture';
  readonly model: string;
}

/** A problem as a user wrote it; `problem` is what its text says, where it could be read. */
export interface FileSource {
  readonly kind: 'file';
  readonly name: string;
  readonly text: string;
  readonly problem?: Record<string, unknown> | undefined;
  readonly fault?: string | undefined;
}

export type FleetChoice =
  | { readonly kind: 'fixture'; readonly name: string }
  | { readonly kind: 'file' }
  | { readonly kind: 'own'; readonly fleet: Fleet };

export interface Limit {
  readonly objective: ObjectiveName;
  /** In the API's unit; undefined while nothing is typed. */
  readonly atMost?: number | undefined;
}

export const FIRST_DRAFT: Draft = {
  source: { kind: 'fixture', model: 'criteo-terabyte-dcnv2' },
  fleet: { kind: 'fixture', name: '8x32gib' },
  objectives: ['hostsUsed', 'peakLoad', 'bytesOnWire'],
  limits: [],
  effort: 1,
  gridPoints: 8,
  seed: 1,
  measure: true,
  requests: 100,
  maxPlans: 12,
};

/** The request that a draft makes. What the form does not show is taken from the file as it is, faults and all: the API judges it. */
export function requestOf(draft: Draft): FrontierRequest {
  const { source, fleet, limits, layouts, effort, gridPoints, seed, timeLimitSeconds } = draft;
  const given = source.kind === 'file' ? (source.problem ?? {}) : { model: { fixture: source.model } };
  const epsilons = limits.flatMap(({ objective, atMost }) => (atMost === undefined ? [] : [{ objective, atMost }]));
  const problem = {
    ...given,
    ...(fleet.kind === 'file' ? {} : { fleet: fleet.kind === 'fixture' ? { fixture: fleet.name } : fleet.fleet }),
    objectives: draft.objectives,
    ...(epsilons.length === 0 && !('epsilons' in given) ? {} : { epsilons }),
    ...(layouts === undefined ? {} : { constraints: withLayouts(given, layouts) }),
  };
  return {
    problem: problem as ProblemInput,
    effort,
    gridPoints,
    seed,
    ...(timeLimitSeconds === undefined ? {} : { timeLimitSeconds }),
    measure: draft.measure ? { requests: draft.requests, maxPlans: draft.maxPlans } : false,
  };
}

function withLayouts(given: Record<string, unknown>, allow: readonly OptionKind[]): unknown[] {
  const constraints = Array.isArray(given['constraints']) ? (given['constraints'] as Constraint[]) : [];
  return [...constraints.filter((constraint) => !isForAllTables(constraint)), { kind: 'tableOptions', allow }];
}

/** The draft that would make a request again: what a link restores. */
export function draftOf({ problem, measure, effort, gridPoints, seed, timeLimitSeconds }: FrontierRequest): Draft {
  const { model, workload, fleet } = problem;
  const isFixture =
    'fixture' in model && (workload === undefined || ('fixture' in workload && workload.fixture === model.fixture));
  const others = (problem.constraints ?? []).filter((constraint) => !isForAllTables(constraint));
  const isPlain =
    isFixture &&
    !('hash' in fleet) &&
    others.length === 0 &&
    problem.currentPlacement === undefined &&
    problem.loadMeasure === undefined &&
    problem.coefficients === undefined;
  const layouts = (problem.constraints ?? []).find(isForAllTables)?.allow;
  return {
    ...FIRST_DRAFT,
    source: isPlain
      ? { kind: 'fixture', model: model.fixture }
      : fileSource('from the link', JSON.stringify(problem, undefined, 2), problem),
    fleet:
      'fixture' in fleet
        ? { kind: 'fixture', name: fleet.fixture }
        : isPlain
          ? { kind: 'own', fleet }
          : { kind: 'file' },
    objectives: problem.objectives ?? FIRST_DRAFT.objectives,
    limits: problem.epsilons ?? [],
    ...(layouts === undefined ? {} : { layouts }),
    ...(effort === undefined ? {} : { effort }),
    ...(gridPoints === undefined ? {} : { gridPoints }),
    ...(seed === undefined ? {} : { seed }),
    ...(timeLimitSeconds === undefined ? {} : { timeLimitSeconds }),
    ...(measure === false
      ? { measure: false }
      : measure === undefined
        ? {}
        : { requests: measure.requests ?? FIRST_DRAFT.requests, maxPlans: measure.maxPlans ?? FIRST_DRAFT.maxPlans }),
  };
}

/** A draft in a line. */
export function wordsOf({ source, fleet }: Draft): string {
  const model = source.kind === 'fixture' ? source.model : source.name || 'problem file';
  return `${model} on ${fleet.kind === 'fixture' ? fleet.name : fleet.kind === 'own' ? 'own hosts' : 'its fleet'}`;
}

/** A draft with another problem file: objectives, limits and fleet become the file's own. */
export function withFile(draft: Draft, source: FileSource): Draft {
  const problem = source.problem as Partial<ProblemInput> | undefined;
  if (problem === undefined) return { ...draft, source };
  return {
    ...draft,
    source,
    fleet:
      problem.fleet === undefined ? (draft.fleet.kind === 'file' ? FIRST_DRAFT.fleet : draft.fleet) : { kind: 'file' },
    objectives:
      Array.isArray(problem.objectives) && problem.objectives.length > 0 ? problem.objectives : draft.objectives,
    limits: Array.isArray(problem.epsilons) ? problem.epsilons : draft.limits,
    layouts: undefined,
  };
}

const fileSource = (name: string, text: string, problem: unknown): FileSource => ({
  kind: 'file',
  name,
  text,
  problem: problem as Record<string, unknown>,
});

const isForAllTables = (constraint: Constraint): constraint is Extract<Constraint, { kind: 'tableOptions' }> =>
  constraint.kind === 'tableOptions' && constraint.tables === undefined && constraint.maxParts === undefined;
