import { mean } from 'simple-statistics';
import { seededRandom } from '../domain/random.ts';
import { bootstrapInterval, resampledPercentile, type Interval } from './bootstrap.ts';
import { percentile } from './statistics.ts';

export type PairedStatistic = 50 | 90 | 99 | 'mean';

/** A statistic of two forms that served the same requests in turns. Intervals hold with 95%, requests resampled in pairs. */
export interface PairedComparison {
  readonly n: number;
  readonly before: number;
  readonly after: number;
  readonly afterInterval: Interval;
  /** after less before. */
  readonly differenceInterval: Interval;
  /** after over before; null where before is 0 in some resample. */
  readonly ratioInterval: Interval | null;
}

/** Compares two forms request by request; undefined where the sample cannot carry the percentile. */
export function comparePaired(
  before: readonly number[],
  after: readonly number[],
  statistic: PairedStatistic,
  seed: number,
): PairedComparison | undefined {
  if (before.length !== after.length || before.length === 0) return undefined;
  if (statistic !== 'mean' && percentile(before, statistic).value === null) return undefined;
  const [first, second] = [before, after].map((values) => statisticOf(values, statistic));
  const all = Uint32Array.from(before, (_, position) => position);
  // One stream for all three: they are of the same resamples.
  const interval = (of: (positions: Uint32Array) => number): Interval =>
    bootstrapInterval(before.length, of, { random: seededRandom(seed, `paired ${statistic}`) });
  const ratioInterval = interval((positions) => second(positions) / first(positions));
  return {
    n: before.length,
    before: first(all),
    after: second(all),
    afterInterval: interval(second),
    differenceInterval: interval((positions) => second(positions) - first(positions)),
    ratioInterval: Number.isFinite(ratioInterval.high) ? ratioInterval : null,
  };
}

function statisticOf(values: readonly number[], statistic: PairedStatistic): (positions: Uint32Array) => number {
  if (statistic !== 'mean') return resampledPercentile(Float64Array.from(values), statistic);
  return (positions) => mean(Array.from(positions, (position) => values[position]));
}
