import { median } from 'simple-statistics';
import type { Clock } from '../../domain/clock.ts';
import { Coefficients } from '../../domain/coefficients.ts';
import { rowBytes } from '../../domain/row-bytes.ts';
import { missedShare } from '../latency.ts';
import { createMeasurer } from '../measure.ts';
import type { LoadMeter } from '../runtime/foreign-load.ts';
import type { RequestRecord } from '../service-record.ts';
import { synthesizeTrace } from '../trace/synthesize.ts';
import { fitNonNegative, type Observation } from './least-squares.ts';
import { denseProbes, lookupProbes, PROBE_FLEET, rpcProbes, type Probe } from './probes.ts';

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

export interface CalibrateOptions {
  readonly clock: Clock;
  readonly seed: number;
  /** Of the machine, for the record. */
  readonly machine: string;
  readonly loadMeter?: LoadMeter;
  /** Requests of each probe at the least; more take longer and scatter less. */
  readonly requests?: number;
  onProgress?(done: number, of: number): void;
}

const FEWEST_REQUESTS = 40;
const WARMUP_REQUESTS = 10;
/** Of a probe of lookups: the larger tables are several times what caches hold, the smaller ones are read several times. */
const FEWEST_LOOKUPS = 200_000;
/** Sizes of cache that are tried: the one with which the costs fit best is taken. */
const CACHE_BYTES = [2 ** 18, 2 ** 19, 2 ** 20, 2 ** 21, 2 ** 22, 2 ** 23, 2 ** 24, 2 ** 25, 2 ** 26];
const MS = 1e-3;

/**
 * Measures the cost model's constants on this machine: serves small synthetic models by the same runtime that measures plans, and fits CPU times
 * by non-negative least squares. Some ten seconds where nothing else runs.
 */
export async function calibrate(options: CalibrateOptions): Promise<Calibration> {
  const groups = { lookups: lookupProbes(), dense: denseProbes(), rpc: rpcProbes() };
  const all = Object.values(groups).flat();
  let done = 0;
  const serve = async (probes: readonly Probe[], fewest = 0): Promise<Served[]> => {
    const served: Served[] = [];
    for (const probe of probes) {
      served.push({ probe, records: await recordsOf(probe, fewest, options) });
      options.onProgress?.(++done, all.length);
    }
    return served;
  };
  const lookupRuns = await serve(groups.lookups, FEWEST_LOOKUPS);
  const denseRuns = await serve(groups.dense);
  const { cacheBytes, lookups, dense } = CACHE_BYTES.map((bytes) => fitWithCache(lookupRuns, denseRuns, bytes)).reduce(
    (best, next) => (next.squares < best.squares ? next : best),
  );
  const rpcs = await serve(groups.rpc);
  const overhead = fit('RPCs on sparse shards', rpcs.map(overheadObservation), 1);
  const main = fit('RPCs on the main shard', rpcs.map(mainRpcObservation), 1);
  const serde = fit('serialization', rpcs.map(serializationObservation), 2);
  const coefficients = Coefficients.parse({
    source: `calibrated on ${options.machine}, seed ${options.seed}`,
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

interface Served {
  readonly probe: Probe;
  readonly records: readonly RequestRecord[];
}

async function recordsOf(
  { model, workload, placement }: Probe,
  fewestLookups: number,
  { clock, seed, loadMeter, requests: asked = FEWEST_REQUESTS }: CalibrateOptions,
): Promise<readonly RequestRecord[]> {
  const perRequest =
    workload.tables.reduce((sum, { features: [{ poolingFactor }] }) => sum + poolingFactor, 0) *
    workload.samplesPerRequest;
  const requests = WARMUP_REQUESTS + Math.max(asked, Math.ceil((fewestLookups * asked) / FEWEST_REQUESTS / perRequest));
  const trace = synthesizeTrace(model, workload, { requests, seed });
  const measurer = await createMeasurer({ model, workload, fleet: PROBE_FLEET }, trace, {
    seed,
    clock,
    warmupRequests: WARMUP_REQUESTS,
    ...(loadMeter === undefined ? {} : { loadMeter }),
  });
  try {
    const [measured] = await measurer.measureTogether([placement]);
    if (!measured.measurement.agreement.holds) throw new Error('A probe answers otherwise sharded than whole.');
    return measured.requests;
  } finally {
    await measurer.dispose();
  }
}

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
