import { afterAll, expect, test } from 'vitest';
import { systemClock } from '../../domain/clock.ts';
import { Placement } from '../../domain/placement.ts';
import { createMeasurer } from '../../evaluator/measure.ts';
import type { JaggedTrace } from '../../evaluator/trace/jagged.ts';
import { fromTrace } from '../../evaluator/trace/jagged.ts';
import { synthesizeTrace } from '../../evaluator/trace/synthesize.ts';
import { tinyProblem } from './tiny-models.ts';

const problem = tinyProblem(
  [
    { name: 'a', net: 'first' },
    { name: 'b', net: 'second' },
    { name: 'c', net: 'second' },
  ],
  {
    samples: 2,
    dense: false,
  },
);
const options = { seed: 1, clock: systemClock, warmupRequests: 1, cores: 2 };
const whole = (...names: string[]) => names.map((table) => ({ kind: 'whole', table }));
const place = (byHost: Record<string, unknown[]>): Placement =>
  Placement.parse({ shards: Object.entries(byHost).map(([host, slices]) => ({ host, slices })) });
const rows = (start: number, end: number) => ({ kind: 'rows', table: 'c', start, end });
const spread = place({ 'host-0': whole('a', 'b'), 'host-1': whole('c') });

const measurer = await createMeasurer(
  problem,
  synthesizeTrace(problem.model, problem.workload, { requests: 60, seed: 1 }),
  options,
);
afterAll(() => measurer.dispose());

test('an abort ends a measurement at once with its reason, before the start and on the way', async () => {
  const before = AbortSignal.abort(new Error('not wanted'));
  await expect(measurer.measure(spread, { signal: before })).rejects.toThrow('not wanted');
  const controller = new AbortController();
  let reached = 0;
  const measuring = measurer.measure(spread, {
    signal: controller.signal,
    onRequest(done) {
      reached = done;
      if (done === 5) controller.abort(new Error('enough'));
    },
  });
  await expect(measuring).rejects.toThrow('enough');
  expect(reached).toBe(5);
  const loading = new AbortController();
  const aborted = measurer.measure(place({ 'host-2': whole('a', 'b', 'c') }), { signal: loading.signal });
  loading.abort(new Error('while loading'));
  await expect(aborted).rejects.toThrow('while loading');
  expect((await measurer.measure(spread)).agreement.holds).toBe(true);
});

test('an abort may keep what was timed by then: whole blocks of requests, compared; nothing where none was', async () => {
  for (const [after, timed] of [
    [2, undefined],
    [90, 40],
  ] as const) {
    const controller = new AbortController();
    const measuring = measurer.measure(spread, {
      signal: controller.signal,
      keepsOnAbort: true,
      onRequest: (done) => void (done === after && controller.abort(new Error('enough'))),
    });
    if (timed === undefined) await expect(measuring).rejects.toThrow('enough');
    else {
      const { requests, agreement, rpcsPerRequest, impliedRpcsPerRequest } = await measuring;
      expect([requests, agreement.requestsCompared, agreement.holds]).toEqual([timed, timed, true]);
      expect(rpcsPerRequest).toBe(impliedRpcsPerRequest);
    }
  }
});

test('a placement that does not cover the model exactly once is refused', async () => {
  const cases: [Record<string, unknown[]>, RegExp][] = [
    [{ 'host-0': whole('a', 'b') }, /c is placed nowhere/],
    [{ 'host-0': [...whole('a', 'b'), rows(0, 150)] }, /end at 150, not at 200/],
    [{ 'host-0': [...whole('a', 'b'), rows(0, 150)], 'host-1': [rows(140, 200)] }, /begins at 140 where 150 is next/],
    [{ 'host-0': whole('a', 'b', 'c'), 'host-1': [rows(0, 200)] }, /several layouts/],
    [{ 'host-0': whole('a', 'b', 'c', 'c') }, /twice/],
    [{ 'host-99': whole('a', 'b', 'c') }, /fleet lacks: host-99/],
    [{ 'host-0': whole('a', 'b', 'c', 'd') }, /model lacks: d/],
  ];
  for (const [byHost, message] of cases) await expect(measurer.measure(place(byHost))).rejects.toThrow(message);
});

