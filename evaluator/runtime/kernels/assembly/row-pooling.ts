import { FP16, FP32, HEADER_BYTES, INT8 } from './dtypes';
import { fromHalf, fromHalf4 } from './half';

// `dtype` is a constant in every call of the inlined functions below, so that only its own branch is compiled.

/**
 * Adds the rows of slots [slots, end) to `out`, in strips of 32, 16, 4 and 1 columns; the sums start at 0 unless continued.
 * int8 and int4 elements are scale * q + bias, each operation rounded to float32.
 */
// @ts-ignore: decorator
@inline
export function poolRow(
  dtype: i32, rows: usize, rowBytes: usize, width: usize, slots: usize, end: usize, out: usize, continued: bool,
): void {
  let column: usize = 0;
  for (; column + 32 <= width; column += 32, out += 128)
    pool32(dtype, rows, rowBytes, column, slots, end, out, continued);
  if (column + 16 <= width) {
    pool16(dtype, rows, rowBytes, column, slots, end, out, continued);
    column += 16;
    out += 64;
  }
  for (; column + 4 <= width; column += 4, out += 16)
    pool4(dtype, rows, rowBytes, column, slots, end, out, continued);
  for (; column < width; column++, out += 4) pool1(dtype, rows, rowBytes, column, slots, end, out, continued);
}

