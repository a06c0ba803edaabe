import Table from 'cli-table3';

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

export interface Column<Row> {
  /** One line each: what it is, then its unit. */
  readonly head: readonly [string, string];
  readonly align?: 'left' | 'right';
  cell(row: Row): string;
}

/** Lays rows out in columns, numbers to the right. A column whose cells are all empty is left out. */
export function layOut<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const shown = columns
    .map((column) => ({ ...column, cells: rows.map((row) => column.cell(row)) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
  const hasUnits = shown.some(({ head }) => head[1] !== '');
  const table = new Table({
    chars: CHARS,
    head: shown.map(({ head }) => (hasUnits ? head.join('\n') : head[0])),
    colAligns: shown.map(({ align }) => align ?? 'right'),
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 },
  });
  rows.forEach((_, r) => table.push(shown.map(({ cells }) => cells[r])));
  // The last column is padded to its width.
  return table.toString().replaceAll(/ +$/gm, '');
}
