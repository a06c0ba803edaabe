import type { Popularity } from '../domain/trace.ts';

/**
 * F_t: the share of lookups that goes to the `count` most popular of `rows` rows. In [0, 1], rising in count.
 * Zipf shares are ratios of generalized harmonic numbers. Source: formulation.md, "Data".
 */
export function popularityShare(popularity: Popularity, rows: number, count: number): number {
  if (count <= 0) return 0;
  if (count >= rows) return 1;
  if (popularity.kind === 'zipf') return harmonic(count, popularity.exponent) / harmonic(rows, popularity.exponent);
  const x = count / rows;
  let before = { rows: 0, lookups: 0 };
  for (const point of popularity.shares) {
    if (x <= point.rows) {
      const along = (x - before.rows) / (point.rows - before.rows);
      return before.lookups + along * (point.lookups - before.lookups);
    }
    before = point;
  }
  return 1;
}

const EXACT_TERMS = 64;

/** Sum of i^-s for i = 1..n: the first terms exactly, the rest by Euler-Maclaurin (relative error below 1e-9). */
export function harmonic(n: number, s: number): number {
  let sum = 0;
  const exact = Math.min(n, EXACT_TERMS);
  for (let i = 1; i <= exact; i++) sum += i ** -s;
  if (n <= EXACT_TERMS) return sum;
  const a = EXACT_TERMS;
  const integral = Math.abs(s - 1) < 1e-12 ? Math.log(n / a) : (n ** (1 - s) - a ** (1 - s)) / (1 - s);
  const edges = (n ** -s - a ** -s) / 2;
  const slopes = (-s * n ** (-s - 1) + s * a ** (-s - 1)) / 12;
  return sum + integral + edges + slopes;
}
