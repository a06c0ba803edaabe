import { after, computeAfter, excessAfter } from '../after.ts';
import { excessAt, excessOfRules, mayLie, movePart, type State } from '../state.ts';
import { applyShifts, shiftsOf, undoShifts, type Shift } from './exchange.ts';

/**
 * The best exchange found between a host and a partner: up to two parts each way (-1 for none). Reused, not allocated.
 * A move is judged by the summed excess of both hosts and of the rules, then by the higher of their loads.
 */
export interface PairMove {
  host: number;
  partner: number;
  excess: number;
  peak: number;
  out1: number;
  out2: number;
  in1: number;
  in2: number;
  found: boolean;
}

export const createPairMove = (): PairMove => ({
  host: -1,
  partner: -1,
  excess: 0,
  peak: 0,
  out1: -1,
  out2: -1,
  in1: -1,
  in2: -1,
  found: false,
});

/** Starts a search between two hosts: only moves better than what they carry now will be kept. */
export function openPair(state: State, best: PairMove, host: number, partner: number): void {
  const { speed } = state.instance;
  best.host = host;
  best.partner = partner;
  best.excess = excessAt(state, host) + excessAt(state, partner) + excessOfRules(state);
  best.peak = Math.max(state.load[host] / speed[host], state.load[partner] / speed[partner]);
  best.found = false;
}

/** Judges one exchange and keeps it where it is the best so far. */
export function offer(state: State, best: PairMove, out1: number, in1: number, out2 = -1, in2 = -1): void {
  if (state.ledger !== undefined) {
    offerRuled(state, best, { out1, out2, in1, in2 });
    return;
  }
  const { host, partner } = best;
  const { speed } = state.instance;
  computeAfter(state, host, out1, in1, out2, in2);
  let excess = excessAfter(state, host);
  if (excess > best.excess) return;
  let peak = after.load / speed[host];
  computeAfter(state, partner, in1, out1, in2, out2);
  excess += excessAfter(state, partner);
  peak = Math.max(peak, after.load / speed[partner]);
  // Both shares: a gain in the last digits of a sum of shares would let moves cycle.
  const better = excess < best.excess - 1e-12 || (excess <= best.excess && peak < best.peak);
  if (!better) return;
  if (out1 >= 0 && !mayLie(state, out1, partner, in1)) return;
  if (out2 >= 0 && !mayLie(state, out2, partner)) return;
  if (in1 >= 0 && !mayLie(state, in1, host, out1)) return;
  if (in2 >= 0 && !mayLie(state, in2, host)) return;
  // Two parts of one table would meet on one host.
  if (out1 >= 0 && out2 >= 0 && state.slotTable[out1] === state.slotTable[out2]) return;
  if (in1 >= 0 && in2 >= 0 && state.slotTable[in1] === state.slotTable[in2]) return;
  Object.assign(best, { excess, peak, out1, out2, in1, in2, found: true });
}

type Parts = Pick<PairMove, 'out1' | 'out2' | 'in1' | 'in2'>;

/** Rules are rated by making the move and taking it back: what it does to them depends on more than two hosts. */
function offerRuled(state: State, best: PairMove, parts: Parts): void {
  const { host, partner } = best;
  const { speed } = state.instance;
  const shifts = exchangeOf(state, best, parts);
  if (!applyShifts(state, shifts)) return;
  const excess = excessAt(state, host) + excessAt(state, partner) + excessOfRules(state);
  const peak = Math.max(state.load[host] / speed[host], state.load[partner] / speed[partner]);
  undoShifts(state, shifts);
  const better = excess < best.excess - 1e-12 || (excess <= best.excess && peak < best.peak);
  if (better) Object.assign(best, parts, { excess, peak, found: true });
}

/** Every part once: two that are exchanged may belong to tables that lie together. */
function exchangeOf(state: State, { host, partner }: PairMove, { out1, out2, in1, in2 }: Parts): Shift[] {
  const shifts = new Map<number, Shift>();
  for (const slot of [out1, out2])
    if (slot >= 0) for (const shift of shiftsOf(state, slot, partner)) shifts.set(shift.slot, shift);
  for (const slot of [in1, in2])
    if (slot >= 0) for (const shift of shiftsOf(state, slot, host)) shifts.set(shift.slot, shift);
  return [...shifts.values()];
}

export function applyPair(state: State, best: PairMove): void {
  const { host, partner, out1, out2, in1, in2 } = best;
  if (state.ledger !== undefined) {
    applyShifts(state, exchangeOf(state, best, best));
    return;
  }
  if (out1 >= 0) movePart(state, out1, partner);
  if (out2 >= 0) movePart(state, out2, partner);
  if (in1 >= 0) movePart(state, in1, host);
  if (in2 >= 0) movePart(state, in2, host);
}
