import { expect, test } from 'vitest';
import type { Certificate } from '../../../domain/plan.ts';
import { seededRandom, type Random } from '../../../domain/random.ts';
import { certifiedBound } from '../../../evaluator/certificate.ts';
import { optionSetOf } from '../../../evaluator/option-set.ts';
import { fewestHostsByDualFeasible, fewestHostsByL2, type Packing } from '../../../evaluator/packing-certificate.ts';
import { certificateOf } from '../../../solver/bounds/certify.ts';
import { dualFeasibleBound } from '../../../solver/bounds/dual-feasible.ts';
import { groundOf } from '../../../solver/bounds/ground.ts';
import { l2Bound } from '../../../solver/bounds/l2.ts';
import { NO_CAPS } from '../../../solver/caps.ts';
import { compileInstance } from '../../../solver/instance.ts';
import { fewestBins, packingProblem } from '../../packing-problems.ts';

const randomSizes = (random: Random, least: number, most: number): number[] =>
  Array.from({ length: 3 + random.below(6) }, () => least + random.below(most - least));

const packingOf = (sizes: readonly number[], capacities: readonly number[]): Packing => ({
  layouts: sizes.map((size) => [[size]]),
  capacities,
});

test('L2 and dual feasible functions never exceed the fewest bins, and the evaluator recomputes them', () => {
  const random = seededRandom(1, 'bounds');
  const reached = { above: 0, tight: 0 };
  for (let i = 0; i < 150; i++) {
    const sizes = randomSizes(random, 15, 90);
    const problem = packingProblem(sizes, 100, sizes.length);
    const instance = compileInstance(problem);
    const optimum = fewestBins(sizes, 100);
    const volume = Math.ceil(sizes.reduce((a, b) => a + b, 0) / 100);
    const ground = groundOf(instance, NO_CAPS);
    const bounds = [{ kind: 'l2' as const, value: l2Bound(ground) }, dualFeasibleBound(ground)];
    for (const bound of bounds) {
      expect(bound.value, `${bound.kind} of ${sizes.join(' ')}`).toBeLessThanOrEqual(optimum);
      const certificate = certificateOf(instance, 'hostsUsed', NO_CAPS, bound);
      expect(certifiedBound(problem, certificate), `${bound.kind} of ${sizes.join(' ')}`).toBe(bound.value);
    }
    const best = Math.max(...bounds.map(({ value }) => value));
    if (best > volume) reached.above++;
    if (best === optimum) reached.tight++;
  }
  expect(reached.above).toBeGreaterThan(50);
  expect(reached.tight).toBeGreaterThan(100);
});

test('every family weighs no bin above the capacity, whatever its parameter', () => {
  const random = seededRandom(2, 'families');
  let reached = 0;
  for (let i = 0; i < 400; i++) {
    const capacity = 20 + random.below(40);
    const parts: number[] = [];
    for (let left = capacity; left > 0; left -= parts[parts.length - 1]) parts.push(1 + random.below(left));
    for (const family of ['cut', 'rounding', 'halving'] as const)
      for (let parameter = 1; parameter <= capacity / 2; parameter++) {
        expect(fewestHostsByDualFeasible(packingOf(parts, [capacity, capacity]), { family, parameter })).toBeLessThan(
          2,
        );
        reached++;
      }
  }
  expect(reached).toBeGreaterThan(10_000);
});

test('hosts that differ are weighed by their own capacity', () => {
  // A host of 100 takes two of 34, one of 45 a single one.
  const hosts = (sizes: readonly number[]): number =>
    fewestHostsByDualFeasible(packingOf(sizes, [100, 45, 45]), { family: 'rounding', parameter: 2 });
  expect(hosts([34, 34])).toBe(1);
  expect(hosts([34, 34, 34])).toBe(2);
  expect(hosts([34, 34, 34, 34])).toBe(3);
  expect(hosts([34, 34, 34, 34, 34])).toBe(4);
});

test('sand fills what is left beside the largest items, and counts beyond it', () => {
  const items = [[[90]], [[90]], [[20]]];
  const sand = (size: number): Packing['layouts'] => [...items, [[size], [size / 2, size / 2]]];
  const capacities = [100, 100, 100, 100];
  expect(fewestHostsByL2({ layouts: sand(20), capacities })).toBe(3);
  expect(fewestHostsByL2({ layouts: sand(100), capacities })).toBe(3);
  expect(fewestHostsByL2({ layouts: sand(102), capacities })).toBe(4);
});

test('a load cap makes bins of hosts: five loads of more than half of it need five', () => {
  const rows = [10, 10, 10, 10, 10];
  const problem = packingProblem(rows, 1000, 5);
  const instance = compileInstance(problem);
  const [load] = instance.partLoad;
  const caps = { ...NO_CAPS, peakLoad: 2 * load - 1 };
  const ground = groundOf(instance, caps);
  expect(l2Bound(ground)).toBe(5);
  const certificate = certificateOf(instance, 'hostsUsed', caps, { kind: 'l2', value: 5 });
  expect(certifiedBound(problem, certificate)).toBe(5);
});

test('a certificate that claims a peak load holds exactly up to what its argument carries', () => {
  const problem = packingProblem([10, 10, 10], 1000, 2);
  const instance = compileInstance(problem);
  const load = instance.partLoad[0] / instance.unitsPerLoad;
  const claim = (bound: number): Certificate => ({
    kind: 'l2',
    objective: 'peakLoad',
    epsilons: [],
    bound,
    options: optionSetOf(problem),
  });
  expect(certifiedBound(problem, claim(2 * load))).toBe(2 * load);
  expect(certifiedBound(problem, claim(2 * load + 1 / instance.unitsPerLoad))).toBe(0);
});
