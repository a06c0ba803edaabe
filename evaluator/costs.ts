import type { Coefficients } from '../domain/coefficients.ts';
import { hostsOf, type Host } from '../domain/fleet.ts';
import type { Table } from '../domain/model.ts';
import { rowBytes } from '../domain/row-bytes.ts';
import type { TableSlice } from '../domain/placement.ts';
import type { LoadMeasure, Problem } from '../domain/problem.ts';
import { batchesPerRequest, samplesPerBatch, type FeatureTraffic, type TableTraffic } from '../domain/trace.ts';
import { DEFAULT_COEFFICIENTS } from './coefficients.ts';
import { popularityShare } from './popularity.ts';

/** What one slice of a table costs the host that holds it. Means per batch; see formulation.md, "Options of a table". */
export interface PartCosts {
  readonly memoryBytes: number;
  /** Lookups per batch that this slice serves, averaged over replicas. */
  readonly lookups: number;
  readonly bytesRead: number;
  /** Integer, in load units: what peakLoad and capacities count. */
  readonly load: number;
  /** Integer, in load units: of the replica that serves the batch. */
  readonly batchLoad: number;
  /** CPU seconds at cpuSpeed 1, without the RPC that carries it. */
  readonly serviceSeconds: number;
  /** Of the replica that serves the batch. */
  readonly batchServiceSeconds: number;
  /** Probability that a batch has an index for this slice (and that this replica's turn it is). */
  readonly calledProbability: number;
  /** CPU seconds at cpuSpeed 1 that the main shard is expected to spend on the slice in its calls, beside its bytes. */
  readonly handlingSeconds: number;
  /** Integer: expected payload bytes per request, both ways. */
  readonly wireBytes: number;
}

export interface Costs {
  readonly hosts: readonly Host[];
  readonly coefficients: Coefficients;
  readonly batchesPerRequest: number;
  readonly samplesPerBatch: number;
  /** Load units per natural unit (lookup byte, lookup, second). */
  readonly unitsPerLoad: number;
  /** Integer load units of one called RPC. */
  readonly rpcLoad: number;
  /** Relative to the fastest sparse host: what a host's load is divided by. */
  readonly hostSpeeds: readonly number[];
  tableIndex(name: string): number | undefined;
  part(tableIndex: number, slice: TableSlice, replicas: number): PartCosts;
}

/** Load units: integers keep sums exact, and 2^53 units are room for 8 TB of lookup bytes per batch. */
const UNITS: Readonly<Record<LoadMeasure, number>> = { lookupBytes: 2 ** 10, poolingFactor: 2 ** 20, serviceTime: 1e9 };

const KNOWN = new WeakMap<Problem, Costs>();

/** The costs of a problem's table slices: prepared once, for search, certificates and judging ask for the same. */
export function createCosts(problem: Problem): Costs {
  const known = KNOWN.get(problem) ?? prepareCosts(problem);
  KNOWN.set(problem, known);
  return known;
}

function prepareCosts(problem: Problem): Costs {
  const { model, workload, loadMeasure } = problem;
  const coefficients = problem.coefficients ?? DEFAULT_COEFFICIENTS;
  const hosts = hostsOf(problem.fleet);
  const traffic = new Map(workload.tables.map((entry) => [entry.table, entry]));
  const indexOf = new Map(model.tables.map((table, t) => [table.name, t]));
  const unitsPerLoad = UNITS[loadMeasure];
  const batches = batchesPerRequest(workload);
  const samples = samplesPerBatch(workload);
  const hitShares = cachedShares(problem, coefficients, traffic);
  // Most parts are whole tables, each asked for at every judgement.
  const wholes: (PartCosts | undefined)[] = [];
  const partOf = (t: number, slice: TableSlice, replicas: number): PartCosts => {
    const table = model.tables[t];
    const use = sliceUse(table, traffic.get(table.name) as TableTraffic, slice, samples);
    const seconds = embeddingSeconds(coefficients, use, hitShares(t));
    const natural = { lookupBytes: use.bytesRead, poolingFactor: use.lookups, serviceTime: seconds };
    return {
      memoryBytes: use.memoryBytes,
      lookups: use.lookups / replicas,
      bytesRead: use.bytesRead / replicas,
      load: roundedUp((natural[loadMeasure] / replicas) * unitsPerLoad),
      batchLoad: roundedUp(natural[loadMeasure] * unitsPerLoad),
      serviceSeconds: seconds / replicas,
      batchServiceSeconds: seconds,
      calledProbability: use.calledProbability / replicas,
      handlingSeconds: (use.calledProbability / replicas) * (coefficients.sliceSeconds ?? 0),
      wireBytes: Math.round((use.wireBytesPerBatch * batches) / replicas),
    };
  };
  return {
    hosts,
    coefficients,
    batchesPerRequest: batches,
    samplesPerBatch: samples,
    unitsPerLoad,
    rpcLoad: loadMeasure === 'serviceTime' ? Math.round(coefficients.rpcSeconds * unitsPerLoad) : 0,
    hostSpeeds: relativeSpeeds(hosts, loadMeasure),
    tableIndex: (name) => indexOf.get(name),
    part: (t, slice, replicas) =>
      slice.kind === 'whole' && replicas === 1 ? (wholes[t] ??= partOf(t, slice, 1)) : partOf(t, slice, replicas),
  };
}

