import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { OptionKind, Problem } from '../../domain/problem.ts';
import { seededRandom } from '../../domain/random.ts';
import { certifiedBound } from '../../evaluator/certificate.ts';
import { findViolations } from '../../evaluator/violations.ts';
import { loadFleetFixture, loadModelFixture } from '../../api/fixtures.ts';
import { bestBound, certificateOf } from '../../solver/bounds/certify.ts';
import { NO_CAPS, SOLVED_OBJECTIVES, toNatural } from '../../solver/caps.ts';
import { countColumns } from '../../solver/exact/program-columns.ts';
import { compileInstance, completeInstance } from '../../solver/instance.ts';
import { proveInfeasible } from '../../solver/infeasible.ts';
import { figuresOf } from '../../solver/search/figures.ts';
import { minimise } from '../../solver/search/minimise.ts';
import { solve } from '../../solver/solve.ts';
import { smallProblem } from '../small-problem.ts';
import { enumerateLegal } from './exact/tiny-instances.ts';
import { capsAt, OPTIONS, slackOf } from './random-problems.ts';

const differ = (a: number, b: number): number => Math.abs(a - b) / Math.max(1, Math.abs(b));

const ALL: readonly OptionKind[] = ['whole', 'rowWise', 'columnWise', 'replicated'];

const tinyProblem = fc
  .record({
    shapes: fc.array(
      fc.record({
        rows: fc.integer({ min: 10, max: 90 }),
        dim: fc.constantFrom(4, 8, 16, 24),
        poolingFactor: fc.integer({ min: 0, max: 9 }),
        net: fc.constantFrom('item', 'user'),
      }),
      { minLength: 2, maxLength: 2 },
    ),
    slack: fc.double({ min: 1.05, max: 3, noNaN: true }),
    allow: fc.subarray([...ALL], { minLength: 1 }),
    measure: fc.constantFrom('lookupBytes', 'serviceTime'),
    rate: fc.constantFrom(undefined, 5000),
  })
  .map(({ shapes, slack, allow, measure, rate }): Problem => {
    const bytes = shapes.reduce((sum, { rows, dim }) => sum + rows * dim * 4, 0);
    const problem = smallProblem(
      shapes.map((own, t) => ({ name: `t${t}`, ...own })),
      {
        hosts: 3,
        memoryBytes: Math.ceil((bytes * slack) / 3),
        loadMeasure: measure,
        constraints: [{ kind: 'tableOptions', tables: ['t0', 't1'], allow }],
      },
    );
    return {
      ...problem,
      workload: { ...problem.workload, ...(rate === undefined ? {} : { requestsPerSecond: rate }) },
    };
  });

