import type { Stepwise } from '../../stepwise.ts';
import { isSpent, spend, type Work } from '../../stop.ts';
import type { Columns } from './columns.ts';

/** Columns looked at at the cost of about one candidate move. */
const COLUMNS_A_CANDIDATE = 10;

const NODES_A_PIECE = 1_000;

export interface CoverTask {
  readonly columns: Columns;
  /** What each column uses up of the budget, at least 0. */
  readonly costs: Float64Array;
  readonly budget: number;
  /** Bins: at most so many columns. */
  readonly most: number;
  readonly demands: Int32Array;
  readonly work: Work;
  readonly signal?: AbortSignal | undefined;
}

export type Cover =
  | { readonly status: 'covered'; readonly chosen: readonly number[] }
  /** No choice of columns covers all demands exactly within the budget. */
  | { readonly status: 'impossible' }
  | { readonly status: 'stopped' };

/**
 * Covers every demand exactly by columns within the budget, or shows that none do. Depth first: a size that few columns can cover is covered by
 * each of them, cheapest first; a column that was tried is left out beside the others. Few is relative to how often the search has failed at
 * the size. Source: Boussemart, Hemery, Lecoutre, Sais 2004 ("Boosting systematic search by weighting constraints").
 */
export function* coverExactly({ columns, costs, budget, most, demands, work, signal }: CoverTask): Stepwise<Cover> {
  const { starts, rows, counts } = columns;
  const left = Int32Array.from(demands);
  const ways = new Int32Array(left.length);
  const failures = new Int32Array(left.length).fill(1);
  // Columns that may still be used, one level of the search after the other.
  const open = new Int32Array(columns.count * (most + 2));
  open.set(Array.from(costs.keys()).toSorted((a, b) => costs[a] - costs[b] || a - b));
  const chosen: number[] = [];
  const covers = (column: number): boolean => {
    for (let k = starts[column]; k < starts[column + 1]; k++) if (counts[k] > left[rows[k]]) return false;
    return true;
  };
  const has = (column: number, row: number): boolean => {
    for (let k = starts[column]; k < starts[column + 1]; k++) if (rows[k] === row) return true;
    return false;
  };
  const take = (column: number, sign: number): void => {
    for (let k = starts[column]; k < starts[column + 1]; k++) left[rows[k]] -= sign * counts[k];
  };
  let nodes = 0;
  function* search(bins: number, from: number, to: number, budgetLeft: number): Stepwise<Cover['status']> {
    if (isSpent(work, signal)) return 'stopped';
    if (++nodes % NODES_A_PIECE === 0) yield;
    ways.fill(0);
    let end = to;
    for (let at = from; at < to && costs[open[at]] <= budgetLeft; at++) {
      const column = open[at];
      if (!covers(column)) continue;
      open[end++] = column;
      for (let k = starts[column]; k < starts[column + 1]; k++) ways[rows[k]]++;
    }
    spend(work, 1 + (to - from) / COLUMNS_A_CANDIDATE);
    const row = scarcest(left, ways, failures);
    if (row < 0) return 'covered';
    if (ways[row] === 0) failures[row]++;
    if (bins === 0 || ways[row] === 0) return 'impossible';
    for (let [at, untried] = [to, ways[row]]; untried > 0; at++) {
      const column = open[at];
      if (!has(column, row)) continue;
      take(column, 1);
      chosen.push(column);
      const status = yield* search(bins - 1, to, end, budgetLeft - costs[column]);
      if (status !== 'impossible') return status;
      chosen.pop();
      take(column, -1);
      open.copyWithin(at, at + 1, end--);
      untried--;
      at--;
    }
    return 'impossible';
  }
  const status = yield* search(most, 0, columns.count, budget);
  return status === 'covered' ? { status, chosen } : { status };
}

/** The first row that nothing or one column alone can cover, else the one with the fewest ways to cover it for each failure; -1 where all are covered. */
function scarcest(left: Int32Array, ways: Int32Array, failures: Int32Array): number {
  let row = -1;
  let least = Infinity;
  for (let i = 0; i < left.length; i++) {
    if (left[i] === 0) continue;
    if (ways[i] === 0) return i;
    const own = ways[i] === 1 ? 0 : ways[i] / failures[i];
    if (own < least) [row, least] = [i, own];
  }
  return row;
}
