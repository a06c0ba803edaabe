import { probit } from 'simple-statistics';
import type { Random } from '../../domain/random.ts';
import type { FeatureTraffic } from '../../domain/trace.ts';

/** A trace's lengths stop here (domain/trace.ts), far out in the tail of any real workload. */
const MOST_LOOKUPS = 1_000_000;

/** Normal quantiles at (i + 1/2) / 128. */
const NORMAL_QUANTILES: readonly number[] = Array.from({ length: 128 }, (_, i) => probit((i + 0.5) / 128));

/**
 * Samples the lookups of one occasion: none with probability 1 - a, else a count with mean m = p / a and the stated spread.
 * Counts are 1 + a lognormal of mean m - 1, rounded up or down at random so that the mean is exact; where the spread is no
 * larger than what that rounding alone makes, the count is m rounded at random: no integer count of mean m varies less.
 */
export function createCountSampler(traffic: FeatureTraffic): (random: Random) => number {
  const { poolingFactor, poolingSpread, presence } = traffic;
  if (presence === 0) return () => 0;
  const mean = poolingFactor / presence;
  const excess = createExcessSampler(mean - 1, poolingSpread);
  return (random) => (presence < 1 && random.next() >= presence ? 0 : Math.min(MOST_LOOKUPS, 1 + excess(random)));
}

function createExcessSampler(mean: number, spread: number): (random: Random) => number {
  if (mean <= 0) return () => 0;
  const variance = lognormalVariance(mean, spread);
  if (variance === 0) return (random) => roundAtRandom(mean, random);
  const sigma = Math.sqrt(Math.log1p(variance / mean ** 2));
  const mu = Math.log(mean) - sigma ** 2 / 2;
  return (random) => roundAtRandom(Math.exp(mu + sigma * standardNormal(random)), random);
}

/**
 * The variance of the lognormal whose rounded form has the stated spread: spread^2 less the mean of f (1 - f), the variance
 * that rounding a value of fraction f adds. 0 where rounding alone reaches the spread.
 */
function lognormalVariance(mean: number, spread: number): number {
  const target = spread ** 2;
  let low = 0;
  let high = target;
  if (roundingVariance(mean, 0) >= target) return 0;
  for (let step = 0; step < 30; step++) {
    const middle = (low + high) / 2;
    if (middle + roundingVariance(mean, middle) < target) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Mean of f (1 - f) over equally likely quantiles of the lognormal. */
function roundingVariance(mean: number, variance: number): number {
  const sigma = Math.sqrt(Math.log1p(variance / mean ** 2));
  const mu = Math.log(mean) - sigma ** 2 / 2;
  let sum = 0;
  for (const z of NORMAL_QUANTILES) {
    const value = Math.exp(mu + sigma * z);
    const fraction = value - Math.floor(value);
    sum += fraction * (1 - fraction);
  }
  return sum / NORMAL_QUANTILES.length;
}

/** Rounds up with the probability of the fraction: the mean is the value itself. */
const roundAtRandom = (value: number, random: Random): number => {
  const floor = Math.floor(value);
  return floor + (random.next() < value - floor ? 1 : 0);
};

/** Box and Muller 1958; 1 - u keeps the logarithm finite. */
const standardNormal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
