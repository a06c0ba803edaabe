import * as z from 'zod';
import { Measurement } from '../domain/measurement.ts';
import { Placement } from '../domain/placement.ts';
import { FrontierAnswer, Plan, SolveAnswer } from '../domain/plan.ts';
import { Epsilon, ObjectiveName, Problem, problemHash } from '../domain/problem.ts';
import { parseInput } from './bad-input.ts';
import { listFixtures, listFleets, loadFleetFixture, loadModelFixture } from './fixtures.ts';
import { frontierObjectives } from './resolve-problem.ts';
import { prepareStudy } from './studies.ts';

/*
 * Files that people keep: what `--json` and `--out` printed, a job as HTTP answered it, or a plan, a placement or a problem alone.
 */

/** What a result says of the problem that it answers. */
export interface Origin {
  readonly problemHash: string;
  readonly model?: string;
  readonly objectives?: readonly ObjectiveName[];
  /** Of the problem; a point of a frontier has caps of its own. */
  readonly epsilons?: readonly Epsilon[];
  /** As it was stated; files that the command line writes have it. */
  readonly problem?: Fields;
}

type Fields = Readonly<Record<string, unknown>>;

export type StoredDocument =
  | { readonly kind: 'plan'; readonly plan: Plan; readonly origin: Origin }
  | { readonly kind: 'frontier'; readonly plans: readonly Plan[]; readonly origin: Origin }
  | {
      readonly kind: 'placement';
      readonly placement: Placement;
      readonly origin?: Origin;
      readonly measurement?: Measurement | undefined;
    }
  | {
      readonly kind: 'noPlan';
      readonly answer: Extract<FrontierAnswer | SolveAnswer, { status: 'infeasible' | 'noPlanFound' }>;
    }
  /** Alone, or in a request with a seed and the like. */
  | { readonly kind: 'problem'; readonly problem: Fields; readonly request: Fields }
  | { readonly kind: 'other'; readonly document: unknown };

const About = z.looseObject({
  problemHash: z.string(),
  model: z.looseObject({ name: z.string() }),
  objectives: z.array(ObjectiveName),
  problem: z.looseObject({}).optional(),
});

const answered = <A extends z.ZodType>(answer: A) => z.looseObject({ ...About.shape, answer });
const PlanFile = answered(SolveAnswer);
const FrontierFile = answered(FrontierAnswer);
const EvaluationFile = z.looseObject({ ...About.shape, placement: Placement, measurement: Measurement.optional() });

/**
 * Tells what a file holds, and checks it.
 * @throws BadInputError where it is damaged.
 */
export function readStored(document: unknown): StoredDocument {
  if (document === null || typeof document !== 'object') return { kind: 'other', document };
  const fields = document as Fields;
  // A job, as GET answers it.
  if ('result' in fields && 'status' in fields) return readStored(fields.result);
  if (fields.kind === 'plan') return readPlanResult(parseInput(PlanFile, document));
  if (fields.kind === 'frontier') return readFrontierResult(parseInput(FrontierFile, document));
  if (fields.kind === 'evaluation') {
    const { placement, measurement, ...about } = parseInput(EvaluationFile, document);
    return { kind: 'placement', placement, measurement, origin: originOf(about) };
  }
  if ('proof' in fields) {
    const plan = parseInput(Plan, document);
    const { epsilons, provenance } = plan;
    return { kind: 'plan', plan, origin: { problemHash: provenance.problemHash, epsilons } };
  }
  if ('shards' in fields) return { kind: 'placement', placement: parseInput(Placement, document) };
  if ('problem' in fields && typeof fields.problem === 'object' && fields.problem !== null) {
    const { problem, ...request } = fields;
    return { kind: 'problem', problem: problem as Fields, request };
  }
  if ('model' in fields) return { kind: 'problem', problem: fields, request: {} };
  return { kind: 'other', document };
}

const originOf = ({ problemHash, model, objectives, problem }: z.output<typeof About>): Origin => ({
  problemHash,
  model: model.name,
  objectives,
  ...(problem === undefined ? {} : { problem }),
});

function readPlanResult({ answer, ...about }: z.output<typeof PlanFile>): StoredDocument {
  if (!('plan' in answer)) return { kind: 'noPlan', answer };
  return { kind: 'plan', plan: answer.plan, origin: { ...originOf(about), epsilons: answer.plan.epsilons } };
}

function readFrontierResult({ answer, ...about }: z.output<typeof FrontierFile>): StoredDocument {
  if (answer.status !== 'solved') return { kind: 'noPlan', answer };
  return { kind: 'frontier', plans: answer.frontier.plans, origin: originOf(about) };
}

/**
 * The problem that a result answers, by its hash: as it is stated beside the result, or one of fixtures. None where nothing is
 * stated, and constraints, coefficients, a model or a fleet of one's own are part of it; or where a fixture has changed since.
 */
export function answeredProblem(origin: Origin, placement: Placement): Problem | undefined {
  const { problem: stated, problemHash: wanted } = origin;
  if (stated === undefined) return fixtureProblem(origin, placement);
  return (['plan', 'frontier'] as const)
    .map((kind) => prepareStudy(kind, { problem: stated, measure: false }).problem)
    .find((problem) => problemHash(problem) === wanted);
}

function fixtureProblem(
  { problemHash: wanted, model, objectives, epsilons = [] }: Origin,
  placement: Placement,
): Problem | undefined {
  const placed = new Set(placement.shards.flatMap(({ slices }) => slices.map(({ table }) => table)));
  const fixtures = listFixtures()
    .filter((name) => model === undefined || name === model)
    .map(loadModelFixture)
    .filter(({ model: { tables } }) => tables.length === placed.size && tables.every(({ name }) => placed.has(name)));
  const candidates = fixtures.flatMap(({ model: tables, workload }) => {
    const asked = objectives === undefined ? [['peakLoad' as const], frontierObjectives(tables)] : [[...objectives]];
    const caps = epsilons.length > 0 ? [[...epsilons], []] : [[]];
    return asked.flatMap((chosen) =>
      caps.map(
        (own) => (fleet: string) =>
          Problem.parse({ model: tables, workload, fleet: loadFleetFixture(fleet), objectives: chosen, epsilons: own }),
      ),
    );
  });
  return listFleets()
    .values()
    .flatMap((fleet) => candidates.values().map((problemOn) => problemOn(fleet)))
    .find((problem) => problemHash(problem) === wanted);
}
