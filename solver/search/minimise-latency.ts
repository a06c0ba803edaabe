import type { Stepwise } from '../stepwise.ts';
import type { Random } from '../../domain/random.ts';
import { groundOf } from '../bounds/ground.ts';
import type { Caps } from '../caps.ts';
import type { Assignment, Instance } from '../instance.ts';
import { assignmentOf, createState, loadAssignment, type CheckLevel, type State } from '../state.ts';
import { isSpent, spend, type Work } from '../stop.ts';
import { arenasOf, leavesEnoughHosts } from './arena.ts';
import { construct, GREEDY_RULES, LATENCY_RULE } from './construct.ts';
import { flexibleTables, kick } from './iterated.ts';
import {
  descendLatency,
  isLower,
  latencyValue,
  meetsLatency,
  type LatencyGoal,
  type LatencyValue,
} from './latency-descent.ts';
import { optionChoices, withMainFills } from './option-choices.ts';

export interface LatencyTask {
  readonly instance: Instance;
  /** On all objectives; the one on latencyMs is the goal's. */
  readonly caps: Caps;
  /** Milliseconds: the search ends once the latency is no more. */
  readonly target: number;
  readonly work: Work;
  readonly random: Random;
  readonly check: CheckLevel;
  readonly signal?: AbortSignal | undefined;
  /** A plan to start from; it need not respect the caps. */
  readonly known?: Assignment | undefined;
}

/** Sets of hosts, or ways to share out the fan-out, that starts are made in. */
const MOST_ARENAS = 4;
/** Starts that are worth a descent. */
const MOST_DESCENTS = 6;
/** Of the work, for these descents. */
const DESCENT_SHARE = 0.5;

interface Run {
  readonly state: State;
  readonly value: LatencyValue;
}

/** The lowest latency found within capacities and caps: greedy starts, descents, kicks. undefined where no start could be repaired. */
export function* minimiseLatency(task: LatencyTask): Stepwise<Assignment | undefined> {
  const { work, random, signal } = task;
  // A finite cap, however large, has the ledger keep books of what a latency is computed of.
  const caps = { ...task.caps, latencyMs: Number.MAX_VALUE };
  const goal: LatencyGoal = { target: task.target, peakLoad: caps.peakLoad };
  const starts: Run[] = [];
  for (const state of startsOf(task, caps)) {
    starts.push({ state, value: latencyValue(state, goal) });
    yield;
  }
  const chosen = starts.toSorted((a, b) => (isLower(a.value, b.value) ? -1 : isLower(b.value, a.value) ? 1 : 0));
  let best: Run | undefined;
  const descents = chosen.slice(0, MOST_DESCENTS);
  for (const [i, { state }] of descents.entries()) {
    if (best !== undefined && (isSpent(work, signal) || meetsLatency(best.value, goal))) break;
    const share: Work = { left: (work.left * DESCENT_SHARE) / (descents.length - i) };
    const granted = share.left;
    yield* descendLatency(state, goal, share, signal);
    work.left -= granted - share.left;
    const run = { state, value: latencyValue(state, goal) };
    if (best === undefined || isLower(run.value, best.value)) best = run;
  }
  if (best === undefined) return undefined;
  const value = yield* iterate(best.state, goal, work, random, signal);
  return value.excess > 0 ? undefined : assignmentOf(best.state);
}

/** Iterated local search; leaves the best state behind. */
function* iterate(
  state: State,
  goal: LatencyGoal,
  work: Work,
  random: Random,
  signal?: AbortSignal,
): Stepwise<LatencyValue> {
  const flexible = flexibleTables(state.instance);
  let best = { value: latencyValue(state, goal), assignment: assignmentOf(state) };
  while (!isSpent(work, signal) && !meetsLatency(best.value, goal)) {
    kick(state, { target: 0, wireCap: Infinity }, random, flexible);
    spend(work, state.option.length);
    yield* descendLatency(state, goal, work, signal);
    const value = latencyValue(state, goal);
    if (isLower(best.value, value)) loadAssignment(state, best.assignment);
    else best = { value, assignment: assignmentOf(state) };
  }
  loadAssignment(state, best.assignment);
  return best.value;
}

function* startsOf(task: LatencyTask, caps: Caps): Generator<State> {
  const { instance, check, known, work, signal } = task;
  if (known !== undefined) {
    const state = createState(instance, check, caps);
    loadAssignment(state, known);
    yield state;
  }
  const ground = groundOf(instance, { ...caps, latencyMs: Infinity });
  const choices = withMainFills(ground, optionChoices(ground, Infinity));
  for (const arena of arenasOf(instance, task.caps, []).slice(0, MOST_ARENAS))
    for (const choice of choices) {
      if (!leavesEnoughHosts(instance, arena, choice.options)) continue;
      for (const rule of [LATENCY_RULE, ...GREEDY_RULES]) {
        if (signal?.aborted) return;
        spend(work, (choice.options.length * instance.hostNames.length) / 4);
        const state = construct(instance, arena, choice.options, rule, { caps, check, hosts: choice.hosts });
        // Moves may leave the arena: the ledger watches the caps.
        if (state !== undefined) {
          state.allowed.set(instance.allowed);
          yield state;
        }
      }
    }
}
