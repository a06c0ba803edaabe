// Codes of the element types; evaluator/runtime/kernels.ts holds the same numbers.
// @ts-ignore: decorator
@inline export const FP32: i32 = 0;
// @ts-ignore: decorator
@inline export const FP16: i32 = 1;
// @ts-ignore: decorator
@inline export const INT8: i32 = 2;
// @ts-ignore: decorator
@inline export const INT4: i32 = 3;

// Bytes of row-wise scale and bias (two fp16) in front of the elements of int8 and int4 rows.
// @ts-ignore: decorator
@inline export const HEADER_BYTES: usize = 4;

/** Bytes of one stored row of `width` elements. */
// @ts-ignore: decorator
@inline
export function rowBytesOf(dtype: i32, width: usize): usize {
  if (dtype == FP32) return width << 2;
  if (dtype == FP16) return width << 1;
  if (dtype == INT8) return HEADER_BYTES + width;
  return HEADER_BYTES + (width >> 1);
}
