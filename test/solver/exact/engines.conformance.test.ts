import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { checkSolution } from '../../../solver/exact/check-solution.ts';
import type { EngineName, MipAnswer, MipColumn, MipLimits, MipProgram, MipRow } from '../../../solver/exact/engine.ts';
import { warmEngine, ENGINE_NAMES } from '../../../solver/exact/engines.ts';
import { bestByEnumeration } from './enumeration.ts';

const LIMITS: MipLimits = { seconds: 10, relativeGap: 0 };

/** What an engine cannot do, and why: printed in the title of the test it skips. */
const SKIPS: Readonly<Partial<Record<EngineName, Readonly<Record<string, string>>>>> = {
  glpk: { bound: 'glpk.js hands back no bound of a MIP' },
  'javascript-lp-solver': { bound: 'it knows no bound', duals: 'it hands back no duals' },
};

const binary = (name: string, objective: number): MipColumn => ({ name, objective, lower: 0, upper: 1, integer: true });
const row = (name: string, lower: number, upper: number, terms: readonly (readonly [number, number])[]): MipRow => ({
  name,
  lower,
  upper,
  columns: terms.map(([column]) => column),
  coefficients: terms.map(([, coefficient]) => coefficient),
});

const knapsack: MipProgram = {
  columns: [10, 13, 7, 8, 4].map((value, i) => binary(`x${i}`, -value)),
  rows: [
    row('weight', -Infinity, 9, [
      [0, 3],
      [1, 4],
      [2, 2],
      [3, 5],
      [4, 1],
    ]),
  ],
};

/** Costs of worker i for job j; the cheapest permutation is 1-0, 0-1, 2-2: 2 + 3 + 1. */
const COSTS = [
  [9, 3, 7],
  [2, 8, 6],
  [5, 4, 1],
];
const assignment: MipProgram = {
  columns: COSTS.flatMap((costs, i) => costs.map((cost, j) => binary(`x${i}${j}`, cost))),
  rows: [0, 1, 2].flatMap((i) => [
    row(
      `worker ${i}`,
      1,
      1,
      [0, 1, 2].map((j) => [i * 3 + j, 1] as const),
    ),
    row(
      `job ${i}`,
      1,
      1,
      [0, 1, 2].map((j) => [j * 3 + i, 1] as const),
    ),
  ]),
};

/** Sizes 6, 5, 5, 4 in bins of 10: two bins (6 + 4, 5 + 5). Columns: x[item][bin], then u[bin]. */
function binPacking(sizes: readonly number[], bins: number, capacity: number): MipProgram {
  const x = (item: number, bin: number): number => item * bins + bin;
  const all = [...Array(bins).keys()];
  return {
    columns: [
      ...sizes.flatMap((_, item) => all.map((bin) => binary(`x${item},${bin}`, 0))),
      ...all.map((bin) => binary(`u${bin}`, 1)),
    ],
    rows: [
      ...sizes.map((_, item) =>
        row(
          `item ${item}`,
          1,
          1,
          all.map((bin) => [x(item, bin), 1] as const),
        ),
      ),
      ...all.map((bin) =>
        row(`bin ${bin}`, -Infinity, 0, [
          ...sizes.map((size, item) => [x(item, bin), size] as const),
          [sizes.length * bins + bin, -capacity] as const,
        ]),
      ),
    ],
  };
}

/** Minimises the largest load; the last column is z. */
function minMaxLoad(loads: readonly number[], hosts: number): MipProgram {
  const z = loads.length * hosts;
  const all = [...Array(hosts).keys()];
  return {
    columns: [
      ...loads.flatMap((_, t) => all.map((h) => binary(`x${t},${h}`, 0))),
      { name: 'z', objective: 1, lower: 0, upper: Infinity, integer: false },
    ],
    rows: [
      ...loads.map((_, t) =>
        row(
          `table ${t}`,
          1,
          1,
          all.map((h) => [t * hosts + h, 1] as const),
        ),
      ),
      ...all.map((h) =>
        row(`host ${h}`, -Infinity, 0, [...loads.map((load, t) => [t * hosts + h, load] as const), [z, -1]]),
      ),
    ],
  };
}

/** 3 <= 3 x <= 8. */
const ranged = (objective: number): MipProgram => ({
  columns: [{ name: 'x', objective, lower: 0, upper: 100, integer: true }],
  rows: [row('range', 3, 8, [[0, 3]])],
});

/** -2 at best, along a ray of equal solutions: javascript-lp-solver never returns from it. */
const ray: MipProgram = {
  columns: [1, -1].map((objective, i) => ({ name: `x${i}`, objective, lower: 0, upper: Infinity, integer: true })),
  rows: [
    row('r', -5, Infinity, [
      [0, 2],
      [1, -2],
    ]),
  ],
};

