import { FP16, FP32, HEADER_BYTES, INT8 } from './dtypes';
import { addFp32Columns16, addFp32Columns32, addFp32Columns48 } from './fp32-strips';
import { fromHalf } from './half';
import { addColumns16, addColumns32 } from './small-strips';

// Lookups from which on a strip of 48 columns beats one of 32: bench/runtime/, rows in the cache, dim 64.
// @ts-ignore: decorator
@inline export const LONG_BAG_BYTES: usize = 32 << 2;

// `dtype` is a constant in every call of the inlined functions below, so that only its own branch is compiled.

/**
 * Adds the rows of slots [slots, end) to `out`, strip by strip of columns; the sums start at 0 unless continued. A column
 * adds its rows in the order of the slots whatever strip it is in, so its bits do not depend on how columns were cut.
 */
// @ts-ignore: decorator
@inline
export function poolRows(
  dtype: i32, rows: usize, rowBytes: usize, width: usize, slots: usize, end: usize, out: usize, continued: bool,
): void {
  let column: usize = 0;
  if (dtype == FP32) {
    if (end - slots >= LONG_BAG_BYTES)
      for (; column + 48 <= width; column += 48)
        addFp32Columns48(rows + (column << 2), rowBytes, slots, end, out + (column << 2), continued);
    for (; column + 32 <= width; column += 32)
      addFp32Columns32(rows + (column << 2), rowBytes, slots, end, out + (column << 2), continued);
    if (column + 16 <= width) {
      addFp32Columns16(rows + (column << 2), rowBytes, slots, end, out + (column << 2), continued);
      column += 16;
    }
  } else {
    for (; column + 32 <= width; column += 32)
      addColumns32(dtype, rows, rowBytes, column, slots, end, out + (column << 2), continued);
    if (column + 16 <= width) {
      addColumns16(dtype, rows, rowBytes, column, slots, end, out + (column << 2), continued);
      column += 16;
    }
  }
  for (; column + 4 <= width; column += 4)
    addColumns4(dtype, rows, rowBytes, column, slots, end, out + (column << 2), continued);
  for (; column < width; column++) addColumn(dtype, rows, rowBytes, column, slots, end, out + (column << 2), continued);
}

// @ts-ignore: decorator
@inline
function addColumns4(
  dtype: i32, rows: usize, rowBytes: usize, column: usize, slots: usize, end: usize, out: usize, continued: bool,
): void {
  let sum = continued ? v128.load(out) : f32x4.splat(0);
  for (; slots < end; slots += 4) {
    const row = rows + <usize>load<u32>(slots) * rowBytes;
    if (dtype == FP32) sum = f32x4.add(sum, v128.load(row + (column << 2)));
    else
      sum = f32x4.add(
        sum,
        f32x4(
          element(dtype, row, column),
          element(dtype, row, column + 1),
          element(dtype, row, column + 2),
          element(dtype, row, column + 3),
        ),
      );
  }
  v128.store(out, sum);
}

// @ts-ignore: decorator
@inline
function addColumn(
  dtype: i32, rows: usize, rowBytes: usize, column: usize, slots: usize, end: usize, out: usize, continued: bool,
): void {
  let sum: f32 = continued ? load<f32>(out) : 0;
  for (; slots < end; slots += 4) sum += element(dtype, rows + <usize>load<u32>(slots) * rowBytes, column);
  store<f32>(out, sum);
}

// @ts-ignore: decorator
@inline
function element(dtype: i32, row: usize, column: usize): f32 {
  if (dtype == FP32) return load<f32>(row + (column << 2));
  if (dtype == FP16) return fromHalf(load<u16>(row + (column << 1)));
  let q: u32;
  if (dtype == INT8) q = load<u8>(row + HEADER_BYTES + column);
  else q = (load<u8>(row + HEADER_BYTES + (column >> 1)) >> (<u8>(column & 1) << 2)) & 15;
  return fromHalf(load<u16>(row)) * <f32>q + fromHalf(load<u16>(row, 2));
}
