import { describe, expect, it } from 'vitest';
import { BadInputError, jsonPointer, shortened, type InputProblem } from '../../api/bad-input.ts';
import { closestName } from '../../api/closest-name.ts';
import { prepareStudy, type StudyKind } from '../../api/studies.ts';
import { smallProblem } from './small-requests.ts';

function problemsOf(kind: StudyKind, body: unknown): readonly InputProblem[] {
  try {
    prepareStudy(kind, body);
  } catch (error) {
    if (error instanceof BadInputError) return error.problems;
    throw error;
  }
  return [];
}

const at = (problems: readonly InputProblem[], pointer: string): InputProblem | undefined =>
  problems.find((problem) => problem.pointer === pointer);

describe('refusals', () => {
  it('list every fault of a request at once, each with a pointer that leads to what was seen', () => {
    const problem = smallProblem();
    problem.model.tables[1].dtype = 'int9';
    problem.model.tables[2].rows = 1.5;
    Object.assign(problem.fleet.hostTypes[0], { memoryByte: 1, cores: '4' });
    const problems = problemsOf('frontier', { problem, grid: 3, measure: { requests: 0 }, seed: -1 });
    expect(problems.map(({ pointer }) => pointer).toSorted()).toEqual([
      '/grid',
      '/measure/requests',
      '/problem/fleet/hostTypes/0/cores',
      '/problem/fleet/hostTypes/0/memoryByte',
      '/problem/model/tables/1/dtype',
      '/problem/model/tables/2/rows',
      '/seed',
    ]);
    expect(at(problems, '/grid')).toMatchObject({ seen: '3', rule: 'no such field', maybe: 'Maybe gridPoints.' });
    expect(at(problems, '/problem/fleet/hostTypes/0/memoryByte')?.maybe).toBe('Maybe memoryBytes.');
    expect(at(problems, '/problem/fleet/hostTypes/0/cores')?.maybe).toBe('Maybe write 4 without quotes.');
    expect(at(problems, '/problem/model/tables/1/dtype')).toMatchObject({ seen: '"int9"', maybe: 'Maybe int8.' });
    expect(at(problems, '/problem/model/tables/2/rows')?.maybe).toBe('Maybe 2.');
  });

  it('carry the hints of the domain rules', () => {
    const problem = smallProblem();
    problem.model.tables[1].net = 'itm';
    problem.workload.tables[2].table = 'shops';
    const problems = problemsOf('plan', { problem });
    expect(at(problems, '/problem/model/tables/1/net')).toMatchObject({
      seen: '"itm"',
      maybe: 'Maybe one of: user, item.',
    });
  });

  it('of cross-field rules point into the problem', () => {
    const problem = smallProblem();
    problem.workload.tables[2].table = 'shops';
    const problems = problemsOf('plan', { problem });
    expect(at(problems, '/problem/workload/tables/2/table')).toMatchObject({ seen: '"shops"', maybe: 'Maybe shop.' });
  });

  it('name the nearest fixture', () => {
    const problem = { model: { fixture: 'criteo-terabyte-dcn' }, fleet: '8x32gib' };
    const problems = problemsOf('frontier', { problem });
    expect(at(problems, '/problem/model/fixture')?.maybe).toBe('Maybe criteo-terabyte-dcnv2.');
    expect(at(problems, '/problem/fleet')?.maybe).toContain('{"fixture": "8x32gib"}');
  });

  it('of what lies inside a fixture point at its name, once a rule', () => {
    const problem = { ...smallProblem(), workload: { fixture: 'criteo-kaggle' } };
    const problems = problemsOf('plan', { problem });
    const inFixture = problems.filter(({ pointer }) => pointer === '/problem/workload/fixture');
    expect(inFixture).toHaveLength(1);
    expect(inFixture[0].rule).toBe('the workload names tables of the model');
  });

  it('say that an inline model needs a workload', () => {
    const { workload: _, ...problem } = smallProblem();
    expect(problemsOf('plan', { problem })).toMatchObject([{ pointer: '/problem/workload', seen: 'nothing' }]);
  });

  it('say of a number beyond all doubles that it is one', () => {
    const [huge] = JSON.parse('[1e999]') as [number];
    const problem = { ...smallProblem(), epsilons: [{ objective: 'hostsUsed', atMost: huge }] };
    expect(problemsOf('plan', { problem, seed: huge })).toMatchObject([
      { pointer: '/problem/epsilons/0/atMost', seen: 'Infinity', maybe: expect.stringContaining('exponent') },
      { pointer: '/seed', seen: 'Infinity', maybe: expect.stringContaining('exponent') },
    ]);
  });

  it('of a trace point into the trace', () => {
    const trace = {
      requests: [{ samples: 1, features: [{ feature: 'item', lengths: [1], indices: [393_216] }], dense: [] }],
    };
    expect(problemsOf('plan', { problem: smallProblem(), trace })).toMatchObject([
      { pointer: '/trace/requests/0/features/0/indices/0', seen: '393216' },
    ]);
    const workload = { trace, batchSize: 1 };
    expect(problemsOf('plan', { problem: { ...smallProblem(), workload } })).toMatchObject([
      { pointer: '/problem/workload/trace/requests/0/features/0/indices/0' },
    ]);
  });

  it('meet anything that JSON can say', () => {
    const bodies = [null, 1, 'text', [], {}, { problem: null }, { problem: [] }, { problem: { model: [] } }];
    const hostile = JSON.parse('{"problem": {"__proto__": {"polluted": true}, "constructor": 1}}') as unknown;
    for (const body of [...bodies, hostile]) expect(problemsOf('frontier', body).length).toBeGreaterThan(0);
    expect('polluted' in {}).toBe(false);
  });

  it('name the kinds that a union knows', () => {
    const problem = { ...smallProblem(), constraints: [{ kind: 'pinned', table: 'item', hosts: ['small-0'] }] };
    expect(problemsOf('plan', { problem })).toMatchObject([
      { pointer: '/problem/constraints/0/kind', maybe: 'Maybe pin.' },
    ]);
  });
});

