import type { Stepwise } from '../stepwise.ts';
import type { Random } from '../../domain/random.ts';
import { groundOf } from '../bounds/ground.ts';
import type { Caps } from '../caps.ts';
import { tableCount, type Assignment, type Instance } from '../instance.ts';
import { currentHosts } from './current-hosts.ts';
import { assignmentOf, createState, loadAssignment, type CheckLevel, type State } from '../state.ts';
import { isSpent, reaches, spend, type Work } from '../stop.ts';
import { arenasOf, leavesEnoughHosts, type Arena } from './arena.ts';
import { construct, GREEDY_RULES } from './construct.ts';
import { descend, isBetter, meets, valueOf, type Goal, type Value } from './descend.ts';
import { figuresOf, respects } from './figures.ts';
import { iterate } from './iterated.ts';
import { optionChoices, withMainFills, type Choice } from './option-choices.ts';
import { packPeak } from './packing/pack-peak.ts';
import { isPackable } from './packing/packing.ts';

/** Greedy starts of an arena that are worth a descent. */
const MOST_DESCENTS = 5;

export interface PeakTask {
  readonly instance: Instance;
  /** Caps on hosts, wire bytes and fan-out; the one on peakLoad is not read. */
  readonly caps: Caps;
  /** Load units: the search ends once the peak is no more. */
  readonly target: number;
  readonly work: Work;
  readonly random: Random;
  readonly check: CheckLevel;
  readonly signal?: AbortSignal | undefined;
  /** Plans under the caps, to start from. */
  readonly known?: readonly Assignment[];
  /** Each lower peak within capacities. */
  readonly onPeak?: ((peak: number) => void) | undefined;
}

/** Of the work, for packing with options fixed: the general search is the fallback, or else the main part. */
const PLAIN_SHARE = 0.8;
const PACKING_SHARE = 0.25;
/** Tables beyond which plain packing is the whole search, where no table has a choice of options. */
const FEW_TABLES = 64;

interface FoundPeak {
  readonly assignment: Assignment;
  readonly peak: number;
}

/** The lowest peak load found within capacities and caps; undefined where no start could be repaired. */
export function* minimisePeak(task: PeakTask): Stepwise<FoundPeak | undefined> {
  const { instance, caps, work, random, signal } = task;
  const goal: Goal = { target: task.target, wireCap: caps.bytesOnWire };
  const ground = groundOf(instance, { ...caps, peakLoad: Infinity });
  const bare = optionChoices(ground, task.target);
  const packed = yield* packFirst(task, bare);
  const choices = withMainFills(ground, bare);
  if (packed !== undefined && (reaches(packed.peak, task.target) || isPlain(instance))) return packed;
  const known = [...(packed === undefined ? [] : [packed.assignment]), ...(task.known ?? [])];
  const runs: Run[] = [];
  for (const [a, arena] of arenasOf(instance, caps, known).entries()) {
    const starts: Run[] = [];
    for (const state of startsIn(task, arena, known[a], choices)) {
      starts.push({ state, value: valueOf(state) });
      yield;
    }
    for (const { state } of starts.toSorted(byValue).slice(0, MOST_DESCENTS)) {
      if ((isSpent(work, signal) && runs.length > 0) || runs.some(({ value }) => meets(value, goal))) break;
      yield* descend(state, goal, work, signal);
      runs.push({ state, value: valueOf(state) });
      if (valueOf(state).excess === 0) task.onPeak?.(valueOf(state).peak);
    }
  }
  const best = bestOf(runs);
  if (best === undefined) return undefined;
  const finalists = finalistsOf(runs, best, instance);
  for (const [i, { state }] of finalists.entries()) {
    if (isSpent(work, signal) || meets(valueOf(state), goal)) break;
    const share: Work = { left: work.left / (finalists.length - i) };
    const before = share.left;
    yield* iterate(state, goal, share, random, signal);
    work.left -= before - share.left;
    if (meets(valueOf(state), goal)) return { assignment: assignmentOf(state), peak: valueOf(state).peak };
  }
  const found = bestOf(finalists.map(({ state }) => ({ state, value: valueOf(state) })));
  if (found === undefined || found.value.excess > 0) return undefined;
  return { assignment: assignmentOf(found.state), peak: found.value.peak };
}

/** Packs with options fixed, where bytes and loads are all there is to watch: much faster than the general search. */
function* packFirst(task: PeakTask, choices: readonly Int32Array[]): Stepwise<FoundPeak | undefined> {
  const { instance, caps, target, work, random, signal, onPeak, known = [] } = task;
  if (!isPackable(instance, caps)) return undefined;
  const share: Work = { left: work.left * (isPlain(instance) ? PLAIN_SHARE : PACKING_SHARE) };
  const before = share.left;
  const arenas = arenasOf(instance, caps, known);
  const packed = yield* packPeak({
    instance,
    caps,
    arenas,
    choices,
    known,
    target,
    work: share,
    random,
    signal,
    onPeak,
  });
  work.left -= before - share.left;
  if (packed === undefined) return undefined;
  const figures = figuresOf(instance, packed.assignment);
  // Where replicas are called is more than arenas can say.
  return respects(figures, { ...caps, peakLoad: Infinity })
    ? { assignment: packed.assignment, peak: figures.peakLoad }
    : undefined;
}

const isPlain = (instance: Instance): boolean =>
  instance.optionTable.length === tableCount(instance) && tableCount(instance) > FEW_TABLES;

interface Run {
  readonly state: State;
  readonly value: Value;
}

const byValue = (a: Run, b: Run): number => a.value.excess - b.value.excess || a.value.peak - b.value.peak;

const bestOf = (runs: readonly Run[]): Run | undefined =>
  runs.reduce<Run | undefined>(
    (best, run) => (best === undefined || isBetter(run.value, best.value) ? run : best),
    undefined,
  );

/** The best run, and on small instances the best of the other arenas: the first descent does not tell which arena is best. */
function finalistsOf(runs: readonly Run[], best: Run, instance: Instance): Run[] {
  if (tableCount(instance) > 300) return [best];
  const most = tableCount(instance) > 16 ? 2 : 16;
  const others = [...Map.groupBy(runs, (run) => run.state.allowed.join('')).values()]
    .map((group) => bestOf(group) as Run)
    .filter((run) => run !== best && run.state.allowed.join('') !== best.state.allowed.join(''))
    .toSorted(byValue);
  return [best, ...others.slice(0, most)];
}

function* startsIn(
  task: PeakTask,
  arena: Arena,
  known: Assignment | undefined,
  choices: readonly Choice[],
): Generator<State> {
  const { instance, check, caps } = task;
  if (known !== undefined) {
    const state = createState(instance, check, caps);
    state.allowed.set(arena);
    loadAssignment(state, known);
    yield state;
    return;
  }
  for (const { options, hosts } of choices) {
    const current = hosts === undefined ? currentHosts(instance, options) : undefined;
    if (current !== undefined) {
      const state = construct(instance, arena, current.options, GREEDY_RULES[0], { caps, check, hosts: current.hosts });
      if (state !== undefined) yield state;
    }
    if (!leavesEnoughHosts(instance, arena, options)) continue;
    for (const rule of GREEDY_RULES) {
      if (task.signal?.aborted) return;
      // Rating every host for every part costs less than a candidate move each.
      spend(task.work, (options.length * instance.hostNames.length) / 4);
      const state = construct(instance, arena, options, rule, { caps, check, hosts });
      if (state !== undefined) yield state;
    }
  }
}
