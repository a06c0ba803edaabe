import { expect, test } from 'vitest';
import { medianRatio, percentile, summarizeLatency } from '../../evaluator/statistics.ts';

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => ((i * 7919) % n) + 1);

test('a percentile needs five observations beyond it: P50 from n = 10, P90 from 50, P99 from 500', () => {
  for (const [percent, least] of [
    [50, 10],
    [90, 50],
    [99, 500],
  ]) {
    expect(percentile(upTo(least - 1), percent)).toEqual({ value: null, n: least - 1, note: 'n too small' });
    const carried = percentile(upTo(least), percent);
    expect(carried).toEqual({ value: carried.value, n: least });
    expect(carried.value).not.toBeNull();
  }
});

test('percentiles rise with the percentage and lie inside the sample', () => {
  const { p50, p90, p99, meanMs } = summarizeLatency(upTo(1000));
  // Interpolated between the order statistics around 1 + (n - 1) p.
  expect([p50.value, p90.value, p99.value]).toEqual([500.5, 900.1, 990.01]);
  expect(meanMs).toBe(500.5);
  const sample = upTo(600);
  summarizeLatency(sample);
  expect(sample).toEqual(upTo(600));
});

test('a ratio is the median of paired ratios, not the ratio of medians', () => {
  const references = Array.from({ length: 11 }, (_, i) => i + 1);
  const values = references.map((reference, i) => reference * (i % 2 === 0 ? 3 : 1));
  expect(medianRatio(values, references)).toBe(3);
  expect(medianRatio([1], [1])).toBeNull();
  expect(
    medianRatio(
      values,
      references.map(() => 0),
    ),
  ).toBeNull();
});
