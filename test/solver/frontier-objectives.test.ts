import { expect, test } from 'vitest';
import type { Frontier } from '../../domain/plan.ts';
import type { Problem } from '../../domain/problem.ts';
import { seededRandom, type Random } from '../../domain/random.ts';
import { verifyCertificate } from '../../evaluator/certificate.ts';
import { objectiveValue } from '../../evaluator/estimate.ts';
import { findViolations } from '../../evaluator/violations.ts';
import { SOLVED_OBJECTIVES, toUnits, type Caps, type SolvedObjective } from '../../solver/caps.ts';
import { solveFrontier } from '../../solver/frontier.ts';
import { compileInstance, placementOf } from '../../solver/instance.ts';
import { smallProblem } from '../small-problem.ts';
import { enumerateLegal } from './exact/tiny-instances.ts';
import { OPTIONS, slackOf } from './random-problems.ts';

/** Counts are capped one by one; where two of the others are asked for, one is capped on a grid. */
const COUNTS: readonly SolvedObjective[] = ['hostsUsed', 'fanOut'];

const sets = (size: number, from = 0): SolvedObjective[][] =>
  size === 0
    ? [[]]
    : SOLVED_OBJECTIVES.slice(from).flatMap((first, i) => sets(size - 1, from + i + 1).map((rest) => [first, ...rest]));

/** Four whole tables of two nets on three hosts, of which they fill two, with a placement to move away from. */
function replanning(random: Random): { problem: Problem; legal: readonly Caps[] } {
  const tables = Array.from({ length: 4 }, (_, t) => ({
    name: `t${t}`,
    net: t % 2 === 0 ? 'a' : 'b',
    rows: 100 + random.below(400),
    poolingFactor: 1 + random.below(20),
  }));
  const bytes = tables.reduce((sum, table) => sum + table.rows * 256, 0);
  const constraints = [{ kind: 'tableOptions', allow: ['whole'] }];
  const bare = smallProblem(tables, { hosts: 3, memoryBytes: Math.ceil(bytes * 0.6), constraints });
  const placed = enumerateLegal(compileInstance(bare));
  const current = placed[random.below(placed.length)].assignment;
  const problem = { ...bare, currentPlacement: placementOf(compileInstance(bare), current) };
  return { problem, legal: enumerateLegal(compileInstance(problem)).map(({ values }) => values) };
}

async function frontierOf(problem: Problem): Promise<Frontier> {
  const answer = await solveFrontier(problem, { ...OPTIONS, gridPoints: 6 });
  if (answer.status !== 'solved') throw new Error(JSON.stringify(answer));
  return answer.frontier;
}

test('any two objectives, and some three: no error, no dominated point, legal plans with proofs that hold, and all of an exact frontier', async () => {
  const reached = { frontiers: 0, exact: 0, points: 0, covered: 0, optimal: 0 };
  for (const [i, objectives] of [...sets(2), ...sets(3).filter((_, n) => n % 4 === 0)].entries()) {
    const { problem: own, legal } = replanning(seededRandom(i % 7, 'objectives'));
    const problem = { ...own, objectives };
    const { plans, exactness } = await frontierOf(problem);
    const label = objectives.join();
    expect(exactness, label).toBe(
      objectives.filter((objective) => !COUNTS.includes(objective)).length > 1 ? 'grid' : 'exact',
    );
    const instance = compileInstance(problem);
    const points = plans.map((plan) =>
      objectives.map((objective) => toUnits(instance, objective, objectiveValue(plan.estimate, objective))),
    );
    for (const [a, point] of points.entries())
      for (const [b, other] of points.entries())
        expect(
          a !== b && point.every((value, k) => value <= other[k]),
          `${label}: ${point.join()} covers ${other.join()}`,
        ).toBe(false);
    for (const { epsilons, placement, proof } of plans) {
      expect(findViolations({ ...problem, epsilons }, placement)).toEqual([]);
      const { certificate } = proof;
      if (certificate.kind !== 'mip') expect(verifyCertificate(problem, certificate).holds, label).toBe(true);
      expect(proof.stoppedBy).not.toBe('');
      if (proof.status === 'optimal') reached.optimal++;
    }
    reached.frontiers++;
    reached.points += points.length;
    if (exactness === 'grid') continue;
    reached.exact++;
    for (const values of legal) {
      const point = objectives.map((objective) => values[objective]);
      const isCovered = points.some((known) =>
        known.every((value, k) => value <= point[k] * (1 + Math.max(1e-4, slackOf(objectives[k]))) + 1e-9),
      );
      expect(isCovered, `${label}: ${point.join()}`).toBe(true);
      reached.covered++;
    }
  }
  expect(reached.frontiers).toBe(36 + 21);
  expect(reached.exact).toBeGreaterThan(12);
  expect(reached.points).toBeGreaterThan(60);
  expect(reached.covered).toBeGreaterThan(300);
  expect(reached.optimal).toBeGreaterThan(20);
});