function valueOf(program: MipProgram, answer: MipAnswer): number {
  if (answer.values === undefined) throw new Error(`no values, stopped by ${answer.stoppedBy}`);
  const checked = checkSolution(program, answer.values);
  if (!checked.holds) throw new Error(checked.reason);
  return checked.objective;
}

describe.each(ENGINE_NAMES)('engine %s', (name) => {
  const engine = warmEngine(name);
  afterAll(() => engine.dispose());

  it.each([
    ['a knapsack', knapsack, -30],
    ['an assignment with equality rows', assignment, 6],
    ['a bin packing', binPacking([6, 5, 5, 4], 3, 10), 2],
    ['a min-max load of 6 tables on 3 hosts', minMaxLoad([9, 8, 7, 5, 4, 3], 3), 12],
  ] as const)('solves %s to its known optimum', async (_, program, optimum) => {
    const answer = await engine.solve(program, LIMITS);
    expect(answer.status).toBe('optimal');
    expect(valueOf(program, answer)).toBeCloseTo(optimum, 6);
  });

  it('calls a program infeasible whose linear relaxation is', async () => {
    const program: MipProgram = {
      columns: [binary('x', 1), binary('y', 1)],
      rows: [
        row('r', 3, Infinity, [
          [0, 1],
          [1, 1],
        ]),
      ],
    };
    expect((await engine.solve(program, LIMITS)).status).toBe('infeasible');
  });

  it('calls a program infeasible that only integrality makes so', async () => {
    const program: MipProgram = {
      columns: [binary('x', 1), binary('y', 1)],
      rows: [
        row('odd', 1, 1, [
          [0, 2],
          [1, 2],
        ]),
      ],
    };
    expect((await engine.solve(program, LIMITS)).status).toBe('infeasible');
  });

  it('keeps both sides of a ranged row', async () => {
    expect(valueOf(ranged(1), await engine.solve(ranged(1), LIMITS))).toBe(1);
    expect(valueOf(ranged(-1), await engine.solve(ranged(-1), LIMITS))).toBe(-2);
  });

  it('lets a free integer go below 0, and a shifted one down to its bound', async () => {
    const program: MipProgram = {
      columns: [
        { name: 'free', objective: 1, lower: -Infinity, upper: Infinity, integer: true },
        { name: 'shifted', objective: 1, lower: -7, upper: -2, integer: true },
      ],
      rows: [row('r', -5, Infinity, [[0, 2]]), row('s', -11, Infinity, [[1, 2]])],
    };
    expect([...((await engine.solve(program, LIMITS)).values ?? [])]).toEqual([-2, -5]);
  });

  it('answers a start, or better, when it may not search', async () => {
    const program = binPacking([6, 5, 5, 4], 3, 10);
    const start = new Float64Array(program.columns.length);
    [0, 1, 1, 2].forEach((bin, item) => (start[item * 3 + bin] = 1));
    start.fill(1, 12);
    const answer = await engine.solve(program, { ...LIMITS, nodes: 0 }, start);
    expect(valueOf(program, answer)).toBeLessThanOrEqual(3);
  });

  it('refuses a program of more columns than its limit, without hanging', async () => {
    const columns = Array.from({ length: engine.columnLimit + 1 }, (_, i) => binary(`x${i}`, 1));
    const answer = await engine.solve({ columns, rows: [] }, LIMITS);
    expect(answer.status).toBe('noSolutionFound');
    expect(answer.stoppedBy).toContain('sizeLimit');
  });

  it('throws on a malformed program', async () => {
    const program: MipProgram = { columns: [binary('x', 1)], rows: [row('r', 0, 1, [[1, 1]])] };
    await expect(engine.solve(program, LIMITS)).rejects.toThrow('Row r');
  });

  it('is cancelled by an abort, and solves again afterwards', async () => {
    const controller = new AbortController();
    const running = engine.solve(minMaxLoad([9, 8, 7, 5, 4, 3], 3), LIMITS, undefined, controller.signal);
    controller.abort();
    expect(await running).toMatchObject({ status: 'noSolutionFound', stoppedBy: 'cancelled' });
    expect(valueOf(knapsack, await engine.solve(knapsack, LIMITS))).toBe(-30);
  });

  it('answers in time even where the library never returns', async () => {
    const answer = await engine.solve(ray, { seconds: 0.2, relativeGap: 0 });
    if (answer.values !== undefined) expect(valueOf(ray, answer)).toBe(-2);
    else expect(answer).toMatchObject({ status: 'noSolutionFound', stoppedBy: expect.stringContaining('timeLimit') });
  });

  it('agrees with enumeration on random programs', async () => {
    let feasible = 0;
    let infeasible = 0;
    await fc.assert(
      fc.asyncProperty(randomProgram, async (program) => {
        const best = bestByEnumeration(program);
        const answer = await engine.solve(program, LIMITS);
        if (best === undefined) {
          infeasible++;
          expect(answer).toMatchObject({ status: 'infeasible' });
        } else {
          feasible++;
          expect(answer.status).toBe('optimal');
          expect(valueOf(program, answer)).toBe(best);
        }
      }),
      { seed: 20, numRuns: 300 },
    );
    expect(feasible).toBeGreaterThan(50);
    expect(infeasible).toBeGreaterThan(15);
  });

  const noBound = SKIPS[name]?.bound;
  it.skipIf(noBound !== undefined)(
    `reports a bound that no solution undercuts${noBound === undefined ? '' : ` (skipped: ${noBound})`}`,
    async () => {
      const program = minMaxLoad([9, 8, 7, 5, 4, 3, 3, 2], 3);
      for (const nodes of [1, 1000]) {
        const { bound } = await engine.solve(program, { ...LIMITS, nodes });
        expect(bound).toBeGreaterThan(0);
        expect(bound).toBeLessThanOrEqual(14 + 1e-6);
      }
    },
  );

  const noDuals = SKIPS[name]?.duals;
  it.skipIf(noDuals !== undefined)(
    `relaxes integrality, with duals that prove the optimum${noDuals === undefined ? '' : ` (skipped: ${noDuals})`}`,
    async () => {
      const programs = [
        knapsack,
        assignment,
        binPacking([6, 5, 5, 4], 3, 10),
        minMaxLoad([9, 8, 7, 5, 4], 3),
        ranged(1),
      ];
      for (const program of programs)
        for (const method of ['simplex', 'ipm'] as const) {
          const { status, objective, rowDuals } = await engine.relax(program, { seconds: 10, method });
          if (status !== 'optimal' || objective === undefined || rowDuals === undefined) throw new Error(status);
          expect(valueOf(program, await engine.solve(program, LIMITS))).toBeGreaterThanOrEqual(objective - 1e-6);
          expect(dualBound(program, rowDuals)).toBeCloseTo(objective, 5);
        }
    },
  );

  it.skipIf(noDuals !== undefined)('answers no duals where a relaxation has no solution', async () => {
    const program: MipProgram = { columns: [binary('x', 1)], rows: [row('r', 2, Infinity, [[0, 1]])] };
    const answer = await engine.relax(program, { seconds: 10, method: 'simplex' });
    expect(['infeasible', 'noSolutionFound']).toContain(answer.status);
    expect(answer.rowDuals).toBeUndefined();
  });
});

