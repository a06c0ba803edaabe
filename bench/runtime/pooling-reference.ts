import { closeSync, openSync, readSync } from 'node:fs';
import type { Dtype } from '../../domain/model.ts';
import { rowBytes } from '../../domain/row-bytes.ts';
import { benchTable, type PoolingShape } from './pooling-case.ts';

/** Element `column` of a stored row, by the definition of its type: exact in float64. */
function elementOf(dtype: Dtype, row: DataView, column: number): number {
  if (dtype === 'fp32') return row.getFloat32(4 * column, true);
  if (dtype === 'fp16') return row.getFloat16(2 * column, true);
  const q = dtype === 'int8' ? row.getUint8(4 + column) : (row.getUint8(4 + (column >> 1)) >> (4 * (column & 1))) & 15;
  return row.getFloat16(0, true) * q + row.getFloat16(2, true);
}

/**
 * Throws unless every pooled element of a call's answer is within p 2^-24 sum|x| of the sum in float64 (p lookups of values
 * x; the rounding of p - 1 additions and of dequantisation).
 */
export function validateAnswer(
  what: string,
  rowsFile: string,
  { dtype, width, pooling }: PoolingShape,
  slots: Uint32Array,
  answer: Float32Array,
): void {
  if (answer.length !== (slots.length / pooling) * width) throw new Error(`${what} answers ${answer.length} values.`);
  const file = openSync(rowsFile, 'r');
  const row = new DataView(new ArrayBuffer(rowBytes(benchTable(dtype, width))));
  for (let bag = 0; bag < slots.length / pooling; bag++) {
    const [sums, magnitudes] = [new Float64Array(width), new Float64Array(width)];
    for (const slot of slots.subarray(bag * pooling, (bag + 1) * pooling)) {
      readSync(file, row, 0, row.byteLength, slot * row.byteLength);
      for (let c = 0; c < width; c++) {
        const value = elementOf(dtype, row, c);
        sums[c] += value;
        magnitudes[c] += Math.abs(value);
      }
    }
    for (let c = 0; c < width; c++) {
      const found = answer[bag * width + c];
      // Written so that NaN fails.
      if (!(Math.abs(found - sums[c]) <= pooling * 2 ** -24 * magnitudes[c]))
        throw new Error(`${what}: bag ${bag}, column ${c} is ${found}, not ${sums[c]}. Nothing was timed.`);
    }
  }
  closeSync(file);
}
