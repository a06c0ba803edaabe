import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { OptionKind, Problem } from '../../domain/problem.ts';
import { findViolations } from '../../evaluator/violations.ts';
import { loadFleetFixture, loadModelFixture } from '../../api/fixtures.ts';
import { countColumns } from '../../solver/exact/program-columns.ts';
import { compileInstance, completeInstance } from '../../solver/instance.ts';
import { solve } from '../../solver/solve.ts';
import { smallProblem } from '../small-problem.ts';
import { expectOptima, nothingReached } from './oracle.ts';
import { OPTIONS } from './random-problems.ts';

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
  const reached = nothingReached();
  fc.assert(
    fc.property(tinyProblem, fc.nat(10_000), (problem, pick) => {
      expectOptima(problem, completeInstance(compileInstance(problem)), pick, reached);
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
