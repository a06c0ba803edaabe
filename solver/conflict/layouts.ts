import type { Table } from '../../domain/model.ts';
import type { TableSlice } from '../../domain/placement.ts';
import type { OptionKind, Problem } from '../../domain/problem.ts';
import type { Costs, PartCosts } from '../../evaluator/costs.ts';
import { tableLayouts, type TableLayouts } from '../../evaluator/option-set.ts';
import { slicesOf } from '../slices.ts';

/** One way to lay a table out. Parts go to different hosts; equal parts stand next to each other. */
export interface Layout {
  readonly kind: OptionKind;
  readonly slices: readonly TableSlice[];
  readonly costs: readonly PartCosts[];
}

/**
 * Every layout that the problem leaves a table and that finds a host for each part: what a proof that no plan exists has to rule out.
 * Ranges of unequal length, which a placement of the user's own may have, are outside of it.
 */
export function layoutsOf(problem: Problem, costs: Costs): Layout[][] {
  const allowed = allowedHosts(problem, costs);
  return tableLayouts(problem).map((limits, t) => {
    const table = problem.model.tables[t];
    const open = allowed[t].filter((h) => h > 0).length;
    return kindsOf(table, limits).flatMap(({ kind, least, most }) =>
      Array.from(
        { length: Math.max(0, Math.min(most, kind === 'mainShard' ? 1 : open) - least + 1) },
        (_, i): Layout => {
          const parts = least + i;
          const slices = slicesOf(table, kind, parts).toSorted((a, b) => lengthOf(b) - lengthOf(a));
          const replicas = kind === 'replicated' ? parts : 1;
          return { kind, slices, costs: slices.map((slice) => costs.part(t, slice, replicas)) };
        },
      ),
    );
  });
}

/** Hosts that pins, forbidden hosts and drained ones leave each table, host 0 for layouts on the main shard alone. */
export function allowedHosts(problem: Problem, costs: Costs): number[][] {
  const drained = new Set(problem.constraints.flatMap((c) => (c.kind === 'drained' ? c.hosts : [])));
  const rules = Map.groupBy(
    problem.constraints.flatMap((c) => (c.kind === 'pin' || c.kind === 'forbid' ? [c] : [])),
    (c) => c.table,
  );
  return problem.model.tables.map(({ name }) => {
    const own = rules.get(name) ?? [];
    const isOpen = (host: string): boolean =>
      !drained.has(host) && own.every((c) => c.hosts.includes(host) === (c.kind === 'pin'));
    return costs.hosts.flatMap((host, h) => (isOpen(host.name) ? [h] : []));
  });
}

/** Whether a layout may use a host: the main shard takes tables of its own layout alone, and no other host does. */
export const suits = (layout: Layout, h: number): boolean => (layout.kind === 'mainShard') === (h === 0);

function kindsOf({ rows }: Table, limits: TableLayouts) {
  return [
    { kind: 'whole' as const, least: 1, most: limits.whole ? 1 : 0 },
    { kind: 'rowWise' as const, least: 2, most: Math.min(limits.mostParts, rows) },
    { kind: 'columnWise' as const, least: 2, most: limits.mostColumnParts },
    { kind: 'replicated' as const, least: 2, most: limits.mostReplicas },
    { kind: 'mainShard' as const, least: 1, most: limits.mainShard ? 1 : 0 },
  ];
}

const lengthOf = (slice: TableSlice): number => (slice.kind === 'whole' ? 0 : slice.end - slice.start);

/** Whether two parts of a layout are the same but for their place in the table. */
export const areAlike = ({ slices }: Layout, i: number, j: number): boolean =>
  lengthOf(slices[i]) === lengthOf(slices[j]);
