import { createPack, mayGo, place, type Pack } from '../packing/pack.ts';
import type { Packing } from '../packing/packing.ts';
import { netsOf } from './net-packs.ts';

/** How much memory counts beside the net's load, both as shares of a host's due: nets balanced first, both alike, or memory first. */
export const MEMORY_WEIGHTS = [0, 1, 4] as const;

/**
 * Largest first, by the larger of an item's shares of its net's load and of all bytes: each on the host where its net stands lowest and memory is
 * least full, weighed against each other; where it fits nowhere, where it overflows least. undefined where an item has no host.
 * Source: longest processing time first (Graham 1969), net by net at once.
 */
export function startNets(packing: Packing, memoryWeight: number): Pack | undefined {
  const pack = createPack(packing);
  const { bytes, load, capacity, speed, classOf, open, instance } = packing;
  const hosts = capacity.length;
  const nets = netsOf(packing);
  const due = new Float64Array(instance.netCount);
  load.forEach((units, item) => (due[nets[item]] += units / sum(speed)));
  const bytesDue = sum(bytes) / sum(capacity);
  const heights = new Float64Array(instance.netCount * hosts);
  const ranks = Float64Array.from(bytes, (b, item) =>
    Math.max(load[item] / (due[nets[item]] || 1), (b * hosts) / (sum(capacity) * (bytesDue || 1))),
  );
  const choices = Int32Array.from({ length: open.length / hosts }, (_, c) =>
    open.subarray(c * hosts, (c + 1) * hosts).reduce((a, b) => a + b, 0),
  );
  // Items with few hosts to choose from come first: they would find them taken.
  const order = Array.from(ranks.keys()).toSorted(
    (a, b) => choices[classOf[a]] - choices[classOf[b]] || ranks[b] - ranks[a] || a - b,
  );
  for (const item of order) {
    const n = nets[item];
    let best = -1;
    let [over, rating] = [Infinity, Infinity];
    for (let h = 0; h < hosts; h++) {
      if (open[classOf[item] * hosts + h] === 0 || !mayGo(pack, item, h)) continue;
      const memory = pack.memory[h] + bytes[item];
      const overflow = Math.max(0, memory - capacity[h]);
      if (overflow > over) continue;
      const height = (heights[n * hosts + h] + load[item] / speed[h]) / (due[n] || 1);
      const own = height + (memoryWeight * memory) / (capacity[h] * (bytesDue || 1));
      if (overflow < over || own < rating) [best, over, rating] = [h, overflow, own];
    }
    if (best < 0) return undefined;
    place(pack, item, best);
    heights[n * hosts + best] += load[item] / speed[best];
  }
  return pack;
}

const sum = (values: Float64Array): number => values.reduce((a, b) => a + b, 0);
