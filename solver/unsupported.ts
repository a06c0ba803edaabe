import type { Problem } from '../domain/problem.ts';
import { isSolved, SOLVED_OBJECTIVES } from './caps.ts';

/** Something of a problem that the solver cannot take into account yet. */
export interface Unsupported {
  /** JSON pointer into the problem. */
  readonly pointer: string;
  readonly seen: unknown;
  readonly rule: string;
  readonly maybe: string;
}

/** Lists everything that a search would have to ignore; a caller refuses the problem unless the list is empty. */
export function findUnsupported(problem: Pick<Problem, 'objectives' | 'epsilons'>): Unsupported[] {
  return [
    ...problem.objectives.flatMap((objective, i) => unsolvedObjective(objective, `/objectives/${i}`)),
    ...problem.epsilons.flatMap(({ objective }, i) => unsolvedObjective(objective, `/epsilons/${i}/objective`)),
  ];
}

function unsolvedObjective(objective: string, pointer: string): Unsupported[] {
  if (isSolved(objective)) return [];
  const rule = `objectives that are searched: ${SOLVED_OBJECTIVES.join(', ')}; ${objective} is not supported yet, only estimated`;
  return [{ pointer, seen: objective, rule, maybe: 'Maybe leave it out: every plan is estimated in all objectives.' }];
}
