import { FP16, FP32, INT4, INT8, rowBytesOf } from './dtypes';
import { addFp32Columns32, copyFp32Row } from './fp32-strips';
import { touchRows } from './read-ahead';
import { LONG_BAG_BYTES, poolRows } from './row-pooling';

// out[bag][c] = sum over the bag's lookups of rows[slot][c]; slots are those of all bags one after another.
// Each column is summed on its own in lookup order, starting at 0, so its bits do not depend on the columns beside it.
// `burst` rows are read ahead at a time (0: none), worth it where they lie outside of the caches. Returns the address behind
// the last slot. A function for each element type: V8 has registers enough for one, not for all in one.

export function sumFp32(rows: usize, width: u32, slots: usize, lengths: usize, bags: u32, out: usize, burst: u32): usize {
  return poolBags(FP32, rows, width, slots, lengths, bags, out, burst);
}

export function sumFp16(rows: usize, width: u32, slots: usize, lengths: usize, bags: u32, out: usize, burst: u32): usize {
  return poolBags(FP16, rows, width, slots, lengths, bags, out, burst);
}

export function sumInt8(rows: usize, width: u32, slots: usize, lengths: usize, bags: u32, out: usize, burst: u32): usize {
  return poolBags(INT8, rows, width, slots, lengths, bags, out, burst);
}

export function sumInt4(rows: usize, width: u32, slots: usize, lengths: usize, bags: u32, out: usize, burst: u32): usize {
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
): usize {
  const rowBytes = rowBytesOf(dtype, width);
  const outBytes = <usize>width << 2;
  const lengthsEnd = lengths + (<usize>bags << 2);
  if (burst == 0) return sumBags(dtype, rows, rowBytes, width, slots, lengths, lengthsEnd, out);
  const burstBytes = <usize>burst << 2;
  while (lengths < lengthsEnd) {
    // As many bags as a burst covers, at least one.
    let end = slots + (<usize>load<u32>(lengths) << 2);
    let next = lengths + 4;
    for (; next < lengthsEnd; next += 4) {
      const bagEnd = end + (<usize>load<u32>(next) << 2);
      if (bagEnd - slots > burstBytes) break;
      end = bagEnd;
    }
    if (end - slots <= burstBytes) {
      touchRows(rows, rowBytes, slots, end);
      sumBags(dtype, rows, rowBytes, width, slots, lengths, next, out);
    } else
      for (let from = slots, until = slots; from < end; from = until) {
        until = min<usize>(from + burstBytes, end);
        touchRows(rows, rowBytes, from, until);
        sumPart(dtype, rows, rowBytes, width, from, until, out, from > slots);
      }
    out += ((next - lengths) >> 2) * outBytes;
    lengths = next;
    slots = end;
  }
  return slots;
}

/** Pools the bags of lengths [lengths, lengthsEnd). */
// @ts-ignore: decorator
@inline
function sumBags(
  dtype: i32, rows: usize, rowBytes: usize, width: usize, slots: usize, lengths: usize, lengthsEnd: usize, out: usize,
): usize {
  if (dtype == FP32) return sumBagsFp32(rows, rowBytes, width, slots, lengths, lengthsEnd, out);
  if (dtype == FP16) return sumBagsFp16(rows, rowBytes, width, slots, lengths, lengthsEnd, out);
  if (dtype == INT8) return sumBagsInt8(rows, rowBytes, width, slots, lengths, lengthsEnd, out);
  return sumBagsInt4(rows, rowBytes, width, slots, lengths, lengthsEnd, out);
}

/** Pools the part [slots, end) of a bag. */
// @ts-ignore: decorator
@inline
function sumPart(
  dtype: i32, rows: usize, rowBytes: usize, width: usize, slots: usize, end: usize, out: usize, continued: bool,
): void {
  if (dtype == FP32) sumPartFp32(rows, rowBytes, width, slots, end, out, continued);
  else if (dtype == FP16) sumPartFp16(rows, rowBytes, width, slots, end, out, continued);
  else if (dtype == INT8) sumPartInt8(rows, rowBytes, width, slots, end, out, continued);
  else sumPartInt4(rows, rowBytes, width, slots, end, out, continued);
}

function sumBagsFp32(
  rows: usize, rowBytes: usize, width: usize, slots: usize, lengths: usize, lengthsEnd: usize, out: usize,
): usize {
  for (const outBytes = width << 2; lengths < lengthsEnd; lengths += 4, out += outBytes) {
    const end = slots + (<usize>load<u32>(lengths) << 2);
    if (end - slots == 4 && (width & 31) == 0) copyFp32Row(rows + <usize>load<u32>(slots) * rowBytes, outBytes, out);
    else if (width == 64 && end - slots < LONG_BAG_BYTES) sumShortBag64(rows, slots, end, out);
    else poolRows(FP32, rows, rowBytes, width, slots, end, out, false);
    slots = end;
  }
  return slots;
}

/** The most common width as a constant, in a function of its own: 2% quicker outside of the caches (decision 0012). */
// @ts-ignore: decorator
@noinline
function sumShortBag64(rows: usize, slots: usize, end: usize, out: usize): void {
  addFp32Columns32(rows, 256, slots, end, out, false);
  addFp32Columns32(rows + 128, 256, slots, end, out + 128, false);
}

function sumPartFp32(
  rows: usize, rowBytes: usize, width: usize, slots: usize, end: usize, out: usize, continued: bool,
): void {
  poolRows(FP32, rows, rowBytes, width, slots, end, out, continued);
}

function sumBagsFp16(
  rows: usize, rowBytes: usize, width: usize, slots: usize, lengths: usize, lengthsEnd: usize, out: usize,
): usize {
  for (const outBytes = width << 2; lengths < lengthsEnd; lengths += 4, out += outBytes) {
    const end = slots + (<usize>load<u32>(lengths) << 2);
    poolRows(FP16, rows, rowBytes, width, slots, end, out, false);
    slots = end;
  }
  return slots;
}

function sumPartFp16(
  rows: usize, rowBytes: usize, width: usize, slots: usize, end: usize, out: usize, continued: bool,
): void {
  poolRows(FP16, rows, rowBytes, width, slots, end, out, continued);
}

function sumBagsInt8(
  rows: usize, rowBytes: usize, width: usize, slots: usize, lengths: usize, lengthsEnd: usize, out: usize,
): usize {
  for (const outBytes = width << 2; lengths < lengthsEnd; lengths += 4, out += outBytes) {
    const end = slots + (<usize>load<u32>(lengths) << 2);
    poolRows(INT8, rows, rowBytes, width, slots, end, out, false);
    slots = end;
  }
  return slots;
}

function sumPartInt8(
  rows: usize, rowBytes: usize, width: usize, slots: usize, end: usize, out: usize, continued: bool,
): void {
  poolRows(INT8, rows, rowBytes, width, slots, end, out, continued);
}

function sumBagsInt4(
  rows: usize, rowBytes: usize, width: usize, slots: usize, lengths: usize, lengthsEnd: usize, out: usize,
): usize {
  for (const outBytes = width << 2; lengths < lengthsEnd; lengths += 4, out += outBytes) {
    const end = slots + (<usize>load<u32>(lengths) << 2);
    poolRows(INT4, rows, rowBytes, width, slots, end, out, false);
    slots = end;
  }
  return slots;
}

function sumPartInt4(
  rows: usize, rowBytes: usize, width: usize, slots: usize, end: usize, out: usize, continued: bool,
): void {
  poolRows(INT4, rows, rowBytes, width, slots, end, out, continued);
}
