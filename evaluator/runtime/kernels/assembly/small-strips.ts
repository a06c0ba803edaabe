// Strips of fp16, int8 and int4 rows: adds rows[slot] for slots [slots, end) to `out`, from 0 unless continued. Sums are kept
// times 2^-112 (half.ts). int8 and int4 elements are scale * q + bias, rounded once: the product of 11 and 8 bits is exact,
// so that a fused multiply-add has the bits of a multiplication and an addition, and results are those of any machine.

import { FP16, INT8 } from './dtypes';
import { downscale, halfMask, scaledHalf4, upscale } from './half';
import { held } from './opaque';

// `dtype` is a constant in every call of the inlined functions below, so that only its own branch is compiled.

/** 32 columns from `column` on. `rows` is the address of slot 0's row. */
// @ts-ignore: decorator
@inline
export function addColumns32(
  dtype: i32, rows: usize, rowBytes: usize, column: usize, slots: usize, end: usize, out: usize, continued: bool,
): void {
  const zero = held(0), mask = halfMask(), nibbles = held(0x0f0f0f0f);
  let a0 = zero, a1 = zero, a2 = zero, a3 = zero;
  let a4 = zero, a5 = zero, a6 = zero, a7 = zero;
  if (continued) {
    const down = downscale();
    a0 = f32x4.mul(v128.load(out, 0), down);
    a1 = f32x4.mul(v128.load(out, 16), down);
    a2 = f32x4.mul(v128.load(out, 32), down);
    a3 = f32x4.mul(v128.load(out, 48), down);
    a4 = f32x4.mul(v128.load(out, 64), down);
    a5 = f32x4.mul(v128.load(out, 80), down);
    a6 = f32x4.mul(v128.load(out, 96), down);
    a7 = f32x4.mul(v128.load(out, 112), down);
  }
  for (; slots < end; slots += 4) {
    const row = rows + <usize>load<u32>(slots) * rowBytes;
    if (dtype == FP16) {
      const from = row + (column << 1);
      const x0 = v128.load(from, 0);
      a0 = f32x4.add(a0, scaledHalf4(lowHalves(zero, x0), mask));
      a1 = f32x4.add(a1, scaledHalf4(highHalves(zero, x0), mask));
      const x1 = v128.load(from, 16);
      a2 = f32x4.add(a2, scaledHalf4(lowHalves(zero, x1), mask));
      a3 = f32x4.add(a3, scaledHalf4(highHalves(zero, x1), mask));
      const x2 = v128.load(from, 32);
      a4 = f32x4.add(a4, scaledHalf4(lowHalves(zero, x2), mask));
      a5 = f32x4.add(a5, scaledHalf4(highHalves(zero, x2), mask));
      const x3 = v128.load(from, 48);
      a6 = f32x4.add(a6, scaledHalf4(lowHalves(zero, x3), mask));
      a7 = f32x4.add(a7, scaledHalf4(highHalves(zero, x3), mask));
    } else {
      const header = v128.load32_splat(row);
      const scale = scaledHalf4(i32x4.shl(header, 16), mask), bias = scaledHalf4(header, mask);
      let q0: v128, q1: v128;
      if (dtype == INT8) {
        q0 = v128.load(row + column, 4);
        q1 = v128.load(row + column, 20);
      } else {
        const packed = v128.load(row + (column >> 1), 4);
        const even = v128.and(packed, nibbles), odd = v128.and(i16x8.shr_u(packed, 4), nibbles);
        q0 = lowBytes(even, odd);
        q1 = highBytes(even, odd);
      }
      const low0 = lowBytes(q0, zero), high0 = highBytes(q0, zero);
      a0 = f32x4.add(a0, dequantise(lowHalves(low0, zero), scale, bias));
      a1 = f32x4.add(a1, dequantise(highHalves(low0, zero), scale, bias));
      a2 = f32x4.add(a2, dequantise(lowHalves(high0, zero), scale, bias));
      a3 = f32x4.add(a3, dequantise(highHalves(high0, zero), scale, bias));
      const low1 = lowBytes(q1, zero), high1 = highBytes(q1, zero);
      a4 = f32x4.add(a4, dequantise(lowHalves(low1, zero), scale, bias));
      a5 = f32x4.add(a5, dequantise(highHalves(low1, zero), scale, bias));
      a6 = f32x4.add(a6, dequantise(lowHalves(high1, zero), scale, bias));
      a7 = f32x4.add(a7, dequantise(highHalves(high1, zero), scale, bias));
    }
  }
  const up = upscale();
  v128.store(out, f32x4.mul(a0, up), 0);
  v128.store(out, f32x4.mul(a1, up), 16);
  v128.store(out, f32x4.mul(a2, up), 32);
  v128.store(out, f32x4.mul(a3, up), 48);
  v128.store(out, f32x4.mul(a4, up), 64);
  v128.store(out, f32x4.mul(a5, up), 80);
  v128.store(out, f32x4.mul(a6, up), 96);
  v128.store(out, f32x4.mul(a7, up), 112);
}

