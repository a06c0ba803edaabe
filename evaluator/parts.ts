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
  const wholes = new Map<string, Set<string>>();
  for (const shard of placement.shards)
    for (const slice of shard.slices)
      if (slice.kind === 'whole') wholes.set(slice.table, (wholes.get(slice.table) ?? new Set()).add(shard.host));
  return placement.shards.flatMap((shard) => {
    const host = hostIndex.get(shard.host);
    if (host === undefined) return [];
    return shard.slices.flatMap((slice) => {
      const table = costs.tableIndex(slice.table);
      if (table === undefined) return [];
      const replicas = slice.kind === 'whole' ? (wholes.get(slice.table)?.size ?? 1) : 1;
      const net = netIndex.get(problem.model.tables[table].net) ?? 0;
      return [{ host, table, net, slice, replicas, costs: costs.part(table, slice, replicas) }];
    });
  });
}

/** True for slices that the main shard answers itself, without an RPC. */
export const isLocal = (part: PlacedPart): boolean => part.host === 0;
