/** Names of the MIP engines, the default first. */
export type EngineName = 'highs' | 'glpk' | 'javascript-lp-solver';

/** A decision column. Bounds may be infinite. */
export interface MipColumn {
  readonly name: string;
  readonly objective: number;
  readonly lower: number;
  readonly upper: number;
  readonly integer: boolean;
}

/** lower <= sum of coefficients[i] x[columns[i]] <= upper; bounds may be infinite, a column stands once in a row. */
export interface MipRow {
  readonly name: string;
  readonly lower: number;
  readonly upper: number;
  readonly columns: readonly number[];
  readonly coefficients: readonly number[];
}

/** Minimises the sum of objective x over the columns. */
export interface MipProgram {
  readonly columns: readonly MipColumn[];
  readonly rows: readonly MipRow[];
}

export interface MipLimits {
  /** Branch-and-bound nodes: the limit that makes an answer repeatable. HiGHS alone knows it; the others ignore it. */
  readonly nodes?: number;
  /** Safety net. An answer that this ended depends on the machine, and says so in stoppedBy. */
  readonly seconds: number;
  /** Stop once (value - bound) / |value| is at most this. */
  readonly relativeGap: number;
}

/**
 * What is left of an engine's answer after check-solution.ts has seen it. `values` satisfy the program; `optimal` and
 * `infeasible` remain the engine's word, for it works in floating point: a proof needs a bound that is verified elsewhere.
 */
export interface MipAnswer {
  readonly status: 'optimal' | 'feasible' | 'infeasible' | 'noSolutionFound';
  /** One value a column; integer columns hold exact integers. */
  readonly values?: Float64Array;
  /** The engine's lower bound on the objective, where it reports one. */
  readonly bound?: number;
  /** What ended the solve, and what was wrong with an answer that was refused. */
  readonly stoppedBy: string;
}

export interface LpLimits {
  readonly seconds: number;
  /** `simplex` ends in a vertex; `ipm` (interior point) is quicker on large programs. A first-order method's duals are no use for bounds. */
  readonly method: 'simplex' | 'ipm';
}

/** The linear relaxation's optimum. It is the engine's word: a bound made of its duals is recomputed elsewhere. */
export interface LpAnswer {
  readonly status: 'optimal' | 'infeasible' | 'noSolutionFound';
  readonly objective?: number;
  /** By how much the least objective rises with each row's bound, a unit; 0 where the row does not bind. */
  readonly rowDuals?: Float64Array;
  readonly stoppedBy: string;
}

export interface MipEngine {
  readonly name: EngineName;
  /** Programs with more columns are answered `noSolutionFound` at once. */
  readonly columnLimit: number;
  /**
   * Minimises a program in the engine's own worker thread, so that the caller's thread stays free.
   * `start` is a complete solution (one value a column): engines that cannot take one still never answer worse.
   * Aborting ends the thread and answers `noSolutionFound` (or the start), stopped by `cancelled`.
   * Throws on a malformed program (an index out of range, a bound above its partner): a bug of the caller.
   */
  solve(program: MipProgram, limits: MipLimits, start?: Float64Array, signal?: AbortSignal): Promise<MipAnswer>;
  /** Minimises the program without its integrality, whatever its size, and answers the rows' duals where the engine has them. */
  relax(program: MipProgram, limits: LpLimits, signal?: AbortSignal): Promise<LpAnswer>;
  /** Ends idle threads; a later solve starts a new one. */
  dispose(): Promise<void>;
}

/** One library behind the interface. Runs inside the worker thread; its answers are not believed. */
export interface EngineAdapter {
  solve(program: MipProgram, limits: MipLimits, start?: Float64Array): Promise<ClaimedAnswer>;
  relax(program: MipProgram, limits: LpLimits): Promise<ClaimedLp>;
}

/** What a thread adds to an answer. */
interface Wear {
  /** The engine's memory has grown so far that its thread should be replaced. */
  readonly worn?: boolean;
}

/** A MipAnswer that nobody has checked yet. */
export type ClaimedAnswer = MipAnswer & Wear;

export type ClaimedLp = LpAnswer & Wear;
