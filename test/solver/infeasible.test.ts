import { expect, test } from 'vitest';
import type { Problem } from '../../domain/problem.ts';
import { seededRandom } from '../../domain/random.ts';
import { proveInfeasible } from '../../solver/infeasible.ts';
import { compileInstance } from '../../solver/instance.ts';
import { solve } from '../../solver/solve.ts';
import { smallProblem } from '../small-problem.ts';
import { enumerateLegal, randomInstance } from './exact/tiny-instances.ts';
import { OPTIONS } from './random-problems.ts';

const reasonsOf = (problem: Problem) => proveInfeasible(problem, compileInstance(problem));

/** 256 bytes a row. */
const table = (name: string, rows: number) => ({ name, rows, dim: 64 });

test('infeasible names the bytes that are short of all hosts', async () => {
  const problem = smallProblem([table('a', 1000), table('b', 1000)], { hosts: 2, memoryBytes: 200_000 });
  expect(await solve(problem, OPTIONS)).toEqual({
    status: 'infeasible',
    reasons: [{ kind: 'memoryShort', neededBytes: 512_000, availableBytes: 400_000, shortBytes: 112_000 }],
  });
});

test('infeasible names a table that fits nowhere, in its best allowed layout', () => {
  const whole = { constraints: [{ kind: 'tableOptions', allow: ['whole'] }] };
  const fleet = { hosts: 4, memoryBytes: 200_000 };
  expect(reasonsOf(smallProblem([table('a', 1000)], { ...fleet, ...whole }))).toContainEqual({
    kind: 'tableFitsNowhere',
    table: 'a',
    partBytes: 256_000,
    parts: 1,
    largestHostBytes: 200_000,
    shortBytes: 56_000,
  });
  expect(reasonsOf(smallProblem([table('a', 1000)], fleet))).toEqual([]);
});

test('infeasible names a host that pinned tables overfill', () => {
  const constraints = ['a', 'b'].map((name) => ({ kind: 'pin', table: name, hosts: ['host-1'] }));
  const problem = smallProblem([table('a', 1000), table('b', 500)], { hosts: 3, memoryBytes: 300_000, constraints });
  expect(reasonsOf(problem)).toEqual([
    {
      kind: 'hostOverfull',
      host: 'host-1',
      tables: ['a', 'b'],
      neededBytes: 384_000,
      availableBytes: 300_000,
      shortBytes: 84_000,
    },
  ]);
});

test('infeasible names large tables that outnumber the hosts, but only where they may not be split', () => {
  const tables = ['a', 'b', 'c'].map((name) => table(name, 600));
  const fleet = { hosts: 2, memoryBytes: 256_000 };
  const constraints = [{ kind: 'tableOptions', allow: ['whole'] }];
  expect(reasonsOf(smallProblem(tables, { ...fleet, constraints }))).toEqual([
    { kind: 'tooManyLargeTables', tables: ['a', 'b', 'c'], hosts: 2, hostBytes: 256_000 },
  ]);
  expect(reasonsOf(smallProblem(tables, fleet))).toEqual([]);
});

test('tables that fit only when split are split, though their load would not ask for it', async () => {
  const tables = [...['a', 'b', 'c'].map((name) => table(name, 600)), { ...table('hot', 1), poolingFactor: 100 }];
  const problem = smallProblem(tables, { hosts: 2, memoryBytes: 256_000, objectives: ['hostsUsed'] });
  expect(compileInstance(problem).mostParts).toBe(1);
  expect((await solve(problem, OPTIONS)).status).toBe('optimal');
});

test('infeasible names an epsilon below what any plan needs', () => {
  const problem = smallProblem([table('a', 1000), table('b', 1000)], {
    memoryBytes: 300_000,
    epsilons: [{ objective: 'hostsUsed', atMost: 1 }],
  });
  expect(reasonsOf(problem)).toEqual([{ kind: 'capBelowBound', objective: 'hostsUsed', cap: 1, bound: 2, short: 1 }]);
});

test('a cap that only more splits could reach is not called infeasible', () => {
  const tables = Array.from({ length: 8 }, (_, i) => table(`t${i}`, 100));
  const mean = 16 * 256;
  const caps = (atMost: number) => ({ hosts: 8, epsilons: [{ objective: 'peakLoad', atMost }] });
  expect(reasonsOf(smallProblem(tables, caps(mean * 1.01)))).toEqual([]);
  expect(reasonsOf(smallProblem(tables, caps(mean * 0.9)))).toMatchObject([
    { kind: 'capBelowBound', objective: 'peakLoad' },
  ]);
});

test('a request rate beyond the cores or the memory bandwidth of the hosts is infeasible, with what is short', () => {
  const workload = (requestsPerSecond: number) => {
    const problem = smallProblem([{ ...table('a', 1000), poolingFactor: 100 }]);
    return { ...problem, workload: { ...problem.workload, requestsPerSecond } };
  };
  expect(reasonsOf(workload(1000))).toEqual([]);
  expect(reasonsOf(workload(1e7))).toMatchObject([
    { kind: 'loadCapacityShort', resource: 'cpu' },
    { kind: 'loadCapacityShort', resource: 'memoryBandwidth', needed: 1e7 * 100 * 16 * 256, available: 2 * 0.7e11 },
  ]);
});

test('nothing is infeasible that enumeration finds a plan for', () => {
  const random = seededRandom(31, 'infeasible');
  const reached = { feasible: 0, proven: 0 };
  for (let i = 0; i < 200; i++) {
    const instance = randomInstance(random);
    const reasons = proveInfeasible(instance.problem, instance);
    if (enumerateLegal(instance).length > 0) {
      expect(reasons, `case ${i}`).toEqual([]);
      reached.feasible++;
    } else if (reasons.length > 0) reached.proven++;
  }
  expect(reached.feasible).toBeGreaterThan(100);
  expect(reached.proven).toBeGreaterThan(0);
});
