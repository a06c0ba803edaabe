import { assertProgram, checkedAnswer, checkSolution } from './check-solution.ts';
import type { ClaimedAnswer, EngineName, MipEngine, MipProgram } from './engine.ts';
import { sharedPool } from './engine-pool.ts';

/** All engines, the default first. */
export const ENGINE_NAMES: readonly EngineName[] = ['highs', 'glpk', 'javascript-lp-solver'];

/**
 * Columns beyond which an engine is not asked. Measured on min-max load, the hardest objective: HiGHS finds nothing in two
 * minutes above its limit; GLPK proves 10 tables on 4 hosts in 0.2 s but not 15; javascript-lp-solver needs 3.4 s for 10 on 4
 * (41 columns) and fails 12 on 4 (49). The other objectives are far easier, so the limits lie above those.
 */
const COLUMN_LIMITS: Readonly<Record<EngineName, number>> = { highs: 15_000, glpk: 2_000, 'javascript-lp-solver': 64 };

/**
 * An engine by name; its library is loaded at the first solve. Its threads are the process's pool's: warm from the second solve on, whoever made the
 * first, and nothing needs to be disposed.
 */
export const warmEngine = (name: EngineName): MipEngine => ({
  name,
  columnLimit: COLUMN_LIMITS[name],
  async solve(program, limits, start, signal) {
    assertProgram(program);
    const usable = start !== undefined && checkSolution(program, start).holds ? start : undefined;
    const claim = refusal(program, name) ?? (await sharedPool().solve(name, program, limits, usable, signal));
    return checkedAnswer(program, claim, usable);
  },
  async relax(program, limits, signal) {
    assertProgram(program);
    return sharedPool().relax(name, program, limits, signal);
  },
  dispose: () => sharedPool().dispose(),
});

/** Answers that need no engine: too large a program, and a row without columns that 0 does not satisfy. */
function refusal({ columns, rows }: MipProgram, name: EngineName): ClaimedAnswer | undefined {
  const empty = rows.find((row) => row.columns.length === 0 && (row.lower > 0 || row.upper < 0));
  if (empty !== undefined) return { status: 'infeasible', stoppedBy: `row ${empty.name} has no column` };
  if (columns.length <= COLUMN_LIMITS[name]) return undefined;
  return {
    status: 'noSolutionFound',
    stoppedBy: `sizeLimit: ${columns.length} columns, ${name} is given at most ${COLUMN_LIMITS[name]}`,
  };
}
