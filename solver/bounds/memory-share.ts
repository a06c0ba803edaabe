import { leastTotal, sumOfLargest, type Ground } from './ground.ts';

/** Peak memory, as a share. Proof: m hosts that each stay under the share s hold at most s times the m largest capacities; the tables' least bytes must fit. */
export const meanMemoryBound = (ground: Ground): number =>
  leastTotal(ground, (option) => option.bytes) / sumOfLargest(ground.instance.capacityBytes, ground.hosts);

/** Peak memory, as a share. Proof: some part of each table is as large as the largest of its option, and no host is larger than the largest. */
export function largestShareBound(ground: Ground): number {
  const largest = Math.max(...ground.instance.capacityBytes);
  return ground.options.reduce((most, own) => {
    const least = own.reduce((bytes, o) => Math.min(bytes, ground.figures[o].largestBytes), Infinity);
    return Math.max(most, least / largest);
  }, 0);
}
