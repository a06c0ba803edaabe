import type { Random } from '../../domain/random.ts';

/** Moments of Poisson arrivals, milliseconds from the first: gaps are exponential with mean 1 / rate. */
export function poissonArrivals(count: number, requestsPerSecond: number, random: Random): number[] {
  let at = 0;
  return Array.from({ length: count }, (_, i) => {
    // 1 - u keeps the logarithm finite.
    if (i > 0) at += (-Math.log(1 - random.next()) / requestsPerSecond) * 1000;
    return at;
  });
}