// @ts-ignore: decorator
@inline
function pool32(
  dtype: i32, rows: usize, rowBytes: usize, column: usize, slots: usize, end: usize, out: usize, continued: bool,
): void {
  let a0 = f32x4.splat(0), a1 = f32x4.splat(0), a2 = f32x4.splat(0), a3 = f32x4.splat(0);
  let a4 = f32x4.splat(0), a5 = f32x4.splat(0), a6 = f32x4.splat(0), a7 = f32x4.splat(0);
  if (continued) {
    a0 = v128.load(out);
    a1 = v128.load(out, 16);
    a2 = v128.load(out, 32);
    a3 = v128.load(out, 48);
    a4 = v128.load(out, 64);
    a5 = v128.load(out, 80);
    a6 = v128.load(out, 96);
    a7 = v128.load(out, 112);
  }
  for (let at = slots; at < end; at += 4) {
    const row = rows + <usize>load<u32>(at) * rowBytes;
    if (dtype == FP32) {
      const from = row + (column << 2);
      a0 = f32x4.add(a0, v128.load(from));
      a1 = f32x4.add(a1, v128.load(from, 16));
      a2 = f32x4.add(a2, v128.load(from, 32));
      a3 = f32x4.add(a3, v128.load(from, 48));
      a4 = f32x4.add(a4, v128.load(from, 64));
      a5 = f32x4.add(a5, v128.load(from, 80));
      a6 = f32x4.add(a6, v128.load(from, 96));
      a7 = f32x4.add(a7, v128.load(from, 112));
    } else if (dtype == FP16) {
      const from = row + (column << 1);
      a0 = f32x4.add(a0, fromHalf4(v128.load_ext<u16>(from)));
      a1 = f32x4.add(a1, fromHalf4(v128.load_ext<u16>(from, 8)));
      a2 = f32x4.add(a2, fromHalf4(v128.load_ext<u16>(from, 16)));
      a3 = f32x4.add(a3, fromHalf4(v128.load_ext<u16>(from, 24)));
      a4 = f32x4.add(a4, fromHalf4(v128.load_ext<u16>(from, 32)));
      a5 = f32x4.add(a5, fromHalf4(v128.load_ext<u16>(from, 40)));
      a6 = f32x4.add(a6, fromHalf4(v128.load_ext<u16>(from, 48)));
      a7 = f32x4.add(a7, fromHalf4(v128.load_ext<u16>(from, 56)));
    } else {
      const scale = f32x4.splat(fromHalf(load<u16>(row)));
      const bias = f32x4.splat(fromHalf(load<u16>(row, 2)));
      let first: v128, second: v128;
      if (dtype == INT8) {
        first = v128.load(row + column, 4);
        second = v128.load(row + column, 20);
      } else {
        const packed = v128.load(row + (column >> 1), 4);
        const low = v128.and(packed, i8x16.splat(15));
        const high = v128.and(i16x8.shr_u(packed, 4), i8x16.splat(15));
        first = v128.shuffle<u8>(low, high, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
        second = v128.shuffle<u8>(low, high, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
      }
      let half = i16x8.extend_low_i8x16_u(first);
      a0 = f32x4.add(a0, dequantise(i32x4.extend_low_i16x8_u(half), scale, bias));
      a1 = f32x4.add(a1, dequantise(i32x4.extend_high_i16x8_u(half), scale, bias));
      half = i16x8.extend_high_i8x16_u(first);
      a2 = f32x4.add(a2, dequantise(i32x4.extend_low_i16x8_u(half), scale, bias));
      a3 = f32x4.add(a3, dequantise(i32x4.extend_high_i16x8_u(half), scale, bias));
      half = i16x8.extend_low_i8x16_u(second);
      a4 = f32x4.add(a4, dequantise(i32x4.extend_low_i16x8_u(half), scale, bias));
      a5 = f32x4.add(a5, dequantise(i32x4.extend_high_i16x8_u(half), scale, bias));
      half = i16x8.extend_high_i8x16_u(second);
      a6 = f32x4.add(a6, dequantise(i32x4.extend_low_i16x8_u(half), scale, bias));
      a7 = f32x4.add(a7, dequantise(i32x4.extend_high_i16x8_u(half), scale, bias));
    }
  }
  v128.store(out, a0);
  v128.store(out, a1, 16);
  v128.store(out, a2, 32);
  v128.store(out, a3, 48);
  v128.store(out, a4, 64);
  v128.store(out, a5, 80);
  v128.store(out, a6, 96);
  v128.store(out, a7, 112);
}

// @ts-ignore: decorator
@inline
function pool16(
  dtype: i32, rows: usize, rowBytes: usize, column: usize, slots: usize, end: usize, out: usize, continued: bool,
): void {
  let a0 = f32x4.splat(0), a1 = f32x4.splat(0), a2 = f32x4.splat(0), a3 = f32x4.splat(0);
  if (continued) {
    a0 = v128.load(out);
    a1 = v128.load(out, 16);
    a2 = v128.load(out, 32);
    a3 = v128.load(out, 48);
  }
  for (let at = slots; at < end; at += 4) {
    const row = rows + <usize>load<u32>(at) * rowBytes;
    a0 = f32x4.add(a0, element4(dtype, row, column));
    a1 = f32x4.add(a1, element4(dtype, row, column + 4));
    a2 = f32x4.add(a2, element4(dtype, row, column + 8));
    a3 = f32x4.add(a3, element4(dtype, row, column + 12));
  }
  v128.store(out, a0);
  v128.store(out, a1, 16);
  v128.store(out, a2, 32);
  v128.store(out, a3, 48);
}

// @ts-ignore: decorator
@inline
function pool4(
  dtype: i32, rows: usize, rowBytes: usize, column: usize, slots: usize, end: usize, out: usize, continued: bool,
): void {
  let sum = continued ? v128.load(out) : f32x4.splat(0);
  for (let at = slots; at < end; at += 4)
    sum = f32x4.add(sum, element4(dtype, rows + <usize>load<u32>(at) * rowBytes, column));
  v128.store(out, sum);
}

// @ts-ignore: decorator
@inline
function pool1(
  dtype: i32, rows: usize, rowBytes: usize, column: usize, slots: usize, end: usize, out: usize, continued: bool,
): void {
  let sum: f32 = continued ? load<f32>(out) : 0;
  for (let at = slots; at < end; at += 4) sum += element(dtype, rows + <usize>load<u32>(at) * rowBytes, column);
  store<f32>(out, sum);
}

/** Columns column .. column + 3 of a row; for int4 the column is even. */
// @ts-ignore: decorator
@inline
function element4(dtype: i32, row: usize, column: usize): v128 {
  if (dtype == FP32) return v128.load(row + (column << 2));
  if (dtype == FP16) return fromHalf4(v128.load_ext<u16>(row + (column << 1)));
  let bytes: v128;
  if (dtype == INT8) bytes = v128.load_zero<u32>(row + HEADER_BYTES + column);
  else {
    const packed = <u32>load<u16>(row + HEADER_BYTES + (column >> 1));
    const spread = (packed | (packed << 8)) & 0x00ff00ff;
    bytes = i32x4.splat((spread | (spread << 4)) & 0x0f0f0f0f);
  }
  return dequantise(
    i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes)),
    f32x4.splat(fromHalf(load<u16>(row))),
    f32x4.splat(fromHalf(load<u16>(row, 2))),
  );
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

// @ts-ignore: decorator
@inline
function dequantise(q: v128, scale: v128, bias: v128): v128 {
  return f32x4.add(f32x4.mul(scale, f32x4.convert_i32x4_s(q)), bias);
}
