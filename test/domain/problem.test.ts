import { expect, test } from 'vitest';
import { Model } from '../../domain/model.ts';
import { Problem, problemHash } from '../../domain/problem.ts';
import { smallProblem } from '../small-problem.ts';

const good = smallProblem([
  { name: 'a', rows: 100 },
  { name: 'b', rows: 50, net: 'user' },
]);

/** Pointers of all problems that a changed copy of the good problem has. */
function pointers(change: (copy: Problem) => void): string[] {
  const copy = structuredClone(good);
  change(copy);
  const parsed = Problem.safeParse(copy);
  return parsed.success ? [] : parsed.error.issues.map((issue) => issue.path.join('/')).toSorted();
}

test('a good problem is accepted and its hash is stable under a second parse', () => {
  expect(pointers(() => undefined)).toEqual([]);
  expect(problemHash(Problem.parse(good))).toBe(problemHash(good));
});

test('every breach of a cross-field rule is listed, each at its place', () => {
  const found = pointers((problem) => {
    problem.workload.tables[0].table = 'zz';
    problem.constraints = [
      { kind: 'pin', table: 'c', hosts: ['host-0', 'host-9'] },
      { kind: 'maxHosts', atMost: 2 },
      { kind: 'movementLimit', bytes: 1 },
    ];
    problem.objectives = ['peakLoad', 'peakLoad'];
  });
  expect(found).toEqual([
    'constraints/0/hosts/1',
    'constraints/0/table',
    'constraints/1',
    'currentPlacement',
    'model/tables/0/name',
    'objectives/1',
    'workload/tables/0/table',
  ]);
});

test('a sample that is present looks up at least one row', () => {
  const at = 'workload/tables/0/features/0/poolingFactor';
  expect(pointers((p) => void (p.workload.tables[0].features[0].poolingFactor = 0.5))).toEqual([at]);
  expect(pointers((p) => Object.assign(p.workload.tables[0].features[0], { poolingFactor: 1, presence: 0 }))).toEqual([
    at,
  ]);
  expect(pointers((p) => Object.assign(p.workload.tables[0].features[0], { poolingFactor: 0, presence: 0 }))).toEqual(
    [],
  );
});

test('an empirical popularity is concave and ends at (1, 1)', () => {
  const set = (shares: { rows: number; lookups: number }[]) =>
    pointers((p) => void (p.workload.tables[0].popularity = { kind: 'empirical', shares }));
  expect(
    set([
      { rows: 0.1, lookups: 0.6 },
      { rows: 1, lookups: 1 },
    ]),
  ).toEqual([]);
  expect(
    set([
      { rows: 0.6, lookups: 0.1 },
      { rows: 1, lookups: 1 },
    ]),
  ).toHaveLength(1);
  expect(
    set([
      { rows: 0.1, lookups: 0.6 },
      { rows: 0.9, lookups: 1 },
    ]),
  ).toHaveLength(1);
});

test('a dot interaction refuses tables of another width than the bottom MLP', () => {
  const dense = { inputFeatures: 3, bottomMlp: [8, 32], interaction: { kind: 'dot' as const }, topMlp: [1] };
  const parsed = Model.safeParse({ ...good.model, dense });
  expect(parsed.error?.issues.map((issue) => issue.path.join('/'))).toEqual(['tables/0/dim', 'tables/1/dim']);
  expect(Model.safeParse({ ...good.model, dense: { ...dense, bottomMlp: [64] } }).success).toBe(true);
});

test('names are unique, nets exist, int4 dims are even, unknown fields are refused', () => {
  const table = good.model.tables[0];
  const found = Model.safeParse({
    ...good.model,
    tables: [
      table,
      { ...table, net: 'nowhere' },
      { ...table, name: 'x', dtype: 'int4', dim: 3, features: [{ name: 'x' }] },
    ],
  });
  expect(found.error?.issues.map((issue) => issue.path.join('/')).toSorted()).toEqual([
    'tables/1/features/0/name',
    'tables/1/name',
    'tables/1/net',
    'tables/2/dim',
  ]);
  expect(Model.safeParse({ ...good.model, colour: 'red' }).success).toBe(false);
});
