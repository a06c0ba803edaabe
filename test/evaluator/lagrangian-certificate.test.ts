import { afterAll, expect, test } from 'vitest';
import type { Certificate, Multipliers } from '../../domain/plan.ts';
import { Problem } from '../../domain/problem.ts';
import { seededRandom, type Random } from '../../domain/random.ts';
import { tableBytes } from '../../domain/row-bytes.ts';
import { certifiedBound, verifyCertificate } from '../../evaluator/certificate.ts';
import { createCosts } from '../../evaluator/costs.ts';
import { optionSetOf } from '../../evaluator/option-set.ts';
import { certificateOf, provenBound } from '../../solver/bounds/certify.ts';
import { lagrangianBound } from '../../solver/bounds/lagrangian.ts';
import { NO_CAPS } from '../../solver/caps.ts';
import { warmEngine } from '../../solver/exact/engines.ts';
import { compileInstance } from '../../solver/instance.ts';
import { solveFrontier } from '../../solver/frontier.ts';
import { solve } from '../../solver/solve.ts';
import { reaches } from '../../solver/stop.ts';
import { smallProblem } from '../small-problem.ts';
import { enumerateLegal, randomInstance, ruledInstance } from '../solver/exact/tiny-instances.ts';
import { capsAt, OPTIONS } from '../solver/random-problems.ts';

const engine = warmEngine('highs');
afterAll(() => engine.dispose());

async function pricedOn(problem: Problem): Promise<{ value: number; multipliers: Multipliers }> {
  const bound = await lagrangianBound(compileInstance(problem), NO_CAPS, engine, leastPeak(problem));
  if (bound?.evidence?.multipliers === undefined) throw new Error('no multipliers');
  return { value: bound.value, multipliers: bound.evidence.multipliers };
}

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

/** Up to two giants that fit on two alike hosts only, beside a small one that may be quicker: or three hosts that are all alike. */
function mixedGiants(random: Random): Problem {
  const isMixed = random.below(2) === 0;
  const giants = 1 + random.below(2);
  const tables = Array.from({ length: 5 }, (_, t) => ({
    name: `t${t}`,
    rows: t < giants ? 1000 : 50 + random.below(300),
    poolingFactor: t < giants ? 1 : 1 + random.below(30),
  }));
  const problem = smallProblem(tables, {
    hosts: 3,
    memoryBytes: (1000 + random.below(500)) * 256,
    constraints: [WHOLE],
  });
  const [type] = problem.fleet.hostTypes;
  const quick = type.memoryBandwidthBytesPerSecond * (1 + random.below(2));
  const small = { ...type, name: 'small', count: 1, memoryBytes: 400 * 256, memoryBandwidthBytesPerSecond: quick };
  const hostTypes = isMixed ? [{ ...type, count: 2 }, small] : [type];
  return Problem.parse({ ...problem, fleet: { ...problem.fleet, hostTypes } });
}

const certificate = (problem: Problem, multipliers: Multipliers, bound: number): Certificate => ({
  kind: 'lagrangian',
  objective: 'peakLoad',
  epsilons: [],
  bound,
  options: optionSetOf(problem),
  multipliers,
});

test('whatever the prices, the bound is no more than the optimum of enumeration; fixed giants raise it above the mean', async () => {
  const random = seededRandom(3, 'lagrangian');
  const reached = { compared: 0, aboveMean: 0 };
  for (let i = 0; i < 150; i++) {
    const problem = giantProblem(random);
    const units = createCosts(problem).unitsPerLoad;
    const optimum = leastPeak(problem);
    if (optimum === Infinity) continue;
    reached.compared++;
    const { multipliers, value } = await pricedOn(problem);
    expect(value, `case ${i}`).toBeLessThanOrEqual(optimum);
    expect(verifyCertificate(problem, certificate(problem, multipliers, value / units))).toMatchObject({ holds: true });
    const mean = certifiedBound(problem, { ...certificate(problem, multipliers, 0), kind: 'sum' }) * units;
    if (value > mean * 1.01) reached.aboveMean++;
    const prices = (): number[] => Array.from({ length: 3 }, () => random.below(1000));
    const drawn = { ...multipliers, load: prices(), memory: prices() };
    expect(certifiedBound(problem, certificate(problem, drawn, 0)) * units).toBeLessThanOrEqual(optimum * (1 + 1e-12));
  }
  expect(reached.compared).toBeGreaterThan(50);
  expect(reached.aboveMean).toBeGreaterThan(20);
});

