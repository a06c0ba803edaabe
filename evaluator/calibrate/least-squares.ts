/** One observation: what was measured, and how often each unknown is in it. */
export interface Observation {
  readonly value: number;
  readonly counts: readonly number[];
}

/**
 * The non-negative unknowns x whose sums counts . x are closest to the measured values, in squares of relative errors. Every set of unknowns
 * that may be positive is solved for exactly and the best is taken: there are no more than a handful.
 * @throws RangeError where no observation is positive.
 */
export function fitNonNegative(observations: readonly Observation[], unknowns: number): number[] {
  const scaled = observations
    .filter(({ value }) => value > 0)
    .map(({ value, counts }) => counts.map((count) => count / value));
  if (scaled.length === 0) throw new RangeError('Nothing was measured that takes time.');
  let best: { readonly x: number[]; readonly error: number } | undefined;
  for (let set = 1; set < 2 ** unknowns; set++) {
    const columns = Array.from({ length: unknowns }, (_, j) => j).filter((j) => (set >> j) & 1);
    const solved = solveNormal(scaled, columns);
    if (solved === undefined || solved.some((value) => value < 0)) continue;
    const x = Array.from({ length: unknowns }, () => 0);
    columns.forEach((j, i) => (x[j] = solved[i]));
    const error = scaled.reduce((sum, row) => sum + (row.reduce((s, a, j) => s + a * x[j], 0) - 1) ** 2, 0);
    if (best === undefined || error < best.error) best = { x, error };
  }
  return best!.x;
}

/** Minimises |A x - 1| over some columns by the normal equations and Gaussian elimination; undefined where they do not determine x. */
function solveNormal(rows: readonly (readonly number[])[], columns: readonly number[]): number[] | undefined {
  const matrix = columns.map((i) => [
    ...columns.map((j) => rows.reduce((sum, row) => sum + row[i] * row[j], 0)),
    rows.reduce((sum, row) => sum + row[i], 0),
  ]);
  // Columns differ by orders of magnitude: each is scaled to a diagonal of 1.
  const scale = matrix.map((row, i) => (row[i] > 0 ? 1 / Math.sqrt(row[i]) : 0));
  const n = columns.length;
  for (let i = 0; i < n; i++) {
    if (scale[i] === 0) return undefined;
    for (let j = 0; j < n; j++) matrix[i][j] *= scale[i] * scale[j];
    matrix[i][n] *= scale[i];
  }
  for (let i = 0; i < n; i++) {
    if (matrix[i][i] < 1e-12) return undefined;
    for (let k = i + 1; k < n; k++) {
      const factor = matrix[k][i] / matrix[i][i];
      for (let j = i; j <= n; j++) matrix[k][j] -= factor * matrix[i][j];
    }
  }
  const x = Array.from({ length: n }, () => 0);
  for (let i = n - 1; i >= 0; i--) {
    const known = x.reduce((sum, value, j) => (j > i ? sum + matrix[i][j] * value : sum), 0);
    x[i] = (matrix[i][n] - known) / matrix[i][i];
  }
  return x.map((value, i) => value * scale[i]);
}
