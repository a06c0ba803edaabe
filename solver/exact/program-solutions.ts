import { tableCount, type Assignment } from '../instance.ts';
import type { Formulation } from './formulation.ts';
import { scaleOf, takesIntegers } from './program-columns.ts';

/**
 * Relative to |bound| + number of columns, in program units. Engines prune with reduced costs that may be wrong by 1e-7
 * a column and rows by 1e-6; loads are scaled to about 1000, so this costs a gap of about 1e-6.
 */
const SAFETY = 1e-6;

/** A complete start: every column's value under an assignment. One that the caps forbid is no solution of the program. */
export function startFrom(
  { instance, program, groups, optionColumn, fills }: Formulation,
  assignment: Assignment,
): Float64Array {
  const values = new Float64Array(program.columns.length);
  for (const { option, table, parts, hosts: places, firstColumn } of groups) {
    if (assignment.options[table] !== option) continue;
    for (const i of parts) {
      const j = places.indexOf(assignment.hosts[table * instance.mostParts + i]);
      if (j >= 0) values[firstColumn + j] = 1;
    }
  }
  optionColumn.forEach((w, o) => {
    if (w >= 0 && assignment.options[instance.optionTable[o]] === o) values[w] = 1;
  });
  for (const fill of fills) fill(values);
  return values;
}

/** Reads an assignment off the x columns; equal parts go to their hosts in order. Options stay -1 where no x is 1. */
export function assignmentFrom({ instance, groups }: Formulation, values: Float64Array): Assignment {
  const { mostParts } = instance;
  const options = new Int32Array(tableCount(instance)).fill(-1);
  const hosts = new Int32Array(tableCount(instance) * mostParts).fill(-1);
  for (const { option, table, parts, hosts: places, firstColumn } of groups) {
    const chosen = places.filter((_, j) => values[firstColumn + j] > 0.5);
    chosen.forEach((h, nth) => {
      options[table] = option;
      hosts[table * mostParts + parts[nth]] = h;
    });
  }
  return { options, hosts };
}

/** An engine's bound in solver units, lowered by SAFETY; then rounded up where the objective takes integers only. */
export function boundFrom({ instance, goal, program, scales }: Formulation, bound: number): number {
  const safe = (bound - SAFETY * (Math.abs(bound) + program.columns.length)) / scaleOf(scales, goal.objective);
  return Math.max(0, takesIntegers(instance, goal.objective) ? Math.ceil(safe) : safe);
}
