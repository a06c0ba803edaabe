import type { Multipliers } from '../domain/plan.ts';
import type { Problem } from '../domain/problem.ts';
import { placeRules, type Ground, type Layout } from './certified-layouts.ts';

/** Constraints under which hosts that are alike may be renamed, and a plan stays legal: they name no host, and no place that hosts differ in. */
const NAMELESS: ReadonlySet<string> = new Set([
  'tableOptions',
  'drained',
  'loadCapacity',
  'together',
  'maxHosts',
  'apart in host',
]);

/** Bits below the point of a bound on hosts of several speeds. */
const FRACTION_BITS = 20n;
/** Speeds are at most 1: their doubles are integers in this unit, but for the slowest, which are rounded up. */
const SPEED_BITS = 53n;

/** Hosts with the same prices and memory: parts do not care which of them they lie on. */
interface PricedClass {
  readonly load: number;
  readonly memory: number;
  readonly capacityBytes: number;
  /** Indices among the ground's hosts. */
  readonly hosts: number[];
}

/**
 * A lower bound on peakLoad, in load units, from integer multipliers: lambda (load) and mu (memory) of each host, nu of wire bytes where they are
 * capped. Any plan of peak T has load_h <= T speed_h and bytes_h <= M_h on each of the hosts that it uses, nothing on the others, and wire <= cap. Hence
 * its price, the sum over hosts of lambda_h load_h + mu_h bytes_h plus nu wire, is at most the sum over as many hosts as may be used of the largest
 * T lambda_h speed_h + mu_h M_h, plus nu cap: the least T for which that reaches what any plan costs. Each table costs at least its least price over its
 * layouts, every part on a host of its own that may hold it; and a net that calls f hosts adds an RPC on each. Exact, in BigInt.
 * Source: Lagrangian relaxation (Geoffrion 1974); formulation.md, "Bounds and certificates".
 *
 * Tables of more than half a host may be fixed to hosts of their own where fixableTables says so. 0 where a condition fails.
 */
export function lagrangianBound(ground: Ground, multipliers: Multipliers, netHosts: readonly number[]): number {
  const counted = countedHosts(ground);
  const { load, memory, wire = 0 } = multipliers;
  if (load.length !== counted.length || memory.length !== counted.length) return 0;
  const isUncapped = wire > 0 && ground.caps.wireBytes === Infinity;
  // A table on the main shard may cost no sparse host anything.
  if (isUncapped || ground.caps.hosts < 1 || ground.main !== undefined) return 0;
  const fixed = fixedHosts(ground, multipliers);
  if (fixed === undefined || load.every((lambda) => lambda === 0)) return 0;
  const classes = pricedClasses(ground, counted, multipliers);
  const everywhere = classes.map(({ hosts }) => hosts.length);
  const mayLie = placeRules(ground.problem);
  const restricted = restrictedTables(ground.problem);
  let sum = 0n;
  for (const [t, layouts] of ground.layouts.entries()) {
    const { name } = ground.problem.model.tables[t];
    const own = fixed.get(name);
    const rooms =
      own === undefined && !restricted.has(name)
        ? everywhere
        : classes.map(
            ({ hosts }) =>
              hosts.filter((h) => (own === undefined ? mayLie(name, ground.hosts[h].name) : h === own)).length,
          );
    const least = leastPrice(layouts, classes, rooms, wire);
    if (least === undefined) return Infinity;
    sum += least;
  }
  sum += callPrice(ground, load, netHosts);
  if (wire > 0) sum -= BigInt(wire) * BigInt(Math.ceil(ground.caps.wireBytes));
  const worths = counted.map((h, i) => ({
    load: BigInt(load[i]) * speedUnits(ground.speeds[h]),
    memory: (BigInt(memory[i]) * BigInt(ground.capacities[h])) << SPEED_BITS,
  }));
  // Loads on hosts of speed 1 are integers: so is their peak.
  const bits = ground.speeds.every((speed) => speed === 1) ? 0n : FRACTION_BITS;
  const peak = leastPeak(sum << SPEED_BITS, worths, ground.caps.hosts, bits);
  if (peak <= 0n || bits === 0n) return Number(peak);
  // The least peak itself lies in the last 2^-bits below.
  return (Number(peak - 1n) / 2 ** Number(bits)) * (1 - 2 ** -52);
}

