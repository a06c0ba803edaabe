import { expect, test } from 'vitest';
import type { Frontier, Plan } from '../../domain/plan.ts';
import type { ObjectiveName, Problem } from '../../domain/problem.ts';
import { seededRandom } from '../../domain/random.ts';
import { certifiedBound } from '../../evaluator/certificate.ts';
import { objectiveValue } from '../../evaluator/estimate.ts';
import { findViolations } from '../../evaluator/violations.ts';
import { loadFleetFixture, loadModelFixture } from '../../api/fixtures.ts';
import { toUnits } from '../../solver/caps.ts';
import { solveFrontier } from '../../solver/frontier.ts';
import { compileInstance } from '../../solver/instance.ts';
import { smallProblem } from '../small-problem.ts';
import { enumerateLegal, randomInstance } from './exact/tiny-instances.ts';
import { OPTIONS } from './random-problems.ts';

const fixture = (model: string, fleet: string, objectives: ObjectiveName[]): Problem => {
  const { model: own, workload } = loadModelFixture(model);
  return {
    model: own,
    workload,
    fleet: loadFleetFixture(fleet),
    objectives,
    epsilons: [],
    constraints: [],
    loadMeasure: 'lookupBytes',
  };
};

async function frontierOf(
  problem: Problem,
  options: Partial<Parameters<typeof solveFrontier>[1]> = {},
): Promise<Frontier> {
  const answer = await solveFrontier(problem, { ...OPTIONS, ...options });
  if (answer.status !== 'solved') throw new Error(JSON.stringify(answer));
  return answer.frontier;
}

const valuesOf = (plan: Plan, objectives: readonly ObjectiveName[]): number[] =>
  objectives.map((objective) => objectiveValue(plan.estimate, objective));

const dominates = (a: readonly number[], b: readonly number[]): boolean =>
  a.every((value, i) => value <= b[i]) && a.some((value, i) => value < b[i]);

function expectNoneDominated({ plans, objectives }: Frontier): void {
  const points = plans.map((plan) => valuesOf(plan, objectives));
  for (const [i, a] of points.entries())
    for (const [j, b] of points.entries())
      if (i !== j) expect(dominates(a, b), `${a.join()} against ${b.join()}`).toBe(false);
}

test('criteo over 8 hosts of 32 GiB has at least five plans, none of which dominates another', async () => {
  const problem = fixture('criteo-terabyte-dcnv2', '8x32gib', ['hostsUsed', 'peakLoad', 'bytesOnWire']);
  const frontier = await frontierOf(problem);
  expect(frontier.plans.length).toBeGreaterThanOrEqual(5);
  expectNoneDominated(frontier);
  for (const plan of frontier.plans) {
    expect(findViolations({ ...problem, epsilons: plan.epsilons }, plan.placement)).toEqual([]);
    expect(certifiedBound(problem, plan.proof.certificate)).toBeGreaterThanOrEqual(plan.proof.bound * (1 - 1e-12));
    expect(plan.proof.gap).toBeLessThan(0.1);
  }
});

test('no published strategy dominates a point of the frontier, and a legal one is on it or beaten', async () => {
  for (const [model, fleet] of [
    ['criteo-terabyte-dcnv2', '8x32gib'],
    ['drm2', '8x32gib'],
  ]) {
    const frontier = await frontierOf(fixture(model, fleet, ['hostsUsed', 'peakLoad']));
    expect(frontier.strategies.map(({ strategy }) => strategy)).toHaveLength(9);
    const legal = frontier.strategies.filter((outcome) => outcome.legal);
    expect(legal.length).toBeGreaterThan(5);
    for (const { estimate } of legal) {
      if (estimate === undefined) throw new Error('a legal strategy is estimated');
      const own = frontier.objectives.map((objective) => objectiveValue(estimate, objective));
      // 0.01%: what a further host has to gain to be worth a point.
      const isCovered = frontier.plans.some((plan) =>
        valuesOf(plan, frontier.objectives).every((value, i) => value <= own[i] * 1.0001),
      );
      expect(isCovered).toBe(true);
      for (const plan of frontier.plans) expect(dominates(own, valuesOf(plan, frontier.objectives))).toBe(false);
    }
  }
});

test('the frontier of tiny instances is that of enumeration', async () => {
  const random = seededRandom(41, 'frontier');
  const axes = ['hostsUsed', 'peakLoad', 'fanOut'] as const;
  const reached = { points: 0, frontiers: 0 };
  for (let i = 0; i < 20; i++) {
    const instance = randomInstance(random);
    const legal = enumerateLegal(instance);
    if (legal.length === 0) continue;
    const frontier = await frontierOf({ ...instance.problem, objectives: [...axes] }, { seed: i });
    expect(frontier.exactness).toBe('exact');
    expectNoneDominated(frontier);
    const known = frontier.plans.map((plan) => axes.map((axis) => toUnits(instance, axis, plan.estimate[axis])));
    for (const { values } of legal) {
      const point = axes.map((axis) => values[axis]);
      const isCovered = known.some((own) => own.every((value, axis) => value <= point[axis] * 1.0001));
      expect(isCovered, `case ${i}: ${point.join()}`).toBe(true);
    }
    reached.points += known.length;
    reached.frontiers++;
  }
  expect(reached.frontiers).toBeGreaterThan(12);
  expect(reached.points).toBeGreaterThan(reached.frontiers);
});

