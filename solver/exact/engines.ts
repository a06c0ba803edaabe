import { assertProgram, checkedAnswer } from './check-solution.ts';
import type { EngineName, MipEngine } from './engine.ts';
import { createEngineThread } from './engine-thread.ts';

/** All engines, the default first. */
export const ENGINE_NAMES: readonly EngineName[] = ['highs', 'glpk', 'javascript-lp-solver'];

/**
 * Columns beyond which an engine is not asked, measured on min-max load programs. HiGHS finds nothing in two minutes on
 * larger ones; javascript-lp-solver failed 104 binaries in 150 s.
 */
const COLUMN_LIMITS: Readonly<Record<EngineName, number>> = { highs: 15_000, glpk: 2_000, 'javascript-lp-solver': 64 };

/** An engine by name; its library is loaded at the first solve. Dispose it when done. */
export function createEngine(name: EngineName): MipEngine {
  const thread = createEngineThread(name);
  const columnLimit = COLUMN_LIMITS[name];
  return {
    name,
    columnLimit,
    async solve(program, limits, start, signal) {
      assertProgram(program);
      const size = program.columns.length;
      const claim =
        size > columnLimit
          ? {
              status: 'noSolutionFound' as const,
              stoppedBy: `sizeLimit: ${size} columns, ${name} is given at most ${columnLimit}`,
            }
          : await thread.solve(program, limits, start, signal);
      return checkedAnswer(program, claim, start);
    },
    dispose: () => thread.dispose(),
  };
}
