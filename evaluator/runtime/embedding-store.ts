import type { Dtype, Table } from '../../domain/model.ts';
import { rowBytes } from '../../domain/row-bytes.ts';
import {
  aligned,
  createKernelMemory,
  dtypeCodes,
  gib,
  MEMORY_LIMIT_BYTES,
  poolingKernelOf,
  seedOf,
  type KernelMemory,
} from './kernels.ts';

/** The rows that one shard materialises of one table, in all columns or in [columnStart, columnEnd). */
export interface SliceRows {
  readonly table: Table;
  readonly columnStart: number;
  readonly columnEnd: number;
  /** Stored row index of each slot. */
  readonly rowIds: Uint32Array;
}

/** Rows of slices in one memory, and the pooling over them. */
export interface EmbeddingStore {
  /** Bytes of the materialised rows, alignment left out. */
  readonly bytes: number;
  /**
   * SparseLengthsSum: out[bag][c] = sum of rows[slot][c] over the bag's slots, in lookup order from 0, so that a
   * column's bits do not depend on how the columns were cut. Shapes: slots [lookups], lengths [bags] that add up to
   * lookups, out [bags x width]. Throws a RangeError where a shape or a slot is illegal.
   */
  pool(slice: number, slots: Uint32Array, lengths: Uint32Array, out: Float32Array): void;
  /** Releases the memory; the store is of no use afterwards. */
  dispose(): void;
}

/** Values of fp32 and fp16 rows lie in [-amplitude, amplitude): small, so that sums of many do not saturate the scores. */
export const VALUE_AMPLITUDE = 0.1;

/** A row's numbers come from (table name, row, column) alone: any shard, split or replica holds the same. */
export const tableSeed = (table: Table): number => seedOf(table.name);

/**
 * Materialises the rows of each slice; `pool` names slices by their position in the list.
 * Throws a RangeError where the rows exceed 4 GiB or a column range is illegal.
 */
export async function createEmbeddingStore(slices: readonly SliceRows[]): Promise<EmbeddingStore> {
  const laidOut = layOut(slices);
  const bytes = laidOut.slices.reduce((sum, slice) => sum + slice.rowCount * slice.rowBytes, 0);
  if (laidOut.end + FILL_STAGING_BYTES > MEMORY_LIMIT_BYTES)
    throw new RangeError(
      `The rows of this shard that the trace touches need ${gib(bytes)}; one store holds at most 4 GiB. ` +
        'Maybe sample fewer requests, or spread the tables over more hosts.',
    );
  const memory = createKernelMemory(laidOut.end + FILL_STAGING_BYTES);
  slices.forEach((slice, s) => fillSlice(memory, slice, laidOut.slices[s], laidOut.end));
  return storeOver(memory, laidOut.slices, laidOut.end, bytes);
}

interface LaidOutSlice {
  readonly dtype: Dtype;
  readonly width: number;
  readonly rowCount: number;
  readonly rowBytes: number;
  /** Address of slot 0. */
  readonly rows: number;
}

/** Rows of slice 0, slice 1 and so on, each from a cache line; the staging area lies behind, where it can grow. */
function layOut(slices: readonly SliceRows[]): { slices: LaidOutSlice[]; end: number } {
  let end = 0;
  const laidOut = slices.map(({ table, columnStart, columnEnd, rowIds }) => {
    const width = columnEnd - columnStart;
    const packsEvenly = table.dtype !== 'int4' || (columnStart % 2 === 0 && width % 2 === 0);
    if (columnStart < 0 || width < 1 || columnEnd > table.dim || !packsEvenly)
      throw new RangeError(
        `Columns [${columnStart}, ${columnEnd}) of table ${table.name} (dim ${table.dim}, ${table.dtype}).`,
      );
    const rows = end;
    const bytes = rowBytes(table, width);
    end = aligned(end + rowIds.length * bytes);
    return { dtype: table.dtype, width, rowCount: rowIds.length, rowBytes: bytes, rows };
  });
  return { slices: laidOut, end };
}

const FILL_STAGING_BYTES = 1 << 20;

