import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Dtype } from '../../../domain/model.ts';
import {
  createEmbeddingStore,
  tableSeed,
  VALUE_AMPLITUDE,
  type SliceRows,
} from '../../../evaluator/runtime/embedding-store.ts';
import { poolOf, storedBytes, tableOf, valueOf } from './row-values.ts';

const dtypes: readonly Dtype[] = ['fp32', 'fp16', 'int8', 'int4'];

/** A slice of up to 20 stored rows of any index, and bags (some empty) over its slots. */
const lookups = fc.uniqueArray(fc.nat(2 ** 32 - 1), { minLength: 1, maxLength: 20 }).chain((rowIds) =>
  fc.record({
    rowIds: fc.constant(Uint32Array.from(rowIds)),
    bags: fc.array(fc.array(fc.nat(rowIds.length - 1), { maxLength: 12 }), { maxLength: 9 }),
  }),
);

/** All columns of some rows of an fp32 table. */
const sliceOf = (name: string, dim: number, ...rowIds: number[]): SliceRows => ({
  table: tableOf(name, dim, 'fp32'),
  columnStart: 0,
  columnEnd: dim,
  rowIds: Uint32Array.from(rowIds),
});

const flat = (bags: readonly number[][]) => ({
  slots: Uint32Array.from(bags.flat()),
  lengths: Uint32Array.from(bags, (bag) => bag.length),
});

test.each(dtypes)('pooled %s rows equal the reference bit for bit, whatever the width and the bags', async (dtype) => {
  let emptyBags = 0;
  const widths =
    dtype === 'int4' ? fc.integer({ min: 1, max: 70 }).map((half) => 2 * half) : fc.integer({ min: 1, max: 140 });
  const property = fc.asyncProperty(widths, lookups, async (width, { rowIds, bags }) => {
    const table = tableOf('t', width, dtype);
    const store = await createEmbeddingStore([{ table, columnStart: 0, columnEnd: width, rowIds }]);
    expect(store.bytes).toBe(rowIds.length * storedBytes(dtype, width));
    const { slots, lengths } = flat(bags);
    const out = new Float32Array(bags.length * width).fill(NaN);
    store.pool(0, slots, lengths, out);
    const value = (slot: number, c: number) => valueOf(tableSeed(table), dtype, rowIds[slot], c, VALUE_AMPLITUDE);
    expect(out).toEqual(poolOf(value, bags, width));
    emptyBags += bags.filter((bag) => bag.length === 0).length;
    store.dispose();
  });
  await fc.assert(property, { seed: 1, numRuns: 60 });
  expect(emptyBags).toBeGreaterThan(5);
});

test.each(dtypes)('columns of a %s table are the same bits however the table was cut', async (dtype) => {
  let cuts = 0;
  const property = fc.asyncProperty(
    fc.integer({ min: 3, max: 40 }),
    fc.uniqueArray(fc.integer({ min: 1, max: 24 }), { minLength: 1, maxLength: 5 }),
    lookups,
    async (quarter, cutsAt, { rowIds, bags }) => {
      // The last part may be narrower than four columns.
      const dim = 4 * quarter + (dtype === 'int4' ? 2 : 3);
      const edges = [
        0,
        ...cutsAt
          .filter((cut) => 4 * cut < dim)
          .toSorted((a, b) => a - b)
          .map((cut) => 4 * cut),
        dim,
      ];
      const table = tableOf('cut', dim, dtype);
      const parts = edges.slice(1).map((end, i) => ({ table, columnStart: edges[i], columnEnd: end, rowIds }));
      const store = await createEmbeddingStore([{ table, columnStart: 0, columnEnd: dim, rowIds }, ...parts]);
      const { slots, lengths } = flat(bags);
      const whole = new Float32Array(bags.length * dim);
      store.pool(0, slots, lengths, whole);
      parts.forEach(({ columnStart, columnEnd }, p) => {
        const width = columnEnd - columnStart;
        const part = new Float32Array(bags.length * width);
        store.pool(p + 1, slots, lengths, part);
        bags.forEach((_, b) => {
          expect(part.subarray(b * width, (b + 1) * width)).toEqual(
            whole.subarray(b * dim + columnStart, b * dim + columnEnd),
          );
        });
      });
      cuts += parts.length - 1;
      store.dispose();
    },
  );
  await fc.assert(property, { seed: 2, numRuns: 40 });
  expect(cuts).toBeGreaterThan(40);
});

test('a row has the same values in whatever slot and store it lies, and tables differ by name', async () => {
  const first = await createEmbeddingStore([sliceOf('a', 20, 5, 9, 7), sliceOf('b', 20, 7)]);
  const second = await createEmbeddingStore([sliceOf('x', 20, 1), sliceOf('a', 20, 7, 5)]);
  const row = (store: typeof first, s: number, slot: number): Float32Array => {
    const out = new Float32Array(20);
    store.pool(s, Uint32Array.of(slot), Uint32Array.of(1), out);
    return out;
  };
  expect(row(first, 0, 2)).toEqual(row(second, 1, 0));
  expect(row(first, 0, 0)).toEqual(row(second, 1, 1));
  expect(row(first, 0, 2)).not.toEqual(row(first, 1, 0));
});

test('an answer larger than the staging area is as right as a small one', async () => {
  const dim = 64;
  const bags = 20_000;
  const store = await createEmbeddingStore([sliceOf('wide', dim, 3, 4, 5)]);
  const out = new Float32Array(bags * dim);
  const small = new Float32Array(dim);
  store.pool(0, Uint32Array.of(1), Uint32Array.of(1), small);
  store.pool(
    0,
    Uint32Array.from({ length: bags }, (_, b) => b % 3),
    new Uint32Array(bags).fill(1),
    out,
  );
  for (const b of [1, 4, 19_999]) expect(out.subarray(b * dim, (b + 1) * dim)).toEqual(small);
  expect(out.subarray(0, dim)).not.toEqual(small);
});

test('illegal slots, lengths and outputs are refused before they are read', async () => {
  const store = await createEmbeddingStore([sliceOf('t', 8, 1, 2)]);
  const pool = (slots: number[], lengths: number[], values: number) =>
    store.pool(0, Uint32Array.from(slots), Uint32Array.from(lengths), new Float32Array(values));
  expect(() => pool([0, 1, 1, 1, 2], [5], 8)).toThrow(/beyond the 2 rows/);
  expect(() => pool([2, 1, 1, 1, 1], [5], 8)).toThrow(/beyond the 2 rows/);
  expect(() => pool([0, 1], [1], 8)).toThrow(/add up to 2/);
  expect(() => pool([0, 1], [2], 16)).toThrow(/output of 16/);
  expect(() => pool([0, 1], [2], 8)).not.toThrow();
  store.dispose();
  expect(() => pool([0, 1], [2], 8)).toThrow(/disposed/);
});

test('rows beyond 4 GiB are refused with the bytes that they need', async () => {
  const refused = createEmbeddingStore([{ ...sliceOf('giant', 4096), rowIds: new Uint32Array(300_000) }]);
  await expect(refused).rejects.toThrow('4.58 GiB; one store holds at most 4 GiB');
});

test('column ranges outside the table, or through an int4 byte, are refused', async () => {
  for (const [dtype, columnStart, columnEnd] of [
    ['fp32', 4, 9],
    ['fp32', 4, 4],
    ['int4', 4, 7],
  ] as const) {
    const slice = { ...sliceOf('t', 8, 1), table: tableOf('t', 8, dtype), columnStart, columnEnd };
    await expect(createEmbeddingStore([slice])).rejects.toThrow(`[${columnStart}, ${columnEnd})`);
  }
});
