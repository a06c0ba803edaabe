import type { Host } from '../domain/fleet.ts';
import type { Problem } from '../domain/problem.ts';
import type { Costs } from '../evaluator/costs.ts';
import { fixedSteps } from '../evaluator/latency.ts';
import type { TableOption } from './table-options.ts';

/** The critical path of a request, evaluator/latency.ts, as coefficients: milliseconds of a request for bytes and service of one net. */
export interface LatencyTerms {
  /** A power of two: service is counted in such units, as integers. Their sums stay below 2^53, with all the digits that a double has. */
  readonly unitsPerSecond: number;
  /** Units of service that one RPC costs its host. */
  readonly rpcUnits: number;
  /** What one RPC costs the main shard. */
  readonly callMs: number;
  /** While the first net's calls are out. */
  readonly bottomMs: number;
  /** After the last net. */
  readonly endMs: number;
  /** Per host. */
  readonly roundTripMs: Float64Array;
  readonly msPerUnit: Float64Array;
  /** Serialised, and sent over the host's own link. */
  readonly msPerByte: Float64Array;
  /** Over the main shard's link; serialised and deserialised there; and a unit of its work for called slices. */
  readonly receiveMsPerByte: number;
  readonly deserialiseMsPerByte: number;
  readonly handlingMsPerUnit: number;
}

export function latencyTerms(
  { model }: Problem,
  costs: Costs,
  hosts: readonly Host[],
  options: readonly (readonly TableOption[])[],
): LatencyTerms {
  const { coefficients, batchesPerRequest } = costs;
  const [main] = costs.hosts;
  const { bottom, join, top, rounds } = fixedSteps(model, costs);
  const ms = rounds * 1000;
  const perByte = (bytesPerSecond: number): number => ms / bytesPerSecond / batchesPerRequest;
  const unitsPerSecond = 2 ** Math.floor(52 - Math.log2(mostSeconds(model.nets.length * hosts.length, costs, options)));
  return {
    unitsPerSecond,
    rpcUnits: Math.round(coefficients.rpcSeconds * unitsPerSecond),
    callMs: ((coefficients.mainRpcSeconds ?? 0) / main.cpuSpeed) * ms,
    bottomMs: bottom * ms,
    endMs: (join + top) * ms,
    roundTripMs: Float64Array.from(hosts, ({ link }) => link.roundTripMs * rounds),
    msPerUnit: Float64Array.from(hosts, ({ cpuSpeed }) => ms / cpuSpeed / unitsPerSecond),
    msPerByte: Float64Array.from(
      hosts,
      ({ link, cpuSpeed }) =>
        perByte(coefficients.serializationBytesPerSecond) / cpuSpeed + perByte(link.bandwidthBytesPerSecond),
    ),
    receiveMsPerByte: perByte(main.link.bandwidthBytesPerSecond),
    deserialiseMsPerByte: perByte(coefficients.serializationBytesPerSecond) / main.cpuSpeed,
    handlingMsPerUnit: ms / main.cpuSpeed / unitsPerSecond,
  };
}

const ofOption = ({ parts }: TableOption): number =>
  parts.reduce((sum, part) => sum + part.batchSeconds + part.handlingSeconds, 0);

/** No placement takes more service and handling of slices in all; a nanosecond at least. */
function mostSeconds(calls: number, { coefficients }: Costs, options: readonly (readonly TableOption[])[]): number {
  return options.reduce(
    (sum, own) => sum + own.reduce((most, option) => Math.max(most, ofOption(option)), 0),
    calls * coefficients.rpcSeconds + 1e-9,
  );
}

/** What lies of each net on each host: [net][host], flattened. */
export interface NetWork {
  /** Bytes a request and units of service, as if each replica served every batch. */
  readonly netBytes: Float64Array;
  readonly netSeconds: Float64Array;
  /** Expected bytes a request, and units of the main shard's work for called slices. */
  readonly netPayload: Float64Array;
  readonly netHandling: Float64Array;
  /** Looked-up parts. */
  readonly netCallers: Int32Array;
}

/** What a latency is computed of; Instance has the meaning of each field. */
interface Frame {
  readonly netCount: number;
  readonly hostNames: readonly string[];
  readonly mainHost: number;
  readonly latency: LatencyTerms;
}

/** Milliseconds of a request: evaluator/latency.ts, from sums of integers. */
export function latencyMsOf(instance: Frame, work: NetWork): number {
  let total = instance.latency.endMs;
  for (let n = 0; n < instance.netCount; n++) {
    const { slowestMs, receivedMs, besideMs, handlingMs } = netTimes(instance, work, n);
    total += Math.max(slowestMs, receivedMs, besideMs) + handlingMs;
  }
  return total;
}

/** Of one net: the slowest host's path, all answers on the main shard's link, its own work while calls are out, and its work for the calls. */
export function netTimes(instance: Frame, work: NetWork, n: number) {
  const { mainHost, latency } = instance;
  const hosts = instance.hostNames.length;
  let [slowestMs, payload, handling, calls, roundTrip] = [0, 0, 0, 0, 0];
  for (let h = 0; h < hosts; h++) {
    const at = n * hosts + h;
    if (h === mainHost || work.netCallers[at] === 0) continue;
    slowestMs = Math.max(slowestMs, pathMs(instance, work, n, h));
    payload += work.netPayload[at];
    handling += work.netHandling[at];
    calls++;
    roundTrip = Math.max(roundTrip, latency.roundTripMs[h]);
  }
  const inPlace = mainHost < 0 ? 0 : work.netSeconds[n * hosts + mainHost] * latency.msPerUnit[mainHost];
  return {
    slowestMs,
    receivedMs: roundTrip + payload * latency.receiveMsPerByte,
    besideMs: (n === 0 ? latency.bottomMs : 0) + inPlace,
    handlingMs: calls * latency.callMs + handling * latency.handlingMsPerUnit + payload * latency.deserialiseMsPerByte,
  };
}

/** One called host's answer to one net. */
export function pathMs({ hostNames, latency }: Frame, { netBytes, netSeconds }: NetWork, n: number, h: number): number {
  const at = n * hostNames.length + h;
  const service = (netSeconds[at] + latency.rpcUnits) * latency.msPerUnit[h];
  return netBytes[at] * latency.msPerByte[h] + latency.roundTripMs[h] + service;
}
