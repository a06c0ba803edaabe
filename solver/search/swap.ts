import type { State } from '../state.ts';
import { spend, type Work } from '../stop.ts';
import { offer, type PairMove } from './pair-move.ts';

/** Move: one part of the host changes places with one of the partner. */
export function swap(state: State, best: PairMove, work: Work): void {
  const { host, partner } = best;
  const { slotsOn, slotLoad, load, instance } = state;
  // Rules are rated by moving parts to and fro, which reorders the lists.
  const listed = (h: number): readonly number[] => (state.ledger === undefined ? slotsOn[h] : [...slotsOn[h]]);
  const [outs, ins] = [listed(host), listed(partner)];
  const repairs = best.excess > 0;
  // RPCs may appear or vanish: the quick test on loads alone leaves room for them.
  const slack = 2 * instance.rpcLoad;
  for (const out of outs) {
    for (const into of ins) {
      if (!repairs) {
        const shift = slotLoad[out] - slotLoad[into];
        if ((load[host] - shift - slack) / instance.speed[host] >= best.peak) continue;
        if ((load[partner] + shift - slack) / instance.speed[partner] >= best.peak) continue;
      }
      offer(state, best, out, into);
    }
  }
  spend(work, outs.length * ins.length);
}
