import { mean, quantile } from 'simple-statistics';
import { seededRandom } from '../domain/random.ts';
import { bootstrapInterval, resampledPercentile, type Interval } from './bootstrap.ts';
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

/** value / reference of each pair; empty where a reference is 0. */
export const ratios = (values: readonly number[], references: readonly number[]): number[] =>
  references.some((reference) => reference === 0) ? [] : values.map((value, i) => value / references[i]);

/** Median of the ratios value / reference of pairs; null where there are too few for a median or a reference is 0. */
export const medianRatio = (values: readonly number[], references: readonly number[]): number | null => {
  const all = ratios(values, references);
  return all.length === 0 ? null : percentile(all, 50).value;
};

/** The 95% bootstrap interval of the median; null where there are too few values for one. The same seed gives the same interval. */
export function medianInterval(values: readonly number[], seed: number): Interval | null {
  if (values.length === 0 || percentile(values, 50).value === null) return null;
  const random = seededRandom(seed, 'bootstrap');
  return bootstrapInterval(values.length, resampledPercentile(Float64Array.from(values), 50), { random });
}
