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
import { cachedProbes, denseProbes, missingProbes, PROBE_FLEET, rpcProbes, type Probe } from './probes.ts';

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
  /** Bytes of rows that the caches of one core hold: not measured. */
  readonly cacheBytes: number;
  readonly loadMeter?: LoadMeter;
  /** Requests of each probe at the least; more take longer and scatter less. */
  readonly requests?: number;
  onProgress?(done: number, of: number): void;
}

const FEWEST_REQUESTS = 40;
const WARMUP_REQUESTS = 10;
/** Of a probe of lookups: rows from memory are several times what caches hold, cached ones are read several times. */
const FEWEST_LOOKUPS = 300_000;
const MS = 1e-3;

/**
 * Measures the cost model's constants on this machine: serves small synthetic models by the same runtime that measures plans, and fits CPU times
 * by non-negative least squares. Some ten seconds where nothing else runs.
 */
export async function calibrate(options: CalibrateOptions): Promise<Calibration> {
  const groups = {
    cached: cachedProbes(options.cacheBytes),
    missing: missingProbes(),
    dense: denseProbes(),
    rpc: rpcProbes(),
  };
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
  const cached = fit('lookups in cached rows', (await serve(groups.cached, FEWEST_LOOKUPS)).map(lookupObservation), 3);
  const missing = fit(
    'lookups in rows from memory',
    (await serve(groups.missing, FEWEST_LOOKUPS)).map(lookupObservation),
    3,
  );
  const dense = fit(
    'MLPs',
    (await serve(groups.dense)).map((served) => denseObservation(served, options.cacheBytes)),
    3,
  );
  const rpcs = await serve(groups.rpc);
  const overhead = fit('RPCs on sparse shards', rpcs.map(overheadObservation), 1);
  const main = fit('RPCs on the main shard', rpcs.map(mainRpcObservation), 1);
  const serde = fit('serialization', rpcs.map(serializationObservation), 2);
  const coefficients = Coefficients.parse({
    source: `calibrated on ${options.machine}, seed ${options.seed}`,
    partSeconds: missing.x[0],
    lookupSeconds: missing.x[1],
    embeddingBytesPerSecond: rate(missing.x[2]),
    cache: { bytes: options.cacheBytes, lookupSeconds: cached.x[1], bytesPerSecond: rate(cached.x[2]) },
    denseLayerSeconds: dense.x[0],
    denseWeightBytesPerSecond: rate(dense.x[1]),
    denseFlopsPerSecond: rate(dense.x[2]),
    rpcSeconds: overhead.x[0],
    mainRpcSeconds: main.x[0],
    sliceSeconds: serde.x[0],
    // Payload is passed over twice: where it is written, and where it is taken apart.
    serializationBytesPerSecond: rate(serde.x[1] / 2),
  });
  return { coefficients, fit: [cached, missing, dense, overhead, main, serde].map(({ about }) => about) };
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

function fit(probes: string, observations: readonly Observation[], unknowns: number) {
  const x = fitNonNegative(observations, unknowns);
  const errors = observations.map(({ value, counts }) =>
    Math.abs(counts.reduce((sum, count, j) => sum + count * x[j], 0) / value - 1),
  );
  return { x, about: { probes, count: observations.length, median: median(errors), worst: Math.max(...errors) } };
}

const medianOf = (records: readonly RequestRecord[], ms: (record: RequestRecord) => number): number =>
  median(records.map(ms)) * MS;

const lookupsOf = ({ workload }: Probe): number =>
  workload.tables.reduce((sum, { features: [{ poolingFactor }] }) => sum + poolingFactor, 0) *
  workload.samplesPerRequest;

/** Slices, lookups, bytes read. */
const lookupObservation = ({ probe, records }: Served): Observation => ({
  value: medianOf(records, ({ batches: [{ nets }] }) => nets[0].localMs),
  counts: [probe.model.tables.length, lookupsOf(probe), lookupsOf(probe) * rowBytes(probe.model.tables[0])],
});

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
