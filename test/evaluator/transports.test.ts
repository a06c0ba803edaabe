import { afterAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../domain/clock.ts';
import { Measurement, TransportName } from '../../domain/measurement.ts';
import type { TableSlice } from '../../domain/placement.ts';
import { Placement } from '../../domain/placement.ts';
import type { MeasureHooks, Measurer } from '../../evaluator/measure.ts';
import { createMeasurer } from '../../evaluator/measure.ts';
import { callMs, callsOfRequest } from '../../evaluator/service-record.ts';
import { synthesizeTrace } from '../../evaluator/trace/synthesize.ts';
import { tinyProblem } from './tiny-models.ts';

/** One table of each dtype, in two nets; one of them looked up per request. Two batches a request. */
const problem = tinyProblem(
  [
    { name: 'fp32', net: 'first', lookupsPer: 'request', poolingFactor: 6 },
    { name: 'fp16', net: 'first', features: [{ name: 'm', pooling: 'mean' }, { name: 's' }] },
    { name: 'int8', net: 'second', poolingFactor: 9 },
    { name: 'int4', net: 'second' },
  ],
  { samples: 6, batchSize: 3 },
);
const names = problem.model.tables.map(({ name }) => name);
const trace = synthesizeTrace(problem.model, problem.workload, { requests: 14, seed: 5 });
const options = { seed: 2, clock: systemClock, warmupRequests: 2, denseEngine: 'wasm' } as const;

const place = (byHost: Record<string, TableSlice[]>): Placement =>
  Placement.parse({ shards: Object.entries(byHost).map(([host, slices]) => ({ host, slices })) });
const whole = (table: string): TableSlice => ({ kind: 'whole', table });
const onTwo = (slice: (table: string, half: 0 | 1) => TableSlice): Placement =>
  place({ 'host-0': names.map((table) => slice(table, 0)), 'host-1': names.map((table) => slice(table, 1)) });

/** Every kind of slice for every table, so for every dtype. */
const layouts: Record<string, { placement: Placement; rule: 'bitIdentical' | 'boundedRounding' }> = {
  whole: {
    rule: 'bitIdentical',
    placement: place({ 'host-0': names.slice(0, 3).map(whole), 'host-1': [whole('int4')] }),
  },
  replicated: { rule: 'bitIdentical', placement: onTwo(whole) },
  'column-wise': {
    rule: 'bitIdentical',
    placement: onTwo((table, half) => ({ kind: 'columns', table, start: 4 * half, end: 4 * half + 4 })),
  },
  'row-wise': {
    rule: 'boundedRounding',
    placement: onTwo((table, half) => ({
      kind: 'rows',
      table,
      rowOrder: 'shuffled',
      start: 100 * half,
      end: 100 * half + 100,
    })),
  },
};
const [spread, rowWise] = [layouts.whole.placement, layouts['row-wise'].placement];

/** Two cores: shards that share threads share one. */
const ways = [
  ...TransportName.options.map((transport) => ({ transport, shardThreads: 'perShard' as const })),
  { transport: 'sharedArrayBuffer' as const, shardThreads: 'perCore' as const },
];

describe.each(ways)('by $transport, threads $shardThreads', ({ transport, shardThreads }) => {
  const made: Promise<Measurer> = createMeasurer(problem, trace, { ...options, transport, shardThreads, cores: 2 });
  afterAll(async () => (await made).dispose());
  const measured = async (placement: Placement, hooks?: MeasureHooks): Promise<Measurement> => {
    const measurement = await (await made).measure(placement, hooks);
    expect(Measurement.parse(measurement)).toEqual(measurement);
    return measurement;
  };

  test.each(Object.entries(layouts))('%s tables of every dtype agree with singular', async (_, { placement, rule }) => {
    const { agreement, environment, rpcsPerRequest, impliedRpcsPerRequest } = await measured(placement);
    expect(agreement).toMatchObject({ rule, holds: true, vectorsDiffering: 0, requestsCompared: 12 });
    expect(environment).toMatchObject({
      transport,
      threads: shardThreads === 'perCore' ? 2 : 3,
      oversubscribed: true,
    });
    expect(rpcsPerRequest).toBe(impliedRpcsPerRequest);
    // Two nets and two batches a request: sums over calls are sums over more than one.
    expect(rpcsPerRequest).toBeGreaterThan(3);
  });

  test('a wrong index and a missing answer are found', async () => {
    for (const placement of [spread, rowWise]) {
      let calls = 0;
      const wrongIndex = await measured(placement, {
        faults: {
          call({ words, parts: [first] }) {
            const features = problem.model.tables[first.table].features.length;
            const perRequest = problem.model.tables[first.table].lookupsPer === 'request';
            const index = 1 + features * (perRequest ? 1 : 3);
            if (++calls > 20) words[index] = (words[index] + 1) % (first.endId - first.firstId);
          },
        },
      });
      expect(calls).toBeGreaterThan(20);
      expect(wrongIndex.agreement.holds).toBe(false);
      const missing = await measured(placement, {
        faults: { answer: ({ host }, vectors) => void (host === 'host-1' && vectors.fill(0)) },
      });
      expect(missing.agreement.holds).toBe(false);
    }
  });

  test('a thread that ends, a call that is refused and an abort reject the measurement, and the next one works', async () => {
    for (const moment of [0, 9]) {
      let crash: (() => void) | undefined;
      const crashing = measured(spread, {
        onRequest: (done) => void (done === moment && crash?.()),
        faults: {
          shards(shards) {
            crash = () => void shards.crash(1);
            if (moment === 0) crash();
          },
        },
      });
      await expect(crashing).rejects.toThrow(/shard's thread ended with code/);
    }
    const refused = measured(spread, { faults: { call: ({ words }) => void (words[0] = 9) } });
    await expect(refused).rejects.toThrow(/names slice 9 of a shard that holds/);
    const controller = new AbortController();
    const aborted = measured(spread, {
      signal: controller.signal,
      onRequest: (done) => void (done === 9 && controller.abort(new Error('enough'))),
    });
    await expect(aborted).rejects.toThrow('enough');
    expect((await measured(spread)).agreement.holds).toBe(true);
  });

  test('phases of all threads add up to the CPU that they took, within 5%', async () => {
    // Large enough that what belongs to no phase (control calls, the clock itself) does not count beside it.
    const larger = tinyProblem(
      names.map((name) => ({ name, net: name, rows: 2000, dim: 32, poolingFactor: 60 })),
      { samples: 24 },
    );
    const requestsOfLarger = synthesizeTrace(larger.model, larger.workload, { requests: 152, seed: 6 });
    const measurer = await createMeasurer(larger, requestsOfLarger, { ...options, transport });
    const [{ measurement, requests }] = await measurer.measureTogether([spread]);
    await measurer.dispose();
    expect(requests).toHaveLength(150);
    // The threads' own clocks over the run against what was attributed.
    expect(Math.abs(measurement.unattributedShare)).toBeLessThan(0.05);
    const phases = measurement.shards.flatMap((shard) => Object.values(shard.phases));
    const total = phases.reduce((sum, ms) => sum + ms, 0);
    expect(total / measurement.cpuMsPerRequest).toBeGreaterThan(0.9);
    expect(total / measurement.cpuMsPerRequest).toBeLessThan(1.0001);
    for (const { host, cpuMsPerRequest, phases: parts } of measurement.shards.slice(1)) {
      const calls = requests.flatMap((request) => callsOfRequest(request).filter((call) => call.host === host));
      const ms = calls.reduce((sum, call) => sum + callMs(call), 0) / requests.length;
      expect(cpuMsPerRequest).toBeCloseTo(ms, 9);
      expect(parts.denseMs).toBe(0);
      expect(parts.embeddingMs).toBeGreaterThan(0);
    }
  });
});

test('placements measured together are measured as alone: the same traffic, agreement and rows held', async () => {
  const measurer = await createMeasurer(problem, trace, options);
  try {
    const placements = Object.values(layouts).map(({ placement }) => placement);
    const together = await measurer.measureTogether(placements);
    expect(together).toHaveLength(4);
    for (const [p, placement] of placements.entries()) {
      const alone = await measurer.measure(placement);
      const { measurement, requests, singularRequests } = together[p];
      const facts = ({ agreement, bytesPerRequest, rpcsPerRequest, shards }: Measurement) => ({
        agreement,
        bytesPerRequest,
        rpcsPerRequest,
        shards: shards.map(({ host, rpcs, materialisedBytes }) => ({ host, rpcs, materialisedBytes })),
      });
      expect(facts(measurement)).toEqual(facts(alone));
      expect([requests.length, singularRequests.length]).toEqual([12, 12]);
      for (const { batches } of requests) expect(batches.map(({ samples }) => samples)).toEqual([3, 3]);
      for (const request of singularRequests) {
        expect(callsOfRequest(request)).toEqual([]);
        expect(request.batches[0].nets).toHaveLength(2);
      }
    }
  } finally {
    await measurer.dispose();
  }
});

test('singular on as many threads stands beside a plan that has a core for each, and beside no other', async () => {
  const measurer = await createMeasurer(problem, trace, { ...options, cores: 2 });
  try {
    const onOne = await measurer.measure(place({ 'host-0': names.map(whole) }));
    expect(onOne.singularThreaded).toMatchObject({ threads: 2 });
    expect(onOne.environment).toMatchObject({ cores: 2, threads: 2, oversubscribed: false });
    const onTwoHosts = await measurer.measure(spread);
    expect(onTwoHosts.singularThreaded).toBeNull();
    expect(onTwoHosts.environment).toMatchObject({ threads: 3, oversubscribed: true });
    const onMain = await measurer.measure(place({ main: names.map(whole) }));
    expect(onMain.singularThreaded).toBeNull();
  } finally {
    await measurer.dispose();
  }
});
