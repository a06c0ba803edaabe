import { groundOf } from '../bounds/ground.ts';
import { hasRoom, hostSets, type HostSet } from '../bounds/host-sets.ts';
import type { Caps } from '../caps.ts';
import { hostCount, tableCount, type Assignment, type Instance } from '../instance.ts';

/** The instance with only some of its hosts, in the order given. No table may lie on the main shard. */
export function withHosts(instance: Instance, hosts: readonly number[]): Instance {
  const all = hostCount(instance);
  const pick = (values: Float64Array): Float64Array => Float64Array.from(hosts, (h) => values[h]);
  const rows = (count: number, at: (row: number, h: number) => number): number[] =>
    Array.from({ length: count * hosts.length }, (_, i) => at(Math.floor(i / hosts.length), hosts[i % hosts.length]));
  const { rules, partMoves, latency } = instance;
  return {
    ...instance,
    hostNames: hosts.map((h) => instance.hostNames[h]),
    sparseHosts: hosts.length,
    capacityBytes: pick(instance.capacityBytes),
    hostCost: pick(instance.hostCost),
    speed: pick(instance.speed),
    readCap: pick(instance.readCap),
    serviceCap: pick(instance.serviceCap),
    allowed: Uint8Array.from(rows(tableCount(instance), (t, h) => instance.allowed[t * all + h])),
    partMoves: Float64Array.from(rows(partMoves.length / all, (part, h) => partMoves[part * all + h])),
    latency: {
      ...latency,
      roundTripMs: pick(latency.roundTripMs),
      msPerUnit: pick(latency.msPerUnit),
      msPerByte: pick(latency.msPerByte),
    },
    rules: {
      ...rules,
      apart: rules.apart.map((rule) => ({
        ...rule,
        placeOf: Int32Array.from(hosts, (h) => rule.placeOf[h]),
      })),
    },
  };
}

/** An assignment to some hosts as one to all of them. */
export const onAllHosts = ({ options, hosts }: Assignment, subset: readonly number[]): Assignment => ({
  options,
  hosts: hosts.map((h) => (h < 0 ? -1 : subset[h])),
});

/**
 * Sets of hosts that may hold a plan under the caps, the cheapest first, one of those that nothing tells apart; undefined where they are too many.
 */
export function promisingSets(instance: Instance, caps: Caps): HostSet[] | undefined {
  const ground = groundOf(instance, { ...caps, hostCost: Infinity });
  if (ground.options.some((own) => own.length === 0)) return [];
  const hosts = hostCount(instance);
  const figures = [instance.hostCost, instance.capacityBytes, instance.speed, instance.readCap, instance.serviceCap];
  const isAlike = (a: number, b: number): boolean =>
    figures.every((values) => values[a] === values[b]) &&
    instance.rules.apart.every(({ placeOf, places }) => places === hosts || placeOf[a] === placeOf[b]) &&
    instance.partMoves.length === 0 &&
    instance.tables.every((_, t) => instance.allowed[t * hosts + a] === instance.allowed[t * hosts + b]);
  return hostSets(ground, isAlike)?.filter((set) => set.cost <= caps.hostCost * (1 + 1e-12) && hasRoom(ground, set));
}
