import type { Model, Table } from '../../domain/model.ts';
import type { JaggedFeature, JaggedTrace } from '../trace/jagged.ts';
import { rowPermutation } from '../trace/row-order.ts';
import { aligned, createKernelMemory, type KernelMemory } from './kernels.ts';

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
  const memory = createKernelMemory(0);
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
      const compacted = compactTable(memory, table, raw, rowOrder);
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
        next[f] = start + sumOf(lengths[f]);
        return feature.indices.subarray(start, next[f]);
      });
      return { lengths: concatenate(lengths), ids: concatenate(ids) };
    });
  });
}

/** Numbers the distinct rows by position: kernels/assembly/compact.ts. */
function compactTable(
  memory: KernelMemory,
  table: Table,
  raw: readonly BatchLookups[],
  rowOrder: RowOrder,
): CompactTable {
  const lookups = raw.reduce((sum, batch) => sum + batch.ids.length, 0);
  const words = aligned(4 * lookups);
  // Rows, pairs, spare, positions, row ids; then the digits' counts.
  const [pairs, spare, positionsAt, rowIdsAt, counts] = [1, 3, 5, 6, 7].map((offset) => offset * words);
  memory.ensure(counts + COUNTS_BYTES);
  let at = 0;
  for (const { ids } of raw) {
    memory.words.set(ids, at);
    at += ids.length;
  }
  const shuffled = rowOrder === 'shuffled' && table.rows > 1;
  const { mask, half, third, offset, first, second } = rowPermutation(table.name, Math.max(2, table.rows));
  const greatest = table.rows - 1;
  const permutation = [shuffled, greatest, mask, half, third, offset, first, second] as const;
  const distinct = memory.calls.compactRows(0, lookups, pairs, spare, counts, positionsAt, rowIdsAt, ...permutation);
  const read = (from: number, count: number): Uint32Array => memory.words.slice(from / 4, from / 4 + count);
  const ids = read(0, lookups);
  at = 0;
  const batches = raw.map((batch) => {
    at += batch.ids.length;
    return { lengths: batch.lengths, ids: ids.subarray(at - batch.ids.length, at) };
  });
  return { table, rowIds: read(rowIdsAt, distinct), positions: read(positionsAt, distinct), batches };
}

/** Three passes of 2,048 digits. */
const COUNTS_BYTES = 3 * 2048 * 4;

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

function sumOf(values: Uint32Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum;
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
