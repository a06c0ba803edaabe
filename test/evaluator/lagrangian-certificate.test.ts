import { expect, test } from 'vitest';
import type { Certificate, Multipliers } from '../../domain/plan.ts';
import type { Problem } from '../../domain/problem.ts';
import { seededRandom, type Random } from '../../domain/random.ts';
import { tableBytes } from '../../domain/row-bytes.ts';
import { certifiedBound, verifyCertificate } from '../../evaluator/certificate.ts';
import { createCosts } from '../../evaluator/costs.ts';
import { optionSetOf } from '../../evaluator/option-set.ts';
import { lagrangianMultipliers } from '../../solver/bounds/lagrangian.ts';
import { compileInstance } from '../../solver/instance.ts';
import { solve } from '../../solver/solve.ts';
import { smallProblem } from '../small-problem.ts';
import { OPTIONS } from '../solver/random-problems.ts';

const WHOLE = { kind: 'tableOptions', allow: ['whole'] };

/** One or two giants with little load, and smaller tables with much of it, on three hosts with little memory to spare. */
function giantProblem(random: Random, constraints: readonly object[] = []): Problem {
  const giants = 1 + random.below(2);
  const tables = Array.from({ length: 7 }, (_, t) => ({
    name: `t${t}`,
    rows: t < giants ? 1000 : 50 + random.below(300),
    poolingFactor: t < giants ? 1 : 1 + random.below(30),
  }));
  const bytes = tables.reduce((sum, table) => sum + table.rows * 256, 0);
  const memoryBytes = Math.max(1000 * 256, Math.ceil((bytes / 3) * (1.02 + 0.2 * random.next())));
  return smallProblem(tables, { hosts: 3, memoryBytes, constraints: [WHOLE, ...constraints] });
}

/** The least peak load in load units by enumeration; Infinity where nothing fits. */
function leastPeak(problem: Problem): number {
  const costs = createCosts(problem);
  const { tables } = problem.model;
  const capacity = costs.hosts[1].capacityBytes;
  const load = tables.map(({ name }, t) => costs.part(t, { kind: 'whole', table: name }, 1).load);
  const on = [0, 0, 0];
  const held = [0, 0, 0];
  const best = (t: number): number => {
    if (t === tables.length) return Math.max(...on);
    let least = Infinity;
    for (let h = 0; h < 3; h++) {
      if (held[h] + tableBytes(tables[t]) > capacity) continue;
      on[h] += load[t];
      held[h] += tableBytes(tables[t]);
      least = Math.min(least, best(t + 1));
      on[h] -= load[t];
      held[h] -= tableBytes(tables[t]);
    }
    return least;
  };
  return best(0);
}

const certificate = (problem: Problem, multipliers: Multipliers, bound: number): Certificate => ({
  kind: 'lagrangian',
  objective: 'peakLoad',
  epsilons: [],
  bound,
  options: optionSetOf(problem),
  multipliers,
});

test('whatever the prices, the bound is no more than the optimum of enumeration; fixed giants raise it above the mean', () => {
  const random = seededRandom(3, 'lagrangian');
  const reached = { compared: 0, aboveMean: 0 };
  for (let i = 0; i < 150; i++) {
    const problem = giantProblem(random);
    const units = createCosts(problem).unitsPerLoad;
    const optimum = leastPeak(problem);
    const priced = lagrangianMultipliers(compileInstance(problem), optimum === Infinity ? 1e9 : optimum);
    if (priced === undefined || optimum === Infinity) continue;
    reached.compared++;
    const { multipliers, value } = priced;
    expect(value, `case ${i}`).toBeLessThanOrEqual(optimum);
    expect(verifyCertificate(problem, certificate(problem, multipliers, value / units))).toMatchObject({ holds: true });
    const mean = certifiedBound(problem, { ...certificate(problem, multipliers, 0), kind: 'sum' }) * units;
    if (value > mean * 1.01) reached.aboveMean++;
    const prices = (): number[] => Array.from({ length: 3 }, () => random.below(1000));
    const drawn = { ...multipliers, load: prices(), memory: prices() };
    expect(certifiedBound(problem, certificate(problem, drawn, 0)) * units).toBeLessThanOrEqual(optimum * (1 + 1e-12));
  }
  expect(reached.compared).toBeGreaterThan(50);
  expect(reached.aboveMean).toBeGreaterThan(10);
});

test('a tampered certificate does not hold', () => {
  const problem = giantProblem(seededRandom(1));
  const priced = lagrangianMultipliers(compileInstance(problem), leastPeak(problem));
  if (priced === undefined) throw new Error('no multipliers');
  const { multipliers } = priced;
  const bound = priced.value / createCosts(problem).unitsPerLoad;
  const holds = (of: Multipliers, on = problem, claimed = bound): boolean =>
    verifyCertificate(on, certificate(on, of, claimed)).holds;
  expect(multipliers.fixed.length).toBeGreaterThan(0);
  expect(holds(multipliers)).toBe(true);
  expect(holds(multipliers, problem, bound * 1.001)).toBe(false);
  expect(holds({ ...multipliers, load: multipliers.load.slice(1) })).toBe(false);
  expect(holds({ ...multipliers, load: multipliers.load.map(() => 0) })).toBe(false);
  const [giant] = multipliers.fixed;
  expect(holds({ ...multipliers, fixed: [giant, { table: 't6', host: 'host-2' }] })).toBe(false);
  expect(holds({ ...multipliers, fixed: [giant, { ...giant, table: 't1' }] })).toBe(false);
  // A pin tells hosts apart: nothing may be fixed then.
  expect(holds(multipliers, giantProblem(seededRandom(1), [{ kind: 'pin', table: 't5', hosts: ['host-0'] }]))).toBe(
    false,
  );
});

test('a plan whose gap memory keeps open carries the prices, and the evaluator recomputes its bound', async () => {
  const random = seededRandom(8, 'lagrangian plans');
  let carried = 0;
  for (let i = 0; i < 12 && carried === 0; i++) {
    const answer = await solve(giantProblem(random), { ...OPTIONS, method: 'auto' });
    if (!('plan' in answer)) continue;
    const { certificate: own } = answer.plan.proof;
    if (own.kind === 'lagrangian') carried++;
    expect(own.kind === 'lagrangian').toBe(own.multipliers !== undefined);
  }
  expect(carried).toBeGreaterThan(0);
});
