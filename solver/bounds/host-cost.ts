import { leastOnSparse, type Ground } from './ground.ts';
import { alikeInFigures, hasRoom, hostSets } from './host-sets.ts';
import { partCountBound } from './largest-part.ts';
import { sparseLoad, sumHostsBound } from './sum.ts';

/**
 * Cost of the hosts used. Proof: the hosts used hold all bytes but what the main shard can, and serve all load under the load cap but its; buying
 * shares of hosts, the cheapest a byte (or unit of load) first, costs no more than buying whole ones. And at least as many hosts are used as the
 * bounds on their number say, which cost no less than the cheapest so many. Where hosts are of few kinds and no table may lie on the main shard,
 * all sets of whole hosts are tried that hold the bytes and serve the load in total (host-sets.ts).
 * Source: the covering knapsack and its continuous relaxation (Dantzig 1957).
 */
export function hostCostBound(ground: Ground): number {
  const { capacityBytes, speed } = ground;
  const hostCost = ground.instance.hostCost.subarray(0, ground.instance.sparseHosts);
  const bytes = leastOnSparse(ground, (option) => option.bytes);
  const load = sparseLoad(ground);
  const m = Math.max(sumHostsBound(ground), partCountBound(ground));
  const fewest = hostCost
    .toSorted()
    .subarray(0, m)
    .reduce((a, b) => a + b, 0);
  const served =
    ground.caps.peakLoad === Infinity
      ? 0
      : leastCover(
          hostCost,
          speed.map((s) => s * ground.caps.peakLoad),
          load,
        );
  return Math.max(fewest, leastCover(hostCost, capacityBytes, bytes), served, leastSet(ground));
}

/** Infinity where no set has room; 0 where there are too many, or the main shard may take what a set has no room for. */
function leastSet(ground: Ground): number {
  if (ground.main !== undefined) return 0;
  const sets = hostSets(ground, alikeInFigures(ground.instance));
  return sets === undefined ? 0 : (sets.find((set) => hasRoom(ground, set))?.cost ?? Infinity);
}

/** Least cost of shares of items whose sizes add up to the need; Infinity where all together are too small. */
function leastCover(costs: Float64Array, sizes: Float64Array, need: number): number {
  const order = [...costs.keys()]
    .filter((i) => sizes[i] > 0)
    .toSorted((a, b) => costs[a] / sizes[a] - costs[b] / sizes[b]);
  let left = need;
  let cost = 0;
  for (const i of order) {
    if (left <= 0) break;
    cost += costs[i] * Math.min(1, left / sizes[i]);
    left -= sizes[i];
  }
  return left > 0 ? Infinity : cost;
}
