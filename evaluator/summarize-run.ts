import { mean, sum } from 'simple-statistics';
import type { Host } from '../domain/fleet.ts';
import { MAIN_HOST } from '../domain/fleet.ts';
import type { Model } from '../domain/model.ts';
import type { Measurement, Phases, ShardMeasurement, ThreadedSingular } from '../domain/measurement.ts';
import type { BatchTraffic } from './implied-traffic.ts';
import { boundingShard, modelledNetworkMs, phasesByHost, phasesTotal, requestCpuMs } from './attribution.ts';
import type { Router } from './runtime/router.ts';
import { placedBytes } from './runtime/served-parts.ts';
import type { Run, ServedRequest } from './serve-trace.ts';
import { callMs, callsOfRequest } from './service-record.ts';
import { medianInterval, medianRatio, ratios, summarizeLatency } from './statistics.ts';

type RunSummary = Omit<
  Measurement,
  | 'warmupRequests'
  | 'shards'
  | 'agreement'
  | 'traceHash'
  | 'seed'
  | 'environment'
  | 'singularThreaded'
  | 'reconstructions'
  | 'impliedRpcsPerRequest'
>;

const wallOf = (served: readonly ServedRequest[]): number[] => served.map(({ wallMs }) => wallMs);

/** The requests whose rounds count. */
export const keptOf = (run: Run, served: readonly ServedRequest[]): ServedRequest[] =>
  served.filter((_, r) => run.kept[r]);

/** The figures of one form of a run as a whole, per request. `seed` draws the bootstrap. */
export function summarizeRun(run: Run, form: number, seed: number): RunSummary {
  const [plan, singular] = [keptOf(run, run.forms[form]), keptOf(run, run.singular)];
  const [planCpu, singularCpu] = [plan.map(requestCpuMs), singular.map(requestCpuMs)];
  const calls = plan.map(({ record }) => callsOfRequest(record));
  const operators = phasesByHost(singular).get(MAIN_HOST)!;
  const [embedding, dense] = [operators.embeddingMs / singular.length, operators.denseMs / singular.length];
  return {
    requests: run.kept.length,
    latencyMs: summarizeLatency(wallOf(plan)),
    singularLatencyMs: summarizeLatency(wallOf(singular)),
    ratioToSingular: {
      latencyP50: medianRatio(wallOf(plan), wallOf(singular)),
      cpu: medianRatio(planCpu, singularCpu),
      cpuInterval: medianInterval(ratios(planCpu, singularCpu), seed),
      cpuOfSums: sum(singularCpu) > 0 ? sum(planCpu) / sum(singularCpu) : null,
    },
    cpuMsPerRequest: mean(planCpu),
    singularCpuMsPerRequest: mean(singularCpu),
    singularOperators: {
      embeddingMsPerRequest: embedding,
      denseMsPerRequest: dense,
      embeddingShare: embedding + dense > 0 ? embedding / (embedding + dense) : 0,
    },
    rpcsPerRequest: mean(calls.map((ofRequest) => ofRequest.length)),
    bytesPerRequest: mean(calls.map((ofRequest) => sum(ofRequest.map((c) => c.callBytes + c.answerBytes)))),
    unattributedShare: unattributedShare(run),
    foreignLoad: run.foreignLoad,
  };
}

/** RPCs that the trace implies for the requests that count. */
export function impliedRpcs(run: Run, requests: readonly (readonly BatchTraffic[])[]): number {
  return mean(requests.filter((_, r) => run.kept[r]).map((batches) => sum(batches.map(({ rpcs }) => rpcs))));
}

/** Over all forms and all timed requests: the threads serve several placements, whose CPU only their sum can be checked against. */
function unattributedShare({ singular, forms, threadsCpuMs }: Run): number {
  const all = [singular, ...forms].flat();
  const whole = sum(all.map(({ mainCpuMs }) => mainCpuMs)) + threadsCpuMs;
  const parts = sum([...phasesByHost(all).values()].map(phasesTotal));
  return whole > 0 ? Math.max(-1, (whole - parts) / whole) : 0;
}

/** Each shard's part in one form of a run; the main shard first, whether or not it holds tables. */
export function describeShards(
  model: Model,
  hosts: readonly Host[],
  router: Router,
  run: Run,
  form: number,
  materialisedBytes: ReadonlyMap<string, number>,
): ShardMeasurement[] {
  const plan = keptOf(run, run.forms[form]);
  const perRequest = (total: number): number => total / plan.length;
  const held = [...(router.local === undefined ? [] : [router.local]), ...router.sparse];
  const placed = new Map(
    held.map(({ host, parts }) => [
      host,
      sum(parts.map(({ table, slice }) => placedBytes(model.tables[table], slice))),
    ]),
  );
  const phases = phasesByHost(plan);
  const fleet = new Map(hosts.map((host) => [host.name, host]));
  const network = plan.map(({ record }) => modelledNetworkMs(record, fleet));
  const bounding = plan.map(({ record }) => boundingShard(record));
  const cpuMs = new Map([[MAIN_HOST, sum(plan.map(({ mainCpuMs }) => mainCpuMs))]]);
  for (const { record } of plan)
    for (const call of callsOfRequest(record)) cpuMs.set(call.host, (cpuMs.get(call.host) ?? 0) + callMs(call));
  const rpcs = new Map<string, number>();
  for (const { record } of run.forms[form])
    for (const { host } of callsOfRequest(record)) rpcs.set(host, (rpcs.get(host) ?? 0) + 1);
  const meanWallMs = mean(wallOf(plan));
  return [MAIN_HOST, ...router.sparse.map(({ host }) => host)].map((host) => {
    const cpuMsPerRequest = perRequest(cpuMs.get(host) ?? 0);
    return {
      host,
      rpcs: rpcs.get(host) ?? 0,
      placedBytes: placed.get(host) ?? 0,
      materialisedBytes: materialisedBytes.get(host) ?? 0,
      cpuMsPerRequest,
      phases: scaled(phases.get(host), perRequest),
      waitingMs: Math.max(0, meanWallMs - cpuMsPerRequest),
      modelledNetworkMs: perRequest(sum(network.map((ofRequest) => ofRequest.get(host) ?? 0))),
      boundedRequests: bounding.filter((name) => name === host).length,
    };
  });
}

const scaled = (phases: Phases | undefined, perRequest: (total: number) => number): Phases => ({
  denseMs: perRequest(phases?.denseMs ?? 0),
  embeddingMs: perRequest(phases?.embeddingMs ?? 0),
  serializationMs: perRequest(phases?.serializationMs ?? 0),
  deserializationMs: perRequest(phases?.deserializationMs ?? 0),
  rpcServiceMs: perRequest(phases?.rpcServiceMs ?? 0),
});

/** Singular on `threads` threads, form `threaded` of the run, beside the plan. */
export function summarizeThreaded(run: Run, form: number, threaded: number, threads: number): ThreadedSingular {
  const [plan, singular] = [keptOf(run, run.forms[form]), keptOf(run, run.forms[threaded])];
  return {
    threads,
    latencyMs: summarizeLatency(wallOf(singular)),
    cpuMsPerRequest: mean(singular.map(requestCpuMs)),
    ratioLatencyP50: medianRatio(wallOf(plan), wallOf(singular)),
  };
}
