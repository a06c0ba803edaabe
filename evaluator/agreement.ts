import type { Model, Table } from '../domain/model.ts';
import type { Agreement } from '../domain/measurement.ts';
import type { BatchLookups } from './runtime/compact-trace.ts';
import type { EmbeddingStore } from './runtime/embedding-store.ts';

/** Outputs of one batch: pooled vectors of each table ([feature][occasion][dim]), scores where there is a dense part. */
export interface Outputs {
  readonly pooled: readonly Float32Array[];
  readonly scores: Float32Array | undefined;
}

/** Where row splits change the order of sums, scores may differ by so much. */
const SCORE_TOLERANCE = 1e-5;

/** fp32 rounds a sum to within this share of it. */
const UNIT_ROUNDOFF = 2 ** -24;

/** Rows are read back from the store so many at a time. */
const ROWS_AT_ONCE = 4096;

/** The bound of every pooled element of one table in one batch, [feature][occasion][dim]. */
export interface RoundingBounds {
  of(table: number, lookups: BatchLookups): Float64Array;
}

/**
 * Bounds of batches as they are asked for, from row values read back one by one; kept while the same batch is compared, as
 * placements that are served together ask for the same. `store` is the singular model's, slice t holding table t.
 */
export function createRoundingBounds(model: Model, store: EmbeddingStore): RoundingBounds {
  const last: { lookups: BatchLookups; bounds: Float64Array }[] = [];
  return {
    of(t, lookups) {
      if (last[t]?.lookups !== lookups)
        last[t] = { lookups, bounds: roundingBounds(model.tables[t], t, store, lookups) };
      return last[t].bounds;
    },
  };
}

/** Compares a plan's outputs with the singular run's, batch by batch. */
export interface AgreementJudge {
  /** Adds one batch. `lookups` gives the batch's lookups of a table by slots of the store's slice of that number. */
  compare(reference: Outputs, observed: Outputs, lookups: (table: number) => BatchLookups): void;
  /** Counts a request as compared. */
  endRequest(): void;
  result(): Agreement;
}

/**
 * Tables that are not split by rows must answer the singular run's bits. Of a row-split one each pooled element must lie within
 * 2 (p - 1) 2^-24 sum|x_i| of singular's, p lookups of rows x_i: both sums err by at most half of that (Higham 2002, section
 * 4.2). A mean divides by p and rounds once more in each run: within 2 p 2^-24 sum|x_i| / p. Scores: the same bits, or
 * within 1e-5 where a table is split; without a dense part there are none, and the pooled vectors stand for them.
 */
export function createAgreementJudge(
  model: Model,
  splitByRows: readonly boolean[],
  rounding: RoundingBounds,
): AgreementJudge {
  const anySplit = splitByRows.some((split) => split);
  let [requestsCompared, vectorsCompared, lookupsCompared, vectorsDiffering] = [0, 0, 0, 0];
  let largestScoreDifference = 0;
  let scoresHold = true;
  return {
    compare(reference, observed, lookups) {
      model.tables.forEach((table, t) => {
        const [expected, found] = [reference.pooled[t], observed.pooled[t]];
        const own = lookups(t);
        lookupsCompared += own.ids.length;
        vectorsCompared += expected.length / table.dim;
        // Bounds cost more than the comparison: they are worked out where bits differ.
        if (haveSameBits(expected, found)) return;
        const bounds = splitByRows[t] ? rounding.of(t, own) : undefined;
        vectorsDiffering += countDiffering(expected, found, table.dim, bounds);
        if (model.dense === undefined)
          largestScoreDifference = Math.max(largestScoreDifference, largestDifference(expected, found));
      });
      if (reference.scores === undefined || observed.scores === undefined) return;
      const difference = largestDifference(reference.scores, observed.scores);
      largestScoreDifference = Math.max(largestScoreDifference, difference);
      const same = countDiffering(reference.scores, observed.scores, 1, undefined) === 0;
      scoresHold &&= anySplit ? difference <= SCORE_TOLERANCE : same;
    },
    endRequest() {
      requestsCompared++;
    },
    result: () => ({
      rule: anySplit ? 'boundedRounding' : 'bitIdentical',
      requestsCompared,
      vectorsCompared,
      lookupsCompared,
      vectorsDiffering,
      largestScoreDifference,
      holds: requestsCompared > 0 && vectorsDiffering === 0 && scoresHold,
    }),
  };
}

const bytesOf = (values: Float32Array) => Buffer.from(values.buffer, values.byteOffset, values.byteLength);

const haveSameBits = (expected: Float32Array, found: Float32Array): boolean => bytesOf(expected).equals(bytesOf(found));

/** Vectors with an element outside its bound; without bounds, with other bits. */
function countDiffering(
  expected: Float32Array,
  found: Float32Array,
  dim: number,
  bounds: Float64Array | undefined,
): number {
  if (found.length !== expected.length) return expected.length / dim;
  const expectedBits = new Uint32Array(expected.buffer, expected.byteOffset, expected.length);
  const foundBits = new Uint32Array(found.buffer, found.byteOffset, found.length);
  let differing = 0;
  for (let start = 0; start < expected.length; start += dim) {
    for (let i = start; i < start + dim; i++) {
      if (expectedBits[i] === foundBits[i]) continue;
      // Written so that NaN differs.
      if (bounds !== undefined && Math.abs(expected[i] - found[i]) <= bounds[i]) continue;
      differing++;
      break;
    }
  }
  return differing;
}

/** Largest absolute difference; one that is no number counts as the largest number. */
function largestDifference(expected: Float32Array, found: Float32Array): number {
  let largest = 0;
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(expected[i] - found[i]);
    largest = difference <= largest ? largest : difference > largest ? difference : Number.MAX_VALUE;
  }
  return Math.min(largest, Number.MAX_VALUE);
}

/** The bound of every pooled element, [feature][occasion][dim], from row values read back one by one, summed in float64. */
function roundingBounds(
  table: Table,
  slice: number,
  store: EmbeddingStore,
  { lengths, ids }: BatchLookups,
): Float64Array {
  const { dim, features } = table;
  const sums = new Float64Array(lengths.length * dim);
  const values = new Float32Array(Math.min(ids.length, ROWS_AT_ONCE) * dim);
  let bag = 0;
  let bagEnd = lengths[0] ?? 0;
  for (let from = 0; from < ids.length; from += ROWS_AT_ONCE) {
    const slots = ids.subarray(from, from + ROWS_AT_ONCE);
    store.pool(slice, slots, new Uint32Array(slots.length).fill(1), values.subarray(0, slots.length * dim));
    for (let row = 0; row < slots.length; row++) {
      while (from + row >= bagEnd) bagEnd += lengths[++bag];
      for (let i = 0; i < dim; i++) sums[bag * dim + i] += Math.abs(values[row * dim + i]);
    }
  }
  const occasions = lengths.length / features.length;
  for (let b = 0; b < lengths.length; b++) {
    const p = lengths[b];
    const factor =
      p <= 1
        ? 0
        : features[Math.floor(b / occasions)].pooling === 'mean'
          ? 2 * UNIT_ROUNDOFF
          : 2 * (p - 1) * UNIT_ROUNDOFF;
    for (let i = b * dim; i < (b + 1) * dim; i++) sums[i] *= factor;
  }
  return sums;
}
