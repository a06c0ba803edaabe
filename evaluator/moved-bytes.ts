import type { Table } from '../domain/model.ts';
import { rowBytes } from '../domain/row-bytes.ts';
import type { Placement, TableSlice } from '../domain/placement.ts';
import type { Problem } from '../domain/problem.ts';

/** Bytes of a placement's slices on hosts that do not hold them in the current placement. */
export const movedBytes = (problem: Problem, current: Placement, placement: Placement): number =>
  movedByTable(problem, current, placement)
    .values()
    .reduce((sum, bytes) => sum + bytes, 0);

/** The same, for each table that has a slice. */
export function movedByTable(problem: Problem, current: Placement, placement: Placement): Map<string, number> {
  const tables = new Map(problem.model.tables.map((table) => [table.name, table]));
  const moved = movementFrom(current);
  const byTable = new Map<string, number>();
  for (const { host, slices } of placement.shards)
    for (const slice of slices) {
      const table = tables.get(slice.table);
      if (table !== undefined) byTable.set(slice.table, (byTable.get(slice.table) ?? 0) + moved(table, slice, host));
    }
  return byTable;
}

/** The bytes that one slice would move to a host from a current placement. */
export function movementFrom(current: Placement): (table: Table, slice: TableSlice, host: string) => number {
  const held = new Map<string, TableSlice[]>();
  for (const shard of current.shards)
    for (const slice of shard.slices) {
      const key = keyOf(shard.host, slice.table);
      held.set(key, [...(held.get(key) ?? []), slice]);
    }
  return (table, slice, host) => newBytes(table, slice, held.get(keyOf(host, slice.table)) ?? []);
}

/** Bytes that a host holds of a table in a placement; ranges that overlap count twice. */
export function heldBytes(problem: Problem, current: Placement): (table: Table, host: string) => number {
  const tables = new Map(problem.model.tables.map((table) => [table.name, table]));
  const held = new Map<string, number>();
  for (const shard of current.shards)
    for (const slice of shard.slices) {
      const table = tables.get(slice.table);
      const key = keyOf(shard.host, slice.table);
      if (table !== undefined) held.set(key, (held.get(key) ?? 0) + newBytes(table, slice, []));
    }
  return (table, host) => held.get(keyOf(host, table.name)) ?? 0;
}

const keyOf = (host: string, table: string): string => JSON.stringify([host, table]);

/** Bytes of a slice less what the host's own slices of the table already cover. */
function newBytes(table: Table, slice: TableSlice, held: readonly TableSlice[]): number {
  const wanted = areaOf(table, slice);
  let covered = 0;
  for (const other of held) {
    // Shuffled and stored row ranges overlap in unknown rows: count nothing as held.
    if (slice.kind === 'rows' && other.kind === 'rows' && slice.rowOrder !== other.rowOrder) continue;
    const area = areaOf(table, other);
    const rows = Math.min(wanted.rowEnd, area.rowEnd) - Math.max(wanted.rowStart, area.rowStart);
    const columns = Math.min(wanted.columnEnd, area.columnEnd) - Math.max(wanted.columnStart, area.columnStart);
    if (rows > 0 && columns > 0) covered += rows * columns;
  }
  const rows = wanted.rowEnd - wanted.rowStart;
  const columns = wanted.columnEnd - wanted.columnStart;
  return Math.max(0, Math.ceil(rows * rowBytes(table, columns) * (1 - covered / (rows * columns))));
}

interface Area {
  readonly rowStart: number;
  readonly rowEnd: number;
  readonly columnStart: number;
  readonly columnEnd: number;
}

function areaOf(table: Table, slice: TableSlice): Area {
  const whole = { rowStart: 0, rowEnd: table.rows, columnStart: 0, columnEnd: table.dim };
  if (slice.kind === 'rows') return { ...whole, rowStart: slice.start, rowEnd: slice.end };
  if (slice.kind === 'columns') return { ...whole, columnStart: slice.start, columnEnd: slice.end };
  return whole;
}
