import { spend, type Work } from '../../stop.ts';
import { firstAbove, heightOf, lift, mayGo, place, type Pack } from './pack.ts';

/** A step here costs about an eighth of a candidate move of the general search. */
export const STEP = 1 / 8;
/** Neighbours of the ideal item that are tried for a pair: beyond them memory, not load, decides. */
const WINDOW = 6;

/** The best exchange found between a high host and a partner: up to two items one way for one the other way; -1 for none. Reused, not allocated. */
export interface Exchange {
  from: number;
  to: number;
  /** The higher of both hosts' loads over speed afterwards. */
  height: number;
  /** Only a load shift strictly between these lowers the height further. */
  leastShift: number;
  mostShift: number;
  out1: number;
  out2: number;
  in1: number;
  in2: number;
  found: boolean;
}

export const createExchange = (): Exchange => ({
  from: -1,
  to: -1,
  height: 0,
  leastShift: 0,
  mostShift: 0,
  out1: -1,
  out2: -1,
  in1: -1,
  in2: -1,
  found: false,
});

/** Starts a search for exchanges that leave both hosts lower than the first one is, by more than `least`. */
export function openExchange(pack: Pack, best: Exchange, from: number, to: number, least: number): void {
  best.from = from;
  best.to = to;
  best.found = false;
  setHeight(pack, best, heightOf(pack, from) - least);
}

function setHeight(pack: Pack, best: Exchange, height: number): void {
  const { speed } = pack.packing;
  best.height = height;
  best.leastShift = pack.load[best.from] - height * speed[best.from];
  best.mostShift = height * speed[best.to] - pack.load[best.to];
}

export function applyExchange(pack: Pack, { from, to, out1, out2, in1, in2 }: Exchange): void {
  for (const item of [out1, out2, in1, in2]) if (item >= 0) lift(pack, item);
  for (const item of [out1, out2]) if (item >= 0) place(pack, item, to);
  for (const item of [in1, in2]) if (item >= 0) place(pack, item, from);
}

/**
 * Keeps the exchange if both hosts end lower than the best so far, within memory and on hosts open to the items. Returns false where memory
 * or openness alone stood against it: the next best item may do.
 */
function offer(pack: Pack, best: Exchange, out1: number, out2: number, in1: number, in2: number): boolean {
  const { bytes, load, capacity, speed } = pack.packing;
  const { from, to } = best;
  const shift = load[out1] + (out2 < 0 ? 0 : load[out2]) - (in1 < 0 ? 0 : load[in1]) - (in2 < 0 ? 0 : load[in2]);
  if (shift <= best.leastShift || shift >= best.mostShift) return true;
  const moved = bytes[out1] + (out2 < 0 ? 0 : bytes[out2]) - (in1 < 0 ? 0 : bytes[in1]) - (in2 < 0 ? 0 : bytes[in2]);
  if (pack.memory[to] + moved > capacity[to] || pack.memory[from] - moved > capacity[from]) return false;
  if (!mayGo(pack, out1, to, in1, in2) || (out2 >= 0 && !mayGo(pack, out2, to, in1, in2))) return false;
  if (in1 >= 0 && !mayGo(pack, in1, from, out1, out2)) return false;
  if (in2 >= 0 && !mayGo(pack, in2, from, out1, out2)) return false;
  const height = Math.max((pack.load[from] - shift) / speed[from], (pack.load[to] + shift) / speed[to]);
  // Equal on paper: the interval of shifts is rounded.
  if (height >= best.height) return true;
  setHeight(pack, best, height);
  Object.assign(best, { out1, out2, in1, in2, found: true });
  return true;
}

/** The load that should leave the host so that both end level. */
function idealShift(pack: Pack, { from, to }: Exchange): number {
  const { speed } = pack.packing;
  return (pack.load[from] * speed[to] - pack.load[to] * speed[from]) / (speed[from] + speed[to]);
}

/** One item out, for none or one in: heights only rise away from the ideal partner, so that the first item that may go is the best on its side. */
export function oneForOne(pack: Pack, best: Exchange, work: Work): void {
  const { load } = pack.packing;
  const [outs, ins] = [pack.itemsOn[best.from], pack.itemsOn[best.to]];
  const shift = idealShift(pack, best);
  let steps = outs.length;
  for (const out of outs) {
    offer(pack, best, out, -1, -1, -1);
    const ideal = firstAbove(ins, load, load[out] - shift);
    let up = ideal;
    while (up < ins.length && !offer(pack, best, out, -1, ins[up], -1)) up++;
    let down = ideal - 1;
    while (down >= 0 && !offer(pack, best, out, -1, ins[down], -1)) down--;
    steps += up - down;
  }
  spend(work, steps * STEP);
}

/** Two items out for one in, and one out for two in: for each pair the few single items next to the ideal load. */
export function twoForOne(pack: Pack, best: Exchange, work: Work): void {
  const { load } = pack.packing;
  const [outs, ins] = [pack.itemsOn[best.from], pack.itemsOn[best.to]];
  for (let a = 0; a < outs.length; a++)
    for (let b = a + 1; b < outs.length; b++) {
      const pair = load[outs[a]] + load[outs[b]];
      const first = firstAbove(ins, load, pair - best.mostShift);
      for (let k = first; k < ins.length && k < first + WINDOW; k++) {
        if (pair - load[ins[k]] <= best.leastShift) break;
        offer(pack, best, outs[a], outs[b], ins[k], -1);
      }
    }
  for (let a = 0; a < ins.length; a++)
    for (let b = a + 1; b < ins.length; b++) {
      const pair = load[ins[a]] + load[ins[b]];
      const first = firstAbove(outs, load, pair + best.leastShift);
      for (let k = first; k < outs.length && k < first + WINDOW; k++) {
        if (load[outs[k]] - pair >= best.mostShift) break;
        offer(pack, best, outs[k], -1, ins[a], ins[b]);
      }
    }
  spend(work, (outs.length ** 2 + ins.length ** 2) * STEP);
}
