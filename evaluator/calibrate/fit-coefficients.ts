import { median } from 'simple-statistics';
import { Coefficients } from '../../domain/coefficients.ts';
import { rowBytes } from '../../domain/row-bytes.ts';
import { missedShare } from '../latency.ts';
import type { RequestRecord } from '../service-record.ts';
import { fitNonNegative, type Observation } from './least-squares.ts';
import type { Probe } from './probes.ts';

export interface Calibration {
  readonly coefficients: Coefficients;
  /** Of each kind of probe: how far the fitted costs are from what was measured, relative, the median and the worst. */
  readonly fit: readonly {
    readonly probes: string;
    readonly count: number;
    readonly median: number;
    readonly worst: number;
  }[];
}

/** A probe and what serving it cost, request by request. */
export interface Served {
  readonly probe: Probe;
  readonly records: readonly RequestRecord[];
}

export interface ServedProbes {
  readonly lookups: readonly Served[];
  readonly dense: readonly Served[];
  readonly rpc: readonly Served[];
}

/** Sizes of cache that are tried: the one with which the costs fit best is taken. */
const CACHE_BYTES = [2 ** 18, 2 ** 19, 2 ** 20, 2 ** 21, 2 ** 22, 2 ** 23, 2 ** 24, 2 ** 25, 2 ** 26];
const MS = 1e-3;

/** The costs that are closest to what the probes took, in squares of relative errors. */
export function fitCoefficients(
  { lookups: lookupRuns, dense: denseRuns, rpc }: ServedProbes,
  source: string,
): Calibration {
  const { cacheBytes, lookups, dense } = CACHE_BYTES.map((bytes) => fitWithCache(lookupRuns, denseRuns, bytes)).reduce(
    (best, next) => (next.squares < best.squares ? next : best),
  );
  const overhead = fit('RPCs on sparse shards', rpc.map(overheadObservation), 1);
  const main = fit('RPCs on the main shard', rpc.map(mainRpcObservation), 1);
  const serde = fit('serialization', rpc.map(serializationObservation), 2);
  const coefficients = Coefficients.parse({
    source,
    partSeconds: lookups.x[0],
    lookupSeconds: lookups.x[1],
    embeddingBytesPerSecond: rate(lookups.x[2]),
    cache: { bytes: cacheBytes, lookupSeconds: lookups.x[3], bytesPerSecond: rate(lookups.x[4]) },
    denseLayerSeconds: dense.x[0],
    denseWeightBytesPerSecond: rate(dense.x[1]),
    denseFlopsPerSecond: rate(dense.x[2]),
    rpcSeconds: overhead.x[0],
    mainRpcSeconds: main.x[0],
    sliceSeconds: serde.x[0],
    // Payload is passed over twice: where it is written, and where it is taken apart.
    serializationBytesPerSecond: rate(serde.x[1] / 2),
  });
  return { coefficients, fit: [lookups, dense, overhead, main, serde].map(({ about }) => about) };
}

/** No cost at all reads as the largest rate that the schema takes. */
const rate = (secondsPerUnit: number): number => (secondsPerUnit > 1e-18 ? 1 / secondsPerUnit : 1e18);

/** Fits lookups and MLPs with caches of some size. */
function fitWithCache(lookupRuns: readonly Served[], denseRuns: readonly Served[], cacheBytes: number) {
  const lookups = fit(
    'lookups',
    lookupRuns.map((served) => lookupObservation(served, cacheBytes)),
    5,
  );
  const dense = fit(
    'MLPs',
    denseRuns.map((served) => denseObservation(served, cacheBytes)),
    3,
  );
  return {
    cacheBytes,
    lookups,
    dense,
    squares: lookups.squares / lookupRuns.length + dense.squares / denseRuns.length,
  };
}

function fit(probes: string, observations: readonly Observation[], unknowns: number) {
  const x = fitNonNegative(observations, unknowns);
  const errors = observations.map(({ value, counts }) =>
    Math.abs(counts.reduce((sum, count, j) => sum + count * x[j], 0) / value - 1),
  );
  const squares = errors.reduce((sum, error) => sum + error ** 2, 0);
  return {
    x,
    squares,
    about: { probes, count: observations.length, median: median(errors), worst: Math.max(...errors) },
  };
}

const medianOf = (records: readonly RequestRecord[], ms: (record: RequestRecord) => number): number =>
  median(records.map(ms)) * MS;

const lookupsOf = ({ workload }: Probe): number =>
  workload.tables.reduce((sum, { features: [{ poolingFactor }] }) => sum + poolingFactor, 0) *
  workload.samplesPerRequest;

/** Slices; lookups and bytes from memory; lookups and bytes from the caches, which hold an even share of rows that are looked up evenly. */
function lookupObservation({ probe, records }: Served, cacheBytes: number): Observation {
  const { tables } = probe.model;
  const [lookups, bytesOfRow] = [lookupsOf(probe), rowBytes(tables[0])];
  const missed = missedShare(tables.length * tables[0].rows * bytesOfRow, cacheBytes) * lookups;
  const hit = lookups - missed;
  return {
    value: medianOf(records, ({ batches: [{ nets }] }) => nets[0].localMs),
    counts: [tables.length, missed, missed * bytesOfRow, hit, hit * bytesOfRow],
  };
}

/** Layers, bytes of weights from memory, floating-point operations. */
function denseObservation({ probe, records }: Served, cacheBytes: number): Observation {
  const { inputFeatures, bottomMlp } = probe.model.dense!;
  const weights = bottomMlp.reduce((sum, width, i) => sum + width * (i === 0 ? inputFeatures : bottomMlp[i - 1]), 0);
  const bytes = 4 * weights;
  return {
    value: medianOf(records, ({ batches: [{ bottomMs }] }) => bottomMs),
    counts: [bottomMlp.length, bytes * missedShare(bytes, cacheBytes), 2 * weights * probe.workload.samplesPerRequest],
  };
}

const callsOf = ({ batches: [{ nets }] }: RequestRecord) => nets[0].calls;
const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** RPCs. */
const overheadObservation = ({ records }: Served): Observation => ({
  value: medianOf(records, (record) => sumOf(callsOf(record).map(({ overheadMs }) => overheadMs))),
  counts: [callsOf(records[0]).length],
});

const mainRpcObservation = ({ records }: Served): Observation => ({
  value: medianOf(records, ({ batches: [{ rpcMs }] }) => rpcMs),
  counts: [callsOf(records[0]).length],
});

/** Slices, payload bytes: both ways, both sides. */
const serializationObservation = ({ probe, records }: Served): Observation => ({
  value: medianOf(records, (record) => {
    const [net] = record.batches[0].nets;
    return net.serializeMs + net.deserializeMs + sumOf(net.calls.map((call) => call.serializeMs + call.deserializeMs));
  }),
  counts: [
    probe.model.tables.length,
    sumOf(callsOf(records[0]).map(({ callBytes, answerBytes }) => callBytes + answerBytes)),
  ],
});
