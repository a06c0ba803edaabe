import { spend, type Work } from '../../stop.ts';
import type { Pattern, Stock } from './stock.ts';

/** Cells of a table over capacities, times bundles, for which dynamic programming is chosen; a few milliseconds. */
const MOST_CELLS = 6_000_000;
/** Nodes of the branch and bound that takes over beyond. */
const MOST_NODES = 200_000;
/** Cells or nodes that cost about as much as one candidate move. */
const CELLS_A_CANDIDATE = 100;
const NODES_A_CANDIDATE = 5;

export interface PricedPattern {
  readonly pattern: Pattern;
  readonly worth: number;
  /** No pattern is worth more. */
  readonly isExact: boolean;
}

/** The pattern of most worth: a knapsack in which each size is taken at most as often as it is demanded. */
export function bestPattern(stock: Stock, worths: Float64Array, work: Work): PricedPattern {
  const bundles = bundlesOf(stock, worths);
  const { capacity } = stock;
  return Number.isInteger(capacity) && (capacity + 1) * bundles.length <= MOST_CELLS
    ? byDynamicProgramming(capacity, bundles, work)
    : byBranchAndBound(stock, worths, work);
}

interface Bundle {
  readonly row: number;
  readonly count: number;
  readonly size: number;
  readonly worth: number;
}

/** Counts 1, 2, 4 and so on of each size, so that any admissible count is a sum of them. */
function bundlesOf({ sizes, demands, capacity }: Stock, worths: Float64Array): Bundle[] {
  const bundles: Bundle[] = [];
  for (const [row, size] of sizes.entries()) {
    if (!(worths[row] > 0)) continue;
    let left = Math.min(demands[row], Math.floor(capacity / size));
    for (let count = 1; left > 0; count *= 2) {
      const taken = Math.min(count, left);
      bundles.push({ row, count: taken, size: taken * size, worth: taken * worths[row] });
      left -= taken;
    }
  }
  return bundles;
}

function byDynamicProgramming(capacity: number, bundles: readonly Bundle[], work: Work): PricedPattern {
  const width = capacity + 1;
  spend(work, (width * bundles.length) / CELLS_A_CANDIDATE);
  // best[c] is the most worth within c; taken is [bundle][c], flattened.
  const best = new Float64Array(width);
  const taken = new Uint8Array(width * bundles.length);
  for (const [b, { size, worth }] of bundles.entries()) {
    const base = b * width;
    for (let c = capacity; c >= size; c--) {
      const own = best[c - size] + worth;
      if (own > best[c]) {
        best[c] = own;
        taken[base + c] = 1;
      }
    }
  }
  const counts = new Map<number, number>();
  let c = capacity;
  for (let b = bundles.length - 1; b >= 0; b--) {
    if (taken[b * width + c] === 0) continue;
    const { row, count, size } = bundles[b];
    counts.set(row, (counts.get(row) ?? 0) + count);
    c -= size;
  }
  return { pattern: { rows: [...counts.keys()], counts: [...counts.values()] }, worth: best[capacity], isExact: true };
}

/** Depth first, densest size first and most copies first, cut off by the density of the next size (Horowitz and Sahni 1974). */
function byBranchAndBound({ sizes, demands, capacity }: Stock, worths: Float64Array, work: Work): PricedPattern {
  const order = [...sizes.keys()]
    .filter((row) => worths[row] > 0)
    .toSorted((a, b) => worths[b] / sizes[b] - worths[a] / sizes[a] || a - b);
  const chosen = new Int32Array(order.length);
  let best = { worth: 0, chosen: new Int32Array(order.length) };
  let nodes = 0;
  const branch = (depth: number, room: number, worth: number): void => {
    if (worth > best.worth) best = { worth, chosen: Int32Array.from(chosen) };
    if (depth === order.length || nodes++ > MOST_NODES) return;
    const row = order[depth];
    if (worth + (room * worths[row]) / sizes[row] <= best.worth * (1 + 1e-12)) return;
    for (let count = Math.min(demands[row], Math.floor(room / sizes[row])); count >= 0; count--) {
      chosen[depth] = count;
      branch(depth + 1, room - count * sizes[row], worth + count * worths[row]);
    }
    chosen[depth] = 0;
  };
  branch(0, capacity, 0);
  spend(work, nodes / NODES_A_CANDIDATE);
  const used = order.map((row, i) => ({ row, count: best.chosen[i] })).filter(({ count }) => count > 0);
  return {
    pattern: { rows: used.map(({ row }) => row), counts: used.map(({ count }) => count) },
    worth: best.worth,
    isExact: nodes <= MOST_NODES,
  };
}
