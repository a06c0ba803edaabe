import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BadInputError } from '../../api/bad-input.ts';
import { limited, OverLimitError, type StudyLimits } from '../../api/study-limits.ts';
import { prepareStudy } from '../../api/studies.ts';
import { STUDY_LIMITS } from './running-app.ts';
import { smallPlacement, smallProblem } from './small-requests.ts';

type Small = ReturnType<typeof smallProblem>;

const pointersOf = (work: () => unknown, of: typeof BadInputError): string[] => {
  try {
    work();
  } catch (error) {
    if (error instanceof of) return error.problems.map(({ pointer }) => pointer);
    throw error;
  }
  return [];
};
const refused = (change: (problem: Small) => void): string[] => {
  const problem = smallProblem();
  change(problem);
  return pointersOf(() => prepareStudy('plan', { problem, measure: false }), BadInputError);
};
const overLimit = (limits: Partial<StudyLimits>, body: object = {}): string[] => {
  const study = prepareStudy('plan', { problem: smallProblem(), ...body });
  return pointersOf(() => limited(study, { ...STUDY_LIMITS, ...limits }), OverLimitError);
};

describe('quantities that leave the range of exact sums are refused where they stand', () => {
  it.each([
    ['hosts', '/problem/fleet/hostTypes', (p) => many(p, 11, { count: 10_000 })],
    [
      'memory of all hosts',
      '/problem/fleet/hostTypes',
      (p) => Object.assign(p.fleet.hostTypes[0] as object, { memoryBytes: 2 ** 53 - 1, count: 2 }),
    ],
    [
      'costs of all hosts',
      '/problem/fleet/hostTypes',
      (p) => Object.assign(p.fleet.hostTypes[0] as object, { cost: 1e12, count: 10_000 }),
    ],
    [
      'speeds of another world',
      '/problem/fleet/hostTypes',
      (p) => Object.assign(p.fleet.hostTypes[0] as object, { cpuSpeed: 1e-300 }),
    ],
  ] as [string, string, (problem: Small) => void][])('%s', (_, pointer, change) => {
    expect(refused(change)).toEqual([pointer]);
  });

  it('bytes of all tables', () => {
    const found = refused((problem) => {
      const [table] = problem.model.tables;
      const [traffic] = problem.workload.tables;
      for (let i = 0; i < 9; i++) {
        const large = { rows: 2 ** 32 - i, dim: 65_536, dtype: 'fp32', features: [{ name: `f${i}` }] };
        problem.model.tables.push({ ...table, name: `large${i}`, ...large });
        const features = [{ feature: `f${i}`, poolingFactor: 0, presence: 0 }];
        problem.workload.tables.push({ ...traffic, table: `large${i}`, features });
      }
    });
    expect(found).toEqual(['/problem/model/tables/3/rows']);
  });

  it('bytes read per batch', () => {
    const found = refused((problem) => {
      problem.workload['batchSize'] = 65_536;
      for (const table of problem.workload.tables)
        for (const feature of table['features'] as Record<string, unknown>[]) feature['poolingFactor'] = 1e6;
    });
    expect(found.length).toBeGreaterThan(0);
    for (const pointer of found) expect(pointer).toMatch(/^\/problem\/workload\/tables\/\d\/features$/);
  });

  it('whatever is accepted multiplies out to whole numbers below 2^53', () => {
    let accepted = 0;
    let rejected = 0;
    const extreme = (most: number) => fc.oneof(fc.constantFrom(1, most), fc.integer({ min: 1, max: most }));
    fc.assert(
      fc.property(
        extreme(2 ** 32),
        extreme(65_536),
        extreme(65_536),
        fc.double({ min: 1, max: 1e6, noNaN: true }),
        (rows, dim, batchSize, poolingFactor) => {
          const problem = smallProblem();
          Object.assign(problem.workload, { batchSize });
          delete problem.model['dense'];
          for (const table of problem.model.tables)
            Object.assign(table, { rows, dim: dim * 4 > 65_536 ? 65_536 : dim * 4 });
          for (const { features } of problem.workload.tables as { features: object[] }[])
            for (const feature of features) Object.assign(feature, { poolingFactor, poolingSpread: 0 });
          try {
            const { problem: parsed } = prepareStudy('plan', { problem, measure: false });
            accepted++;
            const bytes = parsed.model.tables.reduce((sum, table) => sum + table.rows * table.dim * 4, 0);
            expect(bytes).toBeLessThan(2 ** 53);
            const lookups = parsed.workload.tables.reduce(
              (sum, { features }) => sum + features.reduce((own, one) => own + one.poolingFactor, 0),
              0,
            );
            expect(lookups * batchSize * (parsed.model.tables[0]?.dim ?? 0) * 1024).toBeLessThan(2 ** 55);
          } catch (error) {
            if (!(error instanceof BadInputError)) throw error;
            rejected++;
          }
        },
      ),
      { numRuns: 300 },
    );
    expect(accepted).toBeGreaterThan(30);
    expect(rejected).toBeGreaterThan(30);
  });
});