test('two nets give fan-out an axis: fewer calls cost peak load', async () => {
  const frontier = await frontierOf(fixture('drm1', '8x32gib', ['hostsUsed', 'peakLoad', 'fanOut']));
  expectNoneDominated(frontier);
  const eight = frontier.plans.filter((plan) => plan.estimate.hostsUsed === 8);
  expect(eight.length).toBeGreaterThan(2);
  const byFanOut = eight.toSorted((a, b) => a.estimate.fanOut - b.estimate.fanOut);
  for (const [i, plan] of byFanOut.slice(1).entries())
    expect(plan.estimate.peakLoad).toBeLessThan(byFanOut[i].estimate.peakLoad);
});

test('with one net fan-out is no axis of its own', async () => {
  const three = await frontierOf(fixture('synthetic-small', '4x32gib', ['hostsUsed', 'peakLoad']));
  const four = await frontierOf(fixture('synthetic-small', '4x32gib', ['hostsUsed', 'peakLoad', 'fanOut']));
  expect(four.cells).toEqual(three.cells);
  expect(four.plans.length).toBe(three.plans.length);
});

test('any two to four solved objectives can be swept', async () => {
  const tables = [3, 5, 8, 13, 21].map((rows, i) => ({
    name: `t${i}`,
    rows: rows * 100,
    poolingFactor: 1 + i,
    net: i % 2 ? 'a' : 'b',
  }));
  const sets: ObjectiveName[][] = [
    ['hostsUsed', 'fanOut'],
    ['bytesOnWire', 'fanOut'],
    ['bytesOnWire', 'peakLoad'],
    ['fanOut', 'peakLoad', 'hostsUsed'],
    ['hostsUsed', 'peakLoad', 'bytesOnWire', 'fanOut'],
  ];
  for (const objectives of sets) {
    const frontier = await frontierOf(smallProblem(tables, { hosts: 3, memoryBytes: 700_000, objectives }));
    expectNoneDominated(frontier);
    expect(frontier.plans.length).toBeGreaterThan(0);
    expect(frontier.exactness).toBe(
      objectives.includes('bytesOnWire') && objectives.includes('peakLoad') ? 'grid' : 'exact',
    );
  }
});

test('the same seed gives the same bytes, and progress ends at its total', async () => {
  const problem = fixture('criteo-terabyte-dcnv2', '8x32gib', ['hostsUsed', 'peakLoad']);
  const seen: [number, number][] = [];
  const a = await frontierOf(problem, { onProgress: (done, of) => seen.push([done, of]) });
  const b = await frontierOf(problem);
  expect(JSON.stringify(a)).toBe(JSON.stringify(b));
  expect(seen.at(-1)?.[0]).toBe(seen.at(-1)?.[1]);
  expect(seen.map(([done]) => done)).toEqual(seen.map((_, i) => i + 1));
});

test('an epsilon of the problem holds in every plan', async () => {
  const base = fixture('criteo-terabyte-dcnv2', '8x32gib', ['hostsUsed', 'peakLoad']);
  const frontier = await frontierOf({ ...base, epsilons: [{ objective: 'hostsUsed', atMost: 6 }] });
  expect(frontier.plans.length).toBeGreaterThan(1);
  for (const plan of frontier.plans) expect(plan.estimate.hostsUsed).toBeLessThanOrEqual(6);
});

test('an aborted sweep answers with the plans that it has', async () => {
  const controller = new AbortController();
  const problem = fixture('criteo-terabyte-dcnv2', '8x32gib', ['hostsUsed', 'peakLoad', 'bytesOnWire']);
  const frontier = await frontierOf(problem, {
    signal: controller.signal,
    onProgress: (done) => done === 3 && controller.abort(),
  });
  expect(frontier.cells.unswept).toBeGreaterThan(10);
  expect(frontier.plans.length).toBeGreaterThan(0);
});

test('an impossible problem is infeasible with the bytes that are short', async () => {
  const answer = await solveFrontier(fixture('synthetic-jumbo', '4x32gib', ['hostsUsed', 'peakLoad']), OPTIONS);
  expect(answer).toMatchObject({ status: 'infeasible' });
  if (answer.status === 'infeasible')
    expect(answer.reasons[0]).toMatchObject({ kind: 'memoryShort', shortBytes: 3_201_313_174_528 });
});

test('tables that fit only when split give a frontier too, though their load would not ask for it', async () => {
  const large = ['a', 'b', 'c'].map((name) => ({ name, rows: 600 }));
  // Nearly all of the load, and a row that cannot be split.
  const tables = [...large, { name: 'hot', rows: 1, poolingFactor: 100 }];
  const problem = smallProblem(tables, { hosts: 2, memoryBytes: 256_000, objectives: ['hostsUsed', 'peakLoad'] });
  expect(compileInstance(problem).mostParts).toBe(1);
  const { plans } = await frontierOf(problem);
  expect(plans).toHaveLength(1);
  expect(plans[0].estimate.hostsUsed).toBe(2);
});
