import type { GLPK, LP } from 'glpk.js/node';
import type { ClaimedAnswer, ClaimedLp, EngineAdapter, LpLimits, MipLimits, MipProgram } from './engine.ts';

let loaded: Promise<GLPK> | undefined;

/**
 * GLPK 5 in WebAssembly (glpk.js). It is GPL-3.0, so it is loaded only when somebody asks for it by name.
 * It reports no MIP bound, takes no start and knows no node limit: for small programs and as a cross-check.
 */
export const adapter: EngineAdapter = { solve: solveByGlpk, relax: relaxByGlpk };

async function solveByGlpk(program: MipProgram, limits: MipLimits): Promise<ClaimedAnswer> {
  const glpk = await loadGlpk();
  const { result } = glpk.solve(linearProgram(glpk, program), {
    msglev: glpk.GLP_MSG_OFF,
    // Without its presolver this build answers `undefined` to most integer programs.
    presol: true,
    mipgap: limits.relativeGap,
    tmlim: Math.max(1, Math.ceil(limits.seconds)),
  });
  const values = Float64Array.from(program.columns, (_, c) => result.vars[`c${c}`] ?? 0);
  if (result.status === glpk.GLP_OPT) return { status: 'optimal', values, stoppedBy: 'optimal' };
  if (result.status === glpk.GLP_FEAS) return { status: 'feasible', values, stoppedBy: 'timeLimit' };
  if (result.status === glpk.GLP_NOFEAS) return { status: 'infeasible', stoppedBy: 'infeasible' };
  return {
    status: 'noSolutionFound',
    stoppedBy: result.status === glpk.GLP_UNBND ? 'unbounded' : 'undefined status, or timeLimit',
  };
}

/** By its simplex: this build has no interior point. */
async function relaxByGlpk({ columns, rows }: MipProgram, limits: LpLimits): Promise<ClaimedLp> {
  const glpk = await loadGlpk();
  const relaxed = { columns: columns.map((column) => ({ ...column, integer: false })), rows };
  const { result } = glpk.solve(linearProgram(glpk, relaxed), {
    msglev: glpk.GLP_MSG_OFF,
    presol: true,
    tmlim: Math.max(1, Math.ceil(limits.seconds)),
  });
  if (result.status === glpk.GLP_NOFEAS) return { status: 'infeasible', stoppedBy: 'infeasible' };
  if (result.status !== glpk.GLP_OPT) return { status: 'noSolutionFound', stoppedBy: `status ${result.status}` };
  const { dual } = result;
  const duals = dual === undefined ? {} : { rowDuals: Float64Array.from(rows, (_, r) => dual[`r${r}`] ?? 0) };
  return { status: 'optimal', objective: result.z, ...duals, stoppedBy: 'optimal' };
}

function loadGlpk(): Promise<GLPK> {
  loaded ??= import('glpk.js/node').then((module) => module.default());
  return loaded;
}

function linearProgram(glpk: GLPK, { columns, rows }: MipProgram): LP {
  return {
    name: 'program',
    objective: {
      direction: glpk.GLP_MIN,
      name: 'objective',
      vars: columns.map((column, c) => ({ name: `c${c}`, coef: column.objective })),
    },
    subjectTo: rows.map((row, r) => ({
      name: `r${r}`,
      vars: row.columns.map((column, i) => ({ name: `c${column}`, coef: row.coefficients[i] })),
      bnds: boundsOf(glpk, row.lower, row.upper),
    })),
    bounds: columns.map((column, c) => ({ name: `c${c}`, ...boundsOf(glpk, column.lower, column.upper) })),
    generals: columns.flatMap((column, c) => (column.integer ? [`c${c}`] : [])),
  };
}

/** GLPK's bound types; a side that its type does not use is 0. */
function boundsOf(glpk: GLPK, lower: number, upper: number): { type: number; lb: number; ub: number } {
  if (lower === upper) return { type: glpk.GLP_FX, lb: lower, ub: upper };
  if (lower === -Infinity && upper === Infinity) return { type: glpk.GLP_FR, lb: 0, ub: 0 };
  if (lower === -Infinity) return { type: glpk.GLP_UP, lb: 0, ub: upper };
  if (upper === Infinity) return { type: glpk.GLP_LO, lb: lower, ub: 0 };
  return { type: glpk.GLP_DB, lb: lower, ub: upper };
}
