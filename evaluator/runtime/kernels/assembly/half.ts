// fp16 as integers: infinities and NaN never occur, because rows are filled by this code alone.

// @ts-ignore: decorator
@inline const TWO_TO_112: f32 = 5192296858534827628530496329220096.0;

/** Four fp16 in 32-bit lanes to fp32, exactly; multiplying by 2^112 moves the exponent's bias, subnormals included. */
// @ts-ignore: decorator
@inline
export function fromHalf4(bits: v128): v128 {
  const sign = i32x4.shl(v128.and(bits, i32x4.splat(0x8000)), 16);
  const magnitude = i32x4.shl(v128.and(bits, i32x4.splat(0x7fff)), 13);
  return v128.or(sign, f32x4.mul(magnitude, f32x4.splat(TWO_TO_112)));
}

// @ts-ignore: decorator
@inline
export function fromHalf(bits: u32): f32 {
  const magnitude = reinterpret<f32>((bits & 0x7fff) << 13) * TWO_TO_112;
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
