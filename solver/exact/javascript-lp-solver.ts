import type { ClaimedAnswer, EngineAdapter, MipLimits, MipProgram } from './engine.ts';

interface TableauModel {
  optimize: string;
  opType: 'min';
  constraints: Record<string, { min?: number; max?: number; equal?: number }>;
  variables: Record<string, Record<string, number>>;
  ints: Record<string, 1>;
  unrestricted: Record<string, 1>;
  options: { tolerance: number };
}

/** Values stand beside the status, by column name; columns at 0 are left out. */
interface TableauSolver {
  Solve(model: TableauModel): Readonly<Record<string, number | boolean | undefined>>;
}

/**
 * javascript-lp-solver 1.0 (Unlicense), a dense tableau in plain JavaScript. It ignores its own time limit (the thread
 * around it does not), reports no bound, takes no start and has called fractional answers feasible: for very small
 * programs and as a cross-check.
 */
export const adapter: EngineAdapter = {
  solve: solveByTableau,
  relax: async () => ({ status: 'noSolutionFound', stoppedBy: 'javascript-lp-solver hands back no duals' }),
};

async function solveByTableau(program: MipProgram, limits: MipLimits): Promise<ClaimedAnswer> {
  const library = await import('javascript-lp-solver');
  // The package's types describe CommonJS; what Node imports is the solver itself.
  const solver = library.default as unknown as TableauSolver;
  const result = solver.Solve(tableauModel(program, limits));
  if (result.feasible !== true) return { status: 'infeasible', stoppedBy: 'infeasible' };
  if (result.bounded === false) return { status: 'noSolutionFound', stoppedBy: 'unbounded' };
  const values = Float64Array.from(
    program.columns,
    (column, c) => Number(result[`c${c}`] ?? 0) + shiftOf(column.lower),
  );
  return { status: 'optimal', values, stoppedBy: 'optimal' };
}

/** Its variables are at least 0: a finite lower bound is shifted there, any other column is `unrestricted`. */
const shiftOf = (lower: number): number => (Number.isFinite(lower) ? lower : 0);

function tableauModel({ columns, rows }: MipProgram, limits: MipLimits): TableauModel {
  const model: TableauModel = {
    optimize: 'objective',
    opType: 'min',
    constraints: {},
    variables: {},
    ints: {},
    unrestricted: {},
    options: { tolerance: limits.relativeGap },
  };
  columns.forEach((column, c) => {
    const name = `c${c}`;
    model.variables[name] = { objective: column.objective };
    if (column.integer) model.ints[name] = 1;
    if (!Number.isFinite(column.lower)) model.unrestricted[name] = 1;
    if (Number.isFinite(column.upper)) {
      model.variables[name][`upper${c}`] = 1;
      model.constraints[`upper${c}`] = { max: column.upper - shiftOf(column.lower) };
    }
  });
  rows.forEach((row, r) => {
    let shift = 0;
    row.columns.forEach((column, i) => {
      model.variables[`c${column}`][`r${r}`] = row.coefficients[i];
      shift += row.coefficients[i] * shiftOf(columns[column].lower);
    });
    if (row.lower === row.upper) model.constraints[`r${r}`] = { equal: row.lower - shift };
    else if (Number.isFinite(row.lower) || Number.isFinite(row.upper))
      model.constraints[`r${r}`] = {
        ...(Number.isFinite(row.lower) ? { min: row.lower - shift } : {}),
        ...(Number.isFinite(row.upper) ? { max: row.upper - shift } : {}),
      };
  });
  return model;
}