/** Lookups of a table's one feature, at rows that do not matter here. */
const feature = (name: string, lengths: number[]) => ({
  feature: `${name}/f`,
  lengths,
  indices: lengths.flatMap((length, i) => Array.from({ length }, (_, j) => 10 * i + j)),
});

test('RPCs and bytes are those of a count by hand: a shard without an index for a net and batch is not called', async () => {
  const reading = fromTrace(
    {
      requests: [
        { samples: 2, dense: [], features: [feature('a', [1, 1]), feature('b', [1, 0]), feature('c', [0, 1])] },
        { samples: 2, dense: [], features: [feature('a', [2, 0]), feature('c', [0, 3])] },
        { samples: 2, dense: [], features: [feature('b', [0, 1])] },
        { samples: 2, dense: [], features: [] },
      ],
    },
    problem.model,
  );
  const trace = (reading as { trace: JaggedTrace }).trace;
  const byHand = await createMeasurer(problem, trace, { ...options, warmupRequests: 0 });
  try {
    const measurement = await byHand.measure(spread);
    // Calls: request 1: a, b on host-0 (two nets), c on host-1; 2: a, c; 3: b; 4: none.
    expect(measurement.rpcsPerRequest).toBe(6 / 4);
    expect(measurement.impliedRpcsPerRequest).toBe(6 / 4);
    expect(measurement.shards.map(({ host, rpcs }) => [host, rpcs])).toEqual([
      ['main', 0],
      ['host-0', 4],
      ['host-1', 2],
    ]);
    // Six slices called, each 4 + 4 x 2 lengths + 4 x 2 x 8 values; 10 indices of 4 bytes.
    expect(measurement.bytesPerRequest * 4).toBe(6 * (4 + 8 + 64) + 4 * 10);
    expect(measurement.agreement).toMatchObject({ holds: true, requestsCompared: 4, vectorsCompared: 24 });
    expect(measurement.latencyMs.p50).toEqual({ value: null, n: 4, note: 'n too small' });
    expect(measurement.environment).toMatchObject({ denseEngine: 'none', threads: 3 });
  } finally {
    await byHand.dispose();
  }
});

test('replicas take turns by batch number: each is called for its share of the batches', async () => {
  const { shards, agreement } = await measurer.measure(
    place({ 'host-1': whole('a'), 'host-0': whole('a', 'b'), 'host-2': whole('a'), 'host-3': whole('c') }),
  );
  const rpcs = new Map(shards.map((shard) => [shard.host, shard.rpcs]));
  expect(agreement).toMatchObject({ rule: 'bitIdentical', holds: true });
  // 59 timed batches, of which a has an index in nearly all.
  for (const host of ['host-1', 'host-2']) expect(Math.abs(rpcs.get(host)! - 19)).toBeLessThanOrEqual(2);
});

test("placed bytes are the placement's, materialised bytes those of rows that the trace touches", async () => {
  const { shards } = await measurer.measure(place({ 'host-0': whole('a', 'b'), main: whole('c') }));
  const [main, host] = shards;
  expect([main.host, host.host]).toEqual(['main', 'host-0']);
  expect([main.placedBytes, host.placedBytes]).toEqual([200 * 32, 2 * 200 * 32]);
  for (const shard of shards) {
    expect(shard.materialisedBytes).toBeGreaterThan(0);
    expect(shard.materialisedBytes).toBeLessThanOrEqual(shard.placedBytes);
    expect(shard.materialisedBytes % 32).toBe(0);
    expect(shard.cpuMsPerRequest).toBeGreaterThan(0);
  }
});

test('a trace without a request after the warm-up is refused', async () => {
  const trace = synthesizeTrace(problem.model, problem.workload, { requests: 2, seed: 1 });
  await expect(createMeasurer(problem, trace, { ...options, warmupRequests: 2 })).rejects.toThrow(
    /leaves none after a warm-up/,
  );
});
