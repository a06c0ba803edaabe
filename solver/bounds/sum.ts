import { leastTotal, sumOfLargest, type Ground } from './ground.ts';
import { roundUpLoad } from './lattice.ts';

/**
 * Peak load, in load units. Proof: m hosts of relative speeds s_h that each stay at T carry at most T times the sum of s_h, which
 * is at most T times the sum of the m largest; the tables' least loads must fit in it. RPC costs are left out, which only lowers it.
 * Where all hosts have speed 1, a load is a sum of part loads and RPC loads, hence a multiple of their common divisor: the bound is
 * rounded up to one. The main shard's dense work is a load in any case.
 * Source: the mean bound of P||Cmax (Graham 1969), with speeds.
 */
export function meanLoadBound(ground: Ground): number {
  const { instance } = ground;
  const mean = leastTotal(ground, (option) => option.load) / sumOfLargest(instance.speed, ground.hosts);
  return Math.max(roundUpLoad(ground, mean), instance.mainLoad);
}

/**
 * Hosts used. Proof: m hosts hold at most the m largest capacities, and serve at most the load cap times the m largest speeds.
 * Source: L1 of bin packing (Martello and Toth 1990, chapter 8), with unequal bins.
 */
export function sumHostsBound(ground: Ground): number {
  const { capacityBytes, speed } = ground.instance;
  const bytes = leastTotal(ground, (option) => option.bytes);
  const load = leastTotal(ground, (option) => option.load);
  let m = 1;
  const isEnough = (): boolean =>
    sumOfLargest(capacityBytes, m) >= bytes && sumOfLargest(speed, m) * ground.caps.peakLoad >= load;
  while (m <= capacityBytes.length && !isEnough()) m++;
  return m;
}
