import type { State } from '../state.ts';
import { spend, type Work } from '../stop.ts';
import { offer, type PairMove } from './pair-move.ts';

/**
 * Move: one part against two of the other host, in both directions. For each single part the pair whose summed weight
 * comes closest to the ideal is found with two pointers. Weight is load; bytes while a host is overfull.
 */
export function eject(state: State, best: PairMove, work: Work): void {
  const repairs = best.excess > 0;
  const weight = repairs ? state.slotBytes : state.slotLoad;
  const { host, partner } = best;
  const carried = repairs ? state.memory : state.load;
  // What should leave the host so that both end level.
  const shift = Math.max(0, (carried[host] - carried[partner]) / 2);
  const byWeight = (slots: readonly number[]): number[] => slots.toSorted((a, b) => weight[a] - weight[b] || a - b);
  const [outs, ins] = [byWeight(state.slotsOn[host]), byWeight(state.slotsOn[partner])];
  for (const out of outs) {
    const pair = closestPair(ins, weight, weight[out] - shift);
    if (pair !== undefined) offer(state, best, out, pair[0], -1, pair[1]);
  }
  for (const into of ins) {
    const pair = closestPair(outs, weight, weight[into] + shift);
    if (pair !== undefined) offer(state, best, pair[0], into, pair[1], -1);
  }
  spend(work, 2 * outs.length * ins.length);
}

function closestPair(
  sorted: readonly number[],
  weight: Float64Array,
  ideal: number,
): readonly [number, number] | undefined {
  let low = 0;
  let high = sorted.length - 1;
  let found: readonly [number, number] | undefined;
  let distance = Infinity;
  while (low < high) {
    const sum = weight[sorted[low]] + weight[sorted[high]];
    if (Math.abs(sum - ideal) < distance) {
      distance = Math.abs(sum - ideal);
      found = [sorted[low], sorted[high]];
    }
    if (sum < ideal) low++;
    else high--;
  }
  return found;
}
