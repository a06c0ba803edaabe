import type { Dtype, Table } from '../../../domain/model.ts';
import { rowOverheadBytes } from '../../../domain/row-bytes.ts';

// The reference for fill and pooling: plain arithmetic, one element at a time.

const mix = (x: number): number => {
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
};

export const hashOf = (seed: number, row: number, column: number): number =>
  mix((mix((seed + mix(row ^ 0x9e3779b9)) | 0) + Math.imul(column, 0x9e3779b9)) | 0);

/** Uniform in [-amplitude, amplitude) as the kernels compute it, in float32. */
export const uniformOf = (seed: number, row: number, column: number, amplitude: number): number => {
  const step = Math.fround(Math.fround(amplitude) * 2 ** -23);
  return Math.fround((hashOf(seed, row, column) >> 8) * step);
};

/** The value that the store holds at a row and column of a table. */
export function valueOf(seed: number, dtype: Dtype, row: number, column: number, amplitude: number): number {
  const uniform = uniformOf(seed, row, column, amplitude);
  if (dtype === 'fp32') return uniform;
  if (dtype === 'fp16') {
    if (Math.abs(uniform) < 2 ** -14) return 0;
    const step = 2 ** (Math.floor(Math.log2(Math.abs(uniform))) - 10);
    return Math.trunc(uniform / step) * step;
  }
  const header = hashOf(seed, row, 0xffffffff);
  const scale = (1 + (header & 0x3ff) / 1024) * 2 ** (dtype === 'int8' ? -11 : -7);
  const bias = -(1 + ((header >>> 16) & 0x3ff) / 1024) * 2 ** -4;
  return scale * (hashOf(seed, row, column) >>> (dtype === 'int8' ? 24 : 28)) + bias;
}

/** Sequential float32 sums of float64 values that are themselves exact in float32. */
export function poolOf(
  values: (row: number, column: number) => number,
  bags: readonly number[][],
  width: number,
): Float32Array {
  const out = new Float32Array(bags.length * width);
  bags.forEach((bag, b) => {
    for (let c = 0; c < width; c++) for (const row of bag) out[b * width + c] += values(row, c);
  });
  return out;
}

export const tableOf = (name: string, dim: number, dtype: Dtype): Table => ({
  name,
  net: 'net',
  rows: 2 ** 32,
  dim,
  dtype,
  lookupsPer: 'sample',
  features: [{ name: `${name}-feature`, pooling: 'sum' }],
});

export const storedBytes = (dtype: Dtype, width: number): number =>
  width * { fp32: 4, fp16: 2, int8: 1, int4: 0.5 }[dtype] + rowOverheadBytes(dtype);
