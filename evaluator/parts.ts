import type { Placement, TableSlice } from '../domain/placement.ts';
import type { Problem } from '../domain/problem.ts';
import type { Costs, PartCosts } from './costs.ts';

/** A table slice of a placement on its host, with what it costs there. */
export interface PlacedPart {
  /** Index into the fleet's hosts; 0 is the main shard's. */
  readonly host: number;
  readonly table: number;
  readonly net: number;
  readonly slice: TableSlice;
  /** Number of hosts that hold the same table whole; 1 where it is not replicated. */
  readonly replicas: number;
  readonly costs: PartCosts;
}

/**
 * Lists a placement's parts with their costs, in the placement's order.
 * Slices on unknown hosts or of unknown tables are left out: violations.ts names them.
 */
export function partsOf(problem: Problem, placement: Placement, costs: Costs): PlacedPart[] {
  const hostIndex = new Map(costs.hosts.map((host, h) => [host.name, h]));
  const netIndex = new Map(problem.model.nets.map((net, n) => [net.name, n]));
  // A host alone, or all of several: most tables have one, and a set each takes longer than all else here.
  const wholes = new Map<string, string | Set<string>>();
  for (const { host, slices } of placement.shards)
    for (const { kind, table } of slices) {
      if (kind !== 'whole') continue;
      const known = wholes.get(table);
      wholes.set(table, known === undefined ? host : (typeof known === 'string' ? new Set([known]) : known).add(host));
    }
  const replicasOf = (table: string): number => {
    const known = wholes.get(table);
    return known instanceof Set ? known.size : 1;
  };
  const parts: PlacedPart[] = [];
  for (const shard of placement.shards) {
    const host = hostIndex.get(shard.host);
    if (host === undefined) continue;
    for (const slice of shard.slices) {
      const table = costs.tableIndex(slice.table);
      if (table === undefined) continue;
      const replicas = slice.kind === 'whole' ? replicasOf(slice.table) : 1;
      const net = netIndex.get(problem.model.tables[table].net) ?? 0;
      parts.push({ host, table, net, slice, replicas, costs: costs.part(table, slice, replicas) });
    }
  }
  return parts;
}

/** True for slices that the main shard answers itself, without an RPC. */
export const isLocal = (part: PlacedPart): boolean => part.host === 0;
