// fp16 as integers: infinities and NaN never occur, because rows are filled by this code alone.
//
// An fp16 with its bits moved to where fp32 has them is the value times 2^-112, subnormals included, and so exact. Sums of
// such values, and sums of products of them with integers, round as the values themselves would: below fp32's normal range
// every sum is a multiple of 2^-136, far above its smallest step. So the 2^112 is multiplied once a sum, not once a value.

import { held } from './opaque';

// @ts-ignore: decorator
@inline const TWO_TO_112_BITS: i32 = 0x77800000;
// @ts-ignore: decorator
@inline const TWO_TO_MINUS_112_BITS: i32 = 0x07800000;

/** 2^112 in all lanes. */
// @ts-ignore: decorator
@inline
export function upscale(): v128 {
  return held(TWO_TO_112_BITS);
}

/** 2^-112 in all lanes. */
// @ts-ignore: decorator
@inline
export function downscale(): v128 {
  return held(TWO_TO_MINUS_112_BITS);
}

/** The mask of `scaledHalf4`. */
// @ts-ignore: decorator
@inline
export function halfMask(): v128 {
  return held(0x8fffe000);
}

/** Four fp16 in the upper halves of 32-bit lanes, to fp32 times 2^-112. What the lower halves hold does not matter. */
// @ts-ignore: decorator
@inline
export function scaledHalf4(upperHalves: v128, mask: v128): v128 {
  return v128.and(i32x4.shr_s(upperHalves, 3), mask);
}

// @ts-ignore: decorator
@inline
export function fromHalf(bits: u32): f32 {
  const magnitude = reinterpret<f32>((bits & 0x7fff) << 13) * reinterpret<f32>(TWO_TO_112_BITS);
  return reinterpret<f32>(((bits & 0x8000) << 16) | reinterpret<u32>(magnitude));
}

/** fp32 to fp16, rounded towards zero; magnitudes below 2^-14 become zero, those of 65,536 and more are not handled. */
// @ts-ignore: decorator
@inline
export function toHalf(value: f32): u32 {
  const bits = reinterpret<u32>(value);
  const magnitude = bits & 0x7fffffff;
  const half = magnitude < 0x38800000 ? 0 : (magnitude >> 13) - (112 << 10);
  return half | ((bits >> 16) & 0x8000);
}

/** `toHalf` of four, in 32-bit lanes. */
// @ts-ignore: decorator
@inline
export function toHalf4(values: v128): v128 {
  const magnitude = v128.and(values, i32x4.splat(0x7fffffff));
  const half = i32x4.sub(i32x4.shr_u(magnitude, 13), i32x4.splat(112 << 10));
  const sign = v128.and(i32x4.shr_u(values, 16), i32x4.splat(0x8000));
  return v128.or(v128.and(half, i32x4.ge_s(magnitude, i32x4.splat(0x38800000))), sign);
}
