import { expect, test } from 'vitest';
import { seededRandom } from '../../../domain/random.ts';
import { fitNonNegative, type Observation } from '../../../evaluator/calibrate/least-squares.ts';

const draw = (seed: number, truth: readonly number[], noise: number): Observation[] => {
  const random = seededRandom(seed);
  return Array.from({ length: 12 }, () => {
    const counts = truth.map((_, j) => 10 ** (3 * j) * (0.1 + random.next()));
    const exact = counts.reduce((sum, count, j) => sum + count * truth[j], 0);
    return { counts, value: exact * (1 + noise * (random.next() - 0.5)) };
  });
};

test('constants of exact observations are recovered, however different their sizes', () => {
  for (let seed = 0; seed < 20; seed++) {
    const truth = [2, 3e-3, 5e-6];
    fitNonNegative(draw(seed, truth, 0), 3).forEach((x, j) => expect(x / truth[j]).toBeCloseTo(1, 6));
  }
});

test('no constant is negative, and none is better in squares of relative errors', () => {
  const errorOf = (observations: readonly Observation[], x: readonly number[]): number =>
    observations.reduce(
      (sum, { value, counts }) => sum + (counts.reduce((s, count, j) => s + count * x[j], 0) / value - 1) ** 2,
      0,
    );
  let atZero = 0;
  for (let seed = 0; seed < 50; seed++) {
    const observations = draw(seed, [0, 1e-3, 1e-6], 0.3);
    const x = fitNonNegative(observations, 3);
    expect(Math.min(...x)).toBeGreaterThanOrEqual(0);
    if (x[0] === 0) atZero++;
    const random = seededRandom(seed, 'others');
    for (let other = 0; other < 50; other++) {
      const moved = x.map((value, j) => Math.max(0, value + (random.next() - 0.5) * 10 ** -(3 * j) * 0.1));
      expect(errorOf(observations, x)).toBeLessThanOrEqual(errorOf(observations, moved) + 1e-9);
    }
  }
  expect(atZero).toBeGreaterThan(5);
});

test('observations that take no time are refused', () => {
  expect(() => fitNonNegative([{ value: 0, counts: [1] }], 1)).toThrow(RangeError);
});
