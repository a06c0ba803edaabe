import { hostCount, type Instance } from '../instance.ts';
import { crowdedHeight, spreadHeight } from './crowding.ts';
import { leastTotal, type Ground } from './ground.ts';
import { partCountBound } from './largest-part.ts';

/** Ways to choose hosts beyond which they are not listed. */
export const MOST_HOST_SETS = 20_000;

export interface HostSet {
  readonly hosts: readonly number[];
  readonly cost: number;
}

/** Hosts that a plan under the caps may use and need, all that bytes and loads in total allow, the cheapest first; undefined where they are too many. */
export function hostSets(ground: Ground, isAlike: (a: number, b: number) => boolean): HostSet[] | undefined {
  const { instance, caps } = ground;
  const classes: number[][] = [];
  for (let h = 0; h < hostCount(instance); h++) {
    const own = classes.find(([first]) => isAlike(first, h));
    if (own === undefined) classes.push([h]);
    else own.push(h);
  }
  if (classes.reduce((product, own) => product * (own.length + 1), 1) > MOST_HOST_SETS) return undefined;
  const needs = needsOf(ground);
  const fewest = partCountBound(ground);
  return classes
    .reduce<number[][]>(
      (sets, own) =>
        sets.flatMap((set) => Array.from({ length: own.length + 1 }, (_, count) => [...set, ...own.slice(0, count)])),
      [[]],
    )
    .filter((set) => set.length >= fewest && set.length <= Math.min(ground.hosts, caps.hostsUsed))
    .filter((set) => needs.every(({ need, has }) => set.reduce((sum, h) => sum + has[h], 0) * (1 + 1e-12) >= need))
    .map((hosts) => ({ hosts, cost: hosts.reduce((sum, h) => sum + instance.hostCost[h], 0) }))
    .toSorted((a, b) => a.cost - b.cost || a.hosts.length - b.hosts.length);
}

/** By cost, memory and speed alone. */
export const alikeInFigures =
  ({ hostCost, capacityBytes, speed }: Instance) =>
  (a: number, b: number): boolean =>
    hostCost[a] === hostCost[b] && capacityBytes[a] === capacityBytes[b] && speed[a] === speed[b];

function needsOf(ground: Ground): { readonly need: number; readonly has: Float64Array }[] {
  const { capacityBytes, speed } = ground.instance;
  const bytes = { need: leastTotal(ground, (option) => option.bytes), has: capacityBytes };
  if (ground.caps.peakLoad === Infinity) return [bytes];
  const served = speed.map((s) => s * ground.caps.peakLoad);
  return [bytes, { need: leastTotal(ground, (option) => option.load), has: served }];
}

/** Whether the set has room for every table alone, and for all parts of a size at once. */
export function hasRoom(ground: Ground, { hosts }: HostSet): boolean {
  const { partBytes, capacityBytes } = ground.instance;
  const widths = Float64Array.from(hosts, (h) => capacityBytes[h]);
  return spreadHeight(ground, partBytes, widths) <= 1 + 1e-12 && crowdedHeight(ground, partBytes, widths) <= 1 + 1e-12;
}
