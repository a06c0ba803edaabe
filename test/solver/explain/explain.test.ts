import { expect, test } from 'vitest';
import { Explanation } from '../../../domain/explanation.ts';
import type { Placement } from '../../../domain/placement.ts';
import type { Plan } from '../../../domain/plan.ts';
import type { Problem } from '../../../domain/problem.ts';
import { seededRandom } from '../../../domain/random.ts';
import { estimate } from '../../../evaluator/estimate.ts';
import { explain } from '../../../solver/explain.ts';
import { solve } from '../../../solver/solve.ts';
import { smallProblem } from '../../small-problem.ts';
import { OPTIONS, problemOf, randomProblem } from '../random-problems.ts';

const AGAIN = { ...OPTIONS, reSolves: true };
const ONCE = { ...OPTIONS, reSolves: false };

async function planFor(problem: Problem): Promise<Plan> {
  const answer = await solve(problem, OPTIONS);
  if (!('plan' in answer)) throw new Error(`no plan: ${answer.status}`);
  return answer.plan;
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** One whole table a host, in order. */
const oneEach = (...tables: readonly string[]): Placement => ({
  shards: tables.map((table, h) => ({ host: `host-${h}`, slices: [{ kind: 'whole', table }] })),
});

const WHOLE = { kind: 'tableOptions', allow: ['whole'] };

test('shares of hosts and tables sum to one, and figures are those of the estimate', async () => {
  const random = seededRandom(3, 'explain');
  for (let i = 0; i < 10; i++) {
    const problem = problemOf(randomProblem(random));
    const plan = await planFor(problem);
    const found = Explanation.parse(await explain(problem, { plan }, ONCE));
    expect(sum(found.hosts.map((host) => host.loadShare))).toBeCloseTo(1, 9);
    expect(sum(found.hosts.map((host) => host.rpcShare))).toBeCloseTo(1, 9);
    expect(sum(found.topTables.byLoad.map((table) => table.loadShare))).toBeCloseTo(1, 9);
    expect(sum(found.topTables.byBytes.map((table) => table.bytesShare))).toBeCloseTo(1, 9);
    expect(sum(found.topTables.byWire.map((table) => table.wireBytesPerRequest))).toBeCloseTo(
      estimate(problem, plan.placement).bytesOnWire,
      6,
    );
    const bounding = found.hosts.find(({ host }) => host === found.boundingHost);
    expect(bounding?.ofPeak).toBeCloseTo(1, 12);
    expect(found.value).toBe(plan.proof.value);
  }
});

test('tables are listed by what they cost, the costliest first', async () => {
  const tables = [
    { name: 'large', rows: 5000, poolingFactor: 1 },
    { name: 'hot', rows: 10, poolingFactor: 50 },
    { name: 'still', rows: 100, poolingFactor: 0 },
  ];
  const problem = smallProblem(tables, { hosts: 3 });
  const { topTables } = await explain(problem, { placement: oneEach('large', 'hot', 'still') }, ONCE);
  expect(topTables.byLoad.map(({ table }) => table)).toEqual(['hot', 'large']);
  expect(topTables.byBytes.map(({ table }) => table)).toEqual(['large', 'still', 'hot']);
});

test('memory binds where a host has no room for any part of the bounding host, and not where it has', async () => {
  const tables = [
    { name: 'hot', rows: 500, poolingFactor: 20 },
    { name: 'warm', rows: 500, poolingFactor: 20 },
    { name: 'cold', rows: 800, poolingFactor: 1 },
  ];
  const placement: Placement = {
    shards: [
      { host: 'host-0', slices: ['hot', 'warm'].map((table) => ({ kind: 'whole' as const, table })) },
      { host: 'host-1', slices: [{ kind: 'whole', table: 'cold' }] },
    ],
  };
  const bindingAt = async (memoryBytes: number) =>
    (await explain(smallProblem(tables, { memoryBytes }), { placement }, ONCE)).binding;
  // 256 bytes a row: 300 rows are free on host-1, 500 are wanted; then 600.
  expect(await bindingAt(1100 * 256)).toMatchObject([
    { kind: 'memory', hosts: ['host-1'], pointer: '/fleet/hostTypes/0', used: 800 * 256, limit: 1100 * 256 },
  ]);
  expect(await bindingAt(1400 * 256)).toEqual([]);
});

test('caps that are reached, pins of the bounding host and drained hosts are named with their pointers', async () => {
  const tables = ['a', 'b', 'c'].map((name) => ({ name, rows: 100, poolingFactor: name === 'a' ? 9 : 1 }));
  const problem = smallProblem(tables, {
    hosts: 4,
    epsilons: [
      { objective: 'bytesOnWire', atMost: 1e9 },
      { objective: 'hostsUsed', atMost: 3 },
    ],
    constraints: [
      { kind: 'pin', table: 'b', hosts: ['host-1'] },
      { kind: 'pin', table: 'a', hosts: ['host-0'] },
      { kind: 'drained', hosts: ['host-3'] },
      { kind: 'maxHosts', table: 'c', atMost: 1 },
      { kind: 'maxHosts', net: 'net', atMost: 4 },
    ],
  });
  const { binding } = await explain(problem, { placement: oneEach('a', 'b', 'c') }, ONCE);
  expect(binding.map(({ kind, pointer }) => [kind, pointer])).toEqual([
    ['epsilon', '/epsilons/1'],
    ['pin', '/constraints/1'],
    ['drained', '/constraints/2'],
    ['maxHosts', '/constraints/3'],
  ]);
});

test('a bound that is met says so, and one that is not says what is missing and what part is in the way', async () => {
  const whole = { constraints: [WHOLE] };
  const even = smallProblem(
    ['a', 'b'].map((name) => ({ name, rows: 100 })),
    whole,
  );
  expect((await explain(even, { plan: await planFor(even) }, ONCE)).bound).toMatchObject({ gap: 0, verified: true });
  // Three equal tables on two hosts: one host has two of them, whatever the mean says.
  const odd = smallProblem(
    ['a', 'b', 'c'].map((name) => ({ name, rows: 100, poolingFactor: 5 })),
    whole,
  );
  const stacked: Placement = {
    shards: [{ host: 'host-0', slices: ['a', 'b', 'c'].map((table) => ({ kind: 'whole' as const, table })) }],
  };
  const { bound } = await explain(odd, { placement: stacked }, AGAIN);
  expect(bound.source).toBe('reSolve');
  expect(bound.value / (bound.smallestBoundingPart?.amount ?? 0)).toBeCloseTo(3, 9);
  expect(bound.gap).toBeGreaterThan(0.3);
  expect(bound.message).toContain('moving it away may help');
  const { bound: best } = await explain(odd, { plan: await planFor(odd) }, ONCE);
  expect(best.gap).toBe(0);
});

test('a plan’s bound is not believed for a problem in which it does not hold', async () => {
  const tables = ['a', 'b', 'c', 'd'].map((name) => ({ name, rows: 100 }));
  const plan = await planFor(smallProblem(tables, { hosts: 2 }));
  const wider = smallProblem(tables, { hosts: 4 });
  const { bound, notes } = await explain(wider, { plan }, ONCE);
  expect(bound.bound).toBeCloseTo(plan.proof.bound / 2, 9);
  expect(notes.join()).toContain('another hash');
});

test('re-solves never claim what their bounds do not show', async () => {
  const random = seededRandom(9, 're-solves');
  const reached = { better: 0, noBetter: 0, worse: 0, open: 0 };
  for (let i = 0; i < 12; i++) {
    const problem = problemOf(randomProblem(random), { constraints: [WHOLE] });
    const answer = await solve(problem, OPTIONS);
    if (!('plan' in answer)) continue;
    const { plan } = answer;
    const { reSolves } = await explain(problem, { plan }, AGAIN);
    const [unchanged, ...changes] = reSolves;
    expect(changes.map(({ change }) => change)).toEqual([
      'oneMoreHost',
      'moreMemory',
      ...(plan.estimate.hostsUsed > 1 ? ['oneHostFewer'] : []),
    ]);
    expect(unchanged).toMatchObject({ change: 'none', value: plan.proof.value, bound: plan.proof.bound });
    for (const { verdict, value = Infinity, bound = Infinity, gap } of changes) {
      if (verdict === 'provenBetter') expect(value).toBeLessThan(plan.proof.bound);
      if (verdict === 'provenNoBetter') expect(bound).toBeGreaterThanOrEqual(plan.proof.value * (1 - 1e-9));
      if (verdict === 'provenWorse') expect(bound).toBeGreaterThan(plan.proof.value);
      if (value < Infinity) expect(gap).toBeDefined();
      if (verdict === 'provenBetter') reached.better++;
      if (verdict === 'provenNoBetter') reached.noBetter++;
      if (verdict === 'provenWorse') reached.worse++;
      if (verdict === 'open') reached.open++;
    }
  }
  expect(reached.better).toBeGreaterThan(0);
  expect(reached.noBetter).toBeGreaterThan(0);
  expect(reached.worse).toBeGreaterThan(0);
}, 60_000);

test('one more host raises a cap where there is one, and what rules on places cost is solved too', async () => {
  const tables = ['a', 'b', 'c', 'd'].map((name) => ({ name, rows: 100 }));
  const problem = smallProblem(tables, {
    hosts: 4,
    epsilons: [{ objective: 'hostsUsed', atMost: 2 }],
    constraints: [WHOLE, ...['a', 'b', 'c'].map((table) => ({ kind: 'pin', table, hosts: ['host-0'] }))],
  });
  const { reSolves, summary } = await explain(problem, { plan: await planFor(problem) }, AGAIN);
  expect(reSolves.find(({ change }) => change === 'oneMoreHost')?.epsilons).toEqual([
    { objective: 'hostsUsed', atMost: 3 },
  ]);
  const [unchanged] = reSolves;
  const free = reSolves.find(({ change }) => change === 'withoutConstraints');
  // Three tables on one host, or two.
  expect((free?.value ?? 0) / (unchanged.value ?? 1)).toBeCloseTo(2 / 3, 9);
  expect(free?.verdict).toBe('provenBetter');
  expect(summary.join('\n')).toContain('33.3333%');
});

test('a change that leaves no plan says why', async () => {
  const tables = ['a', 'b'].map((name) => ({ name, rows: 1000 }));
  const problem = smallProblem(tables, { memoryBytes: 300_000, constraints: [WHOLE] });
  const { reSolves } = await explain(problem, { plan: await planFor(problem) }, AGAIN);
  expect(reSolves.find(({ change }) => change === 'oneHostFewer')).toMatchObject({
    status: 'infeasible',
    verdict: 'provenWorse',
    reasons: [{ kind: 'tooManyLargeTables', hosts: 1 }],
  });
});

test('the same seed gives the same explanation', async () => {
  const problem = problemOf(randomProblem(seededRandom(5, 'twice')));
  const plan = await planFor(problem);
  expect(await explain(problem, { plan }, AGAIN)).toEqual(await explain(problem, { plan }, AGAIN));
});