function fillSlice(memory: KernelMemory, slice: SliceRows, laidOut: LaidOutSlice, staging: number): void {
  const { dtype, width, rowBytes: bytes, rows } = laidOut;
  const chunk = FILL_STAGING_BYTES / 4;
  for (let from = 0; from < slice.rowIds.length; from += chunk) {
    const ids = slice.rowIds.subarray(from, from + chunk);
    memory.words.set(ids, staging / 4);
    const out = rows + from * bytes;
    memory.calls.fillRows(
      dtypeCodes[dtype],
      out,
      staging,
      ids.length,
      tableSeed(slice.table),
      slice.columnStart,
      width,
      VALUE_AMPLITUDE,
    );
  }
}

// Reading ahead gains 1.2 to 2 times on rows outside of the caches and costs up to half on rows within:
// docs/decisions/0012-kernels.md. Bursts that are longer would leave the second-level cache, shorter ones overlap less.
const CACHED_BYTES = 2 * 2 ** 20;
const BURST_BYTES = 64 * 2 ** 10;

/** Rows of `rowBytes` that `sparseLengthsSum` reads ahead at a time in a store of so many bytes. */
export const burstRows = (storeBytes: number, rowBytes: number): number =>
  storeBytes > CACHED_BYTES ? Math.max(4, Math.floor(BURST_BYTES / rowBytes)) : 0;

// Answers pass through the staging area in pieces that leave the rows in the second-level cache.
const ANSWER_BYTES = 64 * 2 ** 10;

function storeOver(
  filled: KernelMemory,
  slices: readonly LaidOutSlice[],
  staging: number,
  bytes: number,
): EmbeddingStore {
  let memory: KernelMemory | undefined = filled;
  let stagingBytes = FILL_STAGING_BYTES;
  // The view of the last answer of each slice: pieces mostly have one size, so that a call allocates nothing.
  const answers: (Float32Array | undefined)[] = [];

  const ensureStaging = (held: KernelMemory, needed: number): void => {
    if (needed <= stagingBytes) return;
    stagingBytes = Math.max(needed, Math.min(2 * stagingBytes, MEMORY_LIMIT_BYTES - staging));
    held.ensure(staging + stagingBytes);
    answers.length = 0;
  };

  const answerOf = (floats: Float32Array, slice: number, values: number): Float32Array => {
    const answer = answers[slice];
    if (answer?.length === values) return answer;
    return (answers[slice] = floats.subarray(staging / 4, staging / 4 + values));
  };

  return {
    bytes,
    pool(slice, slots, lengths, out) {
      if (memory === undefined) throw new Error('The embedding store was disposed of.');
      const { dtype, width, rowCount, rowBytes: bytesOfRow, rows } = slices[slice];
      const bags = lengths.length;
      if (out.length !== bags * width) throw new RangeError(`${bags * width} values for an output of ${out.length}.`);
      const bagsAtOnce = Math.min(bags, Math.max(1, Math.floor(ANSWER_BYTES / (4 * width))));
      // Staging: answer, lengths, slots. The answer comes first, so that its address is always the same.
      const lengthsAt = staging + aligned(4 * bagsAtOnce * width);
      const slotsAt = lengthsAt + aligned(4 * bags);
      ensureStaging(memory, slotsAt + 4 * slots.length - staging);
      const { calls, words, floats } = memory;
      words.set(lengths, lengthsAt / 4);
      words.set(slots, slotsAt / 4);
      if (calls.lookupsAreLegal(slotsAt, slots.length, rowCount, lengthsAt, bags) === 0)
        throw new RangeError(
          `Slots beyond the ${rowCount} rows of slice ${slice}, or lengths that do not add up to ${slots.length}.`,
        );
      const sum = poolingKernelOf(calls, dtype);
      const burst = burstRows(bytes, bytesOfRow);
      let at = slotsAt;
      for (let bag = 0; bag < bags; bag += bagsAtOnce) {
        const count = Math.min(bagsAtOnce, bags - bag);
        // An address comes back signed.
        at = sum(rows, width, at, lengthsAt + 4 * bag, count, staging, burst) >>> 0;
        out.set(answerOf(floats, slice, count * width), bag * width);
      }
    },
    dispose() {
      memory = undefined;
      answers.length = 0;
    },
  };
}
