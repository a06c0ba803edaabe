import type { Table } from '../../domain/model.ts';
import type { TableSlice } from '../../domain/placement.ts';
import type { OptionKind, Problem } from '../../domain/problem.ts';
import { equalRowRanges, type Costs, type PartCosts } from '../../evaluator/costs.ts';

/** One way to lay a table out. Parts go to different hosts; equal parts stand next to each other. */
export interface Layout {
  readonly kind: OptionKind;
  readonly slices: readonly TableSlice[];
  readonly costs: readonly PartCosts[];
}

/** Most parts where no constraint says otherwise. */
const MOST_PARTS = 16;
const COLUMN_STEP = 4;

/**
 * Every layout in equal parts that the problem's constraints leave a table, in as many parts as it has hosts: what a proof that no plan
 * exists has to rule out. Unequal ranges, which a placement of the user's own may have, are outside of it.
 */
export function layoutsOf(problem: Problem, costs: Costs): Layout[][] {
  const allowed = allowedHosts(problem, costs);
  return problem.model.tables.map((table, t) => {
    const { kinds, mostParts } = limitsOf(problem, table);
    const open = allowed[t].filter((h) => h > 0).length;
    return kinds.flatMap((kind) =>
      countsOf(table, kind, Math.min(mostParts, open)).map((parts): Layout => {
        const slices = slicesOf(table, kind, parts).toSorted((a, b) => lengthOf(b) - lengthOf(a));
        const replicas = kind === 'replicated' ? parts : 1;
        return { kind, slices, costs: slices.map((slice) => costs.part(t, slice, replicas)) };
      }),
    );
  });
}

/** Hosts that pins, forbidden hosts and drained ones leave each table, host 0 for layouts on the main shard alone. */
export function allowedHosts(problem: Problem, costs: Costs): number[][] {
  const drained = new Set(problem.constraints.flatMap((c) => (c.kind === 'drained' ? c.hosts : [])));
  return problem.model.tables.map(({ name }) => {
    const rules = problem.constraints.filter((c) => (c.kind === 'pin' || c.kind === 'forbid') && c.table === name);
    const isOpen = (host: string): boolean =>
      !drained.has(host) && rules.every((c) => 'hosts' in c && c.hosts.includes(host) === (c.kind === 'pin'));
    return costs.hosts.flatMap((host, h) => (isOpen(host.name) ? [h] : []));
  });
}

/** Whether a layout may use a host: the main shard takes tables of its own layout alone, and no other host does. */
export const suits = (layout: Layout, h: number): boolean => (layout.kind === 'mainShard') === (h === 0);

function limitsOf(problem: Problem, { name }: Table): { kinds: readonly OptionKind[]; mostParts: number } {
  const rules = problem.constraints.filter(
    (c) => c.kind === 'tableOptions' && (c.tables === undefined || c.tables.includes(name)),
  );
  const options = rules.flatMap((c) => (c.kind === 'tableOptions' ? [c] : []));
  const spread = problem.constraints.flatMap((c) => (c.kind === 'maxHosts' && c.table === name ? [c.atMost] : []));
  const [first, ...others] = options;
  const named = first === undefined ? (['whole', 'rowWise'] as const) : [...new Set(first.allow)];
  const stated = options.flatMap((c) => (c.maxParts === undefined ? [] : [c.maxParts]));
  return {
    kinds: named.filter((kind) => others.every((c) => c.allow.includes(kind))),
    mostParts: Math.min(...(stated.length > 0 ? stated : [MOST_PARTS]), ...spread),
  };
}

function countsOf(table: Table, kind: OptionKind, most: number): number[] {
  if (kind === 'whole' || kind === 'mainShard') return [1];
  const pieces = kind === 'rowWise' ? table.rows : kind === 'columnWise' ? Math.floor(table.dim / COLUMN_STEP) : most;
  return Array.from({ length: Math.max(0, Math.min(most, pieces) - 1) }, (_, i) => i + 2);
}

function slicesOf(table: Table, kind: OptionKind, parts: number): TableSlice[] {
  const { name, rows, dim } = table;
  if (kind === 'rowWise')
    return equalRowRanges(rows, parts).map((range) => ({ kind: 'rows', table: name, rowOrder: 'shuffled', ...range }));
  if (kind === 'columnWise')
    return equalRowRanges(Math.floor(dim / COLUMN_STEP), parts).map(({ start, end }, i) => ({
      kind: 'columns',
      table: name,
      start: start * COLUMN_STEP,
      // What the last step leaves of a dim that is no multiple of it goes to the last part.
      end: i === parts - 1 ? dim : end * COLUMN_STEP,
    }));
  return Array.from({ length: parts }, () => ({ kind: 'whole', table: name }));
}

const lengthOf = (slice: TableSlice): number => (slice.kind === 'whole' ? 0 : slice.end - slice.start);

/** Whether two parts of a layout are the same but for their place in the table. */
export const areAlike = ({ slices }: Layout, i: number, j: number): boolean =>
  lengthOf(slices[i]) === lengthOf(slices[j]);
