import type { Ground } from '../bounds/ground.ts';
import { componentLoadBound, groupingsAt, type Component } from '../bounds/net-components.ts';
import { netNeeds } from '../bounds/net-hosts.ts';

/** Groupings that are laid out; each is one or two templates. */
const MOST_GROUPINGS = 4;

/**
 * Ways to deal hosts (0 to ground.hosts - 1) to the looked-up nets, in netNeeds' order: the groupings of nets that the load bound allows, each
 * group on hosts of its own, along which its nets follow one another (McNaughton's wrap-around rule, 1959). With nets of evenly divisible load on
 * equal hosts one of them is optimal.
 */
export function groupedTemplates(ground: Ground): number[][][] {
  const bound = componentLoadBound(ground);
  if (bound === 0 || bound === Infinity) return [];
  const nets = netNeeds(ground);
  const loads = nets.map((net) => net.load);
  const bytes = nets.map((net) => net.bytes);
  const laid = groupingsAt(ground, bound)
    .slice(0, MOST_GROUPINGS)
    .flatMap((grouping) =>
      [loads, bytes].flatMap((weights) =>
        [false, true].map((isReversed) => layOut(ground, grouping, weights, isReversed)),
      ),
    )
    .filter((template) => template.reduce((sum, hosts) => sum + hosts.length, 0) <= ground.caps.fanOut);
  return [...new Map(laid.map((template) => [JSON.stringify(template), template])).values()];
}

/** Each net's stretch of its group's hosts is in proportion to its weight; the nets of a group in order or the other way round. */
function layOut(
  ground: Ground,
  grouping: readonly Component[],
  weights: readonly number[],
  isReversed: boolean,
): number[][] {
  const nets = netNeeds(ground);
  const template: number[][] = nets.map(() => []);
  const sizes = sizesOf(ground, grouping);
  let first = 0;
  for (const [g, { nets: own }] of grouping.entries()) {
    const size = sizes[g];
    const total = own.reduce((sum, n) => sum + weights[n], 0);
    let laid = 0;
    for (const n of isReversed ? own.toReversed() : own) {
      const from = Math.min(size - 1, Math.floor((laid / total) * size + 1e-9));
      laid += weights[n];
      const to = Math.max(from + 1, Math.ceil((laid / total) * size - 1e-9));
      // Bytes may ask for more hosts than load does.
      const count = Math.min(size, Math.max(to - from, nets[n].hosts));
      template[n] = Array.from({ length: count }, (_, i) => first + ((from + i) % size));
    }
    first += size;
  }
  return spreadCalls(ground, grouping, template);
}

/** Hosts of each component: what it needs, and of what is left one after another to the one with the most load a host. */
function sizesOf(ground: Ground, grouping: readonly Component[]): number[] {
  const nets = netNeeds(ground);
  const sizes = grouping.map(({ hosts }) => hosts);
  const loadOf = (g: number): number => grouping[g].nets.reduce((sum, n) => sum + nets[n].load, 0);
  let calls = ground.caps.fanOut - grouping.reduce((sum, component) => sum + component.calls, 0);
  for (let left = ground.hosts - sizes.reduce((a, b) => a + b, 0); left > 0 && calls > 0; left--, calls--)
    sizes[sizes.reduce((worst, size, g) => (loadOf(g) / size > loadOf(worst) / sizes[worst] ? g : worst), 0)]++;
  return sizes;
}

/** Gives the calls that are left to the nets of the fullest hosts, each on one more host of its group. */
function spreadCalls(ground: Ground, grouping: readonly Component[], template: number[][]): number[][] {
  const nets = netNeeds(ground);
  let left = ground.caps.fanOut - template.reduce((sum, hosts) => sum + hosts.length, 0);
  const perCall = (n: number): number => nets[n].load / template[n].length;
  const hostsOf = new Map(
    grouping.flatMap(({ nets: own }) => own.map((n) => [n, [...new Set(own.flatMap((other) => template[other]))]])),
  );
  const freeOf = (n: number): number[] => (hostsOf.get(n) ?? []).filter((h) => !template[n].includes(h));
  for (; left > 0; left--) {
    const open = [...template.keys()].filter((n) => freeOf(n).length > 0);
    if (open.length === 0) break;
    const n = open.reduce((worst, other) => (perCall(other) > perCall(worst) ? other : worst));
    template[n].push(freeOf(n)[0]);
  }
  return template;
}
