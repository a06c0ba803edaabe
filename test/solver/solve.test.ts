import { expect, test } from 'vitest';
import type { Plan } from '../../domain/plan.ts';
import type { Epsilon, ObjectiveName, Problem } from '../../domain/problem.ts';
import { placementHash } from '../../domain/placement.ts';
import { seededRandom } from '../../domain/random.ts';
import { certifiedBound } from '../../evaluator/certificate.ts';
import { findViolations } from '../../evaluator/violations.ts';
import { loadFleetFixture, loadModelFixture } from '../../api/fixtures.ts';
import { solve } from '../../solver/solve.ts';
import { smallProblem } from '../small-problem.ts';
import { enumerateLegal, randomInstance } from './exact/tiny-instances.ts';
import { toNatural } from '../../solver/caps.ts';
import { completeInstance } from '../../solver/instance.ts';
import { OPTIONS, problemOf, randomProblem } from './random-problems.ts';

async function planOf(problem: Problem): Promise<Plan | undefined> {
  const answer = await solve(problem, OPTIONS);
  return 'plan' in answer ? answer.plan : undefined;
}

test('solve finds the optimum of enumeration, and is never infeasible where a plan exists', async () => {
  const random = seededRandom(21, 'solve');
  const reached = { plans: 0, optimal: 0, without: 0 };
  for (let i = 0; i < 14; i++) {
    const instance = randomInstance(random);
    const legal = enumerateLegal(completeInstance(instance));
    const answer = await solve(instance.problem, { ...OPTIONS, seed: i });
    if (legal.length === 0) {
      // The wider option set of a second search may hold plans that the default one does not.
      if (!('plan' in answer)) reached.without++;
      continue;
    }
    if (!('plan' in answer)) throw new Error(`case ${i}: ${JSON.stringify(answer)}`);
    const optimum = toNatural(instance, 'peakLoad', Math.min(...legal.map(({ values }) => values.peakLoad)));
    expect(answer.plan.proof.value / optimum, `case ${i}`).toBeCloseTo(1, 6);
    expect(answer.plan.proof.bound).toBeLessThanOrEqual(optimum * (1 + 1e-9));
    reached.plans++;
    if (answer.status === 'optimal') reached.optimal++;
  }
  expect(reached.plans).toBeGreaterThan(8);
  expect(reached.optimal).toBeGreaterThan(6);
  expect(reached.without).toBeGreaterThan(0);
});

test('the order of tables does not change a proven optimum', async () => {
  const random = seededRandom(22, 'order');
  let compared = 0;
  for (let i = 0; i < 5; i++) {
    const problem = randomProblem(random);
    const reversed = { ...problem, tables: problem.tables.toReversed() };
    const [a, b] = [await planOf(problemOf(problem)), await planOf(problemOf(reversed))];
    expect(a === undefined).toBe(b === undefined);
    if (a === undefined || b === undefined || a.proof.status !== 'optimal' || b.proof.status !== 'optimal') continue;
    expect(a.proof.value / b.proof.value).toBeCloseTo(1, 9);
    compared++;
  }
  expect(compared).toBeGreaterThan(2);
});

test('more memory never worsens a proven optimum', async () => {
  const random = seededRandom(23, 'memory');
  let compared = 0;
  for (let i = 0; i < 5; i++) {
    const problem = randomProblem(random);
    const tight = await planOf(problemOf(problem));
    const roomy = await planOf(problemOf({ ...problem, memoryBytes: problem.memoryBytes * 2 }));
    if (tight?.proof.status !== 'optimal') continue;
    expect(roomy?.proof.value).toBeLessThanOrEqual(tight.proof.value * (1 + 1e-9));
    compared++;
  }
  expect(compared).toBeGreaterThan(2);
});

test('a looser epsilon never worsens a proven optimum', async () => {
  const random = seededRandom(24, 'epsilon');
  let compared = 0;
  const withCap = (epsilon: Epsilon) => ({ objectives: ['peakLoad'], epsilons: [epsilon] });
  for (let i = 0; i < 5; i++) {
    const problem = randomProblem(random);
    const base = await planOf(problemOf(problem, { objectives: ['bytesOnWire'] }));
    if (base === undefined) continue;
    const atMost = base.proof.value;
    const tight = await planOf(problemOf(problem, withCap({ objective: 'bytesOnWire', atMost })));
    const loose = await planOf(problemOf(problem, withCap({ objective: 'bytesOnWire', atMost: atMost * 1.5 })));
    if (tight === undefined || loose === undefined) throw new Error(`case ${i}: a plan under the cap was known`);
    if (tight.proof.status !== 'optimal') continue;
    expect(loose.proof.value).toBeLessThanOrEqual(tight.proof.value * (1 + 1e-9));
    compared++;
  }
  expect(compared).toBeGreaterThan(2);
});

