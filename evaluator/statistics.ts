import { mean, quantile } from 'simple-statistics';
import type { LatencySummary, Percentile } from '../domain/measurement.ts';

/** So many observations must lie beyond a percentile, or one outlier decides it: P50 needs 10, P90 50, P99 500. */
const OBSERVATIONS_BEYOND = 5;

/** The percentile of a sample (`percent` in (0, 100)), or null with a note where the sample cannot carry it. */
export function percentile(values: readonly number[], percent: number): Percentile {
  const n = values.length;
  if (n * (100 - percent) < OBSERVATIONS_BEYOND * 100) return { value: null, n, note: 'n too small' };
  return { value: quantile([...values], percent / 100), n };
}

/** Latencies in milliseconds, one a request; at least one. */
export const summarizeLatency = (latenciesMs: readonly number[]): LatencySummary => ({
  p50: percentile(latenciesMs, 50),
  p90: percentile(latenciesMs, 90),
  p99: percentile(latenciesMs, 99),
  meanMs: mean([...latenciesMs]),
});

/** Median of the ratios value / reference of pairs; null where there are too few for a median or a reference is 0. */
export function medianRatio(values: readonly number[], references: readonly number[]): number | null {
  if (references.some((reference) => reference === 0)) return null;
  return percentile(
    values.map((value, i) => value / references[i]),
    50,
  ).value;
}
