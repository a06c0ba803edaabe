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
  /** Beside the first net. */
  readonly bottomMs: number;
  /** After the last net. */
  readonly endMs: number;
  /** Per host. */
  readonly roundTripMs: Float64Array;
  readonly msPerUnit: Float64Array;
  /** Serialised, and sent over the host's own link. */
  readonly msPerByte: Float64Array;
  /** Over the main shard's link, and deserialised there. */
  readonly receiveMsPerByte: number;
  readonly deserialiseMsPerByte: number;
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
    bottomMs: bottom * ms,
    endMs: (join + top) * ms,
    roundTripMs: Float64Array.from(hosts, ({ link }) => link.roundTripMs * rounds),
    msPerUnit: Float64Array.from(hosts, ({ cpuSpeed }) => ms / cpuSpeed / unitsPerSecond),
    msPerByte: Float64Array.from(
      hosts,
      ({ link }) => perByte(coefficients.serializationBytesPerSecond) + perByte(link.bandwidthBytesPerSecond),
    ),
    receiveMsPerByte: perByte(main.link.bandwidthBytesPerSecond),
    deserialiseMsPerByte: perByte(coefficients.serializationBytesPerSecond) / main.cpuSpeed,
  };
}

const ofOption = ({ parts }: TableOption): number => parts.reduce((sum, part) => sum + part.batchSeconds, 0);

/** No placement takes more service in all; a nanosecond at least. */
function mostSeconds(calls: number, { coefficients }: Costs, options: readonly (readonly TableOption[])[]): number {
  return options.reduce(
    (sum, own) => sum + own.reduce((most, option) => Math.max(most, ofOption(option)), 0),
    calls * coefficients.rpcSeconds + 1e-9,
  );
}

/** Bytes, service and looked-up parts of each net on each host: [net][host], flattened. */
export interface NetWork {
  readonly netBytes: Float64Array;
  readonly netSeconds: Float64Array;
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
  const { bottomMs, endMs } = instance.latency;
  let total = endMs;
  for (let n = 0; n < instance.netCount; n++) {
    const own = netMs(instance, work, n);
    total += n === 0 ? Math.max(bottomMs, own) : own;
  }
  return total;
}

/** The slowest host's path, or the main shard's link, or the tables kept there; then what is deserialised. */
export function netMs(instance: Frame, work: NetWork, n: number): number {
  const { mainHost, latency } = instance;
  const hosts = instance.hostNames.length;
  let [slowest, bytes, roundTrip] = [0, 0, 0];
  for (let h = 0; h < hosts; h++) {
    if (h === mainHost || work.netCallers[n * hosts + h] === 0) continue;
    slowest = Math.max(slowest, pathMs(instance, work, n, h));
    bytes += work.netBytes[n * hosts + h];
    roundTrip = Math.max(roundTrip, latency.roundTripMs[h]);
  }
  const inPlace = mainHost < 0 ? 0 : work.netSeconds[n * hosts + mainHost] * latency.msPerUnit[mainHost];
  const received = roundTrip + bytes * latency.receiveMsPerByte;
  return Math.max(slowest, received, inPlace) + bytes * latency.deserialiseMsPerByte;
}

/** One called host's answer to one net. */
export function pathMs({ hostNames, latency }: Frame, { netBytes, netSeconds }: NetWork, n: number, h: number): number {
  const at = n * hostNames.length + h;
  const service = (netSeconds[at] + latency.rpcUnits) * latency.msPerUnit[h];
  return netBytes[at] * latency.msPerByte[h] + latency.roundTripMs[h] + service;
}
