import { hostCount, tableCount, type Assignment } from '../instance.ts';
import type { Formulation } from './formulation.ts';

/**
 * Relative to |bound| + number of columns, in program units. Engines prune with reduced costs that may be wrong by 1e-7
 * a column and rows by 1e-6; loads are scaled to about 1000, so this costs a gap of about 1e-6.
 */
const SAFETY = 1e-6;

/** A complete start: every column's value under an assignment. One that the caps forbid is no solution of the program. */
export function startFrom({ instance, program, layout }: Formulation, assignment: Assignment): Float64Array {
  const hosts = hostCount(instance);
  const { mostParts } = instance;
  const values = new Float64Array(program.columns.length);
  for (const { option, table, parts, hosts: places, firstColumn } of layout.groups) {
    if (assignment.options[table] !== option) continue;
    for (const i of parts) {
      const h = assignment.hosts[table * mostParts + i];
      const j = places.indexOf(h);
      if (j < 0) continue;
      values[firstColumn + j] = 1;
      const y = layout.callColumn[instance.netOf[table] * hosts + h];
      if (y >= 0 && instance.lookedUp[table]) values[y] = 1;
      if (layout.hostColumn[h] >= 0) values[layout.hostColumn[h]] = 1;
    }
  }
  layout.optionColumn.forEach((w, o) => {
    if (w >= 0 && assignment.options[instance.optionTable[o]] === o) values[w] = 1;
  });
  if (layout.peakColumn >= 0) values[layout.peakColumn] = peakOf(assignment, { instance, layout });
  return values;
}

/** Reads an assignment off the x columns; equal parts go to their hosts in order. Options stay -1 where no x is 1. */
export function assignmentFrom({ instance, layout }: Formulation, values: Float64Array): Assignment {
  const { mostParts } = instance;
  const options = new Int32Array(tableCount(instance)).fill(-1);
  const hosts = new Int32Array(tableCount(instance) * mostParts).fill(-1);
  for (const { option, table, parts, hosts: places, firstColumn } of layout.groups) {
    const chosen = places.filter((_, j) => values[firstColumn + j] > 0.5);
    chosen.forEach((h, nth) => {
      options[table] = option;
      hosts[table * mostParts + parts[nth]] = h;
    });
  }
  return { options, hosts };
}

/**
 * An engine's bound in solver units, lowered by SAFETY; then rounded up where the objective takes integers only, which
 * counts and wire bytes do, and loads on hosts of equal speed.
 */
export function boundFrom({ instance, goal, program, layout }: Formulation, bound: number): number {
  const safe = bound - SAFETY * (Math.abs(bound) + program.columns.length);
  const scale =
    goal.objective === 'peakLoad' ? layout.scales.load : goal.objective === 'bytesOnWire' ? layout.scales.wire : 1;
  const integral = goal.objective !== 'peakLoad' || instance.speed.every((speed) => speed === 1);
  return Math.max(0, integral ? Math.ceil(safe / scale) : safe / scale);
}

function peakOf(assignment: Assignment, { instance, layout }: Pick<Formulation, 'instance' | 'layout'>): number {
  const hosts = hostCount(instance);
  const load = new Float64Array(hosts);
  const called = new Uint8Array(instance.netCount * hosts);
  assignment.options.forEach((option, t) => {
    const first = instance.partFirst[option];
    for (let p = first; p < instance.partFirst[option + 1]; p++) {
      const h = assignment.hosts[t * instance.mostParts + p - first];
      load[h] += instance.partLoad[p];
      if (instance.lookedUp[t] && called[instance.netOf[t] * hosts + h]++ === 0) load[h] += instance.rpcLoad;
    }
  });
  return load.reduce((peak, units, h) => Math.max(peak, units / instance.speed[h]), 0) * layout.scales.load;
}
