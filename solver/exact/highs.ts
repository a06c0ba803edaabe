import highsModule from 'highs';
import type { Highs, Model, ModelData } from 'highs';
import type { ClaimedAnswer, ClaimedLp, EngineAdapter, LpLimits, MipLimits, MipProgram } from './engine.ts';

/** WASM memory never shrinks: beyond this the thread is replaced before its 2 GB are spent. */
const WORN_BYTES = 2 ** 29;

// The package's types describe CommonJS; what Node imports is the loader itself.
const loadHighs = highsModule as unknown as (typeof highsModule)['default'];

let loaded: Promise<Highs> | undefined;

/**
 * HiGHS 1.15 (MIT), compiled to WebAssembly, one thread. The default engine: it reports a bound and takes a start.
 * A node limit makes its answers repeatable, as its random seed is fixed; the time limit does not.
 */
export const adapter: EngineAdapter = { solve: solveByHighs, relax: relaxByHighs };

function solveByHighs(program: MipProgram, limits: MipLimits, start?: Float64Array): Promise<ClaimedAnswer> {
  return withModel(program, (highs, model) => {
    model.options.set({
      mip_rel_gap: limits.relativeGap,
      // At its default of 1e-6 presolve has called programs infeasible that are not: rows of bytes have coefficients of 1e-4 and less.
      mip_feasibility_tolerance: 1e-9,
      time_limit: limits.seconds,
      ...(limits.nodes === undefined ? {} : { mip_max_nodes: limits.nodes }),
    });
    // Before run: the callback that offers solutions during the search is ignored by this build.
    if (start !== undefined) model.setSolution({ colValue: start });
    model.run();
    return claimOf(highs, model, program);
  });
}

function relaxByHighs(program: MipProgram, limits: LpLimits): Promise<ClaimedLp> {
  const columns = program.columns.map((column) => ({ ...column, integer: false }));
  return withModel({ columns, rows: program.rows }, (highs, model) => {
    model.options.set({ time_limit: limits.seconds, solver: limits.method });
    model.run();
    const stoppedBy = statusName(highs, model);
    const { modelStatus } = highs.constants;
    if (model.getModelStatus() === modelStatus.infeasible) return { status: 'infeasible', stoppedBy };
    if (model.getModelStatus() !== modelStatus.optimal) return { status: 'noSolutionFound', stoppedBy };
    const rowDuals = Float64Array.from(model.getSolution().rowDual);
    return { status: 'optimal', objective: model.getObjectiveValue(), rowDuals, stoppedBy };
  });
}

async function withModel<T extends object>(program: MipProgram, use: (highs: Highs, model: Model) => T) {
  loaded ??= loadHighs();
  const highs = await loaded;
  const model = highs.createModel(modelData(highs, program));
  // Without dispose the model's memory is lost for the life of the thread.
  try {
    model.options.set({ output_flag: false });
    return { ...use(highs, model), worn: highs.memoryBytes > WORN_BYTES };
  } finally {
    model.dispose();
  }
}

/** Rows as CSR: starts[r] to starts[r + 1] are row r's entries. */
function modelData(highs: Highs, { columns, rows }: MipProgram): ModelData {
  const { integer, continuous } = highs.constants.variableType;
  const starts = new Int32Array(rows.length + 1);
  rows.forEach((row, r) => (starts[r + 1] = starts[r] + row.columns.length));
  const indices = new Int32Array(starts[rows.length]);
  const values = new Float64Array(starts[rows.length]);
  rows.forEach((row, r) => {
    indices.set(row.columns, starts[r]);
    values.set(row.coefficients, starts[r]);
  });
  return {
    numCols: columns.length,
    numRows: rows.length,
    colCost: Float64Array.from(columns, (column) => column.objective),
    colLower: Float64Array.from(columns, (column) => column.lower),
    colUpper: Float64Array.from(columns, (column) => column.upper),
    rowLower: Float64Array.from(rows, (row) => row.lower),
    rowUpper: Float64Array.from(rows, (row) => row.upper),
    integrality: columns.map((column) => (column.integer ? integer : continuous)),
    matrix: { format: 'csr', numRows: rows.length, numCols: columns.length, starts, indices, values },
  };
}

function claimOf(highs: Highs, model: Model, program: MipProgram): ClaimedAnswer {
  const status = model.getModelStatus();
  const { modelStatus, solutionStatus } = highs.constants;
  const stoppedBy = statusName(highs, model);
  if (status === modelStatus.infeasible) return { status: 'infeasible', stoppedBy };
  const optimal = status === modelStatus.optimal;
  const integral = program.columns.some((column) => column.integer);
  // A linear program's optimum is its own bound; its MIP bound is not set.
  const bound = integral ? model.info.get('mip_dual_bound') : optimal ? model.getObjectiveValue() : -Infinity;
  if (model.info.get('primal_solution_status') !== solutionStatus.feasible)
    return { status: 'noSolutionFound', bound: Number(bound), stoppedBy };
  return {
    status: optimal ? 'optimal' : 'feasible',
    values: Float64Array.from(model.getSolution().colValue),
    bound: Number(bound),
    stoppedBy,
  };
}

function statusName(highs: Highs, model: Model): string {
  const status = model.getModelStatus();
  return Object.entries(highs.constants.modelStatus).find(([, code]) => code === status)?.[0] ?? `status ${status}`;
}
