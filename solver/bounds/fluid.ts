import type { Ground } from './ground.ts';
import { hostMixes, type HostMix, type Mixes } from './host-mixes.ts';
import { roundUpLoad } from './lattice.ts';
import { netHostsBound, netLoadBound, netNeeds } from './net-hosts.ts';
import { meanLoadBound } from './sum.ts';

/** Sets of nets double with each net, and the ways to mix them far more than that. */
const MOST_NETS = 6;

/** The looked-up nets as fluids; figures of each set of nets are at the index whose bits name its nets. */
export interface Fluid {
  readonly nets: number;
  readonly hosts: number;
  readonly calls: number;
  /** Hosts that are needed however little there is: 0 where the main shard may take all of the set. */
  readonly least: readonly number[];
  /** Hosts of the largest capacity, in shares of one. */
  readonly bytes: readonly number[];
  /** Load units over the fastest speed. */
  readonly loads: readonly number[];
}

/** undefined where there are no two nets that have to share hosts, or too many of them. */
export function fluidOf(ground: Ground): Fluid | undefined {
  const needs = netNeeds(ground);
  if (needs.length > MOST_NETS || needs.filter((net) => net.hosts > 0).length < 2) return undefined;
  const capacity = Math.max(...ground.capacityBytes);
  const speed = Math.max(...ground.speed);
  return {
    nets: needs.length,
    hosts: ground.hosts,
    calls: Math.min(ground.caps.fanOut, needs.length * ground.hosts),
    least: sumsOfSets(needs.map((net) => net.hosts)).map((sum) => Math.min(1, sum)),
    bytes: sumsOfSets(needs.map((net) => net.bytes)).map((sum) => sum / capacity),
    loads: sumsOfSets(needs.map((net) => net.load)).map((sum) => sum / speed),
  };
}

const sumsOfSets = (values: readonly number[]): number[] =>
  Array.from({ length: 1 << values.length }, (_, u) =>
    values.reduce((sum, value, n) => sum + ((u & (1 << n)) !== 0 ? value : 0), 0),
  );

/**
 * Peak load under a fan-out cap F and m hosts, in load units. Proof: let each host serve the nets that it is called for. The hosts that serve a
 * net of U carry all bytes and loads of U's nets, whatever U: at peak T they are at least ceil(bytes(U) / capacity) and ceil(load(U) / T) of
 * them. The numbers c_S of hosts that serve exactly the nets of S add up to no more than m, and the sum of |S| c_S to no more than F. The least T for
 * which some c meets all these conditions is a bound. They are Gale's (1957) for tables that can be divided at will, bytes and loads apart from each
 * other: the fluid relaxation. Infinity where no T will do.
 */
export function fluidLoadBound(ground: Ground): number {
  const known = Math.max(meanLoadBound(ground), netLoadBound(ground));
  const fluid = fluidOf(ground);
  if (fluid === undefined || known === Infinity || canServe(fluid, known)) return known;
  const peaks = [...new Set(fluid.loads.flatMap((load) => dividedByHosts(fluid, load)))]
    .filter((peak) => peak > known)
    .toSorted((a, b) => a - b);
  let [low, high] = [0, peaks.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (canServe(fluid, peaks[middle])) high = middle;
    else low = middle + 1;
  }
  return low === peaks.length ? Infinity : roundUpLoad(ground, peaks[low]);
}

/** Fan-out, by the same argument: the least F for which some mix of hosts serves all nets within the caps on hosts and load. */
export function fluidFanOutBound(ground: Ground): number {
  const known = netHostsBound(ground);
  const fluid = fluidOf(ground);
  if (fluid === undefined) return known;
  for (let calls = known; calls <= fluid.nets * fluid.hosts; calls++)
    if (canServe({ ...fluid, calls }, ground.caps.peakLoad)) return calls;
  return Infinity;
}

/** Whether some mix of hosts serves the nets at a peak load; true where that stays open. */
function canServe(fluid: Fluid, peak: number): boolean {
  const { found, isComplete } = mixesAt(fluid, peak, 1);
  return found.length > 0 || !isComplete;
}

/** Up to `most` mixes of hosts that serve the nets at a peak load. */
export function mixesAt({ nets, hosts, calls, least, bytes, loads }: Fluid, peak: number, most: number): Mixes {
  const needs = Int32Array.from(loads, (load, u) =>
    // A load that is a multiple of the peak on paper is one in floating point too.
    u === 0
      ? 0
      : Math.max(least[u], Math.ceil(bytes[u] * (1 - 1e-12)), load === 0 ? 0 : Math.ceil((load / peak) * (1 - 1e-12))),
  );
  return hostMixes({ nets, hosts, calls, needs }, most);
}

/** The least peak load of a mix of hosts, were tables divisible at will. */
export const peakOfMix = ({ loads }: Fluid, mix: HostMix): number =>
  loads.reduce((most, load, u) => (u === 0 || load === 0 ? most : Math.max(most, load / hostsServing(mix, u))), 0);

/** Hosts of a mix that serve one of the nets of U. */
export const hostsServing = (mix: HostMix, u: number): number =>
  mix.reduce((sum, count, set) => sum + ((set & u) !== 0 ? count : 0), 0);

const dividedByHosts = ({ hosts }: Fluid, load: number): number[] =>
  Array.from({ length: hosts }, (_, k) => load / (k + 1));