/** The hosts that have multipliers: where all are alike and a plan may use only some, which those are makes no difference. */
export function countedHosts(ground: Ground): number[] {
  const all = ground.hosts.map((_, h) => h);
  const areAlike = isNameless(ground.problem) && new Set(all.map((h) => likenessOf(ground, h))).size === 1;
  return areAlike ? all.slice(0, ground.caps.hosts) : all;
}

/**
 * Tables that may be fixed each to a host of its own, with the hosts to choose from: tables that stay whole, whose hosts are all alike, and which take
 * more than half of such a host. No two of them share a host in any plan, and the plan's hosts can be renamed.
 */
export function fixableTables(ground: Ground): { readonly table: string; readonly hosts: readonly number[] }[] {
  const { problem, layouts, capacities } = ground;
  if (!isNameless(problem)) return [];
  const counted = countedHosts(ground);
  const likeness = new Map(counted.map((h) => [h, likenessOf(ground, h)]));
  return problem.model.tables.flatMap(({ name }, t) => {
    const [sole, ...others] = layouts[t];
    if (sole === undefined || others.length > 0 || sole.parts !== 1) return [];
    const hosts = counted.filter((h) => sole.bytes <= capacities[h]);
    const areAlike = new Set(hosts.map((h) => likeness.get(h))).size === 1;
    return areAlike && sole.bytes * 2 > capacities[hosts[0]] ? [{ table: name, hosts }] : [];
  });
}

/** Whether no constraint and no current placement tells hosts apart that are alike. */
const isNameless = (problem: Problem): boolean =>
  problem.currentPlacement === undefined &&
  problem.constraints.every((c) => NAMELESS.has(c.kind === 'apart' ? `apart in ${c.scope}` : c.kind));

/** All that a legal plan, or a cap, may depend on in a host. */
const likenessOf = ({ hosts }: Ground, h: number): string => {
  const { capacityBytes, memoryBandwidthBytesPerSecond, cores, cpuSpeed, cost } = hosts[h];
  return [capacityBytes, memoryBandwidthBytesPerSecond, cores, cpuSpeed, cost].join();
};

/** The host of each fixed table; undefined where the tables may not be fixed so. */
function fixedHosts(ground: Ground, { fixed }: Multipliers): Map<string, number> | undefined {
  const found = new Map<string, number>();
  if (fixed.length === 0) return found;
  const fixable = new Map(fixableTables(ground).map(({ table, hosts }) => [table, hosts]));
  for (const { table, host } of fixed) {
    const h = fixable.get(table)?.find((own) => ground.hosts[own].name === host);
    if (h === undefined) return undefined;
    found.set(table, h);
  }
  const isOwn = found.size === fixed.length && new Set(found.values()).size === fixed.length;
  return isOwn ? found : undefined;
}

function pricedClasses({ capacities }: Ground, counted: readonly number[], multipliers: Multipliers): PricedClass[] {
  const classes = new Map<string, PricedClass>();
  counted.forEach((h, i) => {
    const [load, memory, capacityBytes] = [multipliers.load[i], multipliers.memory[i], capacities[h]];
    const key = [load, memory, capacityBytes].join();
    const own = classes.get(key) ?? { load, memory, capacityBytes, hosts: [] };
    own.hosts.push(h);
    classes.set(key, own);
  });
  return [...classes.values()];
}

const restrictedTables = ({ constraints }: Problem): Set<string> =>
  new Set(constraints.flatMap((c) => (c.kind === 'pin' || c.kind === 'forbid' ? [c.table] : [])));

/** Equal parts, and how many of them have a row or four columns more. */
interface PricedLayout {
  readonly parts: number;
  readonly bytes: number;
  readonly load: number;
  readonly longer: number;
  readonly moreBytes: number;
  readonly moreLoad: number;
  readonly wireBytes: number;
}

/** The least price of a table over its layouts; undefined where none has room. `rooms` counts the hosts that it may use of each class. */
function leastPrice(
  layouts: readonly Layout[],
  classes: readonly PricedClass[],
  rooms: readonly number[],
  wire: number,
): bigint | undefined {
  const priced = layouts.map(pricedLayout);
  const rough = priced.map((layout) => roughPrice(layout, classes, rooms, wire));
  // Doubles only choose whose price is computed exactly: sums of products of what is not negative are right to 1e-10 and better.
  const limit = Math.min(...rough) * (1 + 1e-9);
  let least: bigint | undefined;
  priced.forEach((layout, i) => {
    if (rough[i] === Infinity || rough[i] > limit) return;
    const price = exactPrice(layout, classes, rooms, wire);
    if (price !== undefined && (least === undefined || price < least)) least = price;
  });
  return least;
}

