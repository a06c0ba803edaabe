import { expect, test } from 'vitest';
import { hostsOf } from '../../domain/fleet.ts';
import {
  boundingShard,
  modelledNetworkMs,
  phasesByHost,
  phasesTotal,
  requestCpuMs,
} from '../../evaluator/attribution.ts';
import { createDisturbanceWatch } from '../../evaluator/disturbance.ts';
import type { LoadMeter, LoadReading } from '../../evaluator/runtime/foreign-load.ts';
import { createPhaseTimer } from '../../evaluator/runtime/phase-timer.ts';
import type { CallRecord, RequestRecord } from '../../evaluator/service-record.ts';
import { tinyFleet } from './tiny-models.ts';

const call = (host: string, embeddingMs: number, bytes = 0): CallRecord => ({
  host,
  callBytes: bytes,
  answerBytes: bytes,
  readBytes: 0,
  deserializeMs: 0.25,
  embeddingMs,
  serializeMs: 0.5,
  overheadMs: 0.25,
});
/** Two batches; the first net calls three hosts, the second one or none. */
const request: RequestRecord = {
  batches: [
    {
      samples: 4,
      bottomMs: 1,
      topMs: 2,
      rpcMs: 0.5,
      nets: [
        {
          localMs: 0.5,
          localReadBytes: 0,
          serializeMs: 0.25,
          deserializeMs: 0.125,
          calls: [call('host-0', 1), call('host-1', 3), call('host-2', 2)],
        },
        { localMs: 0, localReadBytes: 0, serializeMs: 0.25, deserializeMs: 0.125, calls: [call('host-0', 2)] },
      ],
    },
    {
      samples: 4,
      bottomMs: 1,
      topMs: 2,
      rpcMs: 0.5,
      nets: [
        {
          localMs: 0,
          localReadBytes: 0,
          serializeMs: 0,
          deserializeMs: 0,
          calls: [call('host-0', 4, 500_000), call('host-1', 1, 500_000)],
        },
        { localMs: 0, localReadBytes: 0, serializeMs: 0, deserializeMs: 0, calls: [] },
      ],
    },
  ],
};

test('phases of all hosts add up to the CPU of a request, less what the main shard did in no phase', () => {
  const served = { wallMs: 20, mainCpuMs: 8.5, record: request };
  const phases = phasesByHost([served, served]);
  expect([...phases.keys()]).toEqual(['main', 'host-0', 'host-1', 'host-2']);
  expect(phases.get('main')).toEqual({
    denseMs: 12,
    embeddingMs: 1,
    serializationMs: 1,
    deserializationMs: 0.5,
    rpcServiceMs: 2,
  });
  // Six calls of 1 ms and what they pooled.
  expect(requestCpuMs(served)).toBe(8.5 + 6 + 13);
  const total = [...phases.values()].reduce((sum, of) => sum + phasesTotal(of), 0);
  expect(total).toBe(2 * (8.25 + 6 + 13));
});

test('the bounding shard is the one whose last answers of nets add up to the longest service', () => {
  // host-1 is last in the first net (4 ms), host-0 in the two others (3 + 5 ms).
  expect(boundingShard(request)).toBe('host-0');
  expect(boundingShard({ batches: [request.batches[0]] })).toBe('host-1');
  expect(boundingShard({ batches: [{ ...request.batches[0], nets: [] }] })).toBeUndefined();
});

test("the network of a net is its slowest path, or all payload over the main shard's link", () => {
  const hosts = new Map(hostsOf(tinyFleet).map((host) => [host.name, host]));
  const network = modelledNetworkMs(request, hosts);
  // Round trips of 0.1 ms; a megabyte over a link of 1 GB/s takes 1 ms.
  expect(network.get('host-0')).toBeCloseTo(3 * 0.1 + 1, 12);
  expect(network.get('host-2')).toBeCloseTo(0.1, 12);
  // Two nets without payload, and two megabytes over the one link.
  expect(network.get('main')).toBeCloseTo(0.1 + 0.1 + 0.1 + 2, 12);
});

test('a stretch of CPU is split by the wall time of its phases, and loses nothing', () => {
  let [wall, cpu] = [0, 0];
  const timer = createPhaseTimer(() => cpu, { now: () => wall }, 3);
  const work = (ms: number, ran = ms): void => {
    wall += ms;
    cpu += ran;
  };
  work(100);
  timer.start();
  work(1);
  timer.mark(0);
  work(3);
  timer.mark(1);
  timer.settle();
  // Asleep: a stretch of one phase.
  work(50, 0.5);
  timer.settleAs(2);
  // Its core lost for 3 of 4 ms: the sum is what ran.
  work(1);
  timer.mark(0);
  work(3, 0);
  timer.mark(1);
  timer.settle();
  expect([0, 1, 2].map((phase) => timer.take(phase))).toEqual([1.25, 3.75, 0.5]);
  expect(timer.take(0)).toBe(0);
  // A wall clock that did not move: the last phase gets the stretch.
  cpu += 2;
  timer.mark(1);
  timer.settle();
  expect([timer.take(0), timer.take(1)]).toEqual([0, 2]);
});

/** A machine of two cores on which others take a share of the time in each window. */
function watched(shares: readonly number[]) {
  let now = 0;
  let reading: LoadReading = { busyMs: 0, stolenMs: 0, ownMs: 0, queuedMs: 0 };
  const meter: LoadMeter = { cores: 2, loadAverage: () => 1, read: () => reading };
  const watch = createDisturbanceWatch(meter, { now: () => now, date: () => new Date(0) });
  watch.begin();
  for (const share of shares)
    for (let round = 0; round < 5; round++) {
      now += 100;
      const { busyMs, stolenMs, ownMs } = reading;
      reading = { busyMs: busyMs + 100 + 200 * share, stolenMs, ownMs: ownMs + 100, queuedMs: 0 };
      watch.endRounds(1);
    }
  return watch.end();
}

test('rounds of disturbed windows are discarded, and none where they are over half', () => {
  const some = watched([0, 0.5, 0, 0]);
  expect(some.kept).toEqual(Array.from({ length: 20 }, (_, round) => round < 5 || round >= 10));
  expect(some.foreignLoad).toMatchObject({ rounds: 20, disturbedRounds: 5, discardedRounds: 5, stolenShare: 0 });
  expect(some.foreignLoad.cpuShare).toBeCloseTo(0.125, 9);
  const most = watched([0.5, 0.5, 0, 0.5]);
  expect(most.kept.every(Boolean)).toBe(true);
  expect(most.foreignLoad).toMatchObject({ disturbedRounds: 15, discardedRounds: 0 });
  expect(watched([0.05, 0.05]).foreignLoad.disturbedRounds).toBe(0);
});

test('without a meter no round is discarded, and nothing is said of the load', () => {
  const watch = createDisturbanceWatch(undefined, { now: () => 0, date: () => new Date(0) });
  watch.begin();
  watch.endRounds(3);
  expect(watch.end()).toMatchObject({ kept: [true, true, true], foreignLoad: { cpuShare: null, rounds: 3 } });
});
