import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placementOf } from '../../bench/peers/answer.ts';
import { ask } from '../../bench/peers/ask.ts';
import { bestOf, refusal, rowOf, solveOurselves, type Question, type Row } from '../../bench/peers/compare.ts';
import { mergeResults } from '../../bench/peers/merge.ts';
import { PEERS } from '../../bench/peers/peer.ts';
import { reportOf, verdictOf } from '../../bench/peers/report.ts';
import { peerTask } from '../../bench/peers/task.ts';
import { generateInstance } from '../../bench/solver/like-instances.ts';
import { problemOfInstance } from '../../bench/solver/reference-instance.ts';
import { systemClock } from '../../domain/clock.ts';
import { placementHash } from '../../domain/placement.ts';
import { findViolations } from '../../evaluator/violations.ts';

const LIMITS = { seconds: 10, workers: 1, seed: 1 };
const HOSTS = 3;
const INSTANCE = generateInstance(
  {
    name: 'tiny',
    tables: 12,
    devices: HOSTS,
    bytesPerElem: 4,
    dims: [16, 32],
    rows: [1000, 1],
    pooling: [4, 0.5],
    largestShare: 0.5,
    memoryRatio: 2,
  },
  1,
);
const QUESTION: Question = {
  instance: INSTANCE.name,
  layouts: 'tableWise',
  objective: 'peakLoad',
  problem: problemOfInstance(INSTANCE, 1, ['peakLoad']),
};
const FAKE = new URL('fake-peer.ts', import.meta.url).pathname;

const askFake = (mode: string) =>
  ask(process.execPath, FAKE, peerTask(QUESTION.problem, LIMITS, { mode }), systemClock);

async function fakeRow(mode: string, bound = 1): Promise<Row> {
  return rowOf(QUESTION, mode, await askFake(mode), bound);
}

test("a peer's legal plan gets its figures from our evaluator, whatever it claims", async () => {
  const own = await solveOurselves(QUESTION, 1, systemClock);
  const row = await fakeRow('dealt', own.bound);
  expect(row).toMatchObject({ outcome: 'plan', violations: 0, hostsUsed: HOSTS, seconds: 0.25, note: 'OPTIMAL' });
  const loads = Array.from({ length: HOSTS }, (_, h) =>
    INSTANCE.tables
      .filter((_, t) => t % HOSTS === h)
      .reduce((sum, table) => sum + table.pooling_factor * INSTANCE.batch_size * table.dim * table.bytes_per_elem, 0),
  );
  expect((row.value ?? 0) / Math.max(...loads)).toBeCloseTo(1, 6);
  expect(row.gap).toBeCloseTo(1 - own.bound / (row.value ?? 0), 9);
  expect(own.row.value).toBeLessThanOrEqual(row.value ?? 0);
});

test.each([
  ['heaped', 'more than its'],
  ['forgetful', 'no host holds it'],
  ['elsewhere', 'the fleet has no host host-99'],
  ['invented', 'the model has no table nobody'],
  ['crossed', 'cuts a table by rows and columns at once'],
])('an illegal answer (%s) is a row of violations and never a plan', async (mode, message) => {
  const row = await fakeRow(mode);
  expect(row.outcome).toBe('illegal');
  expect(row.note).toContain(message);
  expect(row).not.toHaveProperty('value');
  expect(row).not.toHaveProperty('gap');
  expect(bestOf([row])).toBeUndefined();
  expect(verdictOf([{ by: 'ours', outcome: 'plan', note: '', value: 2 }, row])).toBe('Won: no peer has a legal plan.');
});

test('a peer that crashes, answers nonsense or is not there did not run, with the reason', async () => {
  expect(await fakeRow('crash')).toMatchObject({ outcome: 'notRun' });
  expect(await fakeRow('malformed')).toMatchObject({
    outcome: 'notRun',
    note: expect.stringContaining('its answer is malformed'),
  });
  const task = peerTask(QUESTION.problem, LIMITS, {});
  expect(await ask('/nowhere/bin/python', FAKE, task, systemClock)).toEqual({
    ran: false,
    why: 'no /nowhere/bin/python: bench/peers/setup.sh makes the virtual environment',
  });
});

