import type { Random } from '../../domain/random.ts';
import type { Caps, SolvedObjective } from '../caps.ts';
import { hostCount, type Instance } from '../instance.ts';
import { figuresOf, respects } from '../search/figures.ts';
import type { Candidate } from '../search/minimise.ts';
import { reaches } from '../stop.ts';
import type { MipEngine } from './engine.ts';
import { drawHosts, freedInstance, surroundingsOf, type Surroundings } from './neighbourhood.ts';
import { countColumns, matters } from './program-columns.ts';
import { mipRefusal, solveMip } from './solve-mip.ts';

export interface NeighbourhoodTask {
  readonly instance: Instance;
  readonly objective: SolvedObjective;
  readonly caps: Caps;
  /** A plan that respects the caps: the answer never falls behind it. */
  readonly known: Candidate;
  /** A proven bound in solver units: there is nothing left to find at it. */
  readonly lowest: number;
  /** Sub-problems, at most. */
  readonly rounds: number;
  readonly random: Random;
  readonly engine: MipEngine;
  readonly signal?: AbortSignal | undefined;
  readonly onBetter?: ((candidate: Candidate) => void) | undefined;
}

export interface NeighbourhoodAnswer {
  readonly candidate: Candidate;
  readonly rounds: number;
  readonly stoppedBy: string;
}

/** Two hosts are the local search's own matter. */
const FEWEST_HOSTS = 3;
/** Rounds without a better plan, after which neighbourhoods have one host more. */
const PATIENCE = 3;
/** Draws of a neighbourhood that was not tried before, until there seems to be none. */
const MOST_DRAWS = 20;
/** Columns of tables that may move: larger programs are not searched in so few nodes. */
const MOST_COLUMNS = 3_000;
/** Columns about replicas grow with the square of the tables that have any. */
const MOST_REPLICA_COLUMNS = 3_000;
/** Nodes end a sub-problem, so that answers repeat; seconds are the safety net, after which no further one is begun. */
const LIMITS = { nodes: 100, seconds: 30, relativeGap: 1e-6 };

/** Why the sub-problems of an instance would not be tried; undefined where they would. */
export function neighbourhoodRefusal(task: Pick<NeighbourhoodTask, 'instance' | 'objective' | 'caps'>) {
  const { instance, objective, caps } = task;
  const isMany = countColumns(instance) > MOST_REPLICA_COLUMNS;
  if (instance.hasReplicas && matters({ objective, caps }, 'fanOut') && isMany)
    return 'too many tables may be replicated under a cap on fan-out';
  return mipRefusal(instance, { objective, caps });
}

/**
 * Large-neighbourhood search: the hosts that bound the objective are freed together with a few others, all other tables are held, and the
 * assignment MIP of what is left is solved from the incumbent, which is its cutoff. Neighbourhoods grow where rounds fail.
 * Every plan is judged in exact integers before it becomes the incumbent. Source: Shaw, CP 1998 (the name); Rothberg, INFORMS JoC 2007.
 */
export async function searchNeighbourhoods(task: NeighbourhoodTask): Promise<NeighbourhoodAnswer> {
  const { instance, objective, signal, rounds } = task;
  const most = hostCount(instance);
  const tried = new Set<string>();
  let best = task.known;
  let around = surroundingsOf(instance, best.assignment, objective);
  let size = leastSize(around, most);
  let failures = 0;
  const ended = (done: number, stoppedBy: string): NeighbourhoodAnswer => ({
    candidate: best,
    rounds: done,
    stoppedBy,
  });
  for (let round = 0; round < rounds; round++) {
    if (signal?.aborted) return ended(round, 'cancelled');
    if (reaches(best.figures[objective], task.lowest)) return ended(round, 'bound reached');
    const next = drawSubProblem(task, best, around, tried, size);
    if (typeof next === 'string') return ended(round, next);
    size = next.freed.length;
    const answer = await solveSubProblem(task, best, next.instance);
    if (answer.better !== undefined) {
      best = answer.better;
      task.onBetter?.(best);
      tried.clear();
      around = surroundingsOf(instance, best.assignment, objective);
      [size, failures] = [leastSize(around, most), 0];
    } else if (answer.isSettled && size === most) return ended(round + 1, 'no better plan with every host freed');
    else if (++failures % PATIENCE === 0) size = Math.min(size + 1, most);
    if (answer.isTimedOut) return ended(round + 1, 'timeLimit');
  }
  return ended(rounds, 'work limit');
}

/** All hosts that bound the objective have to change for it to fall, and one more has to take what they give. */
const leastSize = ({ bounding }: Surroundings, most: number): number =>
  Math.min(most, Math.max(FEWEST_HOSTS, bounding.length + 1));

interface SubProblem {
  readonly instance: Instance;
  readonly freed: readonly number[];
}

/** A neighbourhood of a size, or of the next for which one is left that was not tried; else why there is none. */
function drawSubProblem(
  { instance, engine, random }: NeighbourhoodTask,
  { assignment }: Candidate,
  around: Surroundings,
  tried: Set<string>,
  least: number,
): SubProblem | string {
  for (let size = least; size <= hostCount(instance); size++)
    for (let draw = 0; draw < MOST_DRAWS; draw++) {
      const freed = drawHosts(around, size, random);
      if (tried.has(freed.join())) continue;
      tried.add(freed.join());
      const sub = freedInstance(instance, assignment, freed);
      const isTooLarge = sub.freeColumns > MOST_COLUMNS || countColumns(sub.instance) > engine.columnLimit;
      return isTooLarge ? `${size} hosts have too many tables` : { instance: sub.instance, freed };
    }
  return 'no neighbourhood left';
}

async function solveSubProblem(
  { objective, caps, engine, signal, instance: whole }: NeighbourhoodTask,
  { assignment, figures }: Candidate,
  instance: Instance,
): Promise<{ readonly better?: Candidate; readonly isSettled: boolean; readonly isTimedOut: boolean }> {
  const cutoff = { ...caps, [objective]: Math.min(caps[objective], figures[objective]) };
  const answer = await solveMip(instance, { objective, caps: cutoff }, engine, LIMITS, assignment, signal);
  const flags = { isSettled: answer.status === 'optimal', isTimedOut: answer.stoppedBy.startsWith('timeLimit') };
  if (answer.assignment === undefined) return flags;
  const found = figuresOf(whole, answer.assignment);
  const isBetter = found[objective] < figures[objective] && respects(found, caps);
  return isBetter ? { better: { assignment: answer.assignment, figures: found }, ...flags } : flags;
}
