import { spend, type Work } from '../../stop.ts';
import { directionOf, exchange, rowOf, STEPS_A_CANDIDATE, worthOf, type Master } from './master.ts';

/** Demand that the basis may miss by rounding; beyond it the inverse is computed afresh. */
const MOST_RESIDUAL = 1e-7;

/** Values, duals and reduced costs afresh; the inverse too where it has become inexact. */
export function refresh(master: Master, work: Work, signal: AbortSignal | undefined): void {
  revalue(master);
  if (residualOf(master) > MOST_RESIDUAL && invert(master, work, signal)) revalue(master);
  const { duals, columns, reduced, basis } = master;
  for (let c = 0; c < master.priced; c++) reduced[c] = 1 - worthOf(columns, c, duals);
  for (const variable of basis) if (variable >= 0) reduced[variable] = 0;
}

function revalue({ inverse, values, duals, basis, demands }: Master): void {
  const m = values.length;
  values.fill(0);
  for (let j = 0; j < m; j++) {
    const base = j * m;
    let dual = 0;
    for (let i = 0; i < m; i++) {
      values[i] += inverse[base + i] * demands[j];
      if (basis[i] >= 0) dual += inverse[base + i];
    }
    duals[j] = dual;
  }
  for (let i = 0; i < m; i++) if (Math.abs(values[i]) < 1e-9) values[i] = 0;
}

/** The most by which the basis misses a demand, or a basic column's worth a bin. */
function residualOf({ values, duals, basis, columns, demands }: Master): number {
  const missed = Float64Array.from(demands);
  let most = 0;
  basis.forEach((variable, i) => {
    if (variable < 0) {
      missed[-1 - variable] += values[i];
      most = Math.max(most, Math.abs(duals[-1 - variable]));
      return;
    }
    for (let k = columns.starts[variable]; k < columns.starts[variable + 1]; k++)
      missed[columns.rows[k]] -= values[i] * columns.counts[k];
    most = Math.max(most, Math.abs(1 - worthOf(columns, variable, duals)));
  });
  return missed.reduce((worst, own) => Math.max(worst, Math.abs(own)), most);
}

/** The inverse afresh: the basic variables enter one by one in the place of unit columns, sparsest first. False where it is singular. */
function invert(master: Master, work: Work, signal: AbortSignal | undefined): boolean {
  const { basis, columns } = master;
  const m = basis.length;
  const inverse = new Float64Array(m * m);
  for (let i = 0; i < m; i++) inverse[i * m + i] = 1;
  const fresh: Master = { ...master, inverse };
  const entries = (variable: number): number =>
    variable < 0 ? 0 : columns.starts[variable + 1] - columns.starts[variable];
  const placed = new Int32Array(m);
  const isTaken = new Uint8Array(m);
  for (const variable of basis.toSorted((a, b) => entries(a) - entries(b) || a - b)) {
    if (signal?.aborted) return false;
    const direction = directionOf(fresh, variable);
    let leaving = -1;
    for (let i = 0; i < m; i++)
      if (isTaken[i] === 0 && (leaving < 0 || Math.abs(direction[i]) > Math.abs(direction[leaving]))) leaving = i;
    if (Math.abs(direction[leaving]) < 1e-9) return false;
    const row = rowOf(fresh, leaving);
    for (let j = 0; j < m; j++) row[j] /= direction[leaving];
    exchange(inverse, direction, leaving, row);
    isTaken[leaving] = 1;
    placed[leaving] = variable;
  }
  basis.set(placed);
  master.inverse.set(inverse);
  spend(work, (m * m * m) / STEPS_A_CANDIDATE);
  return true;
}