/** 16 columns from `column` on. `rows` is the address of slot 0's row. */
// @ts-ignore: decorator
@inline
export function addColumns16(
  dtype: i32, rows: usize, rowBytes: usize, column: usize, slots: usize, end: usize, out: usize, continued: bool,
): void {
  const zero = held(0), mask = halfMask(), nibbles = held(0x0f0f0f0f);
  let a0 = zero, a1 = zero, a2 = zero, a3 = zero;
  if (continued) {
    const down = downscale();
    a0 = f32x4.mul(v128.load(out, 0), down);
    a1 = f32x4.mul(v128.load(out, 16), down);
    a2 = f32x4.mul(v128.load(out, 32), down);
    a3 = f32x4.mul(v128.load(out, 48), down);
  }
  for (; slots < end; slots += 4) {
    const row = rows + <usize>load<u32>(slots) * rowBytes;
    if (dtype == FP16) {
      const from = row + (column << 1);
      const x0 = v128.load(from, 0);
      a0 = f32x4.add(a0, scaledHalf4(lowHalves(zero, x0), mask));
      a1 = f32x4.add(a1, scaledHalf4(highHalves(zero, x0), mask));
      const x1 = v128.load(from, 16);
      a2 = f32x4.add(a2, scaledHalf4(lowHalves(zero, x1), mask));
      a3 = f32x4.add(a3, scaledHalf4(highHalves(zero, x1), mask));
    } else {
      const header = v128.load32_splat(row);
      const scale = scaledHalf4(i32x4.shl(header, 16), mask), bias = scaledHalf4(header, mask);
      let q0: v128;
      if (dtype == INT8) {
        q0 = v128.load(row + column, 4);
      } else {
        const packed = v128.load64_zero(row + (column >> 1), 4);
        const even = v128.and(packed, nibbles), odd = v128.and(i16x8.shr_u(packed, 4), nibbles);
        q0 = lowBytes(even, odd);
      }
      const low0 = lowBytes(q0, zero), high0 = highBytes(q0, zero);
      a0 = f32x4.add(a0, dequantise(lowHalves(low0, zero), scale, bias));
      a1 = f32x4.add(a1, dequantise(highHalves(low0, zero), scale, bias));
      a2 = f32x4.add(a2, dequantise(lowHalves(high0, zero), scale, bias));
      a3 = f32x4.add(a3, dequantise(highHalves(high0, zero), scale, bias));
    }
  }
  const up = upscale();
  v128.store(out, f32x4.mul(a0, up), 0);
  v128.store(out, f32x4.mul(a1, up), 16);
  v128.store(out, f32x4.mul(a2, up), 32);
  v128.store(out, f32x4.mul(a3, up), 48);
}

// @ts-ignore: decorator
@inline
function dequantise(q: v128, scale: v128, bias: v128): v128 {
  return f32x4.relaxed_madd(f32x4.convert_i32x4_s(q), scale, bias);
}

// Interleave the lower or upper halves of two vectors, `x` first.

// @ts-ignore: decorator
@inline
function lowBytes(x: v128, y: v128): v128 {
  return v128.shuffle<u8>(x, y, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

// @ts-ignore: decorator
@inline
function highBytes(x: v128, y: v128): v128 {
  return v128.shuffle<u8>(x, y, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}

// @ts-ignore: decorator
@inline
function lowHalves(x: v128, y: v128): v128 {
  return v128.shuffle<u16>(x, y, 0, 8, 1, 9, 2, 10, 3, 11);
}

// @ts-ignore: decorator
@inline
function highHalves(x: v128, y: v128): v128 {
  return v128.shuffle<u16>(x, y, 4, 12, 5, 13, 6, 14, 7, 15);
}
