import type { Stepwise } from '../../stepwise.ts';
import { isSpent, spend, type Work } from '../../stop.ts';
import { directionOf, masterValue, pivot, priceNew, rowOf, worthOf, type Master } from './master.ts';
import { refresh } from './refresh.ts';

/** A reduced cost nearer to 0 is taken for rounding. */
const TOLERANCE = 1e-7;
/** A pivot element below this would blow rounding errors up. */
const LEAST_PIVOT = 1e-7;
/** Pivots of the dual simplex, as a multiple of the rows, after which restoring is given up. */
const MOST_RESTORING = 3;
/** The most by which the dual simplex raises a cost, in bins; and a step that scatters the raises evenly. */
const MOST_RAISE = 0.1;
const GOLDEN = (Math.sqrt(5) - 1) / 2;
/** Pivots after which values and duals are recomputed from the inverse, and the inverse's error is looked at. */
const REFRESH_PIVOTS = 100;
/** Entries of a row computed at the cost of about one candidate move. */
const COLUMNS_A_CANDIDATE = 20;
/** Pivots without a lower value, as a multiple of the rows, after which the master is taken to cycle. */
const MOST_STALLS = 10;

/** Primal simplex over the known columns, until none improves or the value is `enough`. False where it gave up. */
export function* optimise(
  master: Master,
  enough: number,
  work: Work,
  signal: AbortSignal | undefined,
): Stepwise<boolean> {
  priceNew(master);
  let [least, stalls] = [Infinity, 0];
  while (!isSpent(work, signal) && stalls < MOST_STALLS * master.values.length) {
    const value = masterValue(master);
    if (value <= enough) return true;
    [least, stalls] = value < least - 1e-9 ? [value, 0] : [least, stalls + 1];
    const entering = enteringOf(master);
    if (entering === undefined) return true;
    if (!enter(master, entering, work, signal)) return false;
    yield;
  }
  return false;
}

/** The variable of the steepest descent by devex weights. */
function enteringOf({ reduced, weights, priced, duals, surplusWeights }: Master): number | undefined {
  let best: number | undefined;
  let steepest = 0;
  for (let c = 0; c < priced; c++) {
    const cost = reduced[c];
    if (cost >= -TOLERANCE) continue;
    const rate = (cost * cost) / weights[c];
    if (rate > steepest) [best, steepest] = [c, rate];
  }
  for (let i = 0; i < duals.length; i++) {
    if (duals[i] >= -TOLERANCE) continue;
    const rate = (duals[i] * duals[i]) / surplusWeights[i];
    if (rate > steepest) [best, steepest] = [-1 - i, rate];
  }
  return best;
}

function enter(master: Master, entering: number, work: Work, signal: AbortSignal | undefined): boolean {
  const { values } = master;
  const direction = directionOf(master, entering);
  let leaving = -1;
  let step = Infinity;
  for (let i = 0; i < values.length; i++) {
    if (direction[i] <= LEAST_PIVOT) continue;
    const own = Math.max(0, values[i]) / direction[i];
    // Of equal steps the largest pivot element.
    if (own < step - 1e-10 || (own < step + 1e-10 && leaving >= 0 && direction[i] > direction[leaving]))
      [leaving, step] = [i, Math.min(step, own)];
  }
  if (leaving < 0) return false;
  const cost = entering < 0 ? master.duals[-1 - entering] : master.reduced[entering];
  pivot(master, { entering, cost, direction, leaving, row: rowOf(master, leaving) }, work);
  if (master.pivots % REFRESH_PIVOTS === 0) refresh(master, work, signal);
  return true;
}

/**
 * Makes a master feasible again after its demands have fallen, by the dual simplex over known patterns and surplus. Costs are raised for the
 * while: no reduced cost is below 0, and those of 0 differ, so that no basis comes back. False where it gives up.
 * Source: Lemke 1954.
 */
export function* restore(master: Master, work: Work, signal: AbortSignal | undefined): Stepwise<boolean> {
  priceNew(master);
  refresh(master, work, signal);
  const { values, reduced, duals } = master;
  for (let c = 0; c < master.priced; c++) reduced[c] = raised(reduced[c], c);
  const { columns } = master;
  for (const variable of master.basis) if (variable >= 0) reduced[variable] = 0;
  const raise = duals.map((dual, i) => raised(dual, columns.count + i) - dual);
  for (const variable of master.basis) if (variable < 0) raise[-1 - variable] = -duals[-1 - variable];
  let pivots = 0;
  for (; pivots < MOST_RESTORING * values.length; pivots++) {
    const leaving = lowestRow(values);
    if (leaving === undefined) break;
    if (isSpent(work, signal)) return false;
    const row = rowOf(master, leaving);
    const lifting = liftingOf(master, row, raise, work);
    if (lifting === undefined) return false;
    const { entering, cost } = lifting;
    const direction = directionOf(master, entering);
    pivot(master, { entering, cost, direction, leaving, row }, work);
    yield;
  }
  if (pivots === MOST_RESTORING * values.length) return false;
  refresh(master, work, signal);
  return true;
}

/** The row farthest below 0. */
function lowestRow(values: Float64Array): number | undefined {
  let lowest = 0;
  for (let i = 1; i < values.length; i++) if (values[i] < values[lowest]) lowest = i;
  return values[lowest] < -1e-7 ? lowest : undefined;
}

/** At least 0, and raised by a share of the most that depends on the index alone. */
const raised = (cost: number, index: number): number => Math.max(0, cost) + MOST_RAISE * ((index * GOLDEN) % 1);

/** The variable of the lowest reduced cost for each unit that it lifts the row; of equal ones the one that lifts most. */
function liftingOf(
  master: Master,
  row: Float64Array,
  raise: Float64Array,
  work: Work,
): { entering: number; cost: number } | undefined {
  const { columns, priced, reduced, duals } = master;
  spend(work, priced / COLUMNS_A_CANDIDATE);
  let best: { entering: number; cost: number } | undefined;
  let [least, lift] = [Infinity, 0];
  const offer = (entering: number, entry: number, own: number): void => {
    const cost = Math.max(0, own);
    const ratio = cost / -entry;
    if (ratio < least - 1e-10 || (ratio < least + 1e-10 && -entry > lift)) {
      best = { entering, cost };
      [least, lift] = [ratio, -entry];
    }
  };
  for (let c = 0; c < priced; c++) {
    const entry = worthOf(columns, c, row);
    if (entry <= -1e-6) offer(c, entry, reduced[c]);
  }
  for (let i = 0; i < row.length; i++) if (row[i] > 1e-6) offer(-1 - i, -row[i], duals[i] + raise[i]);
  return best;
}
