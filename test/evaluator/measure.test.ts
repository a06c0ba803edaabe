import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { systemClock } from '../../domain/clock.ts';
import { Measurement } from '../../domain/measurement.ts';
import type { TableSlice } from '../../domain/placement.ts';
import { Placement } from '../../domain/placement.ts';
import type { MeasureHooks, Measurer } from '../../evaluator/measure.ts';
import { createMeasurer } from '../../evaluator/measure.ts';
import { synthesizeTrace } from '../../evaluator/trace/synthesize.ts';
import type { TinyTable } from './tiny-models.ts';
import { tinyProblem } from './tiny-models.ts';

const tables: TinyTable[] = [
  { name: 'user', net: 'user', lookupsPer: 'request', poolingFactor: 6, dim: 16, presence: 0.7 },
  { name: 'mean', net: 'user', features: [{ name: 'm1', pooling: 'mean' }, { name: 'm2' }], dtype: 'fp16', rows: 5000 },
  { name: 'fp32', net: 'item', poolingFactor: 12, poolingSpread: 8, rows: 100_000, dim: 12, presence: 1 },
  { name: 'int8', net: 'item', dtype: 'int8', dim: 20, rows: 37 },
  {
    name: 'int4',
    net: 'item',
    dtype: 'int4',
    features: [{ name: 'q1' }, { name: 'q2', pooling: 'mean' }],
    presence: 0.2,
    poolingFactor: 0.5,
  },
  { name: 'never', net: 'item', poolingFactor: 0, poolingSpread: 0, presence: 0 },
];
const problem = tinyProblem(tables, { samples: 10, batchSize: 4 });
const trace = synthesizeTrace(problem.model, problem.workload, { requests: 14, seed: 11 });
const measurer = await createMeasurer(problem, trace, {
  seed: 3,
  clock: systemClock,
  warmupRequests: 2,
  denseEngine: 'wasm',
});
afterAll(() => measurer.dispose());

const whole = (table: string): TableSlice => ({ kind: 'whole', table });
const names = tables.map(({ name }) => name);
const allBut = (table: string): TableSlice[] => names.filter((name) => name !== table).map(whole);
const place = (byHost: Record<string, TableSlice[]>): Placement =>
  Placement.parse({ shards: Object.entries(byHost).map(([host, slices]) => ({ host, slices })) });

/** Row slices of every table in up to `parts` parts over the hosts, part i on host i. */
function splitRows(parts: number, rowOrder: 'shuffled' | 'asStored'): Placement {
  const byHost: Record<string, TableSlice[]> = {};
  for (const { name, rows } of problem.model.tables)
    for (let i = 0; i < parts; i++) {
      const [start, end] = [Math.floor((rows * i) / parts), Math.floor((rows * (i + 1)) / parts)];
      (byHost[`host-${i}`] ??= []).push({ kind: 'rows', table: name, rowOrder, start, end });
    }
  return place(byHost);
}

async function measured(placement: Placement, hooks?: MeasureHooks, by: Measurer = measurer): Promise<Measurement> {
  const measurement = await by.measure(placement, hooks);
  expect(Measurement.parse(measurement)).toEqual(measurement);
  expect(measurement.rpcsPerRequest).toBe(measurement.impliedRpcsPerRequest);
  return measurement;
}

const bitIdentical: Record<string, Placement> = {
  'all on one host': place({ 'host-3': names.map(whole) }),
  'all on the main shard': place({ main: names.map(whole) }),
  'spread over hosts': place({ 'host-0': names.slice(0, 2).map(whole), 'host-1': names.slice(2).map(whole) }),
  'some on the main shard': place({
    main: [whole('user'), whole('int8')],
    'host-1': names.filter((n) => n !== 'user' && n !== 'int8').map(whole),
  }),
  'split by columns': place({
    'host-0': [...allBut('fp32'), { kind: 'columns', table: 'fp32', start: 0, end: 4 }],
    'host-2': [{ kind: 'columns', table: 'fp32', start: 4, end: 12 }],
  }),
  'quantised and mean tables split by columns, one part on the main shard': place({
    'host-1': [
      ...names.filter((name) => !['int8', 'int4', 'mean'].includes(name)).map(whole),
      { kind: 'columns', table: 'int8', start: 8, end: 20 },
      { kind: 'columns', table: 'int4', start: 0, end: 4 },
      { kind: 'columns', table: 'mean', start: 4, end: 8 },
    ],
    main: [{ kind: 'columns', table: 'int8', start: 0, end: 8 }],
    'host-5': [
      { kind: 'columns', table: 'int4', start: 4, end: 8 },
      { kind: 'columns', table: 'mean', start: 0, end: 4 },
    ],
  }),
  'replicated, one replica on the main shard': place({
    'host-4': [...allBut('user'), whole('user')],
    'host-1': [whole('fp32'), whole('mean')],
    main: [whole('fp32')],
  }),
};

for (const [layout, placement] of Object.entries(bitIdentical))
  test(`tables ${layout} answer the bits of the singular run`, async () => {
    const { agreement, ...rest } = await measured(placement);
    expect(agreement).toMatchObject({
      rule: 'bitIdentical',
      vectorsDiffering: 0,
      largestScoreDifference: 0,
      holds: true,
    });
    // 12 requests of 10 samples with 7 features, and three batches with one request-level vector.
    expect(agreement.vectorsCompared).toBe(12 * (10 * 7 + 3));
    expect(agreement.requestsCompared).toBe(12);
    expect(rest.requests).toBe(12);
  });

