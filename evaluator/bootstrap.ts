import { quantile } from 'simple-statistics';
import type { Random } from '../domain/random.ts';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

const CONFIDENCE = 0.95;
const RESAMPLES = 1000;

/**
 * The 95% percentile interval of a statistic of `count` observations, over 1,000 resamples of their positions with replacement. Observations
 * that depend on their neighbours are drawn in runs of `blockLength` (circular), which keeps what runs have in common.
 * Source: Efron 1979; Politis and Romano 1992 (circular blocks).
 */
export function bootstrapInterval(
  count: number,
  statistic: (positions: Uint32Array) => number,
  { random, blockLength = 1 }: { readonly random: Random; readonly blockLength?: number },
): Interval {
  const positions = new Uint32Array(count);
  const values = Array.from({ length: RESAMPLES }, () => {
    for (let at = 0; at < count; at += blockLength) {
      const from = random.below(count);
      for (let i = 0; i < blockLength && at + i < count; i++) positions[at + i] = (from + i) % count;
    }
    return statistic(positions);
  });
  return { low: quantile(values, (1 - CONFIDENCE) / 2), high: quantile(values, (1 + CONFIDENCE) / 2) };
}

/**
 * The percentile (`percent` in (0, 100)) of the values at drawn positions, between order statistics where it falls between them. The values
 * are sorted once: a draw then costs a count of each value and a walk up the counts.
 */
export function resampledPercentile(values: Float64Array, percent: number): (positions: Uint32Array) => number {
  const order = Uint32Array.from(values, (_, i) => i).sort((a, b) => values[a] - values[b]);
  const rankOf = new Uint32Array(values.length);
  order.forEach((position, rank) => (rankOf[position] = rank));
  const counts = new Uint32Array(values.length);
  return (positions) => {
    counts.fill(0);
    for (let i = 0; i < positions.length; i++) counts[rankOf[positions[i]]]++;
    const wanted = ((positions.length - 1) * percent) / 100;
    let rank = 0;
    let seen = counts[0];
    while (seen <= Math.floor(wanted)) seen += counts[++rank];
    const below = values[order[rank]];
    while (seen <= Math.ceil(wanted)) seen += counts[++rank];
    return below + (wanted % 1) * (values[order[rank]] - below);
  };
}
