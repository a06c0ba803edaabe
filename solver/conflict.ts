import type { Infeasibility } from '../domain/infeasibility.ts';
import type { Plan, SolveAnswer } from '../domain/plan.ts';
import { problemHash, type Problem } from '../domain/problem.ts';
import { certificateOf, provenBound } from './bounds/certify.ts';
import { capsOf } from './caps.ts';
import { filterByDeletion, type Verdict } from './conflict/deletion.ts';
import { elementsOf, keepElements, type Element } from './conflict/elements.ts';
import { enumerate } from './conflict/enumerate.ts';
import { compileInstance } from './instance.ts';
import { judgedPlan } from './judged-plan.ts';
import type { SolveOptions } from './options.ts';

/** Choices tried to settle a problem that the search found no plan for: about two seconds. */
const SETTLING_NODES = 400_000;
/** For all sub-problems of one conflict together. */
const DELETION_NODES = 1_000_000;
/** A table and a host more multiply the choices: beyond this the enumeration is not tried. */
const MOST_PAIRS = 400;
/** A search a sub-problem: with more elements a suspicion takes too long. */
const MOST_SEARCHES = 24;
const MOST_SEARCHED_PAIRS = 20_000;

type Search = (problem: Problem, options: SolveOptions) => Promise<SolveAnswer>;
type NoPlanFound = Extract<SolveAnswer, { status: 'noPlanFound' }>;

/**
 * Settles an answer without a plan where the problem is small enough for an enumeration: by a plan, or by the constraints that leave none.
 * Elsewhere, by leaving constraints out and searching again, it names those that seem to stand in the way: a suspicion, not a proof.
 * @param search the solver itself, to search what is left with a strategy.
 */
export async function settle(
  problem: Problem,
  options: SolveOptions,
  answer: NoPlanFound,
  search: Search,
): Promise<SolveAnswer> {
  const { signal } = options;
  const pairs = problem.model.tables.length * problem.fleet.hostTypes.reduce((sum, type) => sum + type.count, 0);
  const found = pairs > MOST_PAIRS ? undefined : await enumerate(problem, SETTLING_NODES, signal);
  if (found?.status === 'plan') {
    const plan = planOf(problem, options, found.placement);
    options.onPlan?.(plan);
    return { status: plan.proof.status, plan };
  }
  if (found?.status === 'none')
    return { status: 'infeasible', reasons: [await provenConflict(problem, found.nodes, signal)] };
  const tried = found === undefined ? answer.tried : [...answer.tried, `enumeration: cut after ${found.nodes} choices`];
  const suspected = pairs > MOST_SEARCHED_PAIRS ? undefined : await suspectedConflict(problem, options, search);
  return { ...answer, tried, ...(suspected === undefined ? {} : { suspected }) };
}

function planOf(problem: Problem, options: SolveOptions, placement: Plan['placement']): Plan {
  const [objective] = problem.objectives;
  const instance = compileInstance(problem);
  const caps = capsOf(instance, problem.epsilons);
  const bound = provenBound(instance, objective, caps);
  return judgedPlan({
    problem,
    placement,
    epsilons: problem.epsilons,
    certificate: certificateOf(instance, objective, caps, bound.value < Infinity ? bound : { kind: 'none', value: 0 }),
    method: 'enumeration',
    seed: options.seed,
    stoppedBy: 'first legal placement',
    version: options.version,
    problemHash: problemHash(problem),
  });
}

/** The elements of a problem that enumeration has proven to have no plan, down to a set that still has none. */
async function provenConflict(
  problem: Problem,
  nodes: number,
  signal: AbortSignal | undefined,
): Promise<Infeasibility> {
  let left = DELETION_NODES;
  let last = nodes;
  const verdictOf = async (kept: readonly Element[]): Promise<Verdict> => {
    const found = await enumerate(keepElements(problem, kept), Math.min(left, SETTLING_NODES), signal);
    left -= found.nodes;
    if (found.status === 'none') last = found.nodes;
    return found.status === 'none' ? 'stuck' : found.status === 'plan' ? 'free' : 'unknown';
  };
  const { kept, needed } = await filterByDeletion(elementsOf(problem), verdictOf);
  return {
    kind: 'conflict',
    constraints: kept.map(({ pointer }) => pointer),
    needed: needed.map(({ pointer }) => pointer),
    proof: 'enumeration',
    nodes: last,
  };
}

/** The same by searches that may miss a plan. undefined where even nothing at all would seem to be in the way, or too much may be. */
async function suspectedConflict(
  problem: Problem,
  options: SolveOptions,
  search: Search,
): Promise<string[] | undefined> {
  let searches = 0;
  let hasFreed = false;
  const verdictOf = async (kept: readonly Element[]): Promise<Verdict> => {
    if (options.signal?.aborted || searches++ >= MOST_SEARCHES) return 'unknown';
    const method = 'local-search';
    const answer = await search(keepElements(problem, kept), { ...options, method, onPlan: () => {} });
    if ('plan' in answer) hasFreed = true;
    return 'plan' in answer ? 'free' : 'stuck';
  };
  const { kept } = await filterByDeletion(elementsOf(problem), verdictOf);
  return hasFreed && !options.signal?.aborted ? kept.map(({ pointer }) => pointer) : undefined;
}
