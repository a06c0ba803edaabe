import type { Constraint } from '../../domain/problem.ts';
import { exceeds, type Field, type Partial } from './partial.ts';

/**
 * Whether no completion of a partial placement is legal: something is beyond its limit and only grows. False proves nothing: what has
 * no check here (latency, fan-out of replicas) is judged when the placement is complete.
 */
export function isHopeless(field: Field, partial: Partial, remainingBytes: number): boolean {
  return (
    exceedsHosts(field, partial) ||
    exceedsCaps(field, partial) ||
    lacksRoom(field, partial, remainingBytes) ||
    field.problem.constraints.some((constraint) => isBroken(constraint, field, partial))
  );
}

function exceedsHosts({ costs, readCap, serviceCap, caps }: Field, { memory, load, read, service }: Partial): boolean {
  return costs.hosts.some(
    ({ capacityBytes }, h) =>
      memory[h] > capacityBytes ||
      exceeds(memory[h], caps.peakMemory * capacityBytes) ||
      exceeds(load[h] / costs.unitsPerLoad / costs.hostSpeeds[h], caps.peakLoad) ||
      exceeds(read[h], readCap[h]) ||
      exceeds(service[h], serviceCap[h]),
  );
}

function exceedsCaps({ costs, caps }: Field, partial: Partial): boolean {
  const used = partial.parts.flatMap((parts, h) => (h > 0 && parts > 0 ? [h] : []));
  const isReplicated = partial.choices.some((choice) => choice?.layout.kind === 'replicated');
  const called = partial.callers.reduce((sum, calls) => sum + calls.filter((count) => count > 0).length, 0);
  return (
    used.length > caps.hostsUsed ||
    exceeds(
      used.reduce((sum, h) => sum + costs.hosts[h].cost, 0),
      caps.hostCost,
    ) ||
    exceeds(partial.wire, caps.bytesOnWire) ||
    exceeds(partial.moved, caps.movedBytes) ||
    // A group of replicas may count once for several hosts.
    (!isReplicated && called > caps.fanOut)
  );
}

/** The hosts in use, and the largest others that the cap leaves, have to hold what is still to be placed. */
function lacksRoom({ costs, caps, layouts }: Field, { memory, parts }: Partial, remainingBytes: number): boolean {
  const free = costs.hosts.map(({ capacityBytes }, h) => capacityBytes - memory[h]);
  const usesMain = layouts.some((own) => own.some(({ kind }) => kind === 'mainShard'));
  const inUse = free.filter((_, h) => (h === 0 ? usesMain : parts[h] > 0));
  const used = parts.filter((count, h) => h > 0 && count > 0).length;
  const others = free.filter((_, h) => h > 0 && parts[h] === 0).toSorted((a, b) => b - a);
  const open = others.slice(0, Math.max(0, Math.min(others.length, Math.floor(caps.hostsUsed) - used)));
  return [...inUse, ...open].reduce((sum, bytes) => sum + bytes, 0) < remainingBytes;
}

function isBroken(constraint: Constraint, field: Field, partial: Partial): boolean {
  const { problem, costs, netOf } = field;
  const hostsOf = (name: string): readonly number[] | undefined => partial.choices[costs.tableIndex(name) ?? -1]?.hosts;
  switch (constraint.kind) {
    case 'together': {
      const placed = constraint.tables.flatMap((name) => {
        const hosts = hostsOf(name);
        return hosts === undefined ? [] : [hosts.toSorted((a, b) => a - b).join()];
      });
      return placed.some((hosts) => hosts !== placed[0]);
    }
    case 'apart': {
      const places = [...new Set(constraint.tables)].flatMap((name) => {
        const own = (hostsOf(name) ?? []).map((h) => (constraint.scope === 'host' ? h : costs.hosts[h].failureDomain));
        return [...new Set(own)];
      });
      return new Set(places).size < places.length;
    }
    case 'maxHosts': {
      if (constraint.net === undefined) return false;
      const net = problem.model.nets.findIndex(({ name }) => name === constraint.net);
      const own = partial.choices.filter((choice) => choice !== undefined && netOf[choice.table] === net);
      return new Set(own.flatMap((choice) => choice?.hosts ?? []).filter((h) => h > 0)).size > constraint.atMost;
    }
    case 'movementLimit':
      return (
        exceeds(partial.moved, constraint.bytes ?? Infinity) || partial.movedTables > (constraint.tables ?? Infinity)
      );
    case 'pin':
    case 'forbid':
    case 'drained':
    case 'tableOptions':
    case 'loadCapacity':
      // Layouts, allowed hosts and capacities have them.
      return false;
  }
}
