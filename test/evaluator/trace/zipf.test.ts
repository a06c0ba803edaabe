import { expect, test } from 'vitest';
import { seededRandom } from '../../../domain/random.ts';
import { createRowSampler } from '../../../evaluator/trace/popularity.ts';
import { createKernelMemory } from '../../../evaluator/runtime/kernels.ts';
import { createZipfSampler } from '../../../evaluator/trace/zipf.ts';

const DRAWS = 200_000;

/** Chi square of observed draws against exact probabilities, divided so that 0 is the mean and 1 a standard deviation. */
function deviation(counts: readonly number[], probabilities: readonly number[]): number {
  const chiSquare = counts.reduce(
    (sum, count, i) => sum + (count - DRAWS * probabilities[i]) ** 2 / (DRAWS * probabilities[i]),
    0,
  );
  const degrees = counts.length - 1;
  return (chiSquare - degrees) / Math.sqrt(2 * degrees);
}

test('draws have the probabilities of the Zipf law for exponents 0, below 1, 1 and above', () => {
  for (const exponent of [0, 0.3, 0.9, 1, 1.0000001, 1.2, 2.5])
    for (const rows of [2, 3, 50]) {
      const sampler = createZipfSampler(rows, exponent);
      const random = seededRandom(7, `zipf ${exponent} ${rows}`);
      const counts = Array.from({ length: rows }, () => 0);
      for (let i = 0; i < DRAWS; i++) counts[sampler.sample(random)]++;
      const weights = counts.map((_, row) => (row + 1) ** -exponent);
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      const far = deviation(
        counts,
        weights.map((weight) => weight / total),
      );
      expect(far, `exponent ${exponent}, ${rows} rows`).toBeLessThan(5);
    }
});

test('tables of 2^32 rows are sampled to the last row', () => {
  for (const exponent of [0, 0.5, 1, 1.05]) {
    const rows = 2 ** 32;
    const sampler = createZipfSampler(rows, exponent);
    const random = seededRandom(1, `giant ${exponent}`);
    let upperHalf = 0;
    for (let i = 0; i < 20_000; i++) {
      const row = sampler.sample(random);
      expect(row >= 0 && row < rows && Number.isInteger(row)).toBe(true);
      if (row >= rows / 2) upperHalf++;
    }
    // Share of ranks above n/2 by the integral of the law, exact to 1e-2 where the head matters (exponent 1.05).
    const head = (x: number): number =>
      exponent === 1 ? Math.log(x) + 0.5772 : (x ** (1 - exponent) - 1) / (1 - exponent) + (exponent > 0 ? 0.577 : 1);
    expect(upperHalf / 20_000).toBeCloseTo(1 - head(rows / 2) / head(rows), 1);
  }
});

test('an exponent of 0 and an empirical diagonal are both uniform', () => {
  for (const sampler of [
    createZipfSampler(10, 0),
    createRowSampler(10, { kind: 'empirical', shares: [{ rows: 1, lookups: 1 }] }),
  ]) {
    const random = seededRandom(3);
    const counts = Array.from({ length: 10 }, () => 0);
    for (let i = 0; i < DRAWS; i++) counts[sampler.sample(random)]++;
    expect(
      deviation(
        counts,
        counts.map(() => 0.1),
      ),
    ).toBeLessThan(5);
  }
});

test('an empirical popularity gives each share of rows its share of lookups', () => {
  const shares = [
    { rows: 0.1, lookups: 0.6 },
    { rows: 0.5, lookups: 1 },
    { rows: 1, lookups: 1 },
  ];
  const sampler = createRowSampler(1000, { kind: 'empirical', shares });
  const random = seededRandom(4);
  const counts = [0, 0, 0];
  for (let i = 0; i < DRAWS; i++) {
    const row = sampler.sample(random);
    counts[row < 100 ? 0 : row < 500 ? 1 : 2]++;
  }
  expect(counts[0] / DRAWS).toBeCloseTo(0.6, 2);
  expect(counts[1] / DRAWS).toBeCloseTo(0.4, 2);
  expect(counts[2]).toBe(0);
});

test('many rows drawn at once are those drawn one by one, and leave the generator where these leave it', () => {
  let drawn = 0;
  for (const exponent of [0, 0.2, 0.9, 1 - 1e-9, 1, 1 + 1e-12, 1.05, 1.2, 2.5, 40])
    for (const rows of [1, 2, 3, 1000, 4_000_000, 40_000_000, 2 ** 32])
      for (const count of [1, 15, 16, 20_000]) {
        const { sample, draw } = createZipfSampler(rows, exponent);
        const [one, many] = [0, 1].map(() => seededRandom(count, `zipf ${exponent} ${rows}`));
        const expected = Uint32Array.from({ length: count }, () => sample(one));
        expect(Buffer.compare(Buffer.from(draw(count, many).buffer), Buffer.from(expected.buffer))).toBe(0);
        expect(many.next()).toBe(one.next());
        drawn += count;
      }
  expect(drawn).toBeGreaterThan(1_000_000);
});

test('a draw in doubt is left to the caller, with the generator as it was', () => {
  const { calls, words } = createKernelMemory(2 ** 20);
  // A squeeze that is not a number leaves each draw in doubt.
  words.set([1, 2, 3, 4]);
  expect(calls.drawZipf(0, 64, 1000, 100, 1.05, -1, 4, NaN)).toBe(0);
  expect([...words.subarray(0, 4)]).toEqual([1, 2, 3, 4]);
});
