import type { Random } from '../../../domain/random.ts';
import type { CallRecord, NetRecord, RequestRecord } from '../../../evaluator/service-record.ts';
import type { DeployedHost } from '../../../evaluator/replay/deployment.ts';

export const HOST: DeployedHost = {
  cores: 1,
  cpuSpeed: 1,
  memoryBandwidthBytesPerSecond: 1e12,
  roundTripMs: 0.2,
  bandwidthBytesPerSecond: 1e9,
};

export const call = (host: string, over: Partial<CallRecord> = {}): CallRecord => ({
  host,
  callBytes: 0,
  answerBytes: 0,
  readBytes: 0,
  deserializeMs: 0,
  embeddingMs: 1,
  serializeMs: 0,
  overheadMs: 0,
  ...over,
});

export const net = (calls: readonly CallRecord[], over: Partial<NetRecord> = {}): NetRecord => ({
  localMs: 0,
  localReadBytes: 0,
  serializeMs: 0,
  deserializeMs: 0,
  calls,
  ...over,
});

export const request = (nets: readonly NetRecord[], bottomMs = 0, topMs = 0): RequestRecord => ({
  batches: [{ samples: 1, bottomMs, topMs, rpcMs: 0, nets }],
});

/** A request of up to three nets over the hosts, every time and size drawn. */
export function randomRequest(random: Random, hosts: readonly string[]): RequestRecord {
  const drawn = (most: number): number => random.next() * most;
  const nets = Array.from({ length: 1 + random.below(3) }, () => {
    const called = hosts.filter(() => random.next() < 0.7);
    const calls = called.map((host) =>
      call(host, {
        callBytes: drawn(1e5),
        answerBytes: drawn(1e5),
        deserializeMs: drawn(0.1),
        embeddingMs: drawn(2),
        serializeMs: drawn(0.1),
        overheadMs: drawn(0.05),
      }),
    );
    return net(calls, { localMs: drawn(1), serializeMs: drawn(0.2), deserializeMs: drawn(0.2) });
  });
  return request(nets, drawn(2), drawn(2));
}
