import type { Random } from '../../domain/random.ts';

/** Uniform in [0, 1) with 53 bits: 32 would leave a lattice on tables of 2^32 rows. */
const uniform53 = (random: Random): number =>
  (Math.floor(random.next() * 2 ** 21) * 2 ** 32 + random.next() * 2 ** 32) / 2 ** 53;

/**
 * Samples rows of [0, rows), row r with probability proportional to (r + 1)^-exponent; exponent 0 is uniform.
 * Exact for up to 2^32 rows and any exponent >= 0, in constant time and memory.
 * Source: Hörmann and Derflinger, "Rejection-inversion to generate variates from monotone discrete distributions", 1996.
 */
export function createZipfSampler(rows: number, exponent: number): (random: Random) => number {
  if (rows === 1) return () => 0;
  if (exponent === 0) return (random) => random.below(rows);
  const hat = (rank: number): number => rank ** -exponent;
  const start = hatIntegral(1.5, exponent) - 1;
  const end = hatIntegral(rows + 0.5, exponent);
  // Ranks this close above the inverted x are accepted without evaluating the hat's integral.
  const squeeze = 2 - invertHatIntegral(hatIntegral(2.5, exponent) - hat(2), exponent);
  return (random) => {
    for (;;) {
      const u = end + uniform53(random) * (start - end);
      const x = invertHatIntegral(u, exponent);
      const rank = Math.min(rows, Math.max(1, Math.round(x)));
      if (rank - x <= squeeze || u >= hatIntegral(rank + 0.5, exponent) - hat(rank)) return rank - 1;
    }
  };
}

/** (x^(1-s) - 1) / (1-s), continued by ln x at s = 1: expm1 keeps its digits where s is close to 1. */
function hatIntegral(x: number, exponent: number): number {
  const logX = Math.log(x);
  const t = (1 - exponent) * logX;
  return Math.abs(t) < 1e-8 ? logX * (1 + t / 2) : (Math.expm1(t) / t) * logX;
}

/** The x at which hatIntegral takes a value. */
function invertHatIntegral(value: number, exponent: number): number {
  // Rounding can carry t just past the pole of the logarithm for large exponents.
  const t = Math.max(-1, value * (1 - exponent));
  return Math.exp(Math.abs(t) < 1e-8 ? value * (1 - t / 2) : (Math.log1p(t) / t) * value);
}