test('nor on hosts of several speeds, with tables split or replicated, under rules and caps', async () => {
  const reached = { compared: 0, better: 0, drawn: 0, capped: 0, mixed: 0, fixed: 0, fewer: 0 };
  for (let i = 0; i < 90; i++) {
    const random = seededRandom(i, 'priced layouts');
    const drawers = [
      () => randomInstance(random).problem,
      () => ruledInstance(random, 1 + 2 * i).problem,
      () => mixedGiants(random),
    ];
    const problem = drawers[i % 3]();
    const every = compileInstance(problem, 'every');
    const legal = enumerateLegal(every);
    if (legal.length === 0) continue;
    const drawnFrom = legal[random.below(legal.length)].values;
    const fewest = { ...NO_CAPS, hostsUsed: Math.min(...legal.map(({ values }) => values.hostsUsed)) };
    for (const caps of [NO_CAPS, i % 3 === 2 ? fewest : capsAt(drawnFrom, 'peakLoad', random.below(256))]) {
      const within = legal.filter(({ values }) =>
        Object.entries(caps).every(([name, cap]) => reaches(values[name as keyof typeof values], cap)),
      );
      const optimum = Math.min(...within.map(({ values }) => values.peakLoad));
      const bound = await lagrangianBound(compileInstance(problem), caps, engine, drawnFrom.peakLoad);
      if (bound === undefined) continue;
      reached.compared++;
      if (caps !== NO_CAPS) reached.capped++;
      if (every.speed.some((speed) => speed !== 1)) reached.mixed++;
      expect(bound.value, `case ${i}`).toBeLessThanOrEqual(optimum * (1 + 1e-12));
      if (bound.value > provenBound(every, 'peakLoad', caps).value * 1.001) reached.better++;
      const own = certificateOf(every, 'peakLoad', caps, bound);
      expect(verifyCertificate(problem, own).holds, `case ${i}`).toBe(true);
      const { multipliers } = own;
      if (multipliers === undefined) continue;
      if (multipliers.fixed.length > 0) reached.fixed++;
      if (multipliers.load.length < every.hostNames.length) reached.fewer++;
      const prices = (): number[] => multipliers.load.map(() => random.below(1000));
      const drawn = { ...multipliers, load: prices(), memory: prices(), wire: random.below(3) };
      const units = createCosts(problem).unitsPerLoad;
      const value = certifiedBound(problem, { ...own, multipliers: drawn }) * units;
      expect(value, `case ${i}`).toBeLessThanOrEqual(optimum * (1 + 1e-12));
      if (value > 0) reached.drawn++;
    }
  }
  expect(reached.compared).toBeGreaterThan(70);
  expect(reached.better).toBeGreaterThan(10);
  expect(reached.drawn).toBeGreaterThan(10);
  expect(reached.capped).toBeGreaterThan(30);
  expect(reached.mixed).toBeGreaterThan(5);
  expect(reached.fixed).toBeGreaterThan(10);
  expect(reached.fewer).toBeGreaterThan(3);
});

test('a tampered certificate does not hold', async () => {
  const problem = giantProblem(seededRandom(1));
  const priced = await pricedOn(problem);
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

test('a frontier over a mixed fleet carries prices where memory keeps quick hosts from their share', async () => {
  // So many that the MIP is not asked.
  const tables = Array.from({ length: 120 }, (_, t) => ({
    name: `t${t}`,
    rows: 300 + 4 * t,
    poolingFactor: 30 - t / 5,
  }));
  const problem = smallProblem(tables, { hosts: 2, memoryBytes: 27_000 * 256, constraints: [WHOLE] });
  const [type] = problem.fleet.hostTypes;
  const quick = { ...type, name: 'quick', count: 2, memoryBytes: 7250 * 256, memoryBandwidthBytesPerSecond: 4e11 };
  const fleet = { ...problem.fleet, hostTypes: [type, quick] };
  const mixed = Problem.parse({ ...problem, fleet, objectives: ['hostsUsed', 'peakLoad'] });
  const answer = await solveFrontier(mixed, { ...OPTIONS, method: 'auto' });
  if (answer.status !== 'solved') throw new Error(answer.status);
  const proofs = answer.frontier.plans.map(({ proof }) => proof);
  for (const { certificate: own } of proofs) expect(verifyCertificate(mixed, own).holds).toBe(true);
  const priced = proofs.filter(({ certificate: own }) => own.kind === 'lagrangian');
  expect(priced.length).toBeGreaterThan(0);
  for (const { certificate: own } of priced)
    expect(own.bound).toBeGreaterThan(certifiedBound(mixed, { ...own, kind: 'sum' }));
});
