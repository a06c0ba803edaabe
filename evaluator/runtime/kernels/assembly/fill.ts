import { FP16, FP32, HEADER_BYTES, INT4, INT8, rowBytesOf } from './dtypes';
import { toHalf, toHalf4 } from './half';
import { hashColumn, hashColumns4, rowKey } from './hash';

// The column whose hash gives a row's scale and bias: beyond every dim.
// @ts-ignore: decorator
@inline const HEADER_COLUMN: u32 = 0xffffffff;

/**
 * Writes columns [columnStart, columnStart + width) of the rows rowIds[0 .. count), one after another.
 * A value depends on seed, row and column alone: fp32 and fp16 are uniform in [-amplitude, amplitude);
 * int8 and int4 ignore the amplitude and dequantise to within [-0.125, 0.188).
 */
export function fillRows(
  dtype: i32, out: usize, rowIds: usize, count: u32, seed: u32, columnStart: u32, width: u32, amplitude: f32,
): void {
  const bytes = rowBytesOf(dtype, width);
  const step = amplitude * <f32>(1.0 / 8388608.0);
  for (let i: u32 = 0; i < count; i++, out += bytes) {
    const key = rowKey(seed, load<u32>(rowIds + (<usize>i << 2)));
    if (dtype == FP32) fillFp32(out, key, columnStart, width, step);
    else if (dtype == FP16) fillFp16(out, key, columnStart, width, step);
    else if (dtype == INT8) fillInt8(out, key, columnStart, width);
    else if (dtype == INT4) fillInt4(out, key, columnStart, width);
  }
}

function fillFp32(out: usize, key: u32, columnStart: u32, width: u32, step: f32): void {
  let c: u32 = 0;
  for (; c + 4 <= width; c += 4) v128.store(out + (<usize>c << 2), uniform4(key, columnStart + c, step));
  for (; c < width; c++) store<f32>(out + (<usize>c << 2), uniform(key, columnStart + c, step));
}

function fillFp16(out: usize, key: u32, columnStart: u32, width: u32, step: f32): void {
  let c: u32 = 0;
  for (; c + 4 <= width; c += 4) {
    const words = toHalf4(uniform4(key, columnStart + c, step));
    v128.store_lane<u64>(out + (<usize>c << 1), i16x8.narrow_i32x4_u(words, words), 0);
  }
  for (; c < width; c++) store<u16>(out + (<usize>c << 1), <u16>toHalf(uniform(key, columnStart + c, step)));
}

/** Columns column .. column + 3. */
// @ts-ignore: decorator
@inline
function uniform4(key: u32, column: u32, step: f32): v128 {
  return f32x4.mul(f32x4.convert_i32x4_s(i32x4.shr_s(hashColumns4(key, column), 8)), f32x4.splat(step));
}

// @ts-ignore: decorator
@inline
function uniform(key: u32, column: u32, step: f32): f32 {
  return <f32>(<i32>hashColumn(key, column) >> 8) * step;
}

function fillInt8(out: usize, key: u32, columnStart: u32, width: u32): void {
  // Scale in [2^-11, 2^-10): 256 steps span 0.125 to 0.25.
  fillHeader(out, key, 4);
  out += HEADER_BYTES;
  let c: u32 = 0;
  for (; c + 4 <= width; c += 4) {
    const words = i32x4.shr_u(hashColumns4(key, columnStart + c), 24);
    const shorts = i16x8.narrow_i32x4_u(words, words);
    v128.store_lane<u32>(out + c, i8x16.narrow_i16x8_u(shorts, shorts), 0);
  }
  for (; c < width; c++) store<u8>(out + c, <u8>(hashColumn(key, columnStart + c) >> 24));
}

/** Two columns a byte, the even one in the low half. */
function fillInt4(out: usize, key: u32, columnStart: u32, width: u32): void {
  // Scale in [2^-7, 2^-6): 16 steps span 0.125 to 0.25.
  fillHeader(out, key, 8);
  out += HEADER_BYTES;
  let c: u32 = 0;
  for (; c + 8 <= width; c += 8) {
    const first = i32x4.shr_u(hashColumns4(key, columnStart + c), 28);
    const second = i32x4.shr_u(hashColumns4(key, columnStart + c + 4), 28);
    const shorts = i16x8.narrow_i32x4_u(first, second);
    // Bytes of a pair, even and odd: the odd one is shifted down beside the even one.
    const pairs = i8x16.narrow_i16x8_u(shorts, shorts);
    const packed = v128.and(v128.or(pairs, i16x8.shr_u(pairs, 4)), i16x8.splat(255));
    v128.store_lane<u32>(out + (c >> 1), i8x16.narrow_i16x8_u(packed, packed), 0);
  }
  for (; c < width; c += 2) {
    const low = hashColumn(key, columnStart + c) >> 28;
    const high = hashColumn(key, columnStart + c + 1) >> 28;
    store<u8>(out + (c >> 1), <u8>(low | (high << 4)));
  }
}

/** fp16 scale in [2^(exponent - 15), 2^(exponent - 14)) and fp16 bias in (-0.125, -0.0625]. */
function fillHeader(out: usize, key: u32, exponent: u32): void {
  const hash = hashColumn(key, HEADER_COLUMN);
  store<u16>(out, <u16>((exponent << 10) | (hash & 0x3ff)));
  store<u16>(out + 2, <u16>(0x8000 | (11 << 10) | ((hash >> 16) & 0x3ff)));
}