test('a peer without a plan says so in its own words', async () => {
  expect(await fakeRow('nothing')).toMatchObject({ outcome: 'noPlan', note: 'OPTIMAL' });
});

test('a table-wise assignment and its placement say the same, there and back', () => {
  let reached = 0;
  fc.assert(
    fc.property(fc.array(fc.nat(HOSTS - 1), { minLength: 12, maxLength: 12 }), (hosts) => {
      const slices = INSTANCE.tables.map((table, t) => ({ table: table.name, host: `host-${hosts[t]}` }));
      const placement = placementOf(slices, 'shuffled');
      const back = placement?.shards.flatMap(({ host, slices: held }) => held.map(({ table }) => ({ table, host })));
      expect(new Set(back?.map(({ table, host }) => `${table} ${host}`))).toEqual(
        new Set(slices.map(({ table, host }) => `${table} ${host}`)),
      );
      expect(back).toHaveLength(slices.length);
      reached++;
    }),
    { numRuns: 50 },
  );
  expect(reached).toBe(50);
});

test('ranges that meet on one host become one slice; ranges on other hosts stay', () => {
  const [{ name: table, rows }] = INSTANCE.tables;
  const cut = [
    { table, host: 'host-0', rows: [0, 10] as [number, number] },
    { table, host: 'host-0', rows: [10, 20] as [number, number] },
    { table, host: 'host-1', rows: [20, rows] as [number, number] },
  ];
  const placement = placementOf(cut, 'asStored');
  expect(placement?.shards.map((shard) => shard.slices)).toEqual([
    [{ kind: 'rows', table, rowOrder: 'asStored', start: 0, end: 20 }],
    [{ kind: 'rows', table, rowOrder: 'asStored', start: 20, end: rows }],
  ]);
  const rest = INSTANCE.tables.slice(1).map(({ name }) => ({ table: name, host: 'host-2' }));
  const whole = placementOf([...cut, ...rest], 'asStored');
  // Row ranges are legal where the problem allows them: coverage holds either way.
  const kinds = findViolations(QUESTION.problem, whole ?? { shards: [] }).map(({ kind }) => kind);
  expect(kinds).not.toContain('coverage');
});

test('parts of columns that lie on one host become one, and gaps or overlaps stay to be found', () => {
  const { name: table, dim } = INSTANCE.tables[0];
  const part = (host: string, start: number, end: number) => ({
    table,
    host,
    columns: [start, end] as [number, number],
  });
  const columnsOf = (...own: ReturnType<typeof part>[]) =>
    placementOf(own, 'shuffled')?.shards.map(({ host, slices }) => [host, slices]);
  expect(columnsOf(part('host-0', 0, 4), part('host-1', 4, 8), part('host-0', 8, dim))).toEqual([
    ['host-0', [{ kind: 'columns', table, start: 0, end: dim - 4 }]],
    ['host-1', [{ kind: 'columns', table, start: dim - 4, end: dim }]],
  ]);
  const faults = [
    [part('host-0', 0, 4), part('host-1', 8, dim)],
    [part('host-0', 0, 8), part('host-1', 4, dim)],
    [part('host-0', 0, 8), part('host-1', 8, dim - 4)],
  ];
  for (const own of faults) {
    const found = findViolations(QUESTION.problem, placementOf(own, 'shuffled') ?? { shards: [] });
    expect(found.filter((violation) => violation.table === table).map(({ kind }) => kind)).toContain('coverage');
  }
});

