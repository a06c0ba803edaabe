import type { JaggedFeature } from './jagged.ts';

/** Chance repetitions leave about this much of an estimate from few samples: smaller ones are taken as none. */
const STANDARD_ERRORS = 3;

/**
 * How alike the samples of one request are: the share of their pairs with the same lookups, beyond the share among samples of different
 * requests, as a share of what is left to 1. In [0, 1]; 0 where the excess is within three standard errors of chance, or there are no pairs.
 * Bags of lookups are compared whole and in order. A sample without a lookup counts as one like any other.
 */
export function estimateCorrelation(requests: readonly JaggedFeature[]): number {
  const everywhere = new Map<string, number>();
  let [pairsWithin, equalWithin, samples] = [0, 0, 0];
  for (const request of requests) {
    const own = countBags(request);
    for (const [bag, count] of own) {
      equalWithin += pairs(count);
      everywhere.set(bag, (everywhere.get(bag) ?? 0) + count);
    }
    pairsWithin += pairs(request.lengths.length);
    samples += request.lengths.length;
  }
  const pairsBetween = pairs(samples) - pairsWithin;
  if (pairsWithin === 0 || pairsBetween === 0) return 0;
  const equalBetween = [...everywhere.values()].reduce((sum, count) => sum + pairs(count), 0) - equalWithin;
  const chance = equalBetween / pairsBetween;
  if (chance === 1) return 0;
  const excess = equalWithin / pairsWithin - chance;
  // Pairs that share a sample are not independent: there are no more independent ones than half the samples.
  const error = Math.sqrt((chance * (1 - chance)) / (samples / 2)) + (chance === 0 ? 0 : 1 / samples);
  return excess <= STANDARD_ERRORS * error ? 0 : Math.min(1, excess / (1 - chance));
}

const pairs = (count: number): number => (count * (count - 1)) / 2;

/** How many samples have each bag of lookups; bags as text. */
function countBags({ lengths, indices }: JaggedFeature): Map<string, number> {
  const counts = new Map<string, number>();
  let at = 0;
  for (const length of lengths) {
    const bag = indices.subarray(at, at + length).join();
    counts.set(bag, (counts.get(bag) ?? 0) + 1);
    at += length;
  }
  return counts;
}
