import { spend, type Work } from '../../stop.ts';
import { addColumn, type Columns } from './columns.ts';
import type { Stock } from './stock.ts';

/** Multiply-adds that cost about as much as one candidate move. */
export const STEPS_A_CANDIDATE = 100;
/**
 * The restricted master program: the fewest bins, fractions allowed, that cover each size's demand by known patterns. Its basis holds a
 * pattern, or the surplus of a size, for each size. A revised simplex on an explicit inverse: a few hundred rows, warm from pivot to pivot.
 * Nothing is proven by it: bounds are recomputed from rounded duals in integers.
 */
export interface Master {
  readonly capacity: number;
  readonly sizes: Float64Array;
  readonly columns: Columns;
  /** What is still demanded of each size: dives take from it. */
  readonly demands: Int32Array;
  /** Column of each basic variable; -1 - i for the surplus of size i. */
  readonly basis: Int32Array;
  /** Entry [basis row] of the inverse's column [size], flattened as [size][basis row]. */
  readonly inverse: Float64Array;
  /** Value of each basic variable. */
  readonly values: Float64Array;
  readonly duals: Float64Array;
  /** Of each column: what one unit of it adds to the bins, and its weight in devex pricing. */
  reduced: Float64Array;
  weights: Float64Array;
  readonly surplusWeights: Float64Array;
  /** Columns priced so far: those added since have no reduced cost yet. */
  priced: number;
  pivots: number;
}

/** Starts from bins of one size each. */
export function openMaster(stock: Stock, columns: Columns): Master {
  const { sizes, demands, capacity } = stock;
  const m = sizes.length;
  const most = demands.map((demand, i) => Math.min(demand, Math.floor(capacity / sizes[i])));
  const inverse = new Float64Array(m * m);
  most.forEach((count, i) => (inverse[i * m + i] = 1 / count));
  return {
    capacity,
    sizes,
    columns,
    demands: Int32Array.from(demands),
    basis: Int32Array.from(most, (count, i) => addColumn(columns, { rows: [i], counts: [count] })),
    inverse,
    values: Float64Array.from(demands, (demand, i) => demand / most[i]),
    duals: Float64Array.from(most, (count) => 1 / count),
    reduced: new Float64Array(0),
    weights: new Float64Array(0),
    surplusWeights: new Float64Array(m).fill(1),
    priced: 0,
    pivots: 0,
  };
}

export const copyMaster = (master: Master): Master => ({
  ...master,
  demands: Int32Array.from(master.demands),
  basis: Int32Array.from(master.basis),
  inverse: Float64Array.from(master.inverse),
  values: Float64Array.from(master.values),
  duals: Float64Array.from(master.duals),
  reduced: Float64Array.from(master.reduced),
  weights: Float64Array.from(master.weights),
  surplusWeights: Float64Array.from(master.surplusWeights),
});

export const masterValue = ({ duals, demands }: Master): number => {
  let value = 0;
  for (let i = 0; i < duals.length; i++) value += duals[i] * demands[i];
  return value;
};

/** Worth of a column at given prices of the sizes. */
export function worthOf({ starts, rows, counts }: Columns, column: number, prices: Float64Array): number {
  let worth = 0;
  for (let k = starts[column]; k < starts[column + 1]; k++) worth += prices[rows[k]] * counts[k];
  return worth;
}

/** Reduced costs and weights of columns that have none yet. */
export function priceNew(master: Master): void {
  const { columns, duals } = master;
  if (columns.count > master.reduced.length) {
    const [reduced, weights] = [new Float64Array(columns.count * 2), new Float64Array(columns.count * 2)];
    reduced.set(master.reduced);
    weights.set(master.weights);
    Object.assign(master, { reduced, weights });
  }
  for (let c = master.priced; c < columns.count; c++) {
    master.reduced[c] = 1 - worthOf(columns, c, duals);
    master.weights[c] = 1;
  }
  master.priced = columns.count;
}

/** The inverse times a variable's column. */
export function directionOf({ inverse, values, columns }: Master, variable: number): Float64Array {
  const m = values.length;
  const direction = new Float64Array(m);
  const add = (row: number, count: number): void => {
    const base = row * m;
    for (let i = 0; i < m; i++) direction[i] += inverse[base + i] * count;
  };
  if (variable < 0) add(-1 - variable, -1);
  else
    for (let k = columns.starts[variable]; k < columns.starts[variable + 1]; k++)
      add(columns.rows[k], columns.counts[k]);
  for (let i = 0; i < m; i++) if (Math.abs(direction[i]) < 1e-11) direction[i] = 0;
  return direction;
}

/** Row of the inverse, [size]. */
export function rowOf({ inverse, values }: Master, i: number): Float64Array {
  const m = values.length;
  const row = new Float64Array(m);
  for (let j = 0; j < m; j++) row[j] = inverse[j * m + i];
  return row;
}

export interface Pivot {
  readonly entering: number;
  /** Reduced cost of the entering variable. */
  readonly cost: number;
  /** The inverse times its column. */
  readonly direction: Float64Array;
  /** Row of the leaving variable, and that row of the inverse: it is overwritten. */
  readonly leaving: number;
  readonly row: Float64Array;
}

/**
 * Puts a variable in the place of a basic one, and brings reduced costs and weights up to date. Source of the weights: Harris 1973
 * (devex).
 */
export function pivot(master: Master, { entering, cost, direction, leaving, row }: Pivot, work: Work): void {
  const { inverse, values, duals, basis, columns, reduced, weights, surplusWeights } = master;
  const m = values.length;
  const element = direction[leaving];
  const weight = entering < 0 ? surplusWeights[-1 - entering] : weights[entering];
  const step = values[leaving] / element;
  for (let j = 0; j < m; j++) row[j] /= element;
  exchange(inverse, direction, leaving, row);
  for (let i = 0; i < m; i++) values[i] -= direction[i] * step;
  values[leaving] = step;
  const { starts, rows, counts } = columns;
  for (let c = 0; c < master.priced; c++) {
    let entry = 0;
    for (let k = starts[c]; k < starts[c + 1]; k++) entry += row[rows[k]] * counts[k];
    if (entry === 0) continue;
    reduced[c] -= cost * entry;
    weights[c] = Math.max(weights[c], entry * entry * weight);
  }
  for (let i = 0; i < m; i++) {
    duals[i] += cost * row[i];
    surplusWeights[i] = Math.max(surplusWeights[i], row[i] * row[i] * weight);
  }
  const left = basis[leaving];
  basis[leaving] = entering;
  if (entering >= 0) reduced[entering] = 0;
  const own = Math.max(1, weight / (element * element));
  if (left < 0) surplusWeights[-1 - left] = own;
  else weights[left] = own;
  spend(work, (m * m + starts[master.priced]) / STEPS_A_CANDIDATE);
  master.pivots++;
}

/** The inverse after a pivot; `row` is the leaving row over the pivot element. */
export function exchange(inverse: Float64Array, direction: Float64Array, leaving: number, row: Float64Array): void {
  const m = direction.length;
  for (let j = 0; j < m; j++) {
    const factor = row[j];
    if (factor === 0) continue;
    const base = j * m;
    for (let i = 0; i < m; i++) inverse[base + i] -= direction[i] * factor;
    inverse[base + leaving] = factor;
  }
}
