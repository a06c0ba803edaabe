import type { Model, Table } from '../../domain/model.ts';
import type { JaggedFeature, JaggedTrace } from '../trace/jagged.ts';
import { shuffledPosition } from '../trace/row-order.ts';

export type RowOrder = 'shuffled' | 'asStored';

/** Samples [firstSample, firstSample + samples) of a request, served by one inference. Its number counts over the run. */
export interface Batch {
  readonly number: number;
  readonly request: number;
  readonly firstSample: number;
  readonly samples: number;
}

/** Lookups of one table in one batch: features in order, each with its occasions in order. */
export interface BatchLookups {
  /** [features x occasions] */
  readonly lengths: Uint32Array;
  /** Compact ids, one occasion after another. */
  readonly ids: Uint32Array;
}

/**
 * The rows of a table that a trace touches, numbered by their position in the row order: a row slice [start, end) is a
 * contiguous range of compact ids, as it is a contiguous range of rows where a deployment stores its rows in that order.
 */
export interface CompactTable {
  readonly table: Table;
  /** Stored row of each compact id. */
  readonly rowIds: Uint32Array;
  /** Position in the row order of each compact id, ascending. */
  readonly positions: Uint32Array;
  /** By batch number. */
  readonly batches: readonly BatchLookups[];
}

export interface CompactTrace {
  readonly batches: readonly Batch[];
  /** Batches of each request. */
  readonly requests: readonly (readonly Batch[])[];
  /** A table (by its position in the model) in one of its row orders; compacted at first use. */
  table(table: number, rowOrder: RowOrder): CompactTable;
}

/** Cuts each request into batches of at most `batchSize` samples. */
export function cutBatches(trace: JaggedTrace, batchSize: number): Batch[][] {
  let number = 0;
  return trace.requests.map(({ samples }, request) =>
    Array.from({ length: Math.ceil(samples / batchSize) }, (_, b) => ({
      number: number++,
      request,
      firstSample: b * batchSize,
      samples: Math.min(batchSize, samples - b * batchSize),
    })),
  );
}

/** Re-expresses a trace in compact ids, so that memory holds touched rows only. */
export function compactTrace(model: Model, trace: JaggedTrace, batchSize: number): CompactTrace {
  const requests = cutBatches(trace, batchSize);
  const batches = requests.flat();
  const firstFeature: number[] = [];
  let features = 0;
  for (const table of model.tables) {
    firstFeature.push(features);
    features += table.features.length;
  }
  const done = new Map<string, CompactTable>();
  return {
    batches,
    requests,
    table(t, rowOrder) {
      const key = `${t} ${rowOrder}`;
      const table = model.tables[t];
      const found = done.get(key);
      if (found !== undefined) return found;
      const raw = cutLookups(table, requests, (request) =>
        trace.requests[request].features.slice(firstFeature[t], firstFeature[t] + table.features.length),
      );
      const compacted = compactTable(table, raw, rowOrder);
      done.set(key, compacted);
      return compacted;
    },
  };
}

/** Lookups of one table by batch, still by stored row. */
function cutLookups(
  table: Table,
  requests: readonly (readonly Batch[])[],
  featuresOf: (request: number) => readonly JaggedFeature[],
): BatchLookups[] {
  return requests.flatMap((batches, request) => {
    const features = featuresOf(request);
    // Where the next batch's lookups of each feature begin.
    const next = features.map(() => 0);
    return batches.map(({ firstSample, samples }): BatchLookups => {
      // Request-level lookups travel with each batch: every inference needs the vector.
      const perSample = table.lookupsPer === 'sample';
      const lengths = features.map((feature) =>
        perSample ? feature.lengths.subarray(firstSample, firstSample + samples) : feature.lengths,
      );
      const ids = features.map((feature, f) => {
        const start = perSample ? next[f] : 0;
        next[f] = start + lengths[f].reduce((sum, length) => sum + length, 0);
        return feature.indices.subarray(start, next[f]);
      });
      return { lengths: concatenate(lengths), ids: concatenate(ids) };
    });
  });
}

/**
 * Numbers the distinct rows by position. Open addressing with linear probing over positions, at most half full: time and
 * memory follow the lookups, not the table's rows.
 */
function compactTable(table: Table, raw: readonly BatchLookups[], rowOrder: RowOrder): CompactTable {
  const position = rowOrder === 'shuffled' ? shuffledPosition(table.name, table.rows) : (row: number) => row;
  const lookups = raw.reduce((sum, batch) => sum + batch.ids.length, 0);
  const slots = 2 ** Math.max(1, Math.ceil(Math.log2(2 * Math.min(lookups, table.rows) + 1)));
  const slotPosition = new Uint32Array(slots);
  const slotRow = new Uint32Array(slots);
  const slotTaken = new Uint8Array(slots);
  const slotOf = new Uint32Array(lookups);
  const distinct = new Uint32Array(Math.min(lookups, table.rows));
  let count = 0;
  let lookup = 0;
  for (const { ids } of raw)
    for (const row of ids) {
      const at = position(row);
      let slot = findSlot(slotPosition, slotTaken, at);
      if (slotTaken[slot] === 0) {
        slotTaken[slot] = 1;
        slotPosition[slot] = at;
        slotRow[slot] = row;
        distinct[count++] = at;
      }
      slotOf[lookup++] = slot;
    }
  const positions = distinct.slice(0, count).sort();
  const rowIds = new Uint32Array(count);
  const slotId = new Uint32Array(slots);
  positions.forEach((at, id) => {
    const slot = findSlot(slotPosition, slotTaken, at);
    slotId[slot] = id;
    rowIds[id] = slotRow[slot];
  });
  lookup = 0;
  const batches = raw.map(({ lengths, ids }) => ({ lengths, ids: ids.map(() => slotId[slotOf[lookup++]]) }));
  return { table, rowIds, positions, batches };
}

/** The slot of a position, or the free one where it belongs. */
function findSlot(slotPosition: Uint32Array, slotTaken: Uint8Array, position: number): number {
  const mask = slotPosition.length - 1;
  let slot = (Math.imul(position, 0x9e3779b1) >>> 3) & mask;
  while (slotTaken[slot] === 1 && slotPosition[slot] !== position) slot = (slot + 1) & mask;
  return slot;
}

/** The first compact id whose position is at least `start`. */
export function firstIdFrom(positions: Uint32Array, start: number): number {
  let low = 0;
  let high = positions.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (positions[middle] < start) low = middle + 1;
    else high = middle;
  }
  return low;
}

function concatenate(parts: readonly Uint32Array[]): Uint32Array {
  if (parts.length === 1) return parts[0];
  const all = new Uint32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
