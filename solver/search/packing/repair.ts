import type { Stepwise } from '../../stepwise.ts';
import { isSpent, spend, type Work } from '../../stop.ts';
import { applyExchange, createExchange, STEP, type Exchange } from './exchange.ts';
import { level } from './level.ts';
import { createPack, mayGo, overflowOf, place, restore, type Pack } from './pack.ts';

/**
 * Brings an overflowing pack within its hosts' memory, by single exchanges with an eye to loads, then by any that level the bytes.
 * Returns whether nothing overflows.
 */
export function* repair(pack: Pack, work: Work, signal?: AbortSignal): Stepwise<boolean> {
  return (yield* relieve(pack, work, signal)) || (yield* levelBytes(pack, work, signal));
}

/** Levels shares of memory as if they were loads, through hosts that have room for none themselves. */
function* levelBytes(pack: Pack, work: Work, signal?: AbortSignal): Stepwise<boolean> {
  const { bytes, capacity } = pack.packing;
  const byBytes = createPack({
    ...pack.packing,
    load: bytes,
    speed: capacity,
    bytes: new Float64Array(bytes.length),
    capacity: capacity.map(() => Infinity),
  });
  pack.hostOf.forEach((h, item) => place(byBytes, item, h));
  yield* level(byBytes, 1, work, signal);
  restore(pack, byBytes.hostOf);
  return overflowOf(pack) === 0;
}

/**
 * From the host that overflows most: one item for none or one of a partner, the partner
 * with the most room first, as long as the summed overflow falls. Returns whether nothing overflows.
 */
function* relieve(pack: Pack, work: Work, signal?: AbortSignal): Stepwise<boolean> {
  const best = createExchange();
  while (overflowOf(pack) > 0) {
    if (isSpent(work, signal)) return false;
    const from = fullestHost(pack);
    const isFound = byRoom(pack, from).some((to) => {
      findRelief(pack, best, from, to, work);
      return best.found;
    });
    if (!isFound) return false;
    applyExchange(pack, best);
    yield;
  }
  return true;
}

/** The exchange that leaves the least overflow on both hosts; of equal ones the lower load. */
function findRelief(pack: Pack, best: Exchange, from: number, to: number, work: Work): void {
  const { bytes, load, capacity, speed } = pack.packing;
  const beyond = (h: number): number => pack.memory[h] - capacity[h];
  let least = Math.max(0, beyond(from)) + Math.max(0, beyond(to));
  Object.assign(best, { from, to, found: false, height: Infinity, out2: -1, in2: -1 });
  const ins = [-1, ...pack.itemsOn[to]];
  for (const out of pack.itemsOn[from])
    for (const into of ins) {
      const moved = bytes[out] - (into < 0 ? 0 : bytes[into]);
      if (moved <= 0) continue;
      const over = Math.max(0, beyond(from) - moved) + Math.max(0, beyond(to) + moved);
      if (over > least || (over === least && !best.found)) continue;
      const shift = load[out] - (into < 0 ? 0 : load[into]);
      const height = Math.max((pack.load[from] - shift) / speed[from], (pack.load[to] + shift) / speed[to]);
      if (over === least && height >= best.height) continue;
      if (!mayGo(pack, out, to, into) || (into >= 0 && !mayGo(pack, into, from, out))) continue;
      least = over;
      Object.assign(best, { height, out1: out, in1: into, found: true });
    }
  spend(work, pack.itemsOn[from].length * ins.length * STEP);
}

function fullestHost({ memory, packing }: Pack): number {
  let fullest = 0;
  const over = (h: number): number => memory[h] - packing.capacity[h];
  for (let h = 1; h < memory.length; h++) if (over(h) > over(fullest)) fullest = h;
  return fullest;
}

function byRoom({ memory, packing }: Pack, from: number): number[] {
  const room = (h: number): number => packing.capacity[h] - memory[h];
  return Array.from(memory.keys())
    .filter((h) => h !== from)
    .toSorted((a, b) => room(b) - room(a) || a - b);
}
