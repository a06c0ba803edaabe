import type { Model } from '../../domain/model.ts';
import { occasionsOf } from '../trace/jagged.ts';
import type { CompactTrace, RowOrder } from './compact-trace.ts';

/** A table in one of its row orders: one run of words in each packed batch. */
export interface PackedTable {
  readonly table: number;
  readonly rowOrder: RowOrder;
}

/**
 * Every batch as one array of words, as a request arrives: for each packed table its lengths ([features x occasions]) and then
 * its ids. Reading a batch is reading memory in order, which separate arrays of hundreds of small tables would not be.
 */
export interface PackedBatches {
  /** By batch number. */
  readonly words: readonly Uint32Array[];
  /** [batch][packed table, and one more for the end], flattened: where its words begin. */
  readonly starts: Uint32Array;
  /** Packed tables, and one. */
  readonly stride: number;
  /** Lengths of a packed table in a batch of so many samples. */
  lengthsOf(packed: number, samples: number): number;
}

const made = new WeakMap<CompactTrace, Map<string, PackedBatches>>();

/** Packs batches once for each list of tables: placements with the same row orders share them. */
export function packBatches(model: Model, compact: CompactTrace, tables: readonly PackedTable[]): PackedBatches {
  const ofTrace = made.get(compact) ?? new Map<string, PackedBatches>();
  made.set(compact, ofTrace);
  const key = JSON.stringify(tables.map(({ table, rowOrder }) => [table, rowOrder]));
  const packed = ofTrace.get(key) ?? pack(model, compact, tables);
  ofTrace.set(key, packed);
  return packed;
}

function pack(model: Model, compact: CompactTrace, tables: readonly PackedTable[]): PackedBatches {
  const lookups = tables.map(({ table, rowOrder }) => compact.table(table, rowOrder).batches);
  const stride = tables.length + 1;
  const starts = new Uint32Array(compact.batches.length * stride);
  const words = compact.batches.map(({ number }) => {
    let end = 0;
    lookups.forEach((batches, p) => {
      starts[number * stride + p] = end;
      end += batches[number].lengths.length + batches[number].ids.length;
    });
    starts[number * stride + tables.length] = end;
    const all = new Uint32Array(end);
    lookups.forEach((batches, p) => {
      const at = starts[number * stride + p];
      all.set(batches[number].lengths, at);
      all.set(batches[number].ids, at + batches[number].lengths.length);
    });
    return all;
  });
  return {
    words,
    starts,
    stride,
    lengthsOf(packed, samples) {
      const table = model.tables[tables[packed].table];
      return table.features.length * occasionsOf(table, samples);
    },
  };
}
