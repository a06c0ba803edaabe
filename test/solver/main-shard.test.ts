import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Problem, type OptionKind } from '../../domain/problem.ts';
import { compileInstance, completeInstance } from '../../solver/instance.ts';
import { tinyProblem } from '../evaluator/tiny-models.ts';
import { smallProblem } from '../small-problem.ts';
import { solve } from '../../solver/solve.ts';
import { OPTIONS } from './random-problems.ts';
import { expectOptima, nothingReached } from './oracle.ts';

const TABLES = ['t0', 't1', 't2'];
const HOSTS = ['host-0', 'host-1'];

const ruleOf = fc.oneof(
  fc.record({
    kind: fc.constant('pin'),
    table: fc.constantFrom(...TABLES),
    hosts: fc.subarray(['main', ...HOSTS], { minLength: 1 }),
  }),
  fc.record({
    kind: fc.constant('forbid'),
    table: fc.constantFrom(...TABLES),
    hosts: fc.subarray(['main', ...HOSTS], { minLength: 1, maxLength: 2 }),
  }),
  fc.record({ kind: fc.constant('drained'), hosts: fc.constantFrom(['main'], ['host-0']) }),
  fc.record({ kind: fc.constant('together'), tables: fc.subarray(TABLES, { minLength: 2, maxLength: 2 }) }),
  fc.record({
    kind: fc.constant('apart'),
    tables: fc.subarray(TABLES, { minLength: 2, maxLength: 3 }),
    scope: fc.constantFrom('host', 'failureDomain'),
  }),
  fc.record({ kind: fc.constant('maxHosts'), net: fc.constantFrom('item', 'user'), atMost: fc.constant(1) }),
  fc.record({ kind: fc.constant('movementLimit'), tables: fc.integer({ min: 0, max: 2 }) }),
  fc.record({ kind: fc.constant('loadCapacity'), maxUtilisation: fc.double({ min: 0.3, max: 1, noNaN: true }) }),
);

const mainProblem = fc
  .record({
    shapes: fc.array(
      fc.record({
        rows: fc.integer({ min: 10, max: 90 }),
        dim: fc.constantFrom(4, 8, 16),
        poolingFactor: fc.integer({ min: 0, max: 9 }),
        net: fc.constantFrom('user', 'item'),
      }),
      { minLength: 3, maxLength: 3 },
    ),
    slack: fc.double({ min: 1.05, max: 3, noNaN: true }),
    mainShare: fc.double({ min: 0.05, max: 1.4, noNaN: true }),
    isForAll: fc.boolean(),
    mainSpeed: fc.constantFrom(0.5, 1, 2),
    allow: fc.subarray<OptionKind>(['whole', 'rowWise', 'replicated'], { maxLength: 2 }),
    measure: fc.constantFrom('lookupBytes', 'serviceTime', 'poolingFactor'),
    rate: fc.constantFrom(undefined, undefined, 3000),
    rules: fc.array(ruleOf, { maxLength: 2 }),
    current: fc.array(fc.constantFrom('main', ...HOSTS), { minLength: 3, maxLength: 3 }),
  })
  .map(({ shapes, slack, mainShare, isForAll, mainSpeed, allow, measure, rate, rules, current }): Problem => {
    const { model, workload, fleet } = tinyProblem(
      shapes.map((own, t) => ({
        name: TABLES[t],
        presence: Math.min(1, own.poolingFactor),
        ...own,
        net: ['user', 'item', own.net][t],
      })),
    );
    const bytes = shapes.reduce((sum, { rows, dim }) => sum + rows * dim * 4, 0);
    const [type] = fleet.hostTypes;
    const host = { ...type, count: 2, memoryBytes: Math.ceil((bytes * slack) / 2), failureDomains: ['a', 'b'] };
    const main = {
      ...fleet.main,
      memoryBytes: Math.ceil(bytes * mainShare),
      cpuSpeed: mainSpeed,
      memoryBandwidthBytesPerSecond: type.memoryBandwidthBytesPerSecond * mainSpeed,
    };
    return Problem.parse({
      model,
      workload: { ...workload, ...(rate === undefined ? {} : { requestsPerSecond: rate }) },
      fleet: { ...fleet, main, hostTypes: [host] },
      objectives: ['peakLoad'],
      loadMeasure: measure,
      constraints: [
        {
          kind: 'tableOptions',
          ...(isForAll ? {} : { tables: ['t0', 't1'] }),
          allow: [...allow, 'mainShard'],
          maxParts: 2,
        },
        ...rules,
      ],
      currentPlacement: {
        shards: ['main', ...HOSTS].map((name) => ({
          host: name,
          slices: TABLES.filter((_, t) => current[t] === name).map((table) => ({ kind: 'whole', table })),
        })),
      },
    });
  });