/** CPU seconds of a slice's work for a batch: a call, and its lookups, the share of them that hit the caches at the cached rate. */
function embeddingSeconds(coefficients: Coefficients, use: SliceUse, hitShare: number): number {
  const { partSeconds, lookupSeconds, embeddingBytesPerSecond, cache } = coefficients;
  const missed = use.lookups * lookupSeconds + use.bytesRead / embeddingBytesPerSecond;
  if (cache === undefined) return partSeconds + missed;
  const hit = use.lookups * cache.lookupSeconds + use.bytesRead / cache.bytesPerSecond;
  return partSeconds + (1 - hitShare) * missed + hitShare * hit;
}

/**
 * Of each table, the share of lookups that find their row in the caches. The caches are dealt to the tables by their lookup bytes, and hold
 * the most popular rows of each: whatever the placement, so that costs of tables add up.
 */
function cachedShares(
  { model, workload }: Problem,
  { cache }: Coefficients,
  traffic: ReadonlyMap<string, TableTraffic>,
): (t: number) => number {
  if (cache === undefined) return () => 0;
  const samples = samplesPerBatch(workload);
  const bytes = model.tables.map((table) => {
    const perOccasion = traffic.get(table.name)!.features.reduce((sum, feature) => sum + feature.poolingFactor, 0);
    return perOccasion * (table.lookupsPer === 'request' ? 1 : samples) * rowBytes(table);
  });
  const all = bytes.reduce((sum, own) => sum + own, 0);
  const shares = model.tables.map((table, t) => {
    if (all === 0) return 0;
    const rows = Math.floor((cache.bytes * bytes[t]) / all / rowBytes(table));
    return popularityShare(traffic.get(table.name)!.popularity, table.rows, rows);
  });
  return (t) => shares[t];
}

/**
 * Up, so that the parts of a table never have less load together than the whole: bounds that add up wholes then hold for splits.
 * The margin keeps the last digits of a double from adding a unit.
 */
const roundedUp = (units: number): number => Math.ceil(units * (1 - 1e-12));

/** Row ranges of k nearly equal parts: boundaries at floor(i rows / k). */
export function equalRowRanges(rows: number, parts: number): { start: number; end: number }[] {
  // BigInt: rows reaches 2^32 and parts 2^12, beyond what a product of doubles may hold when both grow.
  const at = (i: number): number => Number((BigInt(i) * BigInt(rows)) / BigInt(parts));
  return Array.from({ length: parts }, (_, i) => ({ start: at(i), end: at(i + 1) }));
}

interface SliceUse {
  readonly memoryBytes: number;
  readonly lookups: number;
  readonly bytesRead: number;
  readonly calledProbability: number;
  readonly wireBytesPerBatch: number;
}

function sliceUse(table: Table, traffic: TableTraffic, slice: TableSlice, samplesPerBatch: number): SliceUse {
  const dims = slice.kind === 'columns' ? slice.end - slice.start : table.dim;
  const rows = slice.kind === 'rows' ? slice.end - slice.start : table.rows;
  const share = rowShare(table, traffic, slice);
  const occasions = table.lookupsPer === 'request' ? 1 : samplesPerBatch;
  const perOccasion = traffic.features.reduce((sum, feature) => sum + feature.poolingFactor, 0);
  const lookups = perOccasion * occasions * share;
  const untouched = traffic.features.reduce((p, feature) => p * untouchedByAll(feature, share, occasions), 1);
  const called = 1 - untouched;
  const vectors = traffic.features.length * occasions;
  return {
    memoryBytes: rows * rowBytes(table, dims),
    lookups,
    bytesRead: lookups * rowBytes(table, dims),
    calledProbability: called,
    // Slice id, lengths and answered vectors of a called slice; indices of 4 bytes. See evaluator/runtime/router.ts.
    wireBytesPerBatch: called * (4 + 4 * vectors + 4 * vectors * dims) + 4 * lookups,
  };
}

function rowShare(table: Table, traffic: TableTraffic, slice: TableSlice): number {
  if (slice.kind !== 'rows') return 1;
  if (slice.rowOrder === 'shuffled') return (slice.end - slice.start) / table.rows;
  return (
    popularityShare(traffic.popularity, table.rows, slice.end) -
    popularityShare(traffic.popularity, table.rows, slice.start)
  );
}

/**
 * Probability that all samples of a batch miss a share of the rows. Each repeats the request's common lookups with probability r, and the others
 * are independent: u for one sample, r + (1 - r) u for one beside the common lookups, which are looked up unless no sample repeats them.
 */
function untouchedByAll(feature: FeatureTraffic, share: number, occasions: number): number {
  const u = untouchedProbability(feature, share);
  if (feature.correlation === undefined || feature.correlation === 0) return u ** occasions;
  const r = Math.sqrt(feature.correlation);
  return u * (r + (1 - r) * u) ** occasions + (1 - u) * ((1 - r) * u) ** occasions;
}

/** Probability that one sample's lookups of a feature all miss a share of the rows; counts near their mean. */
function untouchedProbability({ presence, poolingFactor }: FeatureTraffic, share: number): number {
  if (presence === 0) return 1;
  return 1 - presence + presence * (1 - share) ** (poolingFactor / presence);
}

function relativeSpeeds(hosts: readonly Host[], measure: LoadMeasure): number[] {
  const speed = (host: Host): number =>
    measure === 'lookupBytes' ? host.memoryBandwidthBytesPerSecond : host.cpuSpeed;
  const fastest = Math.max(...hosts.slice(1).map(speed));
  return hosts.map((host) => speed(host) / fastest);
}
