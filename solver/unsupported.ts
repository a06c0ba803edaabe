import { MAIN_HOST } from '../domain/fleet.ts';
import type { Constraint, OptionKind, Problem } from '../domain/problem.ts';
import { isSolved, SOLVED_OBJECTIVES } from './caps.ts';

/** Something of a problem that the solver cannot take into account yet. */
export interface Unsupported {
  /** JSON pointer into the problem. */
  readonly pointer: string;
  readonly seen: unknown;
  readonly rule: string;
  readonly maybe: string;
}

const OPTIONS: readonly OptionKind[] = ['whole', 'rowWise', 'columnWise', 'replicated'];

/** Lists everything that a search would have to ignore; a caller refuses the problem unless the list is empty. */
export function findUnsupported(problem: Pick<Problem, 'objectives' | 'epsilons' | 'constraints'>): Unsupported[] {
  return [
    ...problem.objectives.flatMap((objective, i) => unsolvedObjective(objective, `/objectives/${i}`)),
    ...problem.epsilons.flatMap(({ objective }, i) => unsolvedObjective(objective, `/epsilons/${i}/objective`)),
    ...problem.constraints.flatMap((constraint, i) => unsolvedConstraint(constraint, `/constraints/${i}`)),
  ];
}

function unsolvedObjective(objective: string, pointer: string): Unsupported[] {
  if (isSolved(objective)) return [];
  const rule = `objectives that are searched: ${SOLVED_OBJECTIVES.join(', ')}; ${objective} is not supported yet, only estimated`;
  return [{ pointer, seen: objective, rule, maybe: 'Maybe leave it out: every plan is estimated in all objectives.' }];
}

function unsolvedConstraint(constraint: Constraint, pointer: string): Unsupported[] {
  switch (constraint.kind) {
    case 'tableOptions': {
      const unknown = constraint.allow.findIndex((option) => !OPTIONS.includes(option));
      if (unknown < 0) return [];
      return [
        {
          pointer: `${pointer}/allow/${unknown}`,
          seen: constraint.allow[unknown],
          rule: `layouts that are searched: ${OPTIONS.join(', ')}; ${constraint.allow[unknown]} is not supported yet`,
          maybe: `Maybe allow ${OPTIONS.join(' and ')} only.`,
        },
      ];
    }
    case 'pin':
      if (constraint.hosts.some((host) => host !== MAIN_HOST)) return [];
      return [
        {
          pointer: `${pointer}/hosts`,
          seen: constraint.hosts,
          rule: `pins name sparse hosts; a table on \`${MAIN_HOST}\` is not supported yet`,
          maybe: 'Maybe pin it to a host of the fleet.',
        },
      ];
    case 'loadCapacity':
    case 'together':
    case 'apart':
    case 'maxHosts':
    case 'movementLimit':
    case 'forbid':
    case 'drained':
      return [];
  }
}