test('further objectives give nothing of the first one back, and are minimised in order', async () => {
  const random = seededRandom(25, 'lexicographic');
  let lower = 0;
  for (let i = 0; i < 15; i++) {
    const problem = randomProblem(random);
    const one = await planOf(problemOf(problem, { objectives: ['hostsUsed'] }));
    const all = await planOf(problemOf(problem, { objectives: ['hostsUsed', 'peakLoad', 'bytesOnWire'] }));
    if (one === undefined || all === undefined) continue;
    expect(all.estimate.hostsUsed).toBe(one.estimate.hostsUsed);
    expect(all.estimate.peakLoad).toBeLessThanOrEqual(one.estimate.peakLoad);
    if (all.estimate.peakLoad < one.estimate.peakLoad) lower++;
  }
  expect(lower).toBeGreaterThan(1);
});

test('the same seed gives the same bytes', async () => {
  const problem = drm1({ objectives: ['fanOut', 'peakLoad'] });
  const [a, b] = [await solve(problem, OPTIONS), await solve(problem, OPTIONS)];
  expect(JSON.stringify(a)).toBe(JSON.stringify(b));
});

test('every plan is legal, canonical and carries a certificate that the evaluator recomputes', async () => {
  const plans: Plan[] = [];
  const answer = await solve(drm1({ objectives: ['hostsUsed', 'fanOut'] }), {
    ...OPTIONS,
    onPlan: (p) => plans.push(p),
  });
  if (!('plan' in answer)) throw new Error(answer.status);
  expect(answer.plan.proof).toMatchObject({ status: 'optimal', value: 6, bound: 6, gap: 0, gapKind: 'absolute' });
  for (const plan of [...plans, answer.plan]) {
    const problem = { ...drm1({}), epsilons: plan.epsilons };
    expect(findViolations(problem, plan.placement)).toEqual([]);
    expect(plan.placementHash).toBe(placementHash(plan.placement));
    expect(certifiedBound(problem, plan.proof.certificate)).toBe(plan.proof.bound);
  }
  expect(plans.length).toBeGreaterThan(0);
});

test('1,022 tables of 3.34 TB, two of which must be split, are planned over 64 hosts of 64 GiB', async () => {
  const { model, workload } = loadModelFixture('synthetic-jumbo');
  const fleet = loadFleetFixture('64x64gib');
  const plan = await planOf({ ...drm1({}), model, workload, fleet });
  if (plan === undefined) throw new Error('no plan');
  expect(findViolations({ ...drm1({}), model, workload, fleet }, plan.placement)).toEqual([]);
  expect(plan.proof.gap).toBeLessThan(0.01);
  const slices = plan.placement.shards.flatMap((shard) => shard.slices);
  for (const giant of ['t74', 't75'])
    expect(slices.filter((slice) => slice.table === giant && slice.kind === 'rows').length).toBeGreaterThan(5);
});

test('a pinned table stays where it is pinned, a drained host stays empty, and a host is chosen for what it must hold', async () => {
  const tables = ['a', 'b', 'c'].map((name) => ({ name, rows: 1000, poolingFactor: 5 }));
  const problem = smallProblem(tables, {
    hosts: 4,
    objectives: ['hostsUsed'],
    constraints: [
      { kind: 'pin', table: 'a', hosts: ['host-3'] },
      { kind: 'forbid', table: 'b', hosts: ['host-3'] },
      { kind: 'drained', hosts: ['host-0', 'host-1'] },
    ],
  });
  const plan = await planOf(problem);
  const hostOf = (table: string): string[] =>
    plan?.placement.shards.filter((s) => s.slices.some((slice) => slice.table === table)).map((s) => s.host) ?? [];
  expect(hostOf('a')).toEqual(['host-3']);
  expect(hostOf('b')).toEqual(['host-2']);
  expect(plan?.estimate.hostsUsed).toBe(2);
});

test('a cancelled search answers with what it has, and runs no MIP', async () => {
  const controller = new AbortController();
  controller.abort();
  const answer = await solve(drm1({}), { ...OPTIONS, signal: controller.signal });
  if (!('plan' in answer)) expect(answer).toMatchObject({ status: 'noPlanFound', stoppedBy: 'cancelled' });
  else expect(answer.plan.proof.stoppedBy).toBe('cancelled');
});

function drm1(rest: { objectives?: ObjectiveName[] }): Problem {
  const { model, workload } = loadModelFixture('drm1');
  return {
    model,
    workload,
    fleet: loadFleetFixture('8x32gib'),
    objectives: ['peakLoad'],
    epsilons: [],
    constraints: [],
    loadMeasure: 'lookupBytes',
    ...rest,
  };
}