/** Weak duality: what rows and columns give at their bounds, for any duals. */
function dualBound({ columns, rows }: MipProgram, duals: Float64Array): number {
  const reduced = columns.map((column) => column.objective);
  let bound = 0;
  rows.forEach(({ lower, upper, columns: own, coefficients }, r) => {
    // A dual that its row's missing side would need is rounding noise.
    const side = duals[r] > 0 ? lower : upper;
    const dual = Number.isFinite(side) ? duals[r] : 0;
    bound += dual === 0 ? 0 : dual * side;
    own.forEach((column, i) => (reduced[column] -= dual * coefficients[i]));
  });
  columns.forEach(({ lower, upper }, c) => {
    const side = reduced[c] > 0 ? lower : upper;
    if (Math.abs(reduced[c]) > 1e-9) bound += reduced[c] * side;
  });
  return bound;
}

const randomProgram: fc.Arbitrary<MipProgram> = fc
  .record({
    columns: fc.array(
      fc.record({
        objective: fc.integer({ min: -9, max: 9 }),
        lower: fc.integer({ min: -2, max: 1 }),
        width: fc.integer({ min: 0, max: 2 }),
      }),
      { minLength: 2, maxLength: 5 },
    ),
    rows: fc.array(
      fc.record({
        coefficients: fc.array(fc.integer({ min: -6, max: 6 }), { minLength: 5, maxLength: 5 }),
        middle: fc.integer({ min: -6, max: 10 }),
        kind: fc.constantFrom('atMost', 'atLeast', 'equal', 'range'),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .map(({ columns, rows }) => ({
    columns: columns.map(({ objective, lower, width }, i) => ({
      name: `x${i}`,
      objective,
      lower,
      upper: lower + width,
      integer: true,
    })),
    rows: rows.map(({ coefficients, middle, kind }, r) => {
      const terms = columns.map((_, i) => [i, coefficients[i]] as const).filter(([, coefficient]) => coefficient !== 0);
      const lower = kind === 'atMost' ? -Infinity : middle;
      const upper = kind === 'atLeast' ? Infinity : kind === 'range' ? middle + 3 : middle;
      return row(`r${r}`, lower, upper, terms);
    }),
  }));
