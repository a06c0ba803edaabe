import type { Ground } from './ground.ts';
import { roundUpLoad } from './lattice.ts';
import { netNeeds } from './net-hosts.ts';

/** Beyond this many nets the ways to group them (877 for seven) are too many to try. */
const MOST_NETS = 6;

/** Nets that share hosts among themselves and with no other net, and the fewest hosts and calls that they need. */
export interface Component {
  /** Indices into netNeeds. */
  readonly nets: readonly number[];
  readonly hosts: number;
  readonly calls: number;
}

/**
 * Peak load under a fan-out cap F and m hosts, in load units. Proof: draw an edge from each net to each host that it calls: at most F edges. A
 * connected component of g nets and k hosts has at least g + k - 1 edges, and at least the calls that each of its nets needs alone; its
 * hosts carry all of its nets' bytes and loads, hence k is at least what these need at peak T. So some grouping of the nets needs no more
 * than m hosts and F edges at the plan's peak; the least T for which one does is a bound. Rounded up as the mean load is.
 * Infinity where no T does; 0 where there are too many nets to try.
 */
export function componentLoadBound(ground: Ground): number {
  const nets = netNeeds(ground).filter((net) => net.hosts > 0);
  if (nets.length === 0 || nets.length > MOST_NETS) return 0;
  const speed = Math.max(...ground.speed);
  const peaks = subsetsOf(nets.length)
    .map((subset) => subset.reduce((sum, n) => sum + nets[n].load, 0) / speed)
    .flatMap((load) => Array.from({ length: ground.hosts }, (_, k) => load / (k + 1)))
    .toSorted((a, b) => a - b);
  let low = 0;
  let high = peaks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (groupingsAt(ground, peaks[middle]).length > 0) high = middle;
    else low = middle + 1;
  }
  return low === peaks.length ? Infinity : roundUpLoad(ground, peaks[low]);
}

/** The groupings of the nets that have to call hosts that the caps on hosts and fan-out allow at a peak load. */
export function groupingsAt(ground: Ground, peak: number): Component[][] {
  const { caps, hosts } = ground;
  const nets = netNeeds(ground);
  const calling = [...nets.keys()].filter((n) => nets[n].hosts > 0);
  if (calling.length > MOST_NETS) return [];
  const capacity = Math.max(...ground.capacityBytes);
  const perHost = peak * Math.max(...ground.speed);
  const needed = (bytes: number, load: number): number =>
    Math.max(1, Math.ceil(bytes / capacity), ceilOf(load, perHost));
  return groupings(calling.length).flatMap((groups) => {
    const components = groups.map((group): Component => {
      const own = group.map((i) => calling[i]);
      const sum = (of: (n: number) => number): number => own.reduce((total, n) => total + of(n), 0);
      const k = needed(
        sum((n) => nets[n].bytes),
        sum((n) => nets[n].load),
      );
      const calls = Math.max(
        own.length + k - 1,
        sum((n) => needed(nets[n].bytes, nets[n].load)),
      );
      return { nets: own, hosts: k, calls };
    });
    const total = (of: (component: Component) => number): number => components.reduce((sum, c) => sum + of(c), 0);
    return total((c) => c.hosts) <= hosts && total((c) => c.calls) <= caps.fanOut ? [components] : [];
  });
}

/** A load that is a multiple of the peak on paper is one in floating point too. */
const ceilOf = (load: number, peak: number): number => (load === 0 ? 0 : Math.ceil((load / peak) * (1 - 1e-12)));

const subsetsOf = (n: number): number[][] =>
  Array.from({ length: 2 ** n - 1 }, (_, i) =>
    Array.from({ length: n }, (_, k) => k).filter((k) => (i + 1) & (1 << k)),
  );

/** Every way to group n things. */
function groupings(n: number): number[][][] {
  if (n === 0) return [[]];
  return groupings(n - 1).flatMap((groups) => [
    [...groups, [n - 1]],
    ...groups.map((_, g) => groups.map((own, i) => (i === g ? [...own, n - 1] : own))),
  ]);
}
