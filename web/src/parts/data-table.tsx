import type { ComponentChildren } from 'preact';

export interface DataColumn<Row> {
  readonly head: string;
  /** A second line: the unit, or what it is a share of. */
  readonly sub?: string;
  /** Text is set left, figures right. */
  readonly isText?: boolean;
  readonly isWrapped?: boolean;
  readonly cell: (row: Row) => ComponentChildren;
  /** A class of the cell, where its meaning has a colour too. */
  readonly tone?: (row: Row) => string;
}

interface Props<Row> {
  readonly label: string;
  readonly rows: readonly Row[];
  /** The first one names the row. */
  readonly columns: readonly DataColumn<Row>[];
  /** Scrolls in a height of its own. */
  readonly isShort?: boolean;
}

/** A table that scrolls by itself where it is too wide, by keys as well. */
export function DataTable<Row>({ label, rows, columns, isShort = false }: Props<Row>) {
  return (
    <div class={isShort ? 'table-scroll short' : 'table-scroll'} role="region" aria-label={label} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {columns.map(({ head, sub, isText }, c) => (
              <th key={c} scope="col" class={isText ? 'text' : ''}>
                {head}
                {sub === undefined ? null : <small>{sub}</small>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, r) => (
            <tr key={r}>
              {columns.map((column, c) => (
                <Cell key={c} column={column} row={row} isHead={c === 0} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface CellProps<Row> {
  readonly column: DataColumn<Row>;
  readonly row: Row;
  readonly isHead: boolean;
}

function Cell<Row>({ column: { isText, isWrapped, cell, tone }, row, isHead }: CellProps<Row>) {
  const classes = [isText ? 'text' : '', isWrapped ? 'wrap' : '', tone?.(row) ?? '']
    .filter((one) => one !== '')
    .join(' ');
  return isHead ? (
    <th scope="row" class={classes}>
      {cell(row)}
    </th>
  ) : (
    <td class={classes}>{cell(row)}</td>
  );
}
