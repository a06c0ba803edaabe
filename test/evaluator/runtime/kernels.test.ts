import { readFile } from 'node:fs/promises';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Dtype } from '../../../domain/model.ts';
import { createKernelMemory, dtypeCodes, poolingKernelOf } from '../../../evaluator/runtime/kernels.ts';
import { compileKernels, kernelsFile } from '../../../evaluator/runtime/kernels/build.ts';

test('the committed kernels.wasm is what its source compiles to', async () => {
  const [compiled, committed] = await Promise.all([compileKernels(), readFile(kernelsFile)]);
  expect(Buffer.compare(compiled, committed)).toBe(0);
}, 60_000);

test.each(['fp32', 'fp16', 'int8', 'int4'] as const)(
  'reading %s rows ahead changes no bit of the sums',
  async (dtype: Dtype) => {
    const [rowCount, rowIdsAt, lengthsAt, slotsAt, outAt] = [300, 300_000, 310_000, 320_000, 400_000];
    const memory = createKernelMemory(2 ** 20);
    memory.words.set(
      Array.from({ length: rowCount }, (_, row) => 7 * row),
      rowIdsAt / 4,
    );
    const bags = fc.array(fc.integer({ min: 0, max: 150 }), { minLength: 1, maxLength: 12 });
    let spanning = 0;
    const property = fc.property(
      fc.oneof(fc.constant(32), fc.integer({ min: 1, max: 60 })),
      bags,
      fc.nat(),
      (half, lengths, start) => {
        const width = 2 * half;
        memory.calls.fillRows(dtypeCodes[dtype], 0, rowIdsAt, rowCount, 5, 0, width, 1);
        memory.words.set(lengths, lengthsAt / 4);
        const lookups = lengths.reduce((sum, length) => sum + length, 0);
        memory.words.set(
          Array.from({ length: lookups }, (_, i) => (start + 11 * i) % rowCount),
          slotsAt / 4,
        );
        const sums = (burst: number): Float32Array => {
          memory.floats.fill(NaN, outAt / 4, outAt / 4 + lengths.length * width);
          const sum = poolingKernelOf(memory.calls, dtype);
          expect(sum(0, width, slotsAt, lengthsAt, lengths.length, outAt, burst)).toBe(slotsAt + 4 * lookups);
          return memory.floats.slice(outAt / 4, outAt / 4 + lengths.length * width);
        };
        const plain = sums(0);
        for (const burst of [1, 7, 64]) expect(sums(burst)).toEqual(plain);
        if (dtype === 'fp32') {
          const expected = new Float32Array(plain.length);
          const bagOf = lengths.flatMap((length, bag) => Array<number>(length).fill(bag));
          bagOf.forEach((bag, i) => {
            const row = memory.words[slotsAt / 4 + i] * width;
            for (let c = 0; c < width; c++) expected[bag * width + c] += memory.floats[row + c];
          });
          expect(plain).toEqual(expected);
        }
        spanning += lengths.filter((length) => length > 64).length;
      },
    );
    fc.assert(property, { seed: 7, numRuns: 40 });
    expect(spanning).toBeGreaterThan(20);
  },
);

/** An fp16 of any sign and of any exponent but the greatest, that of infinities: subnormals and zeros too. */
const halves = fc.integer({ min: 0, max: 0x7bff }).chain((bits) => fc.constantFrom(bits, bits | 0x8000));
const valueOfHalf = (bits: number): number => new DataView(Uint16Array.of(bits).buffer).getFloat16(0, true);

/** Sums rows of any content in float32, one value at a time, each value rounded once from float64. */
function sumOneByOne(values: readonly number[][], bags: readonly number[][]): Float32Array {
  const width = values[0].length;
  const out = new Float32Array(bags.length * width);
  bags.forEach((bag, b) => {
    for (const row of bag) for (let c = 0; c < width; c++) out[b * width + c] += Math.fround(values[row][c]);
  });
  return out;
}

