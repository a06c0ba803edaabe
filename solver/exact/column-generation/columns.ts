import type { Pattern } from './stock.ts';

/** Patterns known so far, shared by all masters: column c covers rows[k] counts[k] times for k from starts[c] up to starts[c + 1]. */
export interface Columns {
  count: number;
  starts: Int32Array;
  rows: Int32Array;
  counts: Int32Array;
}

export const openColumns = (): Columns => ({
  count: 0,
  starts: new Int32Array(256),
  rows: new Int32Array(1024),
  counts: new Int32Array(1024),
});

/** Adds a pattern and answers its number. */
export function addColumn(columns: Columns, { rows, counts }: Pattern): number {
  const column = columns.count++;
  const first = columns.starts[column];
  if (column + 2 > columns.starts.length) columns.starts = grown(columns.starts);
  while (first + rows.length > columns.rows.length) {
    columns.rows = grown(columns.rows);
    columns.counts = grown(columns.counts);
  }
  columns.rows.set(rows, first);
  columns.counts.set(counts, first);
  columns.starts[column + 1] = first + rows.length;
  return column;
}

function grown(old: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(old.length * 2);
  larger.set(old);
  return larger;
}

export function patternOf({ starts, rows, counts }: Columns, column: number): Pattern {
  const [from, to] = [starts[column], starts[column + 1]];
  return { rows: [...rows.subarray(from, to)], counts: [...counts.subarray(from, to)] };
}
