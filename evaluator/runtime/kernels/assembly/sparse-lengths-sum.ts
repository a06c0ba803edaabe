import { FP16, FP32, INT4, INT8, rowBytesOf } from './dtypes';
import { poolRow } from './row-pooling';

/**
 * out[bag][c] = sum over the bag's lookups of rows[slot][c]; slots are those of all bags one after another.
 * Each column is summed on its own in lookup order, starting at 0, so its bits do not depend on the columns beside it.
 * `burst` rows are read ahead at a time (0: none), worth it where they lie outside of the caches: WASM has no prefetch,
 * and the arithmetic of one row leaves room for few of the next one's misses. Answers a number without meaning.
 */
export function sparseLengthsSum(
  dtype: i32, rows: usize, width: u32, slots: usize, lengths: usize, bags: u32, out: usize, burst: u32,
): u32 {
  if (dtype == FP32) return poolBags(FP32, rows, width, slots, lengths, bags, out, burst);
  if (dtype == FP16) return poolBags(FP16, rows, width, slots, lengths, bags, out, burst);
  if (dtype == INT8) return poolBags(INT8, rows, width, slots, lengths, bags, out, burst);
  return poolBags(INT4, rows, width, slots, lengths, bags, out, burst);
}

/** True where all slots are below `rowCount` and the lengths add up to `lookups`. */
export function lookupsAreLegal(slots: usize, lookups: u32, rowCount: u32, lengths: usize, bags: u32): bool {
  let sum: u64 = 0;
  for (let b: u32 = 0; b < bags; b++) sum += load<u32>(lengths + (<usize>b << 2));
  if (sum != lookups) return false;
  let greatest = i32x4.splat(0);
  let i: u32 = 0;
  for (; i + 4 <= lookups; i += 4) greatest = i32x4.max_u(greatest, v128.load(slots + (<usize>i << 2)));
  greatest = i32x4.max_u(greatest, v128.shuffle<u32>(greatest, greatest, 2, 3, 0, 1));
  let last = max<u32>(i32x4.extract_lane(greatest, 0), i32x4.extract_lane(greatest, 1));
  for (; i < lookups; i++) last = max<u32>(last, load<u32>(slots + (<usize>i << 2)));
  return lookups == 0 || last < rowCount;
}

// `dtype` is a constant in every call of the inlined functions below, so that only its own branch is compiled.

// @ts-ignore: decorator
@inline
function poolBags(
  dtype: i32, rows: usize, width: u32, slots: usize, lengths: usize, bags: u32, out: usize, burst: u32,
): u32 {
  const rowBytes = rowBytesOf(dtype, width);
  let last = slots;
  for (let b: u32 = 0; b < bags; b++) last += <usize>load<u32>(lengths + (<usize>b << 2)) << 2;
  // Slots below `touched` need no reading ahead.
  let touched = burst == 0 ? last : slots;
  let unused: u32 = 0;
  for (let b: u32 = 0; b < bags; b++) {
    const end = slots + (<usize>load<u32>(lengths + (<usize>b << 2)) << 2);
    let continued = false;
    // A bag may span bursts: it goes on from the sums that it has stored.
    do {
      if (slots >= touched) {
        touched = min<usize>(last, slots + (<usize>burst << 2));
        unused += touchRows(rows, rowBytes, slots, touched);
      }
      const until = min<usize>(end, touched);
      poolRow(dtype, rows, rowBytes, width, slots, until, out, continued);
      slots = until;
      continued = true;
    } while (slots < end);
    out += <usize>width << 2;
  }
  return unused;
}

/** Reads one byte of every cache line of the rows: nothing waits for these reads, so that their misses overlap. */
function touchRows(rows: usize, rowBytes: usize, slots: usize, end: usize): u32 {
  let sum: u32 = 0;
  for (; slots < end; slots += 4) {
    const row = rows + <usize>load<u32>(slots) * rowBytes;
    const last = row + rowBytes - 1;
    for (let at = row; at < last; at += 64) sum += load<u8>(at);
    sum += load<u8>(last);
  }
  return sum;
}
