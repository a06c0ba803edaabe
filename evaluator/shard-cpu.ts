import type { Model } from '../domain/model.ts';
import type { ShardCpu } from '../domain/explanation.ts';
import type { NetOnHost } from './calls.ts';
import type { Costs } from './costs.ts';
import { denseSeconds, joinSeconds } from './latency.ts';
import type { PlacedPart } from './parts.ts';

/**
 * predictCpuMs by shard and by what it goes into, the main shard first: what measured phases are compared with. Of the two passes over a
 * payload byte one is the main shard's and one the sparse shard's.
 */
export function predictShardCpu(
  model: Model,
  costs: Costs,
  parts: readonly PlacedPart[],
  calls: readonly NetOnHost[],
): ShardCpu[] {
  const { rpcSeconds, mainRpcSeconds = 0, serializationBytesPerSecond, partSeconds } = costs.coefficients;
  const partsByHost = Map.groupBy(parts, (part) => part.host);
  const perRequestMs = costs.batchesPerRequest * 1000;
  // A slice without an index in a batch is not called.
  const embeddingOf = (own: readonly PlacedPart[]): number =>
    sum(
      own,
      ({ costs: one, replicas }) =>
        one.serviceSeconds - partSeconds * Math.max(0, 1 / replicas - one.calledProbability),
    );
  const passOver = (own: readonly PlacedPart[]): number =>
    sum(own, (part) => part.costs.wireBytes) / costs.batchesPerRequest / serializationBytesPerSecond;
  const rpcsOf = (own: readonly NetOnHost[]): number => sum(own, (call) => call.probability);
  const remote = parts.filter((part) => part.host > 0);
  const main: ShardCpu = {
    host: costs.hosts[0].name,
    denseMs: (denseSeconds(model, costs) + joinSeconds(model, costs)) * perRequestMs,
    embeddingMs: embeddingOf(partsByHost.get(0) ?? []) * perRequestMs,
    payloadMs: (passOver(remote) + sum(remote, (part) => part.costs.handlingSeconds)) * perRequestMs,
    rpcServiceMs: rpcsOf(calls) * mainRpcSeconds * perRequestMs,
  };
  const sparse = costs.hosts.flatMap(({ name }, h): ShardCpu[] => {
    const own = partsByHost.get(h);
    if (h === 0 || own === undefined) return [];
    const rpcs = rpcsOf(calls.filter((call) => call.host === h));
    return [
      {
        host: name,
        denseMs: 0,
        embeddingMs: embeddingOf(own) * perRequestMs,
        payloadMs: passOver(own) * perRequestMs,
        rpcServiceMs: rpcs * rpcSeconds * perRequestMs,
      },
    ];
  });
  return [main, ...sparse];
}

const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((total, item) => total + of(item), 0);