test('with columns and replicas the search finds the optimum of enumeration, and bounds are below it and recomputed', () => {
  const reached = { found: 0, optimal: 0, capped: 0, tight: 0, without: 0, kinds: new Map<string, number>() };
  fc.assert(
    fc.property(tinyProblem, fc.nat(10_000), (problem, pick) => {
      const instance = completeInstance(compileInstance(problem));
      const legal = enumerateLegal(instance);
      if (legal.length > 0) expect(proveInfeasible(problem, instance)).toEqual([]);
      const capped = legal[pick % Math.max(1, legal.length)];
      for (const { assignment, values } of legal.slice(0, 20)) {
        const figures = figuresOf(instance, assignment);
        expect(figures.excess).toBe(0);
        for (const objective of SOLVED_OBJECTIVES) expect(figures[objective]).toBeCloseTo(values[objective], 3);
      }
      for (const objective of SOLVED_OBJECTIVES)
        for (const caps of capped === undefined ? [NO_CAPS] : [NO_CAPS, capsAt(capped.values, objective, pick)]) {
          const what = `${objective} under ${JSON.stringify(caps)}`;
          const within = legal.filter(({ values }) =>
            SOLVED_OBJECTIVES.every((o) => values[o] <= caps[o] * (1 + 1e-12)),
          );
          const optimum = Math.min(Infinity, ...within.map(({ values }) => values[objective]));
          const bound = bestBound(instance, objective, caps);
          expect(bound.value, what).toBeLessThanOrEqual(optimum * (1 + 1e-12));
          const work = { left: 200_000 };
          const found = minimise({
            instance,
            objective,
            caps,
            work,
            random: seededRandom(4, 'layouts'),
            check: 'everyMove',
          });
          expect(found === undefined, what).toBe(optimum === Infinity);
          if (found === undefined) {
            reached.without++;
            continue;
          }
          const recomputed = certifiedBound(problem, certificateOf(instance, objective, caps, bound));
          expect(differ(recomputed, toNatural(instance, objective, bound.value)), what).toBeLessThan(1e-6);
          expect(differ(found.figures[objective], optimum), what).toBeLessThan(slackOf(objective));
          reached.found++;
          if (differ(found.figures[objective], optimum) < 1e-9) reached.optimal++;
          if (caps !== NO_CAPS) reached.capped++;
          if (bound.value >= optimum * (1 - 1e-9)) reached.tight++;
          for (const option of new Set([...found.assignment.options].map((o) => instance.optionKind[o])))
            reached.kinds.set(option, (reached.kinds.get(option) ?? 0) + 1);
        }
    }),
    { seed: 41, endOnFailure: true, numRuns: 25 },
  );
  expect(reached.found).toBeGreaterThan(70);
  expect(reached.optimal).toBeGreaterThan(reached.found * 0.95);
  expect(reached.capped).toBeGreaterThan(35);
  expect(reached.tight).toBeGreaterThan(20);
  expect(reached.without).toBeGreaterThan(2);
  for (const kind of ALL) expect(reached.kinds.get(kind), kind).toBeGreaterThan(4);
});

test('criteo over 8 hosts: whole tables leave the peak at 3.74 times the mean, splits and replicas at 1.02 or less', async () => {
  const { model, workload } = loadModelFixture('criteo-terabyte-dcnv2');
  const base = smallProblem([{ name: 'a', rows: 1 }]);
  const problem = (allow: OptionKind[]): Problem => ({
    ...base,
    model,
    workload,
    fleet: loadFleetFixture('8x32gib'),
    constraints: [{ kind: 'tableOptions', allow }],
  });
  const ratioOf = async (allow: OptionKind[]) => {
    const answer = await solve(problem(allow), OPTIONS);
    if (!('plan' in answer)) throw new Error(answer.status);
    const { plan } = answer;
    expect(findViolations(problem(allow), plan.placement)).toEqual([]);
    const loads = plan.estimate.hosts.filter(({ host }) => host !== 'main').map(({ load }) => load);
    const whole = compileInstance(problem(['whole']));
    const total = whole.partLoad.reduce((sum, load) => sum + load, 0) / whole.unitsPerLoad;
    return { ratio: plan.estimate.peakLoad / (total / loads.length), plan };
  };
  const whole = await ratioOf(['whole']);
  expect(whole.ratio).toBeGreaterThan(3.73);
  expect(whole.plan.proof.status).toBe('optimal');
  const { ratio, plan } = await ratioOf(['whole', 'replicated']);
  expect(ratio).toBeLessThan(1.02);
  expect(plan.estimate.bytesOnWire).toBeLessThan(whole.plan.estimate.bytesOnWire * 1.01);
  expect((await ratioOf([...ALL])).ratio).toBeLessThan(1.02);
});

test('what tables left whole leave open, the MIP closes among all layouts, where those are few enough', async () => {
  // Six and a half tables a host: one of each seven has to be split, though none is large.
  const tables = Array.from({ length: 26 }, (_, t) => ({ name: `t${t}`, rows: 1200, poolingFactor: 8 }));
  const problem = smallProblem(tables, { hosts: 4 });
  expect(countColumns(compileInstance(problem, 'every'))).toBeGreaterThan(400);
  const answer = await solve(problem, OPTIONS);
  if (!('plan' in answer)) throw new Error(answer.status);
  expect(answer.status).toBe('optimal');
  const whole = await solve({ ...problem, constraints: [{ kind: 'tableOptions', allow: ['whole'] }] }, OPTIONS);
  if (!('plan' in whole)) throw new Error(whole.status);
  expect(answer.plan.proof.value).toBeCloseTo((whole.plan.proof.value * 6.5) / 7, 6);
});
