import type { Dtype } from '../../domain/model.ts';

/** Element `column` of a stored row, by the definition of its type: exact in float64. */
function elementOf(dtype: Dtype, row: DataView, column: number): number {
  if (dtype === 'fp32') return row.getFloat32(4 * column, true);
  if (dtype === 'fp16') return row.getFloat16(2 * column, true);
  const q = dtype === 'int8' ? row.getUint8(4 + column) : (row.getUint8(4 + (column >> 1)) >> (4 * (column & 1))) & 15;
  return row.getFloat16(0, true) * q + row.getFloat16(2, true);
}

/**
 * Throws unless every pooled element of an answer is within p 2^-24 sum|x| of the sum in float64 (p lookups of values x; the
 * rounding of p - 1 additions and of dequantisation).
 */
export function validateAnswer(
  what: string,
  rows: Uint8Array,
  rowBytes: number,
  dtype: Dtype,
  width: number,
  pooling: number,
  slots: Uint32Array,
  answer: Float32Array,
): void {
  if (answer.length !== (slots.length / pooling) * width) throw new Error(`${what} answers ${answer.length} values.`);
  for (let bag = 0; bag < slots.length / pooling; bag++)
    for (let c = 0; c < width; c++) {
      let [sum, magnitude] = [0, 0];
      for (const slot of slots.subarray(bag * pooling, (bag + 1) * pooling)) {
        const value = elementOf(dtype, new DataView(rows.buffer, rows.byteOffset + slot * rowBytes, rowBytes), c);
        sum += value;
        magnitude += Math.abs(value);
      }
      // Written so that NaN fails.
      if (!(Math.abs(answer[bag * width + c] - sum) <= pooling * 2 ** -24 * magnitude))
        throw new Error(
          `${what}: bag ${bag}, column ${c} is ${answer[bag * width + c]}, not ${sum}. Nothing was timed.`,
        );
    }
}
