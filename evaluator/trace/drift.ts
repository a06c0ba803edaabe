import type { DriftReport, TableDrift } from '../../domain/drift.ts';
import { rowBytes } from '../../domain/row-bytes.ts';
import type { Placement } from '../../domain/placement.ts';
import type { Problem } from '../../domain/problem.ts';
import type { Popularity, TableTraffic, Workload } from '../../domain/trace.ts';
import { estimate, peakOverMean } from '../estimate.ts';
import { popularityShare } from '../popularity.ts';
import { concatenate, occasionsOf, type JaggedTrace } from './jagged.ts';

/** Beyond this many standard errors a difference is taken for drift: 0.3% of unchanged tables by chance. */
const CHANCE = 3;
/** Kolmogorov's 95% quantile, times 1/sqrt(n). */
const KOLMOGOROV_95 = 1.358;

/**
 * Compares a trace with the workload of a problem, table by table, and says what the difference does to a placement's balance. `seen` is the
 * workload estimated from the same trace; a trace of a table's features that looks nothing up has no popularity to compare.
 */
export function findDrift(problem: Problem, trace: JaggedTrace, seen: Workload, placement?: Placement): DriftReport {
  const measured = tableDrifts(problem, trace, seen);
  const tables = measured.map(({ drift }) => drift);
  return {
    requests: trace.requests.length,
    samplesPerRequest: { expected: problem.workload.samplesPerRequest, seen: seen.samplesPerRequest },
    distance: tables.reduce((sum, drift) => sum + changeOf(drift), 0) / 2,
    distanceByChance: measured.reduce((sum, { chance }) => sum + chance, 0) / 2,
    drifted: tables.filter(isDrifted).map(({ table }) => table),
    tables: tables.toSorted((a, b) => changeOf(b) - changeOf(a)),
    ...(placement === undefined ? {} : { balance: balanceOf(problem, seen, placement) }),
  };
}

const changeOf = ({ loadShare }: TableDrift): number => Math.abs(loadShare.seen - loadShare.expected);

const isDrifted = ({ standardErrors, popularityDistance, popularityByChance, poolingFactor }: TableDrift): boolean =>
  (standardErrors === null ? poolingFactor.expected !== poolingFactor.seen : Math.abs(standardErrors) > CHANCE) ||
  popularityDistance > popularityByChance * (CHANCE / 2);

interface MeasuredDrift {
  readonly drift: TableDrift;
  /** Mean absolute change of the load share that sampling alone makes. */
  readonly chance: number;
}

function tableDrifts(problem: Problem, trace: JaggedTrace, seen: Workload): MeasuredDrift[] {
  const { model, workload } = problem;
  const expected = new Map(workload.tables.map((traffic) => [traffic.table, traffic]));
  const bytesOf = (samples: number, t: number, factor: number): number =>
    factor * occasionsOf(model.tables[t], samples) * rowBytes(model.tables[t]);
  const factors = model.tables.map(({ name }, t) => [poolingOf(expected.get(name)!), poolingOf(seen.tables[t])]);
  const before = model.tables.map((_, t) => bytesOf(workload.samplesPerRequest, t, factors[t][0]));
  const after = model.tables.map((_, t) => bytesOf(seen.samplesPerRequest, t, factors[t][1]));
  const [totalBefore, totalAfter] = [before, after].map((bytes) => bytes.reduce((sum, own) => sum + own, 0));
  let position = 0;
  return model.tables.map((table, t) => {
    const requests = trace.requests.map(({ features }) => features.slice(position, position + table.features.length));
    position += table.features.length;
    const indices = concatenate(requests.flatMap((features) => features.map((feature) => feature.indices)));
    const error = standardError(
      requests.map((features, r) => {
        const lookups = features.reduce((sum, feature) => sum + feature.indices.length, 0);
        return lookups / occasionsOf(table, trace.requests[r].samples);
      }),
    );
    const [wanted, found] = factors[t];
    const drift = {
      table: table.name,
      loadShare: { expected: share(before[t], totalBefore), seen: share(after[t], totalAfter) },
      poolingFactor: { expected: wanted, seen: found },
      standardErrors: error === 0 ? null : (found - wanted) / error,
      popularityDistance: popularityDistance(expected.get(table.name)!.popularity, table.rows, indices),
      popularityByChance:
        indices.length === 0 ? 0 : Math.min(1, KOLMOGOROV_95 / Math.sqrt(independentLookups(indices, seen, t))),
    };
    return {
      drift,
      chance: share(bytesOf(seen.samplesPerRequest, t, error * Math.sqrt(2 / Math.PI)), totalAfter),
    };
  });
}

/** Lookups that samples of one request repeat after each other say no more than one: the design effect of clusters (Kish 1965). */
function independentLookups(indices: Uint32Array, { tables, samplesPerRequest }: Workload, t: number): number {
  const correlation = Math.max(...tables[t].features.map((feature) => feature.correlation ?? 0));
  return indices.length / (1 + (samplesPerRequest - 1) * correlation);
}

const poolingOf = ({ features }: TableTraffic): number =>
  features.reduce((sum, { poolingFactor }) => sum + poolingFactor, 0);

const share = (part: number, total: number): number => (total === 0 ? 0 : part / total);

/** Of the mean over requests: samples of one request may be alike, requests are taken as independent. 0 from fewer than two. */
function standardError(perRequest: readonly number[]): number {
  const n = perRequest.length;
  if (n < 2) return 0;
  const mean = perRequest.reduce((sum, value) => sum + value, 0) / n;
  const squares = perRequest.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (n - 1) / n);
}

/** The largest difference between F and the share of lookups seen in the first rows, at and just before each row seen. */
function popularityDistance(popularity: Popularity, rows: number, indices: Uint32Array): number {
  const sorted = indices.toSorted();
  let distance = 0;
  for (let i = 0; i < sorted.length;) {
    const row = sorted[i];
    let next = i;
    while (next < sorted.length && sorted[next] === row) next++;
    const below = Math.abs(popularityShare(popularity, rows, row) - i / sorted.length);
    const upTo = Math.abs(popularityShare(popularity, rows, row + 1) - next / sorted.length);
    distance = Math.max(distance, below, upTo);
    i = next;
  }
  return distance;
}

function balanceOf(problem: Problem, seen: Workload, placement: Placement): NonNullable<DriftReport['balance']> {
  const before = estimate(problem, placement);
  const after = estimate({ ...problem, workload: seen }, placement);
  return {
    peakLoad: { expected: before.peakLoad, seen: after.peakLoad },
    peakOverMean: { expected: peakOverMean(before), seen: peakOverMean(after) },
    latencyMs: { expected: before.latencyMs, seen: after.latencyMs },
    hosts: before.hosts.flatMap(({ host, load, tables }, h) =>
      tables === 0 ? [] : [{ host, load: { expected: load, seen: after.hosts[h].load } }],
    ),
  };
}
