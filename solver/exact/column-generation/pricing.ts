import { spend, type Work } from '../../stop.ts';
import type { Pattern, Stock } from './stock.ts';

/** Cells of a table over capacities, times bundles, for which dynamic programming is chosen; a few milliseconds. */
const MOST_CELLS = 3_000_000;
/** Nodes of the branch and bound that takes over beyond. */
const MOST_NODES = 200_000;
/** Cells or nodes that cost about as much as one candidate move. */
const CELLS_A_CANDIDATE = 30;
const NODES_A_CANDIDATE = 5;

export interface PricedPattern {
  readonly pattern: Pattern;
  readonly worth: number;
}

export interface Priced {
  /** Most worth of a pattern, or the most met where the search for it was given up. */
  readonly worth: number;
  /** No pattern is worth more. */
  readonly isExact: boolean;
  /** Patterns of great worth, that of most worth first. */
  readonly patterns: readonly PricedPattern[];
}

/** Patterns of most worth: a knapsack in which each size is taken at most as often as it is demanded, and no more than `waste` stays free. */
export function bestPatterns(stock: Stock, worths: Float64Array, waste: number, work: Work): Priced {
  const { capacity } = stock;
  const isTight = waste < capacity;
  const bundles = bundlesOf(stock, worths, isTight);
  return Number.isInteger(capacity) && (capacity + 1) * bundles.length <= MOST_CELLS
    ? byDynamicProgramming(capacity, bundles, waste, work)
    : byBranchAndBound(stock, worths, work);
}

interface Bundle {
  readonly row: number;
  readonly count: number;
  readonly size: number;
  readonly worth: number;
}

/** Counts 1, 2, 4 and so on of each size, so that any admissible count is a sum of them. */
function bundlesOf({ sizes, demands, capacity }: Stock, worths: Float64Array, isTight: boolean): Bundle[] {
  const bundles: Bundle[] = [];
  for (const [row, size] of sizes.entries()) {
    if (!(worths[row] > 0 || isTight)) continue;
    let left = Math.min(demands[row], Math.floor(capacity / size));
    for (let count = 1; left > 0; count *= 2) {
      const taken = Math.min(count, left);
      bundles.push({ row, count: taken, size: taken * size, worth: taken * worths[row] });
      left -= taken;
    }
  }
  return bundles;
}

/**
 * rest[b][c] is the most worth that bundles from b on add to a bin filled up to c so that at most `waste` stays free; front[c] the most worth
 * of the bundles before b that fill a bin exactly up to c. Together they give the best pattern with each bundle.
 */
function byDynamicProgramming(capacity: number, bundles: readonly Bundle[], waste: number, work: Work): Priced {
  const width = capacity + 1;
  const n = bundles.length;
  spend(work, (width * n) / CELLS_A_CANDIDATE);
  const rest = new Float64Array(width * (n + 1));
  rest.fill(-Infinity, n * width, n * width + Math.max(0, capacity - waste));
  for (let b = n - 1; b >= 0; b--) {
    const { size, worth } = bundles[b];
    const [own, next] = [b * width, (b + 1) * width];
    rest.copyWithin(own, next, next + width);
    for (let c = 0; c + size <= capacity; c++) {
      const taken = rest[next + c + size] + worth;
      if (taken > rest[own + c]) rest[own + c] = taken;
    }
  }
  const front = new Float64Array(width).fill(-Infinity);
  front[0] = 0;
  const taken = new Uint8Array(width * n);
  const found = new Map<string, PricedPattern>();
  for (let b = 0; b < n; b++) {
    const { size, worth } = bundles[b];
    const [base, next] = [b * width, (b + 1) * width];
    let [at, most] = [-1, -Infinity];
    for (let c = capacity - size; c >= 0; c--) {
      const before = front[c];
      if (before === -Infinity) continue;
      const whole = before + worth + rest[next + c + size];
      if (whole > most) [at, most] = [c, whole];
      if (before + worth > front[c + size]) {
        front[c + size] = before + worth;
        taken[base + c + size] = 1;
      }
    }
    if (at < 0) continue;
    const counts = new Map<number, number>();
    const add = (i: number): number => {
      counts.set(bundles[i].row, (counts.get(bundles[i].row) ?? 0) + bundles[i].count);
      return bundles[i].size;
    };
    let c = at;
    for (let i = b - 1; i >= 0; i--) if (taken[i * width + c] === 1) c -= add(i);
    c = at + add(b);
    for (let i = b + 1; i < n; i++) {
      const own = rest[(i + 1) * width + c];
      if (own < rest[i * width + c]) c += add(i);
    }
    const key = [...counts].toSorted((x, y) => x[0] - y[0]).join(' ');
    if (!found.has(key))
      found.set(key, { pattern: { rows: [...counts.keys()], counts: [...counts.values()] }, worth: most });
  }
  const patterns = [...found.values()].toSorted((a, b) => b.worth - a.worth);
  return { worth: Math.max(0, patterns[0]?.worth ?? 0), isExact: true, patterns };
}

/** Depth first, densest size first and most copies first, cut off by the density of the next size (Horowitz and Sahni 1974). */
function byBranchAndBound({ sizes, demands, capacity }: Stock, worths: Float64Array, work: Work): Priced {
  const order = [...sizes.keys()]
    .filter((row) => worths[row] > 0)
    .toSorted((a, b) => worths[b] / sizes[b] - worths[a] / sizes[a] || a - b);
  const chosen = new Int32Array(order.length);
  const found: { worth: number; chosen: Int32Array }[] = [];
  let most = 0;
  let nodes = 0;
  const branch = (depth: number, room: number, worth: number): void => {
    if (worth > most) {
      most = worth;
      found.push({ worth, chosen: Int32Array.from(chosen) });
    }
    if (depth === order.length || nodes++ > MOST_NODES) return;
    const row = order[depth];
    if (worth + (room * worths[row]) / sizes[row] <= most * (1 + 1e-12)) return;
    for (let count = Math.min(demands[row], Math.floor(room / sizes[row])); count >= 0; count--) {
      chosen[depth] = count;
      branch(depth + 1, room - count * sizes[row], worth + count * worths[row]);
    }
    chosen[depth] = 0;
  };
  branch(0, capacity, 0);
  spend(work, nodes / NODES_A_CANDIDATE);
  const patterns = found.toReversed().map((one): PricedPattern => {
    const used = order.map((row, i) => ({ row, count: one.chosen[i] })).filter(({ count }) => count > 0);
    return { worth: one.worth, pattern: { rows: used.map(({ row }) => row), counts: used.map(({ count }) => count) } };
  });
  return { worth: most, isExact: nodes <= MOST_NODES, patterns };
}
