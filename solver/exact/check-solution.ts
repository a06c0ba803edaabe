import type { ClaimedAnswer, MipAnswer, MipProgram } from './engine.ts';

/** Relative to the larger of 1, the row's bound and the sum of |coefficient x value|: engines work to 1e-6 or so. */
const TOLERANCE = 1e-6;

/** Distance from an integer that is taken for rounding noise. */
const INTEGRALITY = 1e-5;

export type CheckedSolution =
  | { readonly holds: true; readonly values: Float64Array; readonly objective: number }
  | { readonly holds: false; readonly reason: string };

/**
 * Rounds integer columns, pulls values onto bounds they miss by noise, then checks every bound and row from scratch.
 * The rounded values are what is checked, so an answer that holds only with 0.99999 of a table does not pass.
 */
export function checkSolution(program: MipProgram, claimed: Float64Array): CheckedSolution {
  const { columns, rows } = program;
  if (claimed.length !== columns.length)
    return { holds: false, reason: `${claimed.length} values for ${columns.length} columns` };
  const values = new Float64Array(columns.length);
  let objective = 0;
  for (let c = 0; c < columns.length; c++) {
    const { name, lower, upper, integer } = columns[c];
    const seen = claimed[c];
    if (!Number.isFinite(seen)) return { holds: false, reason: `column ${name} is ${seen}` };
    if (integer && Math.abs(seen - Math.round(seen)) > INTEGRALITY)
      return { holds: false, reason: `integer column ${name} is ${seen}` };
    const value = integer ? Math.round(seen) : Math.min(Math.max(seen, lower), upper);
    const slack = TOLERANCE * Math.max(1, Math.abs(value));
    if (seen < lower - slack || seen > upper + slack || value < lower || value > upper)
      return { holds: false, reason: `column ${name} is ${seen}, outside [${lower}, ${upper}]` };
    values[c] = value;
    objective += columns[c].objective * value;
  }
  for (const row of rows) {
    let activity = 0;
    let size = 1;
    row.columns.forEach((column, i) => {
      const term = row.coefficients[i] * values[column];
      activity += term;
      size += Math.abs(term);
    });
    if (activity < row.lower - TOLERANCE * size || activity > row.upper + TOLERANCE * size)
      return { holds: false, reason: `row ${row.name} is ${activity}, outside [${row.lower}, ${row.upper}]` };
  }
  return { holds: true, values, objective };
}

/**
 * What may be passed on of an engine's claim: values that do not satisfy the program are dropped with the reason, a
 * start that does is never lost, and a claim of infeasibility or optimality that known values refute is withdrawn.
 */
export function checkedAnswer(program: MipProgram, claim: ClaimedAnswer, start?: Float64Array): MipAnswer {
  const found = claim.values === undefined ? undefined : checkSolution(program, claim.values);
  const given = start === undefined ? undefined : checkSolution(program, start);
  const reasons = [claim.stoppedBy];
  if (found?.holds === false) reasons.push(`answer refused: ${found.reason}`);
  const startWins = given?.holds === true && !(found?.holds === true && found.objective <= given.objective);
  const best = startWins ? given : found;
  if (best?.holds !== true) {
    const status = claim.status === 'infeasible' ? 'infeasible' : 'noSolutionFound';
    return { status, ...boundOf(claim.bound), stoppedBy: reasons.join('; ') };
  }
  const noise = TOLERANCE * Math.max(1, Math.abs(best.objective));
  const refuted =
    claim.status === 'infeasible' ||
    (startWins && found?.holds === true && given.objective < found.objective - noise) ||
    (claim.bound !== undefined && claim.bound > best.objective + noise);
  if (refuted) reasons.push(`claim of \`${claim.status}\` refuted by a solution of value ${best.objective}`);
  const optimal = claim.status === 'optimal' && !refuted && found?.holds === true;
  return {
    status: optimal ? 'optimal' : 'feasible',
    values: best.values,
    ...boundOf(refuted ? undefined : claim.bound),
    stoppedBy: reasons.join('; '),
  };
}

/** Throws on programs that no engine may be given: they are bugs of whoever built them. */
export function assertProgram({ columns, rows }: MipProgram): void {
  for (const { name, lower, upper, objective } of columns)
    if (!(lower <= upper) || !Number.isFinite(objective))
      throw new Error(`Column ${name}: [${lower}, ${upper}], objective ${objective}`);
  const lastRow = new Int32Array(columns.length).fill(-1);
  rows.forEach((row, r) => {
    if (!(row.lower <= row.upper) || row.columns.length !== row.coefficients.length)
      throw new Error(
        `Row ${row.name}: [${row.lower}, ${row.upper}], ${row.columns.length} columns, ${row.coefficients.length} coefficients`,
      );
    row.columns.forEach((column, i) => {
      if (!(column >= 0 && column < columns.length) || lastRow[column] === r || !Number.isFinite(row.coefficients[i]))
        throw new Error(
          `Row ${row.name}: column ${column} with coefficient ${row.coefficients[i]} is unknown, repeated or not finite`,
        );
      lastRow[column] = r;
    });
  });
}

const boundOf = (bound: number | undefined): { bound?: number } =>
  bound !== undefined && Number.isFinite(bound) ? { bound } : {};
