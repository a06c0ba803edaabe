import type { Model } from '../domain/model.ts';
import type { NetOnHost } from './calls.ts';
import type { Costs } from './costs.ts';
import { denseSeconds, joinSeconds } from './latency.ts';
import type { PlacedPart } from './parts.ts';

/**
 * Predicted CPU milliseconds of a request, all shards together, on a machine of cpuSpeed 1: dense work, embedding work, and for each RPC that is
 * expected its fixed costs on both sides and two passes over its payload, one where it is written and one where it is taken apart.
 */
export function predictCpuMs(
  model: Model,
  costs: Costs,
  parts: readonly PlacedPart[],
  calls: readonly NetOnHost[],
): number {
  const { rpcSeconds, mainRpcSeconds = 0, serializationBytesPerSecond, partSeconds } = costs.coefficients;
  const rpcs = calls.reduce((sum, call) => sum + call.probability, 0);
  // A slice without an index in a batch is not called.
  const embedding = parts.reduce(
    (sum, { costs: own, replicas }) =>
      sum + own.serviceSeconds - partSeconds * Math.max(0, 1 / replicas - own.calledProbability),
    0,
  );
  const wireBytes = parts.reduce((sum, part) => sum + (part.host === 0 ? 0 : part.costs.wireBytes), 0);
  const slices = parts.reduce((sum, part) => sum + (part.host === 0 ? 0 : part.costs.handlingSeconds), 0);
  const perBatch =
    denseSeconds(model, costs) +
    joinSeconds(model, costs) +
    embedding +
    rpcs * (rpcSeconds + mainRpcSeconds) +
    slices +
    (2 * wireBytes) / costs.batchesPerRequest / serializationBytesPerSecond;
  return perBatch * costs.batchesPerRequest * 1000;
}
