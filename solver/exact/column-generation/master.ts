import { spend, type Work } from '../../stop.ts';
import type { Pattern, Stock } from './stock.ts';

/** Multiply-adds that cost about as much as one candidate move. */
const STEPS_A_CANDIDATE = 100;
/** Pivots after which values are recomputed from the inverse, and the inverse from the basis. */
const REFRESH_PIVOTS = 50;
const INVERT_PIVOTS = 400;
/** A pivot element below this would blow rounding errors up. */
const LEAST_PIVOT = 1e-7;

/**
 * The restricted master program: the fewest bins, fractions allowed, that cover each size's demand by known patterns. Its basis holds a
 * pattern, or the surplus of a size, for each size. A revised simplex on an explicit inverse: a few hundred rows, one column at a time,
 * warm from pivot to pivot. Nothing is proven by it: bounds are recomputed from rounded duals in integers.
 */
export interface Master {
  readonly capacity: number;
  readonly sizes: Float64Array;
  /** What is still demanded of each size: dives take from it. */
  readonly demands: Int32Array;
  readonly basis: Column[];
  /** [basis row][size], flattened. */
  readonly inverse: Float64Array;
  /** Value of each basic column. */
  readonly values: Float64Array;
  readonly duals: Float64Array;
  pivots: number;
}

/** A pattern (cost 1), or a size's surplus: one row of count -1, cost 0. */
export interface Column extends Pattern {
  readonly cost: number;
}

/** Starts from bins of one size each. */
export function openMaster(stock: Stock): Master {
  const { sizes, demands, capacity } = stock;
  const m = sizes.length;
  const most = demands.map((demand, i) => Math.min(demand, Math.floor(capacity / sizes[i])));
  const inverse = new Float64Array(m * m);
  most.forEach((count, i) => (inverse[i * m + i] = 1 / count));
  return {
    capacity,
    sizes,
    demands: Int32Array.from(demands),
    basis: Array.from(most, (count, i) => ({ rows: [i], counts: [count], cost: 1 })),
    inverse,
    values: Float64Array.from(demands, (demand, i) => demand / most[i]),
    duals: Float64Array.from(most, (count) => 1 / count),
    pivots: 0,
  };
}

export const copyMaster = (master: Master): Master => ({
  ...master,
  demands: Int32Array.from(master.demands),
  basis: [...master.basis],
  inverse: Float64Array.from(master.inverse),
  values: Float64Array.from(master.values),
  duals: Float64Array.from(master.duals),
});

export const masterValue = ({ duals, demands }: Master): number =>
  duals.reduce((sum, dual, i) => sum + dual * demands[i], 0);

/** What one unit of a column would add to the bins; negative where it should enter. */
export function reducedCost({ duals }: Master, { rows, counts, cost }: Column): number {
  let worth = 0;
  for (let k = 0; k < rows.length; k++) worth += duals[rows[k]] * counts[k];
  return cost - worth;
}

/** Lets a column of negative reduced cost enter the basis. False where no pivot is safe. */
export function enter(master: Master, column: Column, work: Work): boolean {
  const { values } = master;
  const m = values.length;
  const direction = directionOf(master, column);
  let leaving = -1;
  let step = Infinity;
  for (let i = 0; i < m; i++) {
    if (direction[i] <= LEAST_PIVOT) continue;
    const own = Math.max(0, values[i]) / direction[i];
    // Of equal steps the largest pivot element.
    if (own < step - 1e-10 || (own < step + 1e-10 && leaving >= 0 && direction[i] > direction[leaving]))
      [leaving, step] = [i, Math.min(step, own)];
  }
  if (leaving < 0) return false;
  pivot(master, column, direction, leaving, work);
  return true;
}

/** Puts a column in the place of a basic one. `direction` is the inverse times the column. */
export function pivot(master: Master, column: Column, direction: Float64Array, leaving: number, work: Work): void {
  const { inverse, values, duals, basis } = master;
  const m = values.length;
  const cost = reducedCost(master, column);
  const step = values[leaving] / direction[leaving];
  const pivotRow = inverse.subarray(leaving * m, (leaving + 1) * m);
  for (let j = 0; j < m; j++) pivotRow[j] /= direction[leaving];
  let touched = 1;
  for (let i = 0; i < m; i++) {
    const factor = direction[i];
    if (i === leaving || factor === 0) continue;
    touched++;
    const base = i * m;
    for (let j = 0; j < m; j++) inverse[base + j] -= factor * pivotRow[j];
    values[i] -= factor * step;
  }
  values[leaving] = step;
  for (let j = 0; j < m; j++) duals[j] += cost * pivotRow[j];
  basis[leaving] = column;
  spend(work, (touched * m) / STEPS_A_CANDIDATE);
  master.pivots++;
  if (master.pivots % INVERT_PIVOTS === 0) invert(master, work);
  if (master.pivots % REFRESH_PIVOTS === 0) refresh(master);
}

export function directionOf({ inverse, values }: Master, { rows, counts }: Column): Float64Array {
  const m = values.length;
  const direction = new Float64Array(m);
  for (let k = 0; k < rows.length; k++)
    for (let i = 0; i < m; i++) direction[i] += inverse[i * m + rows[k]] * counts[k];
  for (let i = 0; i < m; i++) if (Math.abs(direction[i]) < 1e-11) direction[i] = 0;
  return direction;
}

/** Values and duals afresh from the inverse. */
export function refresh({ inverse, values, duals, basis, demands }: Master): void {
  const m = values.length;
  duals.fill(0);
  for (let i = 0; i < m; i++) {
    let value = 0;
    for (let j = 0; j < m; j++) value += inverse[i * m + j] * demands[j];
    values[i] = Math.abs(value) < 1e-9 ? 0 : value;
    if (basis[i].cost !== 0) for (let j = 0; j < m; j++) duals[j] += basis[i].cost * inverse[i * m + j];
  }
}

/** The inverse afresh from the basis, by Gauss and Jordan with row exchanges. */
function invert({ inverse, basis }: Master, work: Work): void {
  const m = basis.length;
  spend(work, (m * m * m) / STEPS_A_CANDIDATE);
  // Row i of the augmented matrix: entry i of every basic column, then row i of the identity.
  const width = 2 * m;
  const rows = Array.from({ length: m }, (_, i) => {
    const row = new Float64Array(width);
    row[m + i] = 1;
    return row;
  });
  basis.forEach((column, j) => column.rows.forEach((row, k) => (rows[row][j] += column.counts[k])));
  for (let j = 0; j < m; j++) {
    let pivot = j;
    for (let i = j + 1; i < m; i++) if (Math.abs(rows[i][j]) > Math.abs(rows[pivot][j])) pivot = i;
    // A basis that has become singular keeps the inverse that it had.
    if (Math.abs(rows[pivot][j]) < 1e-9) return;
    [rows[j], rows[pivot]] = [rows[pivot], rows[j]];
    const own = rows[j];
    const scale = 1 / own[j];
    for (let c = j; c < width; c++) own[c] *= scale;
    for (let i = 0; i < m; i++) {
      const factor = rows[i][j];
      if (i === j || factor === 0) continue;
      for (let c = j; c < width; c++) rows[i][c] -= factor * own[c];
    }
  }
  rows.forEach((row, i) => inverse.set(row.subarray(m), i * m));
}
