import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Dense, Model } from '../../../domain/model.ts';
import { seededRandom } from '../../../domain/random.ts';
import { createInteraction } from '../../../evaluator/runtime/interaction.ts';
import { tableOf } from './row-values.ts';

const modelOf = (
  bottom: number,
  dims: readonly number[],
  interaction: Dense['interaction'],
): Model & { dense: Dense } => ({
  name: 'm',
  nets: [{ name: 'net' }],
  tables: dims.map((dim, t) => ({ ...tableOf(`t${t}`, dim, 'fp32'), rows: 10 })),
  dense: { inputFeatures: 13, bottomMlp: [bottom], interaction, topMlp: [1] },
});

/** Runs it on seeded values; answers the values and the output, sample by sample. */
async function run(model: Model & { dense: Dense }, samples: number): Promise<{ joined: number[][]; out: number[][] }> {
  const interaction = await createInteraction(model);
  const random = seededRandom(samples, 'joined');
  const joined = Float32Array.from({ length: samples * interaction.inputWidth }, () => 2 * random.next() - 1);
  const out = new Float32Array(samples * interaction.outputWidth).fill(NaN);
  interaction.run(joined, samples, out);
  const rows = (values: Float32Array, width: number) =>
    Array.from({ length: samples }, (_, s) => [...values.subarray(s * width, (s + 1) * width)]);
  return { joined: rows(joined, interaction.inputWidth), out: rows(out, interaction.outputWidth) };
}

const samples = fc.integer({ min: 1, max: 4 });

const greatestDifference = (out: readonly number[], wanted: readonly number[]): number =>
  out.length === wanted.length ? Math.max(0, ...wanted.map((value, i) => Math.abs(out[i] - value))) : Infinity;

test('dot is the bottom vector, then the product of each pair once', async () => {
  const property = fc.asyncProperty(
    fc.integer({ min: 1, max: 45 }),
    fc.integer({ min: 1, max: 14 }),
    samples,
    async (dim, tables, count) => {
      const { joined, out } = await run(modelOf(dim, Array<number>(tables).fill(dim), { kind: 'dot' }), count);
      joined.forEach((values, s) => {
        const vectors = Array.from({ length: tables + 1 }, (_, v) => values.slice(v * dim, (v + 1) * dim));
        const products = vectors.flatMap((x, i) =>
          vectors.slice(0, i).map((y) => x.reduce((sum, value, c) => sum + value * y[c], 0)),
        );
        expect(out[s].slice(0, dim)).toEqual(vectors[0]);
        expect(greatestDifference(out[s].slice(dim), products)).toBeLessThan(1e-5);
      });
    },
  );
  await fc.assert(property, { seed: 5, numRuns: 40 });
});

test('cat with a stride is the mean of each window, the last one over what is left', async () => {
  const property = fc.asyncProperty(
    fc.integer({ min: 1, max: 20 }),
    fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 8 }),
    fc.integer({ min: 1, max: 30 }),
    samples,
    async (bottom, dims, stride, count) => {
      const { joined, out } = await run(modelOf(bottom, dims, { kind: 'cat', stride }), count);
      joined.forEach((values, s) => {
        const windows: number[] = [];
        for (let from = 0; from < values.length; from += stride) {
          const window = values.slice(from, from + stride);
          windows.push(window.reduce((sum, value) => sum + value, 0) / window.length);
        }
        expect(greatestDifference(out[s], windows)).toBeLessThan(1e-5);
      });
    },
  );
  await fc.assert(property, { seed: 6, numRuns: 60 });
});

test('cat without a stride is the values themselves', async () => {
  const { joined, out } = await run(modelOf(3, [5, 6], { kind: 'cat' }), 3);
  expect(out).toEqual(joined);
  expect(out[0].length).toBe(14);
});

test("a sample's interaction has the same bits in whatever batch it runs", async () => {
  for (const interaction of [{ kind: 'dot' } as const, { kind: 'cat', stride: 3 } as const]) {
    const created = await createInteraction(modelOf(10, [10, 10, 10, 10, 10, 10], interaction));
    const joined = Float32Array.from({ length: 5 * 70 }, (_, i) => Math.sin(i));
    const together = new Float32Array(5 * created.outputWidth);
    created.run(joined, 5, together);
    const alone = new Float32Array(created.outputWidth);
    created.run(joined.subarray(3 * 70), 1, alone);
    expect(alone).toEqual(together.subarray(3 * created.outputWidth, 4 * created.outputWidth));
    expect(() => created.run(joined, 6, together)).toThrow('6 samples');
  }
});
