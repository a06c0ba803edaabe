import type { Table } from '../domain/model.ts';
import type { TableSlice } from '../domain/placement.ts';
import type { OptionKind } from '../domain/problem.ts';
import { equalRowRanges } from '../evaluator/costs.ts';
import { COLUMN_STEP } from '../evaluator/option-set.ts';

/** The slices of a layout, in the order of its parts; of a replicated table one for each host. */
export function slicesOf(table: Table, kind: OptionKind, parts: number): TableSlice[] {
  const { name, rows, dim } = table;
  switch (kind) {
    case 'rowWise':
      return equalRowRanges(rows, parts).map((range) => ({
        kind: 'rows',
        table: name,
        rowOrder: 'shuffled',
        ...range,
      }));
    case 'columnWise':
      return equalRowRanges(Math.floor(dim / COLUMN_STEP), parts).map(({ start, end }, i) => ({
        kind: 'columns',
        table: name,
        start: start * COLUMN_STEP,
        // What the last step leaves of a dim that is no multiple of it goes to the last part.
        end: i === parts - 1 ? dim : end * COLUMN_STEP,
      }));
    case 'whole':
    case 'replicated':
    case 'mainShard':
      return Array.from({ length: parts }, () => ({ kind: 'whole', table: name }));
  }
}
