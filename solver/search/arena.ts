import { groundOf } from '../bounds/ground.ts';
import { netNeeds } from '../bounds/net-hosts.ts';
import type { Caps } from '../caps.ts';
import { hostCount, partCount, tableCount, type Assignment, type Instance } from '../instance.ts';

/**
 * Hosts that each table may use, [table][host] flattened, such that every assignment inside respects the caps on hosts and
 * fan-out: a search then has only capacities to watch.
 */
export type Arena = Uint8Array;

/** At most this many ways to share the fan-out among nets are tried per set of hosts. */
const MOST_TEMPLATES = 4;

/** Candidate arenas under the caps, the most promising first; arenas taken from known plans come first of all. */
export function arenasOf(instance: Instance, caps: Caps, known: readonly Assignment[]): Arena[] {
  const hosts = hostCount(instance);
  const m = Math.min(caps.hostsUsed, hosts);
  const calledNets = netNeeds(groundOf(instance, caps)).length;
  if (m >= hosts && caps.fanOut >= calledNets * hosts) return [instance.allowed];
  const subsets = m >= hosts ? [Array.from({ length: hosts }, (_, h) => h)] : hostSubsets(instance, m);
  const drawn = subsets.flatMap((subset) => {
    if (caps.fanOut >= calledNets * subset.length) return [narrow(instance, () => subset)];
    return netTemplates(instance, caps, subset).map((template) =>
      narrow(instance, (t) => (instance.lookedUp[t] ? template[instance.netOf[t]] : subset)),
    );
  });
  return [...known.map((assignment) => arenaOf(instance, assignment)), ...drawn];
}

/** The arena that a plan spans: its hosts, and for each net the hosts that it calls. */
function arenaOf(instance: Instance, { options, hosts }: Assignment): Arena {
  const used = new Set<number>();
  const called = Array.from({ length: instance.netCount }, () => new Set<number>());
  for (let t = 0; t < tableCount(instance); t++)
    for (let i = 0; i < partCount(instance, options[t]); i++) {
      const h = hosts[t * instance.mostParts + i];
      used.add(h);
      if (instance.lookedUp[t]) called[instance.netOf[t]].add(h);
    }
  return narrow(instance, (t) => [...(instance.lookedUp[t] ? called[instance.netOf[t]] : used)]);
}

function narrow(instance: Instance, hostsOf: (t: number) => readonly number[]): Arena {
  const hosts = hostCount(instance);
  const arena = new Uint8Array(instance.allowed.length);
  for (let t = 0; t < tableCount(instance); t++)
    for (const h of hostsOf(t)) arena[t * hosts + h] = instance.allowed[t * hosts + h];
  return arena;
}

/** Sets of m hosts: those that pinned tables need, then by capacity, by speed, and by both; equal hosts give one set. */
function hostSubsets(instance: Instance, m: number): number[][] {
  const hosts = hostCount(instance);
  const needed = neededHosts(instance);
  const largest = Math.max(...instance.capacityBytes, 1);
  const keys: ((h: number) => number)[] = [
    (h) => instance.capacityBytes[h] / largest + instance.speed[h],
    (h) => instance.capacityBytes[h],
    (h) => instance.speed[h],
  ];
  const subsets = keys.map((key) => {
    const rank = (h: number): number => (needed.has(h) ? Infinity : key(h));
    const order = Array.from({ length: hosts }, (_, h) => h).toSorted((a, b) => compare(rank(b), rank(a)) || a - b);
    return order.slice(0, m);
  });
  return distinct(subsets);
}

const compare = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0);

/** Hosts without which some table has too few: all of its allowed ones, where it has no more than its fewest parts. */
function neededHosts(instance: Instance): Set<number> {
  const hosts = hostCount(instance);
  const needed = new Set<number>();
  for (let t = 0; t < tableCount(instance); t++) {
    const open = Array.from({ length: hosts }, (_, h) => h).filter((h) => instance.allowed[t * hosts + h]);
    let fewest = Infinity;
    for (let o = instance.optionFirst[t]; o < instance.optionFirst[t + 1]; o++)
      fewest = Math.min(fewest, partCount(instance, o));
    if (open.length < hosts && open.length <= fewest) for (const h of open) needed.add(h);
  }
  return needed;
}

const distinct = (lists: readonly number[][]): number[][] => [
  ...new Map(lists.map((list) => [list.toSorted((a, b) => a - b).join(), list])).values(),
];

/**
 * Hosts of each net: net n gets f_n consecutive hosts of the ring, each net starting where the last one ended (McNaughton's wrap-around
 * rule, 1959), for the f that promise the lowest load per call. With two nets on equal hosts this loses no generality.
 */
function netTemplates(instance: Instance, caps: Caps, subset: readonly number[]): number[][][] {
  const ground = groundOf(instance, { ...caps, hostsUsed: subset.length });
  const called = Array.from({ length: instance.netCount }, (_, n) => n).filter((n) =>
    instance.netOf.some((net, t) => net === n && instance.lookedUp[t] === 1),
  );
  const needs = netNeeds(ground);
  const shares = shareCalls(needs, Math.min(caps.fanOut, called.length * subset.length), subset.length);
  return shares.map((calls) => {
    const template: number[][] = Array.from({ length: instance.netCount }, () => []);
    let start = 0;
    called.forEach((net, i) => {
      template[net] = Array.from({ length: calls[i] }, (_, j) => subset[(start + j) % subset.length]);
      start += calls[i];
    });
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
  const perCall = (calls: readonly number[], n: number): number => needs[n].load / calls[n];
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
