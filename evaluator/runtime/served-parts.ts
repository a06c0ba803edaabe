import type { Host } from '../../domain/fleet.ts';
import type { Model, Table } from '../../domain/model.ts';
import { rowBytes } from '../../domain/row-bytes.ts';
import type { Placement, TableSlice } from '../../domain/placement.ts';
import type { CompactTrace } from './compact-trace.ts';
import { firstIdFrom } from './compact-trace.ts';
import type { SliceRows } from './embedding-store.ts';

/** A table slice as it is served: what of the compacted table it holds, and where. */
export interface ServedPart {
  /** Position in the list of parts. */
  readonly part: number;
  /** Position of the table in the model. */
  readonly table: number;
  readonly slice: TableSlice;
  /** Hosts that hold it, in the fleet's order: more than one take turns by batch number. */
  readonly hosts: readonly string[];
  readonly columnStart: number;
  readonly columnEnd: number;
  /** Compact ids [firstId, endId) of the table in the slice's row order. */
  readonly firstId: number;
  readonly endId: number;
  readonly rows: SliceRows;
}

/** Every table whole on one host: the unsharded model. */
export const singularPlacement = (model: Model, host: string): Placement => ({
  shards: [{ host, slices: model.tables.map(({ name }) => ({ kind: 'whole', table: name })) }],
});

/**
 * The parts of a placement, by table in the model's order and then by the slice's start. Throws where a table or host is
 * unknown, or where a table's parts do not cover it exactly once.
 */
export function listServedParts(
  model: Model,
  hosts: readonly Pick<Host, 'name'>[],
  placement: Placement,
  compact: CompactTrace,
): ServedPart[] {
  const hostOrder = new Map(hosts.map((host, h) => [host.name, h]));
  const tables = new Map(model.tables.map((table, t) => [table.name, t]));
  const groups = new Map<string, { table: number; slice: TableSlice; hosts: string[] }>();
  for (const { host, slices } of placement.shards)
    for (const slice of slices) {
      const table = tables.get(slice.table);
      if (table === undefined) throw new Error(`The placement names a table that the model lacks: ${slice.table}.`);
      if (!hostOrder.has(host)) throw new Error(`The placement names a host that the fleet lacks: ${host}.`);
      const key = JSON.stringify([
        table,
        slice.kind,
        slice.kind === 'rows' && slice.rowOrder,
        startOf(slice),
        endOf(slice),
      ]);
      const group = groups.get(key) ?? { table, slice, hosts: [] };
      if (group.hosts.includes(host))
        throw new Error(`Host ${host} holds the same slice of table ${slice.table} twice.`);
      group.hosts.push(host);
      groups.set(key, group);
    }
  const sorted = [...groups.values()].toSorted((a, b) => a.table - b.table || startOf(a.slice) - startOf(b.slice));
  model.tables.forEach((table, t) =>
    assertCovered(
      table,
      sorted.filter((group) => group.table === t).map((group) => group.slice),
    ),
  );
  return sorted.map(({ table, slice, hosts: holders }, part) => ({
    part,
    table,
    slice,
    hosts: holders.toSorted((a, b) => hostOrder.get(a)! - hostOrder.get(b)!),
    ...servedRange(model.tables[table], table, slice, compact),
  }));
}

function servedRange(table: Table, t: number, slice: TableSlice, compact: CompactTrace) {
  const { rowIds, positions } = compact.table(t, rowOrderOf(slice));
  const [columnStart, columnEnd] = slice.kind === 'columns' ? [slice.start, slice.end] : [0, table.dim];
  const firstId = slice.kind === 'rows' ? firstIdFrom(positions, slice.start) : 0;
  const endId = slice.kind === 'rows' ? firstIdFrom(positions, slice.end) : rowIds.length;
  return {
    columnStart,
    columnEnd,
    firstId,
    endId,
    rows: { table, columnStart, columnEnd, rowIds: rowIds.subarray(firstId, endId) },
  };
}

export const rowOrderOf = (slice: TableSlice): 'shuffled' | 'asStored' =>
  slice.kind === 'rows' ? slice.rowOrder : 'shuffled';

/** Bytes that a slice takes where it is placed, all its rows counted. */
export function placedBytes(table: Table, slice: TableSlice): number {
  if (slice.kind === 'rows') return (slice.end - slice.start) * rowBytes(table);
  return table.rows * rowBytes(table, slice.kind === 'columns' ? slice.end - slice.start : table.dim);
}

const startOf = (slice: TableSlice): number => (slice.kind === 'whole' ? 0 : slice.start);
const endOf = (slice: TableSlice): number | undefined => (slice.kind === 'whole' ? undefined : slice.end);

/** The evaluator's violations explain an illegal placement; here a gap would only mean wrong sums. */
function assertCovered(table: Table, slices: readonly TableSlice[]): void {
  const layouts = new Set(slices.map((slice) => (slice.kind === 'rows' ? `rows ${slice.rowOrder}` : slice.kind)));
  if (layouts.size !== 1)
    throw new Error(`Table ${table.name} is placed ${layouts.size === 0 ? 'nowhere' : 'in several layouts'}.`);
  if (slices[0].kind === 'whole') return;
  let covered = 0;
  for (const slice of slices) {
    if (startOf(slice) !== covered || endOf(slice)! <= covered)
      throw new Error(`Table ${table.name}: a slice begins at ${startOf(slice)} where ${covered} is next.`);
    covered = endOf(slice)!;
  }
  const size = slices[0].kind === 'rows' ? table.rows : table.dim;
  if (covered !== size) throw new Error(`Table ${table.name}: its slices end at ${covered}, not at ${size}.`);
}
