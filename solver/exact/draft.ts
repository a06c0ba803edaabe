import { partCount, type Instance } from '../instance.ts';
import type { MipColumn, MipRow } from './engine.ts';
import { partGroups, scalesOf, type MipGoal, type PartGroup, type Scales } from './program-columns.ts';

export type Term = readonly [column: number, coefficient: number];

/** A column x with the group of parts that it places. */
export interface PlacedGroup {
  readonly group: PartGroup;
  readonly column: number;
}

/** A program in the making: each family of rows adds the columns that it needs, and says what a start gives them. */
export interface Draft {
  readonly instance: Instance;
  readonly goal: MipGoal;
  readonly scales: Scales;
  readonly columns: MipColumn[];
  readonly rows: MipRow[];
  readonly groups: readonly PartGroup[];
  /** What may lie on each host. */
  readonly on: readonly (readonly PlacedGroup[])[];
  /** Column w of each option; -1 for options of one part, whose x say it. */
  readonly optionColumn: Int32Array;
  /** In the order in which columns were added: what a column's value follows from is known before it. */
  readonly fills: ((values: Float64Array) => void)[];
}

/** A draft with the columns x and w: what lies where, and which option each table has. */
export function createDraft(instance: Instance, goal: MipGoal): Draft {
  const scales = scalesOf(instance);
  const columns: MipColumn[] = [];
  const groups = partGroups(instance, goal);
  const on: PlacedGroup[][] = instance.hostNames.map(() => []);
  const wireOf = (o: number): number => (goal.objective === 'bytesOnWire' ? instance.optionWire[o] * scales.wire : 0);
  for (const group of groups) {
    const { option, hosts, moves, parts } = group;
    const wire = partCount(instance, option) === 1 ? wireOf(option) : 0;
    hosts.forEach((h) => {
      const moved = goal.objective === 'movedBytes' && moves.length > 0 ? moves[h] * scales.moved : 0;
      on[h].push({ group, column: columns.length });
      columns.push(binary(`x${option}.${parts[0]},${h}`, wire + moved));
    });
  }
  const optionColumn = Int32Array.from(instance.optionTable, (t, o) => {
    if (partCount(instance, o) === 1) return -1;
    const isSole = instance.optionFirst[t + 1] - instance.optionFirst[t] === 1;
    return columns.push({ ...binary(`w${o}`, wireOf(o)), lower: isSole ? 1 : 0 }) - 1;
  });
  return { instance, goal, scales, columns, rows: [], groups, on, optionColumn, fills: [] };
}

const binary = (name: string, objective = 0): MipColumn => ({ name, objective, lower: 0, upper: 1, integer: true });

export function addRow({ rows }: Draft, name: string, lower: number, upper: number, terms: readonly Term[]): void {
  const kept = terms.filter(([, coefficient]) => coefficient !== 0);
  rows.push({
    name,
    lower,
    upper,
    columns: kept.map(([column]) => column),
    coefficients: kept.map(([, coefficient]) => coefficient),
  });
}

/** A column whose value in a start follows from the columns before it. */
export function addColumn(draft: Draft, column: MipColumn, value: (values: Float64Array) => number): number {
  const index = draft.columns.push(column) - 1;
  draft.fills.push((values) => (values[index] = value(values)));
  return index;
}

/** A binary that is 1 where any of some binaries is. By count: bytes of a small table are within the engines' tolerance of a large host's. */
export function addIndicator(draft: Draft, name: string, objective: number, of: readonly number[]): number {
  const any = (values: Float64Array): number => (of.some((column) => values[column] > 0.5) ? 1 : 0);
  const indicator = addColumn(draft, binary(name, objective), any);
  addRow(draft, `any ${name}`, -Infinity, 0, [...of.map((column): Term => [column, 1]), [indicator, -of.length]]);
  return indicator;
}

/** A binary that a start gives a value of its own. */
export const addBinary = (
  draft: Draft,
  name: string,
  objective: number,
  value: (values: Float64Array) => number,
): number => addColumn(draft, binary(name, objective), value);

/** A sum, and what its column is multiplied by on the other side. */
export interface Share {
  readonly name: string;
  readonly terms: readonly Term[];
  readonly weight: number;
}

/** The least z, up to `upper`, for which each sum is at most its weight times z. */
export function addCeiling(
  draft: Draft,
  name: string,
  objective: number,
  upper: number,
  shares: readonly Share[],
): number {
  const most = (values: Float64Array): number =>
    shares.reduce((z, { terms, weight }) => (weight > 0 ? Math.max(z, sumOf(terms, values) / weight) : z), 0);
  const ceiling = addColumn(draft, { name, objective, lower: 0, upper, integer: false }, most);
  for (const share of shares) addRow(draft, share.name, -Infinity, 0, [...share.terms, [ceiling, -share.weight]]);
  return ceiling;
}

const sumOf = (terms: readonly Term[], values: Float64Array): number =>
  terms.reduce((sum, [column, coefficient]) => sum + coefficient * values[column], 0);

/** The columns of a table's parts on a host, whichever option they belong to: at most one is 1. */
export const tableOn = ({ on }: Draft, t: number, h: number): number[] =>
  on[h].flatMap(({ group, column }) => (group.table === t ? [column] : []));

export const ones = (columns: readonly number[], coefficient = 1): Term[] =>
  columns.map((column): Term => [column, coefficient]);