/** Pools rows that a user could have brought: bytes as they are, not from the hash. */
function poolBytes(dtype: Dtype, width: number, rows: readonly Uint8Array[], bags: readonly number[][], burst: number) {
  const [lengthsAt, slotsAt, outAt] = [100_000, 110_000, 200_000];
  const memory = createKernelMemory(2 ** 20);
  const bytes = new Uint8Array(memory.words.buffer);
  rows.forEach((row, r) => bytes.set(row, r * row.length));
  memory.words.set(
    bags.map((bag) => bag.length),
    lengthsAt / 4,
  );
  memory.words.set(bags.flat(), slotsAt / 4);
  poolingKernelOf(memory.calls, dtype)(0, width, slotsAt, lengthsAt, bags.length, outAt, burst);
  return memory.floats.slice(outAt / 4, outAt / 4 + bags.length * width);
}

const bagsOf = (rows: number) =>
  fc.array(fc.array(fc.nat(rows - 1), { maxLength: 40 }), { minLength: 1, maxLength: 6 });

test('any fp16 rows, subnormal or not, pool to the bits of their values added in float32', () => {
  let subnormal = 0;
  const property = fc.property(
    fc.integer({ min: 1, max: 70 }),
    fc.array(fc.array(halves, { minLength: 70, maxLength: 70 }), { minLength: 3, maxLength: 3 }),
    bagsOf(3),
    fc.constantFrom(0, 5),
    (width, stored, bags, burst) => {
      const rows = stored.map((row) => new Uint8Array(Uint16Array.from(row.slice(0, width)).buffer));
      const values = stored.map((row) => row.slice(0, width).map(valueOfHalf));
      subnormal += values.flat().filter((value) => value !== 0 && Math.abs(value) < 2 ** -14).length;
      expect(poolBytes('fp16', width, rows, bags, burst)).toEqual(sumOneByOne(values, bags));
    },
  );
  fc.assert(property, { seed: 8, numRuns: 60 });
  expect(subnormal).toBeGreaterThan(100);
});

test.each(['int8', 'int4'] as const)('any %s rows pool to the bits of scale * q + bias, rounded once', (dtype) => {
  let tiny = 0;
  const row = fc.record({ scale: halves, bias: halves, q: fc.uint8Array({ minLength: 140, maxLength: 140 }) });
  const property = fc.property(
    fc.integer({ min: 1, max: 70 }),
    fc.array(row, { minLength: 3, maxLength: 3 }),
    bagsOf(3),
    fc.constantFrom(0, 5),
    (half, stored, bags, burst) => {
      const width = 2 * half;
      const elements = dtype === 'int8' ? width : half;
      const rows = stored.map(({ scale, bias, q }) =>
        Uint8Array.of(scale & 255, scale >> 8, bias & 255, bias >> 8, ...q.subarray(0, elements)),
      );
      const values = stored.map(({ scale, bias, q }) =>
        Array.from({ length: width }, (_, c) => {
          const level = dtype === 'int8' ? q[c] : (q[c >> 1] >> (4 * (c & 1))) & 15;
          return valueOfHalf(scale) * level + valueOfHalf(bias);
        }),
      );
      tiny += stored.filter(({ scale }) => (scale & 0x7fff) < 0x400).length;
      expect(poolBytes(dtype, width, rows, bags, burst)).toEqual(sumOneByOne(values, bags));
    },
  );
  fc.assert(property, { seed: 9, numRuns: 120 });
  expect(tiny).toBeGreaterThan(3);
});

test('a row that is -0 pools to 0, alone in its bag or not, as sums from 0 do', () => {
  const width = 64;
  const row = new Uint8Array(new Float32Array(width).fill(-0).buffer);
  for (const bags of [[[0]], [[0, 0]], [[0], [], [0, 0, 0]]])
    expect(poolBytes('fp32', width, [row], bags, 0)).toEqual(new Float32Array(bags.length * width));
});
