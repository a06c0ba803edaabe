import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shuffledPosition } from '../../../evaluator/trace/row-order.ts';

test('the shuffled order is a bijection of [0, rows), whatever the size and name', () => {
  let reached = 0;
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: 3000 }), (name, rows) => {
      const position = shuffledPosition(name, rows);
      const seen = new Set(Array.from({ length: rows }, (_, row) => position(row)));
      reached++;
      return seen.size === rows && Math.min(...seen) === 0 && Math.max(...seen) === rows - 1;
    }),
    { seed: 1, numRuns: 150 },
  );
  expect(reached).toBe(150);
});

test('the shuffled order of a table of 2^32 rows stays inside and repeats no position among 200,000 rows', () => {
  for (const rows of [2 ** 32, 2 ** 32 - 5, 2 ** 31 + 1]) {
    const position = shuffledPosition('giant', rows);
    const seen = new Set<number>();
    for (let i = 0; i < 200_000; i++) seen.add(position(i < 100_000 ? i : rows - 1 - (i - 100_000)));
    expect(seen.size).toBe(200_000);
    expect([...seen].every((p) => Number.isInteger(p) && p >= 0 && p < rows)).toBe(true);
  }
});

test('the hottest rows spread evenly over 16 parts', () => {
  for (const rows of [40_000, 1_000_000, 39_884_406, 2 ** 32]) {
    const position = shuffledPosition(`t${rows}`, rows);
    const counts = Array.from({ length: 16 }, () => 0);
    for (let row = 0; row < 16_000; row++) counts[Math.floor((position(row) * 16) / rows)]++;
    const chiSquare = counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    // 15 degrees of freedom: above 50 with probability 1e-5 for a random permutation.
    expect(chiSquare).toBeLessThan(50);
  }
});

test('two tables of one size have different orders, and an order never changes', () => {
  const orders = ['a', 'b', 'a'].map((name) => {
    const position = shuffledPosition(name, 1000);
    return Array.from({ length: 1000 }, (_, row) => position(row)).join();
  });
  expect(orders[0]).toBe(orders[2]);
  expect(orders[0]).not.toBe(orders[1]);
});
