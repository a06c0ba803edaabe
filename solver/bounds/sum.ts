import { tableCount } from '../instance.ts';
import { groundOf, hasNoOptions, leastOnSparse, leastTotal, sumOfLargest, type Ground } from './ground.ts';
import { partLoads } from './largest-part.ts';
import { roundUpLoad } from './lattice.ts';

/** Load caps at which layouts are looked at again. */
const MOST_ROUNDS = 64;

/**
 * Peak load, in load units. Proof: m hosts of relative speeds s_h that each stay at T carry at most T times the sum of s_h, which
 * is at most T times the sum of the m largest; the tables' least loads must fit in it. RPC costs are left out, which only lowers it.
 * Where all hosts have speed 1, a load is a sum of part loads and RPC loads, hence a multiple of their common divisor: the bound is
 * rounded up to one. The main shard's dense work is a load in any case. Where tables may lie there, it takes over at most T times its speed
 * less that work, and at most what its memory holds.
 * A plan of peak T uses layouts of parts up to T that the wire cap can pay for: with those alone the sum and the divisor may be greater, so
 * that no plan has a peak of T. The bound is the least T that is not refuted so.
 * Source: the mean bound of P||Cmax (Graham 1969), with speeds.
 */
export function meanLoadBound(ground: Ground): number {
  const { instance, caps, main } = ground;
  let bound = roundedMean(ground);
  // On hosts of other speeds, and beside dense work, loads are no integers, and the step from one refuted peak to the next is not known.
  const isStepped = main === undefined && instance.speed.every((speed) => speed === 1);
  if (isStepped && instance.optionTable.length > tableCount(instance)) {
    const loads = partLoads(ground);
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const below = groundOf(instance, { ...caps, peakLoad: bound });
      // Tables without a layout are what the largest-part bound is about.
      const least = hasNoOptions(below) ? Infinity : roundedMean(below);
      if (least <= bound) break;
      // Above this no more layouts come in; up to there the greater mean holds.
      const next = Math.min(least, loads.find((load) => load > bound) ?? Infinity);
      if (next === Infinity) break;
      bound = next;
    }
  }
  return Math.max(bound, instance.mainLoad);
}

function roundedMean(ground: Ground): number {
  const { main } = ground;
  const total = leastTotal(ground, (option) => option.load);
  const speed = sumOfLargest(ground.speed, ground.hosts);
  if (main === undefined) return roundUpLoad(ground, total / speed);
  const shared = Math.min(total / speed, (total + main.denseLoad) / (speed + main.speed));
  const onSparse = leastOnSparse(ground, (option) => option.load);
  return roundUpLoad(ground, Math.max(shared, onSparse === 0 ? 0 : onSparse / speed));
}

/**
 * Hosts used. Proof: m hosts hold at most the m largest capacities, and serve at most the load cap times the m largest speeds; what the
 * main shard may take is no more than it holds, nor than it serves under the cap beside its dense work.
 * Source: L1 of bin packing (Martello and Toth 1990, chapter 8), with unequal bins.
 */
export function sumHostsBound(ground: Ground): number {
  const { capacityBytes, speed, main } = ground;
  const bytes = leastOnSparse(ground, (option) => option.bytes);
  const load = sparseLoad(ground);
  let m = main?.options.every((option) => option >= 0) ? 0 : 1;
  const isEnough = (): boolean =>
    sumOfLargest(capacityBytes, m) >= bytes && (load === 0 || sumOfLargest(speed, m) * ground.caps.peakLoad >= load);
  while (m <= capacityBytes.length && !isEnough()) m++;
  return m;
}

/** The least load that sparse hosts serve under the load cap. */
export function sparseLoad(ground: Ground): number {
  const { main, caps } = ground;
  const held = leastOnSparse(ground, (option) => option.load);
  if (main === undefined || caps.peakLoad === Infinity) return held;
  // A unit, and a hair for the last digits, are given up.
  const room = Math.max(0, (caps.peakLoad + 1) * main.speed * (1 + 1e-9) - main.denseLoad);
  return Math.max(held, leastTotal(ground, (option) => option.load) - room);
}
