import { expect, test } from 'vitest';
import { medianInterval, medianRatio, percentile, summarizeLatency } from '../../evaluator/statistics.ts';

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

test('the bootstrap interval of a median holds it, narrows with the sample and follows its seed', () => {
  const values = (n: number) => Array.from({ length: n }, (_, i) => ((i * 7919) % n) / n);
  const width = (n: number): number => {
    const interval = medianInterval(values(n), 1)!;
    expect(interval.low).toBeLessThanOrEqual(0.5);
    expect(interval.high).toBeGreaterThanOrEqual(0.5 - 1 / n);
    return interval.high - interval.low;
  };
  // Order statistics: about 2 x 1.96 x 0.5 / sqrt(n) for uniform values.
  expect(width(100)).toBeGreaterThan(0.14);
  expect(width(100)).toBeLessThan(0.26);
  expect(width(2000)).toBeLessThan(0.06);
  expect(medianInterval(values(101), 4)).toEqual(medianInterval(values(101), 4));
  expect(medianInterval([1, 2, 3], 1)).toBeNull();
  expect(medianInterval([], 1)).toBeNull();
});
