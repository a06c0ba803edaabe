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
    const property = fc.property(fc.integer({ min: 1, max: 60 }), bags, fc.nat(), (half, lengths, start) => {
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
      spanning += lengths.filter((length) => length > 64).length;
    });
    fc.assert(property, { seed: 7, numRuns: 40 });
    expect(spanning).toBeGreaterThan(20);
  },
);