test('with the main shard allowed, under rules, the search finds the optimum of enumeration, and bounds are below it and recomputed', () => {
  const reached = nothingReached();
  fc.assert(
    fc.property(mainProblem, fc.nat(10_000), (problem, pick) => {
      expectOptima(problem, completeInstance(compileInstance(problem)), pick, reached);
    }),
    { seed: 43, endOnFailure: true, numRuns: 40 },
  );
  expect(reached.found).toBeGreaterThan(120);
  expect(reached.optimal).toBeGreaterThan(reached.found * 0.95);
  expect(reached.capped).toBeGreaterThan(60);
  expect(reached.tight).toBeGreaterThan(60);
  expect(reached.without).toBeGreaterThan(20);
  for (const kind of ['whole', 'mainShard', 'rowWise', 'replicated'])
    expect(reached.kinds.get(kind), kind).toBeGreaterThan(10);
});

const RULES = { kind: 'tableOptions', allow: ['whole'] };

test('a pin to the main shard alone keeps its table there, one beside sparse hosts lets it stay, and no other table does', async () => {
  const tables = [
    { name: 'a', rows: 400, poolingFactor: 9 },
    { name: 'b', rows: 300, poolingFactor: 3 },
    { name: 'c', rows: 200, poolingFactor: 2 },
  ];
  const hostsOf = async (...constraints: unknown[]) => {
    const answer = await solve(smallProblem(tables, { objectives: ['bytesOnWire'], constraints }), OPTIONS);
    if (!('plan' in answer)) return answer.status;
    expect(answer.plan.proof.status).toBe('optimal');
    const { shards } = answer.plan.placement;
    return tables.map(({ name }) => shards.find(({ slices }) => slices.some(({ table }) => table === name))?.host);
  };
  expect((await hostsOf({ kind: 'pin', table: 'b', hosts: ['main'] }))[1]).toBe('main');
  // On the main shard it answers no bytes.
  const [a, b, c] = await hostsOf({ kind: 'pin', table: 'b', hosts: ['main', 'host-0'] });
  expect([a, b, c].map((host) => host === 'main')).toEqual([false, true, false]);
  expect(await hostsOf({ kind: 'pin', table: 'b', hosts: ['main'] }, RULES)).toBe('infeasible');
  expect((await hostsOf({ kind: 'pin', table: 'b', hosts: ['main', 'host-1'] }, RULES))[1]).toBe('host-1');
});

test('tables that fit on no sparse host stay on the main shard, and too many of them are infeasible', async () => {
  const tables = [500, 400, 100].map((rows, t) => ({ name: `t${t}`, rows }));
  const problem = (mainRows: number): Problem => {
    const base = smallProblem(tables, {
      memoryBytes: 300 * 256,
      constraints: [{ kind: 'tableOptions', allow: ['whole', 'mainShard'] }],
    });
    return { ...base, fleet: { ...base.fleet, main: { ...base.fleet.main, memoryBytes: mainRows * 256 } } };
  };
  const roomy = await solve(problem(900), OPTIONS);
  if (!('plan' in roomy)) throw new Error(roomy.status);
  expect(roomy.plan.placement.shards[1]).toMatchObject({ host: 'main', slices: [{ table: 't0' }, { table: 't1' }] });
  expect(await solve(problem(899), OPTIONS)).toMatchObject({ status: 'infeasible' });
});
