import { crowdedHeight, spreadHeight } from './crowding.ts';
import { leastOnSparse, leastTotal, sumOfLargest, type Ground, type MainRoom } from './ground.ts';

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

/**
 * Peak memory, as a share. Proof: crowding.ts; parts of a table lie on different hosts, and parts are more than hosts. Where tables may lie on the
 * main shard, only the largest part of each is counted.
 */
export const largestShareBound = (ground: Ground): number =>
  ground.main === undefined
    ? Math.max(
        spreadHeight(ground, ground.instance.partBytes, ground.capacityBytes),
        crowdedHeight(ground, ground.instance.partBytes, ground.capacityBytes),
      )
    : largestPartShare(ground, ground.main);

/** Some part of each table is as large as the largest of its option, and no host that takes the option is larger than the largest. */
function largestPartShare({ figures, options, capacityBytes }: Ground, main: MainRoom): number {
  const largest = Math.max(...capacityBytes);
  return options.reduce((most, own, t) => {
    const shareOf = (o: number): number =>
      figures[o].largestBytes / (o === main.options[t] ? main.capacityBytes : largest);
    return Math.max(
      most,
      own.reduce((share, o) => Math.min(share, shareOf(o)), Infinity),
    );
  }, 0);
}
