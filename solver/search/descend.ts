import type { Stepwise } from '../stepwise.ts';
import { excessAt, excessOfRules, peakLoadOf, totalExcess, verifyState, type State } from '../state.ts';
import { isSpent, reaches, spend, type Work } from '../stop.ts';
import { changeOption } from './change-option.ts';
import { eject } from './eject.ts';
import { applyPair, createPairMove, openPair, type PairMove } from './pair-move.ts';
import { relocate } from './relocate.ts';
import { swap } from './swap.ts';

/** What a search is for: capacities first, then a peak load of at most `target` (load units) within the wire cap. */
export interface Goal {
  readonly target: number;
  readonly wireCap: number;
}

export interface Value {
  readonly excess: number;
  readonly peak: number;
}

export const valueOf = (state: State): Value => ({ excess: totalExcess(state), peak: peakLoadOf(state) });
export const isBetter = (a: Value, b: Value): boolean =>
  a.excess < b.excess || (a.excess === b.excess && a.peak < b.peak);
export const meets = (value: Value, goal: Goal): boolean => value.excess === 0 && reaches(value.peak, goal.target);

/** Improves until the goal is met, no move helps, or the work is spent. Never makes the value worse. */
export function* descend(state: State, goal: Goal, work: Work, signal?: AbortSignal): Stepwise<void> {
  const best = createPairMove();
  while (!isSpent(work, signal)) {
    // Choosing host and partners costs about as much as rating a few moves for each host.
    spend(work, 8 * state.load.length);
    const host = worstHost(state);
    if (host < 0 || meets(valueOf(state), goal)) return;
    const improves =
      improve(state, host, goal, best, work, signal) || repairRules(state, host, goal, best, work, signal);
    if (!improves) return;
    verifyState(state, 'everyMove');
    yield;
  }
}

/** The most overfull host, else the one with the peak load. */
function worstHost(state: State): number {
  let worst = -1;
  let [excess, peak] = [0, -1];
  for (let h = 0; h < state.load.length; h++) {
    const over = excessAt(state, h);
    const load = state.load[h] / state.instance.speed[h];
    if (over > excess || (over === excess && load > peak)) [worst, excess, peak] = [h, over, load];
  }
  return worst;
}

function improve(
  state: State,
  host: number,
  goal: Goal,
  best: PairMove,
  work: Work,
  signal: AbortSignal | undefined,
): boolean {
  const partners = byLoad(state).filter((h) => h !== host);
  // The least loaded partner that allows any gain is taken: it has the most to give.
  for (const moves of [[relocate, swap], [eject]]) {
    for (const partner of partners) {
      if (signal?.aborted) return false;
      openPair(state, best, host, partner);
      for (const move of moves) move(state, best, work);
      if (!best.found) continue;
      applyPair(state, best);
      return true;
    }
  }
  return changeOption(state, host, goal.wireCap, work);
}

/** A broken rule may be mended at any host. */
function repairRules(
  state: State,
  worst: number,
  goal: Goal,
  best: PairMove,
  work: Work,
  signal: AbortSignal | undefined,
): boolean {
  if (excessOfRules(state) === 0) return false;
  for (const host of byLoad(state).toReversed())
    if (host !== worst && !isSpent(work, signal) && improve(state, host, goal, best, work, signal)) return true;
  return false;
}

function byLoad(state: State): number[] {
  const load = (h: number): number => state.load[h] / state.instance.speed[h];
  return Array.from(state.load.keys()).toSorted((a, b) => load(a) - load(b) || a - b);
}
