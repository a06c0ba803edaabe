import Table from 'cli-table3';
import { terminalWidth, wrapped } from './format.ts';

/** Plain text under one rule: no colours, no boxes, so that it reads the same in a terminal, a log and an issue. */
const CHARS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  right: '',
  'right-mid': '',
  mid: '-',
  'mid-mid': '--',
  middle: '  ',
} as const;

const GUTTER = 2;
/** A column of prose narrower than this is unreadable. */
const LEAST_PROSE = 30;

export interface Column<Row> {
  /** One line each: what it is, then its unit. */
  readonly head: readonly [string, string];
  readonly align?: 'left' | 'right';
  /** Prose: broken into lines where the table would be wider than the terminal. */
  readonly wraps?: true;
  cell(row: Row, position: number): string;
}

/** Lays rows out in columns, numbers to the right. A column whose cells are all empty is left out. */
export function layOut<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const shown = columns
    .map((column) => ({ ...column, cells: rows.map((row, r) => column.cell(row, r)) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
  const hasUnits = shown.some(({ head }) => head[1] !== '');
  const table = new Table({
    chars: CHARS,
    head: shown.map(({ head }) => (hasUnits ? head.join('\n') : head[0])),
    colAligns: shown.map(({ align }) => align ?? 'right'),
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 },
  });
  const widths = shown.map(({ head, cells }) => Math.max(...[...head, ...cells].map((text) => text.length)) + GUTTER);
  const width = widths.reduce((sum, each) => sum + each, 0);
  const room = (c: number): number => Math.max(LEAST_PROSE, terminalWidth() - (width - widths[c]));
  rows.forEach((_, r) =>
    table.push(shown.map(({ cells, wraps }, c) => (wraps ? wrapped(cells[r], room(c)) : cells[r]))),
  );
  // The last column is padded to its width.
  return table.toString().replaceAll(/ +$/gm, '');
}
