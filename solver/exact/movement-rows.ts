import { partCount } from '../instance.ts';
import { addBinary, addRow, ones, type Draft, type Term } from './draft.ts';

/** Most bytes and tables that may move from the current placement, where it matters. */
export function addMovementRows(draft: Draft): void {
  const { instance, goal, scales, groups } = draft;
  const { movableBytes, movableTables } = instance.rules;
  const moving = groups.flatMap(({ table, option, hosts, moves, firstColumn }) =>
    moves.length === 0
      ? []
      : hosts.flatMap((h, j) => (moves[h] > 0 ? [{ table, option, column: firstColumn + j, bytes: moves[h] }] : [])),
  );
  const most = Math.min(movableBytes, goal.caps.movedBytes);
  if (most < Infinity) {
    const terms = moving.map(({ column, bytes }): Term => [column, bytes * scales.moved]);
    addRow(draft, 'moved', -Infinity, most * scales.moved, terms);
  }
  if (movableTables === Infinity) return;
  const moved = [...Map.groupBy(moving, ({ table }) => table)].map(([t, own]) => {
    const columns = own.map(({ column }) => column);
    const m = addBinary(draft, `m${t}`, 0, (values) => (columns.some((column) => values[column] > 0.5) ? 1 : 0));
    for (const [option, parts] of Map.groupBy(own, (part) => part.option)) {
      const on = ones(parts.map(({ column }) => column));
      addRow(draft, `moves ${t},${option}`, -Infinity, 0, [...on, [m, -partCount(instance, option)]]);
    }
    return m;
  });
  addRow(draft, 'tables moved', -Infinity, movableTables, ones(moved));
}