describe('a server’s limits', () => {
  it('are all named at once, each with its place', () => {
    const all = { tables: 1, hosts: 1, lookups: 1, denseParameters: 1, solveSeconds: 1 };
    expect(overLimit(all, { timeLimitSeconds: 2 }).toSorted()).toEqual([
      '/measure/requests',
      '/problem/fleet',
      '/problem/model',
      '/timeLimitSeconds',
    ]);
    expect(overLimit({})).toEqual([]);
    const problem = { model: { fixture: 'criteo-kaggle' }, fleet: { fixture: '8x32gib' } };
    expect(overLimit({ denseParameters: 100_000 }, { problem })).toEqual(['/problem/model/dense']);
    expect(overLimit({ denseParameters: 100_000 }, { problem, measure: false })).toEqual([]);
  });

  it('hold for a trace that is sent', () => {
    const trace = {
      requests: [{ samples: 1, features: [{ feature: 'user_clicks', lengths: [3], indices: [1, 2, 3] }], dense: [] }],
    };
    const problem = smallProblem();
    delete problem.model['dense'];
    const known = (problem.model.tables[0]['features'] as { name: string }[])[0].name;
    trace.requests[0].features[0].feature = known;
    expect(overLimit({ lookups: 2 }, { problem, trace })).toEqual(['/trace']);
  });

  it('bound the layouts that a search may try', () => {
    const constraints = [{ kind: 'tableOptions', allow: ['rowWise'], maxParts: 4096 }];
    expect(overLimit({}, { problem: { ...smallProblem(), constraints } })).toEqual(['/problem/constraints']);
    const currentPlacement = smallPlacement();
    const parts = [{ kind: 'tableOptions', allow: ['rowWise'], maxParts: 2000 }];
    const fleet = smallProblem().fleet;
    Object.assign(fleet.hostTypes[0] as object, { count: 200 });
    const problem = { ...smallProblem(), fleet, constraints: parts, currentPlacement };
    expect(overLimit({}, { problem })).toEqual(['/problem/currentPlacement']);
  });

  it('end every study: solving has a time limit where the request sets none', () => {
    const study = limited(prepareStudy('plan', { problem: smallProblem() }), STUDY_LIMITS);
    expect(study).toMatchObject({ timeLimitSeconds: STUDY_LIMITS.solveSeconds });
    const own = limited(prepareStudy('plan', { problem: smallProblem(), timeLimitSeconds: 5 }), STUDY_LIMITS);
    expect(own).toMatchObject({ timeLimitSeconds: 5 });
  });
});

/** So many host types like the first. */
function many(problem: Small, count: number, change: object): void {
  const [first] = problem.fleet.hostTypes;
  problem.fleet.hostTypes = Array.from({ length: count }, (_, i) => ({ ...first, name: `type${i}`, ...change }));
}
