import type { Random } from '../../domain/random.ts';
import type { Popularity } from '../../domain/trace.ts';
import { createZipfSampler, oneByOne, type RowSampler } from './zipf.ts';

/** Samples stored rows of [0, rows) by a popularity; row 0 is the most popular. */
export function createRowSampler(rows: number, popularity: Popularity): RowSampler {
  return popularity.kind === 'zipf'
    ? createZipfSampler(rows, popularity.exponent)
    : oneByOne(empiricalSampler(rows, popularity));
}

/** Inverts the piecewise linear F: the share of lookups u came from the share x = F^-1(u) of rows. */
function empiricalSampler(rows: number, { shares }: Popularity & { kind: 'empirical' }): (random: Random) => number {
  const points = [{ rows: 0, lookups: 0 }, ...shares];
  return (random) => {
    const u = random.next();
    let low = 1;
    let high = points.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (points[middle].lookups > u) high = middle;
      else low = middle + 1;
    }
    const from = points[low - 1];
    const to = points[low];
    const x = from.rows + ((u - from.lookups) / (to.lookups - from.lookups)) * (to.rows - from.rows);
    return Math.min(rows - 1, Math.floor(x * rows));
  };
}
