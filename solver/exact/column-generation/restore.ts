import { spend, type Work } from '../../stop.ts';
import { directionOf, pivot, reducedCost, refresh, type Column, type Master } from './master.ts';

/** Pivots, as a multiple of the rows, after which restoring is given up. */
const MOST_PIVOTS = 3;
/** Entries of a row computed at the cost of about one candidate move. */
const COLUMNS_A_CANDIDATE = 20;

/**
 * Makes a master feasible again after its demands have fallen, by the dual simplex over known patterns and surplus. False where it gives up.
 * Source: Lemke 1954.
 */
export function restore(master: Master, pool: readonly Column[], work: Work): boolean {
  refresh(master);
  const { values } = master;
  for (let pivots = 0; pivots < MOST_PIVOTS * values.length; pivots++) {
    let leaving = 0;
    for (let i = 1; i < values.length; i++) if (values[i] < values[leaving]) leaving = i;
    if (values[leaving] >= -1e-7) return true;
    const column = columnFor(master, pool, leaving, work);
    if (column === undefined) return false;
    pivot(master, column, directionOf(master, column), leaving, work);
  }
  return false;
}

/** The column of the lowest reduced cost for each unit that it lifts the row; of equal ones the one that lifts most. */
function columnFor(master: Master, pool: readonly Column[], leaving: number, work: Work): Column | undefined {
  const m = master.values.length;
  const row = master.inverse.subarray(leaving * m, (leaving + 1) * m);
  spend(work, pool.length / COLUMNS_A_CANDIDATE);
  let [best, least, lift]: [Column | undefined, number, number] = [undefined, Infinity, 0];
  const offer = (column: Column, entry: number, cost: number): void => {
    if (entry > -1e-6) return;
    const ratio = Math.max(0, cost) / -entry;
    if (ratio < least - 1e-10 || (ratio < least + 1e-10 && -entry > lift))
      [best, least, lift] = [column, ratio, -entry];
  };
  for (const column of pool) {
    let entry = 0;
    for (let k = 0; k < column.rows.length; k++) entry += row[column.rows[k]] * column.counts[k];
    if (entry <= -1e-6) offer(column, entry, reducedCost(master, column));
  }
  for (let i = 0; i < m; i++) if (row[i] > 1e-6) offer({ rows: [i], counts: [-1], cost: 0 }, -row[i], master.duals[i]);
  return best;
}
