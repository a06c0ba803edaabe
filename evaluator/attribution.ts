import type { Host } from '../domain/fleet.ts';
import { MAIN_HOST } from '../domain/fleet.ts';
import type { Phases } from '../domain/measurement.ts';
import type { ServedRequest } from './serve-trace.ts';
import type { BatchRecord, CallRecord, NetRecord, RequestRecord } from './service-record.ts';
import { callMs, callsOfRequest } from './service-record.ts';

const NO_PHASES: Phases = { denseMs: 0, embeddingMs: 0, serializationMs: 0, deserializationMs: 0, rpcServiceMs: 0 };

const add = (a: Phases, b: Phases): Phases => ({
  denseMs: a.denseMs + b.denseMs,
  embeddingMs: a.embeddingMs + b.embeddingMs,
  serializationMs: a.serializationMs + b.serializationMs,
  deserializationMs: a.deserializationMs + b.deserializationMs,
  rpcServiceMs: a.rpcServiceMs + b.rpcServiceMs,
});

/** The sum of all phases. */
export const phasesTotal = (phases: Phases): number =>
  phases.denseMs + phases.embeddingMs + phases.serializationMs + phases.deserializationMs + phases.rpcServiceMs;

/** CPU of one request on the main shard and all sparse shards together. */
export const requestCpuMs = ({ mainCpuMs, record }: ServedRequest): number =>
  callsOfRequest(record).reduce((sum, call) => sum + callMs(call), mainCpuMs);

/** Phases by host over all requests, the main shard under its name; sums, not yet a request's mean. */
export function phasesByHost(served: readonly ServedRequest[]): Map<string, Phases> {
  const phases = new Map<string, Phases>();
  const count = (host: string, more: Phases): void => void phases.set(host, add(phases.get(host) ?? NO_PHASES, more));
  for (const { record } of served) {
    for (const batch of record.batches) count(MAIN_HOST, mainPhases(batch));
    for (const call of callsOfRequest(record)) count(call.host, shardPhases(call));
  }
  return phases;
}

const mainPhases = ({ bottomMs, topMs, rpcMs, nets }: BatchRecord): Phases =>
  nets.reduce(
    (sum, { localMs, serializeMs, deserializeMs }) =>
      add(sum, {
        ...NO_PHASES,
        embeddingMs: localMs,
        serializationMs: serializeMs,
        deserializationMs: deserializeMs,
      }),
    { ...NO_PHASES, denseMs: bottomMs + topMs, rpcServiceMs: rpcMs },
  );

const shardPhases = (call: CallRecord): Phases => ({
  denseMs: 0,
  embeddingMs: call.embeddingMs,
  serializationMs: call.serializeMs,
  deserializationMs: call.deserializeMs,
  rpcServiceMs: call.overheadMs,
});

/**
 * The shard whose answers were the last of their nets by service time, for most of that time; undefined where a request calls
 * none. Ties go to the first called.
 */
export function boundingShard({ batches }: RequestRecord): string | undefined {
  const bounds = new Map<string, number>();
  for (const { nets } of batches)
    for (const { calls } of nets) {
      if (calls.length === 0) continue;
      const last = calls.reduce((longest, call) => (callMs(call) > callMs(longest) ? call : longest));
      bounds.set(last.host, (bounds.get(last.host) ?? 0) + callMs(last));
    }
  let bounding: string | undefined;
  for (const [host, ms] of bounds) if (bounding === undefined || ms > bounds.get(bounding)!) bounding = host;
  return bounding;
}

/**
 * Milliseconds of a request on the fleet's links, nothing of it measured. Of a sparse host: its calls' round trips and payload;
 * of the main shard: the slowest path of each net, or all its payload over the main shard's own link.
 * Source: formulation.md, "Objectives", row `latency`.
 */
export function modelledNetworkMs({ batches }: RequestRecord, hosts: ReadonlyMap<string, Host>): Map<string, number> {
  const network = new Map<string, number>();
  const count = (host: string, ms: number): void => void network.set(host, (network.get(host) ?? 0) + ms);
  for (const { nets } of batches)
    for (const net of nets) {
      for (const call of net.calls) count(call.host, pathMs(call, hosts.get(call.host)!));
      count(MAIN_HOST, netPathMs(net, hosts));
    }
  return network;
}

const bytesOf = ({ callBytes, answerBytes }: CallRecord): number => callBytes + answerBytes;

const pathMs = (call: CallRecord, { link }: Host): number =>
  link.roundTripMs + (1000 * bytesOf(call)) / link.bandwidthBytesPerSecond;

function netPathMs({ calls }: NetRecord, hosts: ReadonlyMap<string, Host>): number {
  if (calls.length === 0) return 0;
  const paths = calls.map((call) => pathMs(call, hosts.get(call.host)!));
  const roundTrips = calls.map(({ host }) => hosts.get(host)!.link.roundTripMs);
  const bytes = calls.reduce((sum, call) => sum + bytesOf(call), 0);
  const own = (1000 * bytes) / hosts.get(MAIN_HOST)!.link.bandwidthBytesPerSecond;
  return Math.max(...paths, Math.max(...roundTrips) + own);
}
