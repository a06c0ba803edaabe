import type { Model } from '../domain/model.ts';
import { rowBytes } from '../domain/row-bytes.ts';
import type { JaggedTrace } from '../evaluator/trace/jagged.ts';

/** Up to this many rows a bitmap (32 MiB) marks the rows seen; beyond it the indices are sorted. */
const BITMAP_ROWS = 2 ** 28;

/** Bytes of the distinct rows that a trace looks up: what one full copy of the model materialises. */
export function touchedBytes(model: Model, trace: JaggedTrace): number {
  let position = 0;
  return model.tables.reduce((bytes, table) => {
    const from = position;
    position += table.features.length;
    const lists = trace.requests.flatMap((request) =>
      request.features.slice(from, position).map((feature) => feature.indices),
    );
    const distinct = table.rows <= BITMAP_ROWS ? countByBitmap(lists, table.rows) : countBySorting(lists);
    return bytes + distinct * rowBytes(table);
  }, 0);
}

function countByBitmap(lists: readonly Uint32Array[], rows: number): number {
  const bits = new Uint8Array(Math.ceil(rows / 8));
  let distinct = 0;
  for (const list of lists)
    for (const row of list) {
      const mask = 1 << (row & 7);
      if ((bits[row >>> 3] & mask) !== 0) continue;
      bits[row >>> 3] |= mask;
      distinct++;
    }
  return distinct;
}

function countBySorting(lists: readonly Uint32Array[]): number {
  const all = new Uint32Array(lists.reduce((sum, list) => sum + list.length, 0));
  let filled = 0;
  for (const list of lists) {
    all.set(list, filled);
    filled += list.length;
  }
  all.sort();
  return all.reduce((distinct, row, i) => (i === 0 || row !== all[i - 1] ? distinct + 1 : distinct), 0);
}
