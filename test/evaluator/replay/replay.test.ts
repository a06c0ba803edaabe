import { expect, test } from 'vitest';
import { seededRandom } from '../../../domain/random.ts';
import { poissonArrivals } from '../../../evaluator/replay/arrivals.ts';
import { replay } from '../../../evaluator/replay/replay.ts';
import type { RequestRecord } from '../../../evaluator/service-record.ts';
import { wokenApart } from '../../../evaluator/replay/woken-apart.ts';
import { call, HOST, net, randomRequest, request } from './records.ts';

const hosts = ['a', 'b', 'c'];
const fleet = new Map(['main', ...hosts].map((name) => [name, HOST]));
const requestsOf = (count: number, seed: number): RequestRecord[] => {
  const random = seededRandom(seed, 'records');
  return Array.from({ length: count }, () => randomRequest(random, hosts));
};

test('one call on an idle deployment takes its bytes over the narrower link, two hops and its service', () => {
  const narrow = new Map([
    ['main', { ...HOST, bandwidthBytesPerSecond: 1e9 }],
    ['a', { ...HOST, bandwidthBytesPerSecond: 5e8, cpuSpeed: 2 }],
  ]);
  const own = call('a', {
    callBytes: 1e6,
    answerBytes: 2e6,
    deserializeMs: 0.1,
    embeddingMs: 1,
    serializeMs: 0.3,
    overheadMs: 0.2,
  });
  const record = request([net([own], { serializeMs: 0.25, deserializeMs: 0.5 })], 0.125, 2);
  const { latencyMs } = replay([record], narrow, 'closedLoop');
  expect(latencyMs[0]).toBeCloseTo(0.25 + (2 + 4) + 0.2 + 1.6 / 2 + 0.5 + 2, 9);
});

test('a net is as slow as its slowest call, its own work or the bottom MLP beside it', () => {
  const nets = [net([call('a'), call('b', { embeddingMs: 3 })], { localMs: 0.5 })];
  const latencyOf = (bottomMs: number): number => replay([request(nets, bottomMs)], fleet, 'closedLoop').latencyMs[0];
  expect(latencyOf(0)).toBeCloseTo(3.2, 9);
  expect(latencyOf(2)).toBeCloseTo(3.2, 9);
  expect(latencyOf(5)).toBeCloseTo(5.5, 9);
});

test('answers share the link of the main shard: many at once take as long as their sum', () => {
  const calls = hosts.map((host) => call(host, { answerBytes: 1e6 }));
  const { latencyMs } = replay([request([net(calls)])], fleet, 'closedLoop');
  expect(latencyMs[0]).toBeCloseTo(0.2 + 1 + 3, 9);
});

test('nets that are called add a round trip each, and no more, in a closed loop', () => {
  const records = requestsOf(100, 1);
  const slow = new Map([...fleet].map(([name, host]) => [name, { ...host, roundTripMs: 1000.2 }]));
  const fast = replay(records, fleet, 'closedLoop').latencyMs;
  const called = records.map(({ batches: [{ nets }] }) => nets.filter(({ calls }) => calls.length > 0).length);
  replay(records, slow, 'closedLoop').latencyMs.forEach((latency, r) => {
    expect(latency).toBeLessThanOrEqual(fast[r] + 1000 * called[r] + 1e-6);
    // The main shard's own work beside a net no longer hides its calls: at most 3 nets of 3 ms.
    expect(latency).toBeGreaterThanOrEqual(1000 * called[r]);
  });
  expect(new Set(called).size).toBeGreaterThan(2);
});

test('requests far apart take in an open loop what they take one at a time', () => {
  const records = requestsOf(100, 2);
  const closed = replay(records, fleet, 'closedLoop');
  const open = replay(
    records,
    fleet,
    records.map((_, r) => r * 1000),
  );
  open.latencyMs.forEach((latency, r) => expect(latency).toBeCloseTo(closed.latencyMs[r], 6));
  for (const [host, { coreMs }] of open.used) expect(coreMs).toBeCloseTo(closed.used.get(host)!.coreMs, 6);
});

test('work is conserved: cores are busy for the recorded times, whatever the order', () => {
  const records = requestsOf(200, 3);
  const { used } = replay(records, fleet, poissonArrivals(records.length, 200, seededRandom(3)));
  const recorded = records.flatMap(({ batches: [{ nets }] }) => nets.flatMap(({ calls }) => calls));
  for (const host of hosts) {
    const own = recorded.filter((entry) => entry.host === host);
    const sum = own.reduce(
      (ms, entry) => ms + entry.deserializeMs + entry.embeddingMs + entry.serializeMs + entry.overheadMs,
      0,
    );
    expect(used.get(host)!.coreMs).toBeCloseTo(sum, 6);
  }
});

test('one core and equal work wait as Pollaczek and Khinchine say (M/D/1)', () => {
  const count = 200_000;
  for (const load of [0.3, 0.7]) {
    const records = Array.from({ length: count }, () => request([], 0, 1));
    const arrivals = poissonArrivals(count, load * 1000, seededRandom(5, `load ${load}`));
    const { latencyMs } = replay(records, fleet, arrivals);
    const wait = latencyMs.reduce((sum, ms) => sum + ms - 1, 0) / count;
    const expected = load / (2 * (1 - load));
    expect(Math.abs(wait / expected - 1)).toBeLessThan(0.05);
  }
});

test('embedding work on one host shares its memory bandwidth', () => {
  const wide = new Map([
    ['main', { ...HOST, cores: 4 }],
    ['a', { ...HOST, cores: 4, memoryBandwidthBytesPerSecond: 1e9, roundTripMs: 0 }],
  ]);
  // Each call alone reads 1 MB in 1 ms, the whole bandwidth of 1 GB/s.
  const records = [1, 2, 4].map((batches) => ({
    batches: Array.from({ length: batches }, () => request([net([call('a', { readBytes: 1e6 })])]).batches[0]),
  }));
  const { latencyMs } = replay(records, wide, 'closedLoop');
  [1, 2, 4].forEach((expected, r) => expect(latencyMs[r]).toBeCloseTo(expected, 9));
});

test('the same records and arrivals give the same latencies, bit for bit', () => {
  const records = requestsOf(300, 7);
  const once = (): readonly number[] =>
    replay(records, fleet, poissonArrivals(records.length, 300, seededRandom(7))).latencyMs;
  expect(once()).toEqual(once());
});

test('a record that calls a host which is not deployed is refused', () => {
  expect(() => replay([request([net([call('z')])])], fleet, 'closedLoop')).toThrow('host z');
});

test('shards that shared a thread are replayed as if each had been woken: no call is charged less, none more than the most of its net', () => {
  for (const record of requestsOf(50, 11)) {
    const apart = wokenApart(record);
    record.batches.forEach(({ nets }, b) =>
      nets.forEach(({ calls }, n) => {
        const most = Math.max(0, ...calls.map(({ overheadMs }) => overheadMs));
        const charged = apart.batches[b].nets[n].calls;
        expect(charged).toEqual(calls.map((own) => ({ ...own, overheadMs: most })));
      }),
    );
    const [own, woken] = [record, apart].map((one) => replay([one], fleet, 'closedLoop').latencyMs[0]);
    expect(woken).toBeGreaterThanOrEqual(own);
  }
});
