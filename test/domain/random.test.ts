import { expect, test } from 'vitest';
import { seededRandom } from '../../domain/random.ts';

const draw = (seed: number, stream: string): number[] => {
  const random = seededRandom(seed, stream);
  return Array.from({ length: 2000 }, () => random.next());
};

test('equal seeds and streams give equal numbers; another seed or stream gives others', () => {
  expect(draw(7, 'a')).toEqual(draw(7, 'a'));
  expect(draw(7, 'a').slice(0, 8)).not.toEqual(draw(8, 'a').slice(0, 8));
  expect(draw(7, 'a').slice(0, 8)).not.toEqual(draw(7, 'b').slice(0, 8));
});

test('numbers are uniform in [0, 1) and `below` reaches each value', () => {
  const numbers = draw(3, 'uniform');
  const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...numbers)).toBeLessThan(1);
  // Four standard errors of the mean of 2,000 uniform numbers.
  expect(Math.abs(mean - 0.5)).toBeLessThan(4 / Math.sqrt(12 * 2000));
  const random = seededRandom(1);
  expect(new Set(Array.from({ length: 200 }, () => random.below(6)))).toEqual(new Set([0, 1, 2, 3, 4, 5]));
});
