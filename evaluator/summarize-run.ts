import { sum } from 'simple-statistics';
import { MAIN_HOST } from '../domain/fleet.ts';
import type { Model } from '../domain/model.ts';
import type { Measurement, ShardMeasurement } from '../domain/measurement.ts';
import type { Router } from './runtime/router.ts';
import { placedBytes } from './runtime/served-parts.ts';
import type { Run } from './serve-trace.ts';
import { medianRatio, summarizeLatency } from './statistics.ts';

type RunSummary = Omit<Measurement, 'warmupRequests' | 'shards' | 'agreement' | 'traceHash' | 'seed' | 'environment'>;

/** The figures of a run as a whole, per request. */
export function summarizeRun(run: Run): RunSummary {
  const requests = run.latencyMs.length;
  const perRequest = (values: readonly number[]): number => sum([...values]) / requests;
  const cpuMsPerRequest = perRequest(run.mainCpuMs) + perRequest([...run.shardCpuMs.values()]);
  const singularCpuMsPerRequest = perRequest(run.singularCpuMs);
  const [embedding, dense] = [perRequest(run.embeddingMs), perRequest(run.denseMs)];
  return {
    requests,
    latencyMs: summarizeLatency(run.latencyMs),
    singularLatencyMs: summarizeLatency(run.singularLatencyMs),
    ratioToSingular: {
      latencyP50: medianRatio(run.latencyMs, run.singularLatencyMs),
      cpu: singularCpuMsPerRequest > 0 ? cpuMsPerRequest / singularCpuMsPerRequest : null,
    },
    cpuMsPerRequest,
    singularCpuMsPerRequest,
    singularOperators: {
      embeddingMsPerRequest: embedding,
      denseMsPerRequest: dense,
      embeddingShare: embedding + dense > 0 ? embedding / (embedding + dense) : 0,
    },
    rpcsPerRequest: perRequest(run.counted.map(({ rpcs }) => rpcs)),
    impliedRpcsPerRequest: perRequest(run.implied.map(({ rpcs }) => rpcs)),
    bytesPerRequest: perRequest(run.counted.map(({ bytes }) => bytes)),
  };
}

/** Each shard's part in a run; the main shard first, whether or not it holds tables. */
export function describeShards(
  model: Model,
  router: Router,
  run: Run,
  materialisedBytes: ReadonlyMap<string, number>,
): ShardMeasurement[] {
  const requests = run.latencyMs.length;
  const placed = new Map(
    router.hosts.map(({ host, parts }) => [
      host,
      sum(parts.map(({ table, slice }) => placedBytes(model.tables[table], slice))),
    ]),
  );
  const names = [MAIN_HOST, ...router.hosts.map(({ host }) => host).filter((host) => host !== MAIN_HOST)];
  return names.map((host) => ({
    host,
    rpcs: run.shardRpcs.get(host) ?? 0,
    placedBytes: placed.get(host) ?? 0,
    materialisedBytes: materialisedBytes.get(host) ?? 0,
    cpuMsPerRequest: (host === MAIN_HOST ? sum(run.mainCpuMs) : run.shardCpuMs.get(host)!) / requests,
  }));
}
