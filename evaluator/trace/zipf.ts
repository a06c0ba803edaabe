import type { Random, SeededRandom } from '../../domain/random.ts';
import { createKernelMemory, type KernelMemory } from '../runtime/kernels.ts';

/** Draws rows, one or many at once: the same rows from the same generator. */
export interface RowSampler {
  readonly sample: (random: Random) => number;
  readonly draw: (count: number, random: SeededRandom) => Uint32Array;
}

/** Uniform in [0, 1) with 53 bits: 32 would leave a lattice on tables of 2^32 rows. */
const uniform53 = (random: Random): number =>
  (Math.floor(random.next() * 2 ** 21) * 2 ** 32 + random.next() * 2 ** 32) / 2 ** 53;

/**
 * Samples rows of [0, rows), row r with probability proportional to (r + 1)^-exponent; exponent 0 is uniform.
 * Exact for up to 2^32 rows and any exponent >= 0, in constant time and memory. Many rows are drawn by a kernel, which leaves draws
 * that hang on the last digits to `sample`.
 * Source: Hörmann and Derflinger, "Rejection-inversion to generate variates from monotone discrete distributions", 1996.
 */
export function createZipfSampler(rows: number, exponent: number): RowSampler {
  if (rows === 1) return oneByOne(() => 0);
  if (exponent === 0) return oneByOne((random) => random.below(rows));
  const hat = (rank: number): number => rank ** -exponent;
  const start = hatIntegral(1.5, exponent) - 1;
  const end = hatIntegral(rows + 0.5, exponent);
  // Ranks this close above the inverted x are accepted without evaluating the hat's integral.
  const squeeze = 2 - invertHatIntegral(hatIntegral(2.5, exponent) - hat(2), exponent);
  const sample = (random: Random): number => {
    for (;;) {
      const u = end + uniform53(random) * (start - end);
      const x = invertHatIntegral(u, exponent);
      const rank = Math.min(rows, Math.max(1, Math.round(x)));
      if (rank - x <= squeeze || u >= hatIntegral(rank + 0.5, exponent) - hat(rank)) return rank - 1;
    }
  };
  return {
    sample,
    draw(count, random) {
      if (count < FEW) return oneByOne(sample).draw(count, random);
      const values = new Uint32Array(count);
      const { calls, words } = (memory ??= createKernelMemory(4 * (DRAWS_AT + MOST_DRAWS)));
      const state = words.subarray(STATE_AT, STATE_AT + 4);
      random.save(state);
      for (let at = 0; at < count;) {
        const most = Math.min(MOST_DRAWS, count - at);
        const drawn = calls.drawZipf(4 * STATE_AT, 4 * DRAWS_AT, most, rows, exponent, start, end, squeeze);
        values.set(words.subarray(DRAWS_AT, DRAWS_AT + drawn), at);
        at += drawn;
        if (drawn === most) continue;
        random.restore(state);
        values[at++] = sample(random);
        random.save(state);
      }
      random.restore(state);
      return values;
    },
  };
}

/** A sampler that draws rows one after another. */
export const oneByOne = (sample: (random: Random) => number): RowSampler => ({
  sample,
  draw(count, random) {
    const values = new Uint32Array(count);
    for (let i = 0; i < count; i++) values[i] = sample(random);
    return values;
  },
});

/** Drawn in JavaScript sooner than the generator's state goes over and back. */
const FEW = 16;
/** Words of the kernel's memory: the generator's state, and draws from a cache line of their own. */
const [STATE_AT, DRAWS_AT, MOST_DRAWS] = [0, 16, 8192];
let memory: KernelMemory | undefined;

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
