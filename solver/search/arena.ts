import { seededRandom } from '../../domain/random.ts';
import { groundOf } from '../bounds/ground.ts';
import { netNeeds } from '../bounds/net-hosts.ts';
import type { Caps } from '../caps.ts';
import { hostCount, partCount, tableCount, type Assignment, type Instance } from '../instance.ts';
import { needsLedger } from '../ledger.ts';
import { isFree } from '../rules.ts';
import { fluidTemplates } from './net-templates.ts';

/**
 * Hosts that each table may use, [table][host] flattened, such that every assignment inside respects the caps on hosts and
 * fan-out: a search then has only capacities to watch. The main shard stays open in all of them: it counts in neither.
 */
export type Arena = Uint8Array;

/** At most this many ways to share the fan-out among nets are tried per set of hosts. */
const MOST_TEMPLATES = 4;
/** Random orders of hosts beside the reasoned ones, where tables may not lie everywhere. */
const SHUFFLES = 4;

/** Candidate arenas under the caps, the most promising first; arenas taken from known plans come first of all. */
export function arenasOf(instance: Instance, caps: Caps, known: readonly Assignment[]): Arena[] {
  const hosts = instance.sparseHosts;
  const m = Math.min(caps.hostsUsed, hosts);
  const calledNets = netNeeds(groundOf(instance, caps)).length;
  if (m >= hosts && caps.fanOut >= calledNets * hosts) return [instance.allowed];
  const orders = caps.movedBytes < Infinity ? movingOrders(instance) : hostOrders(instance);
  const subsets = orders.flatMap((order) =>
    sizesOf(caps, m, calledNets, orders.length).map((size) => order.slice(0, size)),
  );
  const drawn = subsets.flatMap((subset) => {
    if (caps.fanOut >= calledNets * subset.length) return [narrow(instance, () => subset)];
    return netTemplates(instance, caps, subset).map((template) =>
      narrow(instance, (t) => (instance.lookedUp[t] ? template[instance.netOf[t]] : subset)),
    );
  });
  const distinct = new Map(drawn.map((arena) => [arena.join(''), arena])).values();
  // A ledger watches the caps too: with rules to follow, no set of hosts drawn beforehand need be the right one.
  const open = needsLedger(instance, caps) ? [instance.allowed] : [];
  return [...known.map((assignment) => arenaOf(instance, assignment)), ...open, ...distinct];
}

/**
 * Numbers of hosts to use. On equal hosts more are never worse; where they differ, all nets may do better on fewer, better ones.
 */
function sizesOf(caps: Caps, m: number, calledNets: number, orders: number): number[] {
  if (orders === 1 || caps.fanOut >= calledNets * m) return [m];
  if (m <= 4) return Array.from({ length: m }, (_, i) => m - i);
  const full = Math.ceil(caps.fanOut / Math.max(1, calledNets));
  return full < m ? [m, full] : [m];
}

/** Whether every table has a host of its own for each part. */
export function leavesEnoughHosts(instance: Instance, arena: Arena, options: Int32Array): boolean {
  const hosts = hostCount(instance);
  return options.every((option, t) => {
    let open = 0;
    for (let h = 0; h < hosts; h++) open += arena[t * hosts + h];
    return open >= partCount(instance, option);
  });
}

/** The arena that a plan spans: its hosts, and for each net the hosts that it calls. */
function arenaOf(instance: Instance, { options, hosts }: Assignment): Arena {
  const used = new Set<number>();
  const called = Array.from({ length: instance.netCount }, () => new Set<number>());
  for (let t = 0; t < tableCount(instance); t++)
    for (let i = 0; i < partCount(instance, options[t]); i++) {
      const h = hosts[t * instance.mostParts + i];
      if (h === instance.mainHost) continue;
      used.add(h);
      if (instance.lookedUp[t]) called[instance.netOf[t]].add(h);
    }
  return narrow(instance, (t) => [...(instance.lookedUp[t] ? called[instance.netOf[t]] : used)]);
}

function narrow(instance: Instance, hostsOf: (t: number) => readonly number[]): Arena {
  const hosts = hostCount(instance);
  const { allowed, mainHost } = instance;
  const arena = new Uint8Array(allowed.length);
  for (let t = 0; t < tableCount(instance); t++) {
    for (const h of hostsOf(t)) arena[t * hosts + h] = allowed[t * hosts + h];
    if (mainHost >= 0) arena[t * hosts + mainHost] = allowed[t * hosts + mainHost];
  }
  return arena;
}

const ORDERS = new WeakMap<Instance, number[][]>();

/**
 * Orders in which sparse hosts are taken, those that pinned tables need first: one order where all hosts are alike; by capacity, by speed and by
 * both where they differ; all orders of up to four hosts, and some shuffled ones where tables may not lie everywhere.
 */
function hostOrders(instance: Instance): number[][] {
  const known = ORDERS.get(instance);
  if (known !== undefined) return known;
  const sparse = (figures: Float64Array): Float64Array => figures.subarray(0, instance.sparseHosts);
  const hosts = Array.from({ length: instance.sparseHosts }, (_, h) => h);
  const isRestricted = instance.allowed.some((may, at) => may === 0 && at % hostCount(instance) !== instance.mainHost);
  const areAlike =
    [instance.capacityBytes, instance.speed, instance.readCap, instance.serviceCap].map(sparse).every(alike) &&
    !isRestricted &&
    isFree(instance.rules);
  const orders = areAlike
    ? [hosts]
    : hosts.length <= 4
      ? permutations(hosts)
      : unlikeOrders(instance, isRestricted ? SHUFFLES : 0);
  ORDERS.set(instance, orders);
  return orders;
}

