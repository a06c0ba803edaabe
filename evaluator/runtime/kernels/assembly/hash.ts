/** A bijection of 32-bit words with low bias. Source: Wellons, "Prospecting for Hash Functions", 2018 (lowbias32). */
// @ts-ignore: decorator
@inline
function mix(x: u32): u32 {
  x = (x ^ (x >> 16)) * 0x7feb352d;
  x = (x ^ (x >> 15)) * 0x846ca68b;
  return x ^ (x >> 16);
}

// @ts-ignore: decorator
@inline
function mix4(x: v128): v128 {
  x = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 16)), i32x4.splat(0x7feb352d));
  x = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 15)), i32x4.splat(0x846ca68b));
  return v128.xor(x, i32x4.shr_u(x, 16));
}

/** What all columns of a row share. */
// @ts-ignore: decorator
@inline
export function rowKey(seed: u32, row: u32): u32 {
  return mix(seed + mix(row ^ 0x9e3779b9));
}

/** Hash of (seed, row, column), the first two as a row key. */
// @ts-ignore: decorator
@inline
export function hashColumn(key: u32, column: u32): u32 {
  return mix(key + column * 0x9e3779b9);
}

/** Hashes of columns column .. column + 3. */
// @ts-ignore: decorator
@inline
export function hashColumns4(key: u32, column: u32): v128 {
  const columns = i32x4.add(i32x4.splat(column), i32x4(0, 1, 2, 3));
  return mix4(i32x4.add(i32x4.splat(key), i32x4.mul(columns, i32x4.splat(0x9e3779b9))));
}
