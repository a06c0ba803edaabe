import type { Stepwise } from '../../stepwise.ts';
import { hostCount } from '../../instance.ts';
import type { Packing } from './packing.ts';
import { createPack, mayGo, place, type Pack } from './pack.ts';

/** How a start orders items (largest rank first) and rates hosts (smallest first); all figures are shares of the fleet's. */
export interface StartRule {
  readonly name: string;
  readonly rank: (bytes: number, load: number) => number;
  /** memory and height: of the host before the item comes. */
  readonly rate: (memory: number, height: number, bytes: number, load: number) => number;
}

/**
 * Longest processing time first, on each resource and on the larger of both; and the host whose use is least aligned with what the item
 * needs (dot product, Panigrahy et al., "Heuristics for vector bin packing", 2011). The two that watch both resources come first.
 */
export const START_RULES: readonly StartRule[] = [
  { name: 'shares', rank: Math.max, rate: (memory, height, bytes, load) => Math.max(memory + bytes, height + load) },
  { name: 'dot', rank: Math.max, rate: (memory, height, bytes, load) => memory * bytes + height * load },
  { name: 'load', rank: (_, load) => load, rate: (_, height) => height },
  { name: 'bytes', rank: (bytes) => bytes, rate: (memory) => memory },
  { name: 'best-fit', rank: (bytes) => bytes, rate: (memory) => -memory },
];

/** Items between two looks at the signal. */
const LOOK = 1_000;

/** Places every item on the best rated host where it fits, else where it overflows least; undefined where an item has no host, or when stopped. */
export function* startPack(
  packing: Packing,
  { rank, rate }: StartRule,
  signal?: AbortSignal,
): Stepwise<Pack | undefined> {
  const pack = createPack(packing);
  const { bytes, load, capacity, speed, classOf, open } = packing;
  const hosts = hostCount(packing.instance);
  const shares = { bytes: capacity.reduce((a, b) => a + b, 0) / hosts, load: load.reduce((a, b) => a + b, 0) / hosts };
  const choices = choicesOf(packing);
  const ranks = Float64Array.from(bytes, (b, item) => rank(b / shares.bytes, load[item] / shares.load));
  // Items with few hosts to choose from come first: they would find them taken.
  const order = Array.from(ranks.keys()).toSorted(
    (a, b) => choices[classOf[a]] - choices[classOf[b]] || ranks[b] - ranks[a] || a - b,
  );
  for (const [at, item] of order.entries()) {
    if (at % LOOK === 0) {
      yield;
      if (signal?.aborted) return undefined;
    }
    let best = -1;
    let [over, rating] = [Infinity, Infinity];
    for (let h = 0; h < hosts; h++) {
      if (open[classOf[item] * hosts + h] === 0 || !mayGo(pack, item, h)) continue;
      const overflow = Math.max(0, pack.memory[h] + bytes[item] - capacity[h]);
      if (overflow > over) continue;
      const own = rate(
        pack.memory[h] / capacity[h],
        pack.load[h] / (speed[h] * shares.load),
        bytes[item] / capacity[h],
        load[item] / (speed[h] * shares.load),
      );
      if (overflow < over || own < rating) [best, over, rating] = [h, overflow, own];
    }
    if (best < 0) return undefined;
    place(pack, item, best);
  }
  return pack;
}

/** Hosts open to each class. */
function choicesOf({ open, capacity }: Packing): number[] {
  const hosts = capacity.length;
  return Array.from({ length: open.length / hosts }, (_, c) =>
    open.subarray(c * hosts, (c + 1) * hosts).reduce((a, b) => a + b, 0),
  );
}