for (const rowOrder of ['shuffled', 'asStored'] as const)
  for (const parts of [2, 3, 16])
    test(`tables split into ${parts} row ranges (${rowOrder}) stay within the rounding bound`, async () => {
      const { agreement } = await measured(splitRows(parts, rowOrder));
      expect(agreement).toMatchObject({ rule: 'boundedRounding', vectorsDiffering: 0, holds: true });
      expect(agreement.largestScoreDifference).toBeLessThanOrEqual(1e-5);
    });

/** Up to five ranges of [0, size) that begin at multiples of a step. */
const edgesOf = (size: number, step: number) =>
  fc
    .uniqueArray(fc.integer({ min: 1, max: Math.floor((size - 1) / step) }), { maxLength: 4 })
    .map((cuts) => [0, ...cuts.map((at) => at * step).toSorted((a, b) => a - b), size]);

const ranges = (edges: number[], on: string[], slice: (start: number, end: number) => TableSlice) =>
  edges.slice(1).reduce<Record<string, TableSlice[]>>((byHost, end, i) => {
    (byHost[on[i % on.length]] ??= []).push(slice(edges[i], end));
    return byHost;
  }, {});

/** Any legal layout of one table over the hosts main and host-0 to host-3. */
const layoutOf = (t: number): fc.Arbitrary<Record<string, TableSlice[]>> => {
  const { name: table, rows, dim } = problem.model.tables[t];
  const hosts = fc.shuffledSubarray(['main', 'host-0', 'host-1', 'host-2', 'host-3'], { minLength: 1 });
  return fc.oneof(
    hosts.map((on) => Object.fromEntries(on.map((host) => [host, [whole(table)]]))),
    fc
      .tuple(hosts, edgesOf(rows, 1), fc.constantFrom('shuffled' as const, 'asStored' as const))
      .map(([on, edges, rowOrder]) =>
        ranges(edges, on, (start, end) => ({ kind: 'rows', table, rowOrder, start, end })),
      ),
    fc
      .tuple(hosts, edgesOf(dim, 4))
      .map(([on, edges]) => ranges(edges, on, (start, end) => ({ kind: 'columns', table, start, end }))),
  );
};

test('whatever the placement, outputs agree with singular and traffic is what the trace implies', async () => {
  let [bounded, identical] = [0, 0];
  const layouts = fc.tuple(...problem.model.tables.map((_, t) => layoutOf(t)));
  await fc.assert(
    fc.asyncProperty(layouts, async (chosen) => {
      const byHost: Record<string, TableSlice[]> = {};
      for (const layout of chosen)
        for (const [host, slices] of Object.entries(layout)) (byHost[host] ??= []).push(...slices);
      const { agreement } = await measured(place(byHost));
      expect(agreement.holds).toBe(true);
      if (agreement.rule === 'boundedRounding') bounded++;
      else identical++;
    }),
    { seed: 4, numRuns: 40 },
  );
  expect(bounded).toBeGreaterThanOrEqual(20);
  expect(identical).toBeGreaterThanOrEqual(1);
});

test("in a mixed placement the tables that are not row-split still answer singular's bits", async () => {
  const placement = place({
    main: [{ kind: 'rows', table: 'fp32', rowOrder: 'shuffled', start: 0, end: 30_000 }],
    'host-0': [...allBut('fp32'), { kind: 'rows', table: 'fp32', rowOrder: 'shuffled', start: 30_000, end: 100_000 }],
  });
  expect((await measured(placement)).agreement).toMatchObject({ rule: 'boundedRounding', holds: true });
  const nudged = await measured(placement, {
    faults: {
      answer(call, vectors) {
        // The last bit of the first vector: rounding of a split table might have moved it, a whole table's may not.
        if (call.parts[0].slice.kind !== 'whole') return;
        new Uint32Array(vectors.buffer, 0, 1)[0] ^= 1;
      },
    },
  });
  expect(nudged.agreement.holds).toBe(false);
});

/** Replaces the first index of the n-th call of host-1 that begins with a table looked up per sample. */
function wrongIndexInCall(n: number): NonNullable<MeasureHooks['faults']> {
  let calls = 0;
  return {
    call({ words, parts: [first], host }, samples) {
      const table = problem.model.tables[first.table];
      if (host !== 'host-1' || table.lookupsPer === 'request' || ++calls !== n) return;
      // Behind the slice's number and its lengths. A wrong length would be refused by the shard.
      const index = 1 + table.features.length * samples;
      words[index] = (words[index] + 1) % (first.endId - first.firstId);
    },
  };
}

for (const [kind, placement] of [
  ['whole', bitIdentical['spread over hosts']],
  ['row-split', splitRows(2, 'shuffled')],
] as const) {
  test(`one wrong index of one call is found (${kind})`, async () => {
    const { agreement } = await measured(placement, { faults: wrongIndexInCall(10) });
    expect(agreement.holds).toBe(false);
    expect(agreement.vectorsDiffering).toBe(1);
  });

  test(`warm-up requests are not compared (${kind})`, async () => {
    expect((await measured(placement, { faults: wrongIndexInCall(1) })).agreement.holds).toBe(true);
  });

  test(`a slice whose answer is missing is found (${kind})`, async () => {
    const { agreement } = await measured(placement, {
      faults: { answer: (call, vectors) => void (call.host === 'host-1' && vectors.fill(0)) },
    });
    expect(agreement.holds).toBe(false);
    expect(agreement.vectorsDiffering).toBeGreaterThan(10);
  });
}
