import { leastOnSparse, leastTotal, mayStayOnMain, sumOfLargest, type Ground } from './ground.ts';

/**
 * Peak memory, as a share. Proof: m hosts that each stay under the share s hold at most s times the m largest capacities, and the main shard s times
 * its own; the tables' least bytes must fit, and on the sparse hosts what the main shard cannot hold.
 */
export function meanMemoryBound(ground: Ground): number {
  const held = sumOfLargest(ground.capacityBytes, ground.hosts);
  const total = leastTotal(ground, (option) => option.bytes);
  if (ground.main === undefined) return total / held;
  const onSparse = leastOnSparse(ground, (option) => option.bytes);
  return Math.max(total / (held + ground.main.capacityBytes), onSparse === 0 ? 0 : onSparse / held);
}

/** Peak memory, as a share. Proof: some part of each table is as large as the largest of its option, and no host is larger than the largest. */
export function largestShareBound(ground: Ground): number {
  const { figures, main } = ground;
  const largest = Math.max(...ground.capacityBytes);
  return ground.options.reduce((most, own, t) => {
    const shareOf = (o: number): number =>
      figures[o].largestBytes /
      (main !== undefined && mayStayOnMain(ground, t) && o === main.options[t] ? main.capacityBytes : largest);
    return Math.max(
      most,
      own.reduce((share, o) => Math.min(share, shareOf(o)), Infinity),
    );
  }, 0);
}
