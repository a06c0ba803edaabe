/** What a net needs: its least bytes and, in load units, its least load. */
export interface NetDemand {
  readonly bytes: number;
  readonly load: number;
}

export interface ComponentCaps {
  readonly hosts: number;
  readonly fanOut: number;
  /** Of the largest host. */
  readonly capacityBytes: number;
  /** Of the fastest host. */
  readonly speed: number;
}

const MOST_NETS = 6;

/**
 * The least peak load T, in load units, at which nets can be grouped so that the groups fit the caps. Nets and the hosts that they call form a
 * graph with at most fanOut edges. A component of g nets on k hosts has at least g + k - 1 edges and no fewer than its nets need one by one; its
 * k hosts hold all bytes and carry all load of its nets, each at most T times the speed. Infinity where no T will do; 0 beyond six nets.
 */
export function leastComponentLoad(nets: readonly NetDemand[], caps: ComponentCaps): number {
  if (nets.length === 0 || nets.length > MOST_NETS) return 0;
  const candidates: number[] = [];
  for (let members = 1; members < 2 ** nets.length; members++) {
    const load = nets.reduce((sum, net, n) => sum + (members & (1 << n) ? net.load : 0), 0);
    for (let k = 1; k <= caps.hosts; k++) candidates.push(load / (k * caps.speed));
  }
  return Math.min(Infinity, ...candidates.filter((peak) => canGroup(nets, caps, peak, [], 0)));
}

/** Tries to put net n and those after it into the groups so far or into a new one. */
function canGroup(
  nets: readonly NetDemand[],
  caps: ComponentCaps,
  peak: number,
  groups: readonly (readonly NetDemand[])[],
  n: number,
): boolean {
  if (n === nets.length) {
    const needs = groups.map((group) => needsOf(group, caps, peak));
    const hosts = needs.reduce((sum, need) => sum + need.hosts, 0);
    const edges = needs.reduce((sum, need) => sum + need.edges, 0);
    return hosts <= caps.hosts && edges <= caps.fanOut;
  }
  if (canGroup(nets, caps, peak, [...groups, [nets[n]]], n + 1)) return true;
  return groups.some((_, g) =>
    canGroup(
      nets,
      caps,
      peak,
      groups.map((group, i) => (i === g ? [...group, nets[n]] : group)),
      n + 1,
    ),
  );
}

function needsOf(group: readonly NetDemand[], caps: ComponentCaps, peak: number): { hosts: number; edges: number } {
  const total = group.reduce((sum, net) => ({ bytes: sum.bytes + net.bytes, load: sum.load + net.load }));
  const hosts = hostsFor(total, caps, peak);
  const alone = group.reduce((sum, net) => sum + hostsFor(net, caps, peak), 0);
  return { hosts, edges: Math.max(group.length + hosts - 1, alone) };
}

function hostsFor({ bytes, load }: NetDemand, { capacityBytes, speed }: ComponentCaps, peak: number): number {
  // The tolerance errs towards fewer hosts, and so towards a lower bound.
  const byLoad = load === 0 ? 0 : Math.ceil((load / (peak * speed)) * (1 - 1e-12));
  return Math.max(1, Math.ceil(bytes / capacityBytes), byLoad);
}
