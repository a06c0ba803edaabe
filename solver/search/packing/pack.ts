import type { Packing } from './packing.ts';

/** A complete or partial packing under change. Sums are of integers below 2^53: exact, whatever the order of moves. */
export interface Pack {
  readonly packing: Packing;
  /** Host of each item, -1 while it has none. */
  readonly hostOf: Int32Array;
  readonly memory: Float64Array;
  readonly load: Float64Array;
  /** Items on each host by rising load, then by index. */
  readonly itemsOn: number[][];
  /** Changes of each host so far: what has not changed need not be searched again. */
  readonly version: Int32Array;
}

export function createPack(packing: Packing): Pack {
  const hosts = packing.capacity.length;
  return {
    packing,
    hostOf: new Int32Array(packing.slotOf.length).fill(-1),
    memory: new Float64Array(hosts),
    load: new Float64Array(hosts),
    itemsOn: Array.from({ length: hosts }, () => []),
    version: new Int32Array(hosts),
  };
}

export function place(pack: Pack, item: number, h: number): void {
  const { bytes, load } = pack.packing;
  pack.hostOf[item] = h;
  pack.memory[h] += bytes[item];
  pack.load[h] += load[item];
  pack.version[h]++;
  pack.itemsOn[h].splice(rankOf(pack, item, h), 0, item);
}

export function lift(pack: Pack, item: number): void {
  const { bytes, load } = pack.packing;
  const h = pack.hostOf[item];
  pack.hostOf[item] = -1;
  pack.memory[h] -= bytes[item];
  pack.load[h] -= load[item];
  pack.version[h]++;
  pack.itemsOn[h].splice(rankOf(pack, item, h), 1);
}

/** Items on the host that come before this one. */
function rankOf(pack: Pack, item: number, h: number): number {
  const { load } = pack.packing;
  const items = pack.itemsOn[h];
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = items[middle];
    if (load[other] < load[item] || (load[other] === load[item] && other < item)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Position of the first item of an ascending list whose load is above `least`. */
export function firstAbove(items: readonly number[], load: Float64Array, least: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (load[items[middle]] > least) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Whether the item may go to the host once the two leaving items (-1 for none) are gone. */
export function mayGo(pack: Pack, item: number, h: number, leaving1 = -1, leaving2 = -1): boolean {
  const { classOf, open, firstOf, endOf, capacity } = pack.packing;
  if (open[classOf[item] * capacity.length + h] === 0) return false;
  for (let other = firstOf[item]; other < endOf[item]; other++)
    if (pack.hostOf[other] === h && other !== item && other !== leaving1 && other !== leaving2) return false;
  return true;
}

/** Load of a host over its speed. */
export const heightOf = (pack: Pack, h: number): number => pack.load[h] / pack.packing.speed[h];

/** The host with the greatest load over speed. */
export function highestHost(pack: Pack): number {
  let highest = 0;
  for (let h = 1; h < pack.load.length; h++) if (heightOf(pack, h) > heightOf(pack, highest)) highest = h;
  return highest;
}

/** Bytes beyond capacity, summed over hosts. */
export function overflowOf({ memory, packing }: Pack): number {
  let over = 0;
  for (let h = 0; h < memory.length; h++) over += Math.max(0, memory[h] - packing.capacity[h]);
  return over;
}

/** Puts every item where it stood. */
export function restore(pack: Pack, hostOf: Int32Array): void {
  hostOf.forEach((h, item) => {
    if (pack.hostOf[item] === h) return;
    lift(pack, item);
    place(pack, item, h);
  });
}
