import type { State } from '../state.ts';
import { spend, type Work } from '../stop.ts';
import { offer, type PairMove } from './pair-move.ts';

/** Move: one part of the host goes to the partner. */
export function relocate(state: State, best: PairMove, work: Work): void {
  // Rules are rated by moving parts to and fro, which reorders the list.
  const parts = state.ledger === undefined ? state.slotsOn[best.host] : [...state.slotsOn[best.host]];
  const { load, instance } = state;
  const room =
    best.excess > 0 ? Infinity : best.peak * instance.speed[best.partner] - load[best.partner] + instance.rpcLoad;
  for (const slot of parts) if (state.slotLoad[slot] <= room) offer(state, best, slot, -1);
  spend(work, parts.length);
}