/** What lies where tells hosts apart that are alike otherwise. */
const movingOrders = (instance: Instance): number[][] =>
  instance.sparseHosts <= 4
    ? permutations(Array.from({ length: instance.sparseHosts }, (_, h) => h))
    : unlikeOrders(instance, SHUFFLES);

const alike = (figures: Float64Array): boolean => figures.every((figure) => figure === figures[0]);

function unlikeOrders(instance: Instance, shuffles: number): number[][] {
  const capacityBytes = instance.capacityBytes.subarray(0, instance.sparseHosts);
  const speed = instance.speed.subarray(0, instance.sparseHosts);
  const needed = neededHosts(instance);
  const random = seededRandom(0, 'host orders');
  const noise = Array.from({ length: shuffles }, () => Float64Array.from(speed, () => random.next()));
  const largest = Math.max(...capacityBytes, 1);
  const keys = [speed.map((s, h) => s + capacityBytes[h] / largest), capacityBytes, speed, ...noise];
  return keys.map((key) => {
    const rank = (h: number): number => (needed.has(h) ? Infinity : key[h]);
    return Array.from(key.keys()).toSorted((a, b) => compare(rank(b), rank(a)) || a - b);
  });
}

const permutations = (values: readonly number[]): number[][] =>
  values.length === 0
    ? [[]]
    : values.flatMap((first) =>
        permutations(values.filter((value) => value !== first)).map((rest) => [first, ...rest]),
      );

const compare = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0);

/** Hosts without which some table has too few: all of its allowed ones, where it has no more than its fewest parts. */
function neededHosts(instance: Instance): Set<number> {
  const hosts = hostCount(instance);
  const needed = new Set<number>();
  for (let t = 0; t < tableCount(instance); t++) {
    if (instance.mainOption[t] >= 0) continue;
    const open = Array.from({ length: instance.sparseHosts }, (_, h) => h).filter(
      (h) => instance.allowed[t * hosts + h],
    );
    let fewest = Infinity;
    for (let o = instance.optionFirst[t]; o < instance.optionFirst[t + 1]; o++)
      fewest = Math.min(fewest, partCount(instance, o));
    if (open.length < instance.sparseHosts && open.length <= fewest) for (const h of open) needed.add(h);
  }
  return needed;
}

/**
 * Hosts of each net: groups of nets first; then rings, where net n gets f_n consecutive hosts, each net starting where the last one ended
 * (McNaughton's wrap-around rule, 1959), for the f that promise the lowest load per call.
 */
function netTemplates(instance: Instance, caps: Caps, subset: readonly number[]): number[][][] {
  const ground = groundOf(instance, { ...caps, hostsUsed: subset.length });
  const called = Array.from({ length: instance.netCount }, (_, n) => n).filter((n) =>
    instance.netOf.some((net, t) => net === n && instance.lookedUp[t] === 1),
  );
  const needs = netNeeds(ground);
  const shares = shareCalls(needs, Math.min(caps.fanOut, called.length * subset.length), subset.length);
  const rings = shares.map((calls) => {
    let start = 0;
    return calls.map((count) => {
      start += count;
      return Array.from({ length: count }, (_, j) => (start - count + j) % subset.length);
    });
  });
  const fluid = fluidTemplates(ground);
  // Where tables have one layout, loads and bytes are what the fluid ones were made for.
  const isSettled = fluid.length > 0 && instance.optionTable.length === tableCount(instance);
  return [...fluid, ...(isSettled ? [] : rings)].map((laid) => {
    const template: number[][] = Array.from({ length: instance.netCount }, () => []);
    called.forEach((net, i) => (template[net] = laid[i].map((h) => subset[h])));
    return template;
  });
}

/** Ways to share out the calls, the lowest load per call first: each call to the worst net, then moves of one call. */
function shareCalls(
  needs: readonly { load: number; bytes: number; hosts: number }[],
  fanOut: number,
  hosts: number,
): number[][] {
  const first = needs.map((net) => net.hosts);
  let left = fanOut - first.reduce((a, b) => a + b, 0);
  if (left < 0 || first.some((calls) => calls > hosts)) return [];
  // Where the main shard may take a whole net, it need not: such nets get their first calls before others get more.
  const perCall = (calls: readonly number[], n: number): number =>
    calls[n] === 0 ? Infinity : needs[n].load / calls[n];
  for (; left > 0; left--) {
    const open = needs.map((_, n) => n).filter((n) => first[n] < hosts);
    if (open.length === 0) break;
    first[open.reduce((worst, n) => (perCall(first, n) > perCall(first, worst) ? n : worst))]++;
  }
  const all = [first];
  for (const from of needs.keys())
    for (const to of needs.keys()) {
      const moved = first.map((calls, n) => calls - (n === from ? 1 : 0) + (n === to ? 1 : 0));
      if (from !== to && moved[from] >= needs[from].hosts && moved[to] <= hosts) all.push(moved);
    }
  const worst = (calls: readonly number[]): number => Math.max(...needs.map((_, n) => perCall(calls, n)));
  return [first, ...all.slice(1).toSorted((a, b) => worst(a) - worst(b))].slice(0, MOST_TEMPLATES);
}
