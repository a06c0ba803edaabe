/** What a net needs: its least bytes and, in load units, its least load. */
export interface NetDemand {
  readonly bytes: number;
  readonly load: number;
}

export interface MixCaps {
  readonly hosts: number;
  readonly fanOut: number;
  /** Of the largest host. */
  readonly capacityBytes: number;
  /** Of the fastest host. */
  readonly speed: number;
}

const MOST_NETS = 6;
/** Choices tried for one peak; beyond them nothing is claimed. */
const MOST_CHOICES = 2_000_000;

/**
 * The least peak load T, in load units, at which hosts can serve the nets within the caps, were tables divisible at will. In a plan, the hosts
 * that serve a net of a set U hold the bytes and carry the load of U's nets: they are at least bytes(U) / capacity and load(U) / (T speed)
 * of them, for every set U of nets. Hosts are told apart only by the nets that they serve. Infinity where no T will do; 0 beyond six nets.
 */
export function leastMixedLoad(nets: readonly NetDemand[], caps: MixCaps): number {
  if (nets.length === 0 || nets.length > MOST_NETS) return 0;
  const peaks: number[] = [];
  for (let members = 1; members < 2 ** nets.length; members++)
    for (let k = 1; k <= caps.hosts; k++) peaks.push(sumOver(nets, members, (net) => net.load) / (k * caps.speed));
  peaks.sort((a, b) => a - b);
  let [low, high] = [0, peaks.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (canServe(nets, caps, peaks[middle])) high = middle;
    else low = middle + 1;
  }
  return peaks[low] ?? Infinity;
}

/** The least number of calls with which hosts can serve the nets at a peak load; Infinity where no number will do. */
export function leastCalls(nets: readonly NetDemand[], caps: MixCaps, peak: number): number {
  if (nets.length === 0 || nets.length > MOST_NETS) return 0;
  for (let fanOut = nets.length; fanOut <= nets.length * caps.hosts; fanOut++)
    if (canServe(nets, { ...caps, fanOut }, peak)) return fanOut;
  return Infinity;
}

const sumOver = (nets: readonly NetDemand[], members: number, of: (net: NetDemand) => number): number =>
  nets.reduce((sum, net, n) => sum + (members & (1 << n) ? of(net) : 0), 0);

/** Hosts that serve the same nets. */
interface Alike {
  readonly serves: number;
  readonly count: number;
}

/** Whether some choice of hosts for each net gives every set of nets the hosts that it needs; true where that stays open. */
function canServe(nets: readonly NetDemand[], caps: MixCaps, peak: number): boolean {
  const needed = (members: number): number => {
    const load = sumOver(nets, members, (net) => net.load);
    // The tolerance errs towards fewer hosts, and so towards a lower bound.
    const byLoad = load === 0 ? 0 : Math.ceil((load / (peak * caps.speed)) * (1 - 1e-12));
    return Math.max(1, Math.ceil(sumOver(nets, members, (net) => net.bytes) / caps.capacityBytes), byLoad);
  };
  const needs = Array.from({ length: 2 ** nets.length }, (_, members) => (members === 0 ? 0 : needed(members)));
  if (needs.some((need) => need > caps.hosts)) return false;
  const callsFrom = nets.map((_, n) => nets.slice(n).reduce((sum, _, i) => sum + needs[1 << (n + i)], 0));
  let choices = 0;

  /** Deals hosts to net n and those after it; what serves the nets before it is `groups`. */
  const serveNet = (n: number, groups: readonly Alike[], calls: number): boolean => {
    if (n === nets.length) return true;
    if (calls + callsFrom[n] > caps.fanOut) return false;
    return share(n, groups, 0, [], 0, calls);
  };

  /** Decides for group g and those after it how many of their hosts serve net n too. */
  const share = (
    n: number,
    groups: readonly Alike[],
    g: number,
    dealt: readonly Alike[],
    own: number,
    calls: number,
  ): boolean => {
    if (++choices > MOST_CHOICES) return true;
    if (g < groups.length) {
      const { serves, count } = groups[g];
      for (let both = 0; both <= count; both++) {
        const split = [
          { serves: serves | (1 << n), count: both },
          { serves, count: count - both },
        ].filter((group) => group.count > 0);
        if (share(n, groups, g + 1, [...dealt, ...split], own + both, calls)) return true;
      }
      return false;
    }
    const used = dealt.reduce((sum, { count }) => sum + count, 0);
    // Calls left over are of no use to later nets beyond what these may take: each net takes as many as it can use.
    for (let fresh = Math.max(0, needs[1 << n] - own); used + fresh <= caps.hosts; fresh++) {
      if (calls + own + fresh > caps.fanOut) break;
      const next = fresh === 0 ? dealt : [...dealt, { serves: 1 << n, count: fresh }];
      if (coversNet(n, next) && serveNet(n + 1, next, calls + own + fresh)) return true;
    }
    return false;
  };

  /** The sets of nets up to n that contain n: hosts that later nets take do not change who serves them. */
  const coversNet = (n: number, groups: readonly Alike[]): boolean => {
    for (let members = 1 << n; members < 2 << n; members++) {
      const serving = groups.reduce((sum, { serves, count }) => sum + ((serves & members) !== 0 ? count : 0), 0);
      if (serving < needs[members]) return false;
    }
    return true;
  };

  return serveNet(0, [], 0);
}
