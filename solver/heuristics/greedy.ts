import type { Instance } from '../instance.ts';
import { fits } from '../after.ts';
import { assignmentOf, placePart, type State } from '../state.ts';
import { describePart, openParts, placed, type Part, type StrategyAnswer } from './strategy.ts';

/** Places parts in order of falling cost, each on the host with the least summed cost where it still fits. */
export function placeByCost(instance: Instance, costOf: (part: Part) => number): StrategyAnswer {
  const { state, parts } = openParts(instance);
  const costs = new Map(parts.map((part) => [part.slot, costOf(part)]));
  const cost = (part: Part): number => costs.get(part.slot) ?? 0;
  // Equal costs fall back on bytes, then on the model's order: equal inputs give equal placements.
  const order = parts.toSorted((a, b) => cost(b) - cost(a) || b.bytes - a.bytes || a.slot - b.slot);
  const carried = new Float64Array(instance.hostNames.length);
  for (const part of order) {
    const host = leastCarrying(state, part.slot, carried);
    if (host < 0)
      return { status: 'unplaced', note: `${describePart(instance, part)} fits on no host with what lies there` };
    placePart(state, part.slot, host);
    carried[host] += cost(part);
  }
  return placed(instance, assignmentOf(state));
}

function leastCarrying(state: State, slot: number, carried: Float64Array): number {
  let best = -1;
  for (let h = 0; h < carried.length; h++)
    if ((best < 0 || carried[h] < carried[best]) && fits(state, slot, h)) best = h;
  return best;
}