describe('requests', () => {
  it('on a fixture need one short line', () => {
    const study = prepareStudy('frontier', { problem: { model: { fixture: 'drm2' }, fleet: { fixture: '8x32gib' } } });
    expect(study.problem.objectives).toEqual(['hostsUsed', 'peakLoad', 'bytesOnWire', 'fanOut']);
    expect(study.problem.workload.tables).toHaveLength(133);
    expect(study).toMatchObject({ seed: 1, gridPoints: 8, measure: { requests: 100 } });
  });

  it('with a workload from a trace are measured on that trace', () => {
    const request = { samples: 2, features: [{ feature: 'item', lengths: [1, 3], indices: [1, 2, 3, 4] }], dense: [] };
    const workload = { trace: { requests: [request, request] }, batchSize: 2 };
    const study = prepareStudy('plan', { problem: { ...smallProblem(), workload } });
    expect(study).toMatchObject({ trace: { requests: [request, request] } });
    const item = study.problem.workload.tables.find((entry) => entry.table === 'item');
    expect(item?.features[0].poolingFactor).toBe(2);
  });
});

describe('the parts of a refusal', () => {
  it('escape pointers as RFC 6901 says', () => {
    expect(jsonPointer(['a/b', 'm~n', 0])).toBe('/a~1b/m~0n/0');
    expect(jsonPointer([])).toBe('');
  });

  it('show large values in one short line', () => {
    expect(shortened('x'.repeat(1e6)).length).toBeLessThanOrEqual(80);
    expect(shortened(Array.from({ length: 1e6 }))).toBe('an array of 1000000');
    expect(shortened({ a: 1, b: 2 })).toBe('an object with a, b');
    expect(shortened(undefined)).toBe('nothing');
  });

  it('suggest slips of the pen and no other words', () => {
    expect(closestName('hostUsed', ['hostsUsed', 'peakLoad'])).toBe('hostsUsed');
    expect(closestName('crit', ['x', 'criteo-kaggle'])).toBe('criteo-kaggle');
    expect(closestName('zzzz', ['hostsUsed', 'peakLoad'])).toBeUndefined();
  });
});
