import type { Problem } from '../../domain/problem.ts';
import type { Random } from '../../domain/random.ts';
import type { SolveOptions } from '../../solver/options.ts';
import { NO_CAPS, SOLVED_OBJECTIVES, type Caps, type SolvedObjective } from '../../solver/caps.ts';
import { smallProblem, type SmallTable } from '../small-problem.ts';

export const OPTIONS: SolveOptions = {
  seed: 1,
  method: 'auto',
  engine: 'highs',
  clock: { now: () => 0, date: () => new Date(0) },
  version: 'test',
  check: 'incumbents',
};

export interface RandomProblem {
  readonly tables: readonly SmallTable[];
  readonly hosts: number;
  readonly memoryBytes: number;
}

/** Four to six tables of one or two nets on two or three equal hosts, with up to twice the memory that they need. */
export function randomProblem(random: Random): RandomProblem {
  const nets = 1 + random.below(2);
  const tables = Array.from({ length: 4 + random.below(3) }, (_, t) => ({
    name: `t${t}`,
    net: `net${t % nets}`,
    rows: 100 + random.below(900),
    dim: 4 * (1 + random.below(8)),
    poolingFactor: 1 + random.below(12),
  }));
  const hosts = 2 + random.below(2);
  const bytes = tables.reduce((sum, table) => sum + table.rows * table.dim * 4, 0);
  return { tables, hosts, memoryBytes: Math.ceil((bytes * (1.1 + random.next())) / hosts) };
}

export const problemOf = (
  { tables, ...fleet }: RandomProblem,
  rest: Partial<Record<keyof Problem, unknown>> = {},
): Problem => smallProblem(tables, { ...fleet, ...rest });

/** Caps at what a legal plan has in some of the other objectives, chosen by the bits of `mask`. */
export const capsAt = (values: Caps, objective: SolvedObjective, mask: number): Caps => ({
  ...NO_CAPS,
  ...Object.fromEntries(
    SOLVED_OBJECTIVES.filter((name, i) => name !== objective && (mask >> i) % 2 === 1).map((name) => [
      name,
      values[name],
    ]),
  ),
});

/** How far a search may stay above the optimum: objectives that are approached by caps are not always met on tight instances. */
export const slackOf = (objective: SolvedObjective): number =>
  objective === 'movedBytes' ? 0.1 : ['peakMemory', 'criticalLoad'].includes(objective) ? 0.02 : 1e-9;