test('every peer is asked about the same bytes and loads that we are judged by', async () => {
  const task = peerTask(QUESTION.problem, LIMITS, {});
  expect(task.tables.map((table) => table.memoryBytes)).toEqual(
    INSTANCE.tables.map((table) => table.rows * table.dim * table.bytes_per_elem),
  );
  expect(task.tables.every((table) => Number.isSafeInteger(table.load) && table.load > 0)).toBe(true);
  const constrained = { ...QUESTION.problem, epsilons: [{ objective: 'fanOut' as const, atMost: 2 }] };
  expect(() => peerTask(constrained, LIMITS, {})).toThrow('the peers do not see caps');
});

test('a model too large for a peer is refused with the reason; peers have names of their own', () => {
  const { tables, hosts, ...rest } = peerTask(QUESTION.problem, LIMITS, {});
  const large = { ...rest, hosts, tables: Array.from({ length: 320_000 / hosts.length }, () => tables[0]) };
  const limited = PEERS.filter((peer) => peer.most !== undefined);
  expect(limited.length).toBeGreaterThan(1);
  for (const peer of limited) {
    expect(refusal(peer, { ...rest, hosts, tables })).toBeUndefined();
    expect(refusal(peer, large)).toContain('not asked');
  }
  expect(new Set(PEERS.map((peer) => peer.name)).size).toBe(PEERS.length);
});

test('the report says where we lose, and counts no time of a plan that is worse', async () => {
  const ours: Row = {
    by: 'Shardwright',
    outcome: 'plan',
    note: 'feasible',
    value: 110,
    bound: 100,
    gap: 0.1,
    seconds: 1,
  };
  const better: Row = { ...ours, by: 'peer', value: 100, gap: 0, seconds: 2 };
  const worse: Row = { ...ours, by: 'quick peer', value: 120, gap: 1 / 6, seconds: 0.1 };
  expect(verdictOf([ours, worse, better])).toMatch(/^LOST: peer is 9\.09% lower/);
  expect(verdictOf([ours, worse])).toMatch(/^Won: the best peer, quick peer, is 9\.09% higher/);
  expect(verdictOf([ours, { ...worse, value: 110 }])).toMatch(/^Tie in value with quick peer/);
  expect(verdictOf([ours, { by: 'absent', outcome: 'notRun', note: 'no venv' }])).toBe('No peer ran.');
  const { problem: _, ...question } = QUESTION;
  const report = reportOf({
    ...question,
    tables: 12,
    hosts: HOSTS,
    bound: 100,
    certificate: 'sum',
    rows: [ours, better],
  });
  expect(report).toContain('LOST');
  expect(report).toContain('10.0%');
});

test('results of unlike runs are not merged; those of like runs are, the later for each question', () => {
  const environment = {
    cpu: 'c',
    cores: 2,
    node: 'v26',
    platform: 'linux x64',
    secondsLimit: 60,
    workers: 2,
    versions: { ortools: '9' },
  };
  const run = (instance: string, mark: number, own: object = {}) => ({
    environment: { ...environment, ...own },
    comparisons: [{ instance, layouts: 'tableWise', objective: 'peakLoad', mark }],
  });
  expect(mergeResults(run('a', 1), run('b', 2)).comparisons).toHaveLength(2);
  expect(mergeResults(run('a', 1), run('a', 2)).comparisons).toEqual(run('a', 2).comparisons);
  for (const own of [
    { cpu: 'other' },
    { node: 'v24' },
    { secondsLimit: 30 },
    { workers: 8 },
    { versions: { ortools: '10' } },
  ])
    expect(() => mergeResults(run('a', 1), run('b', 2, own))).toThrow('not the same conditions');
  expect(() => mergeResults({ comparisons: [] }, run('a', 1))).toThrow('environment');
});

test('two answers that place alike hash alike', async () => {
  const asked = await askFake('dealt');
  if (!asked.ran || asked.answer.slices === undefined) throw new Error('the fake peer has a plan');
  const { slices } = asked.answer;
  const hashes = [slices, slices.toReversed()].map((own) =>
    placementHash(placementOf(own, 'shuffled') ?? { shards: [] }),
  );
  expect(hashes[0]).toBe(hashes[1]);
});