function pricedLayout({ parts, partBytes, partLoads, wireBytes }: Layout): PricedLayout {
  const [bytes, load] = [partBytes[parts - 1], partLoads[parts - 1]];
  let longer = 0;
  while (longer < parts && (partBytes[longer] !== bytes || partLoads[longer] !== load)) longer++;
  const [moreBytes, moreLoad] = [partBytes[0] - bytes, partLoads[0] - load];
  return { parts, bytes, load, longer, moreBytes, moreLoad, wireBytes };
}

/** The cheapest places of as many parts as there are, all priced as short ones, and what the longer ones add at least. */
function roughPrice(
  { parts, bytes, load, longer, moreBytes, moreLoad, wireBytes }: PricedLayout,
  classes: readonly PricedClass[],
  rooms: readonly number[],
  wire: number,
): number {
  const open = classes.flatMap((own, c) =>
    bytes <= own.capacityBytes && rooms[c] > 0
      ? [
          {
            price: own.load * load + own.memory * bytes,
            room: rooms[c],
            more: own.load * moreLoad + own.memory * moreBytes,
          },
        ]
      : [],
  );
  open.sort((a, b) => a.price - b.price);
  let [left, price] = [parts, wire * wireBytes];
  for (const own of open) {
    const taken = Math.min(left, own.room);
    price += taken * own.price;
    left -= taken;
  }
  if (left > 0) return Infinity;
  return price + (longer > 0 ? longer * Math.min(...open.map(({ more }) => more)) : 0);
}

/** The same in integers. */
function exactPrice(
  layout: PricedLayout,
  classes: readonly PricedClass[],
  rooms: readonly number[],
  wire: number,
): bigint | undefined {
  const [bytes, load] = [BigInt(layout.bytes), BigInt(layout.load)];
  const [moreBytes, moreLoad] = [BigInt(layout.moreBytes), BigInt(layout.moreLoad)];
  const open = classes.flatMap((own, c) => {
    if (layout.bytes > own.capacityBytes || rooms[c] === 0) return [];
    const [lambda, mu] = [BigInt(own.load), BigInt(own.memory)];
    return [{ price: lambda * load + mu * bytes, room: rooms[c], more: lambda * moreLoad + mu * moreBytes }];
  });
  open.sort((a, b) => (a.price < b.price ? -1 : a.price > b.price ? 1 : 0));
  let left = layout.parts;
  let price = BigInt(wire) * BigInt(layout.wireBytes);
  for (const own of open) {
    const taken = Math.min(left, own.room);
    price += BigInt(taken) * own.price;
    left -= taken;
  }
  if (left > 0) return undefined;
  const least = open.reduce((more, own) => (own.more < more ? own.more : more), open[0].more);
  return price + BigInt(layout.longer) * least;
}

/** Each net calls so many hosts at least, each with an RPC: on the hosts where load is cheapest. */
function callPrice({ costs }: Ground, load: readonly number[], netHosts: readonly number[]): bigint {
  const cheapest = load.toSorted((a, b) => a - b);
  let price = 0n;
  for (const hosts of netHosts)
    for (const lambda of cheapest.slice(0, hosts)) price += BigInt(lambda) * BigInt(costs.rpcLoad);
  return price;
}

/** Rounded up: a host that were quicker would only loosen the bound. */
const speedUnits = (speed: number): bigint => BigInt(Math.ceil(speed * 2 ** Number(SPEED_BITS)));

/** What a host is worth at peak T: T load + memory. */
interface Worth {
  readonly load: bigint;
  readonly memory: bigint;
}

/** The least peak, in 2^-bits of a unit, at which some `most` hosts are worth the price; by bisection, as worth grows with the peak. */
function leastPeak(price: bigint, worths: readonly Worth[], most: number, bits: bigint): bigint {
  const reaches = (peak: bigint): boolean => {
    const sorted = worths
      .map(({ load, memory }) => peak * load + (memory << bits))
      .toSorted((a, b) => (a < b ? 1 : a > b ? -1 : 0));
    return sorted.slice(0, most).reduce((sum, worth) => sum + worth, 0n) >= price << bits;
  };
  let [low, high] = [0n, 1n];
  while (!reaches(high)) [low, high] = [high, high * 2n];
  while (low < high) {
    const middle = (low + high) / 2n;
    if (reaches(middle)) high = middle;
    else low = middle + 1n;
  }
  return low;
}
