import type { Popularity } from '../../domain/trace.ts';

/** Below so many lookups a table's popularity curve is not told apart from a Zipf law. */
const FEWEST_LOOKUPS_FOR_CURVE = 1000;
const LARGEST_EXPONENT = 10;

/**
 * The popularity that makes sampled lookups of one table most likely, given that row 0 is the most popular.
 * `rows` is the table's size; `indices` the looked-up rows. A Zipf law by maximum likelihood, or, where there are at least
 * 1,000 lookups and it pays for its parameters by the Bayesian information criterion, the decreasing curve of largest
 * likelihood (Grenander 1956). Rows are never ranked by their counts: with few lookups a row seen twice would pass for popular.
 * Rows whose stored order is not their popularity therefore come out as near uniform.
 */
export function fitPopularity(rows: number, indices: Uint32Array): Popularity {
  if (indices.length === 0 || rows === 1) return { kind: 'zipf', exponent: 0 };
  const exponent = fitZipfExponent(rows, indices);
  const zipf: Popularity = { kind: 'zipf', exponent };
  if (indices.length < FEWEST_LOOKUPS_FOR_CURVE) return zipf;
  const edges = geometricEdges(rows);
  const counts = countBetween(edges, indices);
  const shares = decreasingCurve(rows, edges, counts, indices.length);
  const zipfShares = zipfCurve(rows, edges, exponent);
  const gain = binnedLikelihood(edges, counts, rows, shares) - binnedLikelihood(edges, counts, rows, zipfShares);
  const price = ((shares.length - 1) * 2 * Math.log(indices.length)) / 2;
  return gain > price ? { kind: 'empirical', shares } : zipf;
}

/**
 * The exponent at which the mean log rank that a Zipf law expects equals the observed one: the maximum-likelihood estimate.
 * In [0, 10]; 0 also where low ranks are no more frequent than under a uniform law.
 */
export function fitZipfExponent(rows: number, indices: Uint32Array): number {
  let sum = 0;
  for (const index of indices) sum += Math.log(index + 1);
  const observed = sum / indices.length;
  let low = 0;
  let high = LARGEST_EXPONENT;
  if (zipfMoments(rows, low).meanLogRank <= observed) return low;
  for (let step = 0; step < 45; step++) {
    const middle = (low + high) / 2;
    if (zipfMoments(rows, middle).meanLogRank > observed) low = middle;
    else high = middle;
  }
  return Number(((low + high) / 2).toPrecision(6));
}

const EXACT_TERMS = 64;

/** Sum of r^-s over ranks 1..n and the mean of ln r under it: 64 terms exactly, the rest by Euler and Maclaurin. */
function zipfMoments(n: number, s: number): { total: number; meanLogRank: number } {
  let total = 0;
  let logs = 0;
  const exact = Math.min(n, EXACT_TERMS);
  for (let rank = 1; rank <= exact; rank++) {
    const weight = rank ** -s;
    total += weight;
    logs += weight * Math.log(rank);
  }
  if (n > exact) {
    const [from, to] = [exact + 1, n];
    total += powerIntegral(from, to, s) + (from ** -s + to ** -s) / 2 + (slope(to, s) - slope(from, s)) / 12;
    logs +=
      logPowerIntegral(from, to, s) +
      (from ** -s * Math.log(from) + to ** -s * Math.log(to)) / 2 +
      (logSlope(to, s) - logSlope(from, s)) / 12;
  }
  return { total, meanLogRank: logs / total };
}

const slope = (x: number, s: number): number => -s * x ** (-s - 1);
const logSlope = (x: number, s: number): number => x ** (-s - 1) * (1 - s * Math.log(x));

/** Integral of x^-s over [a, b]. */
function powerIntegral(a: number, b: number, s: number): number {
  const t = (1 - s) * Math.log(b / a);
  const ratio = Math.abs(t) < 1e-8 ? 1 + t / 2 : Math.expm1(t) / t;
  return a ** (1 - s) * Math.log(b / a) * ratio;
}

/** Integral of x^-s ln x over [a, b]: with x = a e^y, Simpson's rule over y, whose integrand is smooth. */
function logPowerIntegral(a: number, b: number, s: number): number {
  const width = Math.log(b / a);
  const steps = 128;
  let sum = 0;
  for (let i = 0; i <= steps; i++) {
    const y = (i / steps) * width;
    const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
    sum += weight * Math.exp((1 - s) * y) * (Math.log(a) + y);
  }
  return (a ** (1 - s) * sum * width) / (3 * steps);
}

/** Bin edges over ranks: 0, 1, 2, ... then growing by a quarter, ending at `rows`. */
function geometricEdges(rows: number): number[] {
  const edges = [0];
  while (edges[edges.length - 1] < rows) {
    const last = edges[edges.length - 1];
    edges.push(Math.min(rows, Math.max(last + 1, Math.floor(last * 1.25))));
  }
  return edges;
}

function countBetween(edges: readonly number[], indices: Uint32Array): number[] {
  const counts = Array.from({ length: edges.length - 1 }, () => 0);
  const sorted = indices.toSorted();
  let bin = 0;
  for (const index of sorted) {
    while (index >= edges[bin + 1]) bin++;
    counts[bin]++;
  }
  return counts;
}

type Share = { rows: number; lookups: number };

/** The least concave majorant of the binned cumulative counts: the decreasing popularity of largest likelihood. */
function decreasingCurve(rows: number, edges: readonly number[], counts: readonly number[], lookups: number): Share[] {
  const hull: { rank: number; count: number }[] = [{ rank: 0, count: 0 }];
  let cumulative = 0;
  counts.forEach((count, bin) => {
    cumulative += count;
    const next = { rank: edges[bin + 1], count: cumulative };
    for (;;) {
      const last = hull[hull.length - 1];
      const before = hull[hull.length - 2];
      if (before === undefined) break;
      // The last point lies on or under the chord from the one before it to the next: it is no corner.
      const concave =
        (last.count - before.count) * (next.rank - before.rank) >
        (next.count - before.count) * (last.rank - before.rank);
      if (concave) break;
      hull.pop();
    }
    hull.push(next);
  });
  return hull.slice(1).map(({ rank, count }) => ({ rows: rank / rows, lookups: count / lookups }));
}

function zipfCurve(rows: number, edges: readonly number[], exponent: number): Share[] {
  const { total } = zipfMoments(rows, exponent);
  return edges
    .slice(1)
    .map((rank) => ({ rows: rank / rows, lookups: rank === rows ? 1 : zipfMoments(rank, exponent).total / total }));
}

/** Log likelihood of the bins' counts under a popularity curve. */
function binnedLikelihood(
  edges: readonly number[],
  counts: readonly number[],
  rows: number,
  shares: readonly Share[],
): number {
  let likelihood = 0;
  let before = 0;
  counts.forEach((count, bin) => {
    const now = shareAt(shares, edges[bin + 1] / rows);
    if (count > 0) likelihood += count * Math.log(Math.max(now - before, Number.MIN_VALUE));
    before = now;
  });
  return likelihood;
}

function shareAt(shares: readonly Share[], x: number): number {
  let from: Share = { rows: 0, lookups: 0 };
  for (const to of shares) {
    if (x <= to.rows) return from.lookups + ((x - from.rows) / (to.rows - from.rows)) * (to.lookups - from.lookups);
    from = to;
  }
  return 1;
}
