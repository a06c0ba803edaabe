/** Apart from model.ts, so that worker threads that need only sizes start without the schemas. */

export const DTYPES = ['fp32', 'fp16', 'int8', 'int4'] as const;

/** Element type of a table's stored rows. int8 and int4 rows carry two fp16 more: row-wise scale and bias. */
export type Dtype = (typeof DTYPES)[number];

const BYTES_PER_ELEMENT: Readonly<Record<Dtype, number>> = { fp32: 4, fp16: 2, int8: 1, int4: 0.5 };

/** Bytes of one element, e_t of the formulation; int4 packs two in a byte. */
export const bytesPerElement = (dtype: Dtype): number => BYTES_PER_ELEMENT[dtype];

/** Bytes of row-wise scale and bias, o_t: two fp16 for int8 and int4 rows. */
export const rowOverheadBytes = (dtype: Dtype): number => (dtype === 'int8' || dtype === 'int4' ? 4 : 0);

interface RowShape {
  readonly dim: number;
  readonly dtype: Dtype;
}

/** Bytes of one stored row of `dims` elements (the whole row unless a column range is given), b_t. */
export const rowBytes = (table: RowShape, dims: number = table.dim): number =>
  dims * bytesPerElement(table.dtype) + rowOverheadBytes(table.dtype);

/** Bytes of the whole table, S_t. */
export const tableBytes = (table: RowShape & { readonly rows: number }): number => table.rows * rowBytes(table);
