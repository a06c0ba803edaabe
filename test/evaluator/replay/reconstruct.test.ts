import { expect, test } from 'vitest';
import { Fleet } from '../../../domain/fleet.ts';
import { seededRandom } from '../../../domain/random.ts';
import { Reconstruction } from '../../../domain/reconstruction.ts';
import { bootstrapInterval, resampledPercentile } from '../../../evaluator/bootstrap.ts';
import { reconstruct, type ServiceRecords } from '../../../evaluator/replay/reconstruct.ts';
import { call, net, randomRequest, request } from './records.ts';

const shape = {
  memoryBytes: 1e9,
  memoryBandwidthBytesPerSecond: 1e11,
  cores: 2,
  link: { roundTripMs: 0.05, bandwidthBytesPerSecond: 1e9 },
};
const fleet = Fleet.parse({ main: shape, hostTypes: [{ name: 'host', count: 2, ...shape }] });

/** A plan whose calls take, in parallel, what the singular model takes in one place. */
function recordsOf(count: number, seed: number): ServiceRecords {
  const random = seededRandom(seed, 'records');
  const plan = Array.from({ length: count }, () => randomRequest(random, ['host-0', 'host-1']));
  const singular = plan.map(({ batches }) => ({
    batches: batches.map((batch) => ({
      ...batch,
      nets: batch.nets.map(({ localMs, calls }) =>
        net([], { localMs: localMs + calls.reduce((sum, { embeddingMs }) => sum + embeddingMs, 0) }),
      ),
    })),
  }));
  return { plan, singular, threads: 3 };
}

test('a reconstruction has its schema, intervals around its percentiles, and ratios of the values that it shows', () => {
  const made = reconstruct(recordsOf(600, 1), fleet, { seed: 1, requestsPerSecond: 20 });
  expect(Reconstruction.parse(made)).toEqual(made);
  const { latencyMs, singularLatencyMs, ratioToSingular } = made.closedLoop;
  for (const p of ['p50', 'p90', 'p99'] as const) {
    const { value, interval } = latencyMs[p];
    expect(interval!.low).toBeLessThanOrEqual(value!);
    expect(interval!.high).toBeGreaterThanOrEqual(value!);
    expect(ratioToSingular[p]!.value).toBeCloseTo(value! / singularLatencyMs[p].value!, 12);
  }
  expect(made.openLoop?.status).toBe('served');
});

test('the singular model on more threads is never slower than on one', () => {
  const { closedLoop } = reconstruct(recordsOf(600, 2), fleet, { seed: 1 });
  expect(closedLoop.threadedSingularLatencyMs.meanMs).toBeLessThan(closedLoop.singularLatencyMs.meanMs);
});

test('a longer round trip only ever slows the plan, and leaves singular alone', () => {
  const records = recordsOf(100, 3);
  const at = [0, 0.05, 0.5].map((roundTripMs) => reconstruct(records, fleet, { seed: 1, roundTripMs }).closedLoop);
  expect(at[0].latencyMs.meanMs).toBeLessThan(at[1].latencyMs.meanMs);
  expect(at[1].latencyMs.meanMs).toBeLessThan(at[2].latencyMs.meanMs);
  expect(at[2].singularLatencyMs).toEqual(at[0].singularLatencyMs);
});

test('at a rate beyond some host the answer is saturated, without a percentile', () => {
  const records = Array.from({ length: 100 }, () => request([net([call('host-0', { embeddingMs: 4 })])], 1, 1));
  const singular = records.map(() => request([net([], { localMs: 4 })], 1, 1));
  const openLoop = (requestsPerSecond: number) =>
    reconstruct({ plan: records, singular, threads: 2 }, fleet, { seed: 1, requestsPerSecond }).openLoop!;
  // Two cores serve 4 ms of work 500 times a second.
  const [served, saturated] = [openLoop(450), openLoop(510)];
  expect(served.status).toBe('served');
  expect(served.utilisation.find(({ host }) => host === 'host-0')!.cores).toBeCloseTo(0.9, 6);
  expect(saturated).toMatchObject({ status: 'saturated' });
  expect(saturated.latencyMs).toBeUndefined();
});

test('percentiles that a sample cannot carry are null, with their intervals and ratios', () => {
  const { closedLoop } = reconstruct(recordsOf(60, 4), fleet, { seed: 1 });
  expect(closedLoop.latencyMs.p90.value).not.toBeNull();
  expect(closedLoop.latencyMs.p99).toEqual({ value: null, interval: null });
  expect(closedLoop.ratioToSingular.p99).toBeNull();
});

test('a 95% interval covers the true median about 95 times in 100', () => {
  const random = seededRandom(11);
  const covered = Array.from({ length: 200 }, () => {
    const values = Float64Array.from({ length: 101 }, () => random.next());
    const statistic = resampledPercentile(values, 50);
    const { low, high } = bootstrapInterval(values.length, statistic, { random });
    return low <= 0.5 && 0.5 <= high;
  }).filter(Boolean).length;
  // Three standard errors of a share of 0.95 in 200.
  expect(covered).toBeGreaterThanOrEqual(180);
  expect(covered).toBeLessThan(200);
});

test('a percentile of drawn positions is that of the drawn values, sorted', () => {
  const random = seededRandom(13);
  for (let round = 0; round < 200; round++) {
    const values = Float64Array.from({ length: 1 + random.below(40) }, () => random.below(12));
    const positions = Uint32Array.from(values, () => random.below(values.length));
    const drawn = [...positions].map((position) => values[position]);
    for (const percent of [1, 50, 90, 99])
      expect(resampledPercentile(values, percent)(positions)).toBeCloseTo(interpolated(drawn, percent), 12);
  }
});

function interpolated(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = ((sorted.length - 1) * percent) / 100;
  return sorted[Math.floor(rank)] * (1 - (rank % 1)) + sorted[Math.ceil(rank)] * (rank % 1);
}
