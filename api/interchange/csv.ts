import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { BadInputError, shortened, type InputProblem } from '../bad-input.ts';

/** A line of a CSV file, its cells by column as the header names them. */
export interface CsvRow {
  /** In the file, counted from 1; the header is line 1 where nothing stands above it. */
  readonly line: number;
  readonly cells: ReadonlyMap<string, string>;
}

export interface CsvFile {
  readonly header: readonly string[];
  readonly rows: readonly CsvRow[];
}

const DELIMITERS = [',', ';', '\t'] as const;

/**
 * Reads CSV with a header. The delimiter is the one that the header holds most of: spreadsheets of some languages write semicolons.
 * @throws BadInputError where quotes or cells do not match, with the line.
 */
export function readCsv(text: string, file: string): CsvFile {
  const delimiter = delimiterOf(text);
  let found: { readonly record: readonly string[]; readonly info: { readonly lines: number } }[];
  try {
    found = parse(text, {
      bom: true,
      delimiter,
      info: true,
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
    }) as unknown as typeof found;
  } catch (error) {
    const rule = 'CSV, cells in matching quotes';
    const maybe = error instanceof Error ? error.message : 'Maybe a quote is missing.';
    throw new BadInputError([{ pointer: file, seen: `${text.length} characters`, rule, maybe }]);
  }
  const [first, ...rest] = found;
  if (first === undefined)
    throw new BadInputError([
      { pointer: file, seen: 'nothing', rule: 'a header and a line a table', maybe: 'Maybe the file is empty.' },
    ]);
  const header = first.record.map(unescaped);
  const faults: InputProblem[] = [];
  const rows = rest
    .filter(({ record }) => record.some((cell) => cell !== ''))
    .map(({ record, info }) => {
      if (record.length !== header.length)
        faults.push({
          pointer: `${file} line ${info.lines}`,
          seen: `${record.length} cells`,
          rule: `as many cells as the header: ${header.length}`,
          maybe: 'Maybe a cell with a comma lacks its quotes.',
        });
      return { line: info.lines, cells: new Map(header.map((name, c) => [name, unescaped(record[c] ?? '')])) };
    });
  if (faults.length > 0) throw new BadInputError(faults);
  return { header, rows };
}

function delimiterOf(text: string): string {
  const [line] = text.split('\n', 1);
  const count = (delimiter: string): number => line.split(delimiter).length;
  return DELIMITERS.reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best));
}

/** Writes CSV with a header. Text that a spreadsheet would take for a formula is led by an apostrophe, which readCsv takes away. */
export const writeCsv = (
  header: readonly string[],
  rows: readonly (readonly (string | number | undefined)[])[],
): string =>
  stringify(
    rows.map((row) => row.map((cell) => (typeof cell === 'string' ? cell.replace(ESCAPED, "''") : cell))),
    {
      columns: [...header],
      header: true,
      escape_formulas: true,
      // Blanks at the ends would be trimmed where they are not quoted.
      quoted_match: /^\s|\s$/,
    },
  );

/** As the writer leads formulas; text that looks so of its own gets one apostrophe more. Source: OWASP, CSV injection. */
const ESCAPED = /^'(?='*[=+\-@\t\r＝＋－＠])/;

const unescaped = (cell: string): string => cell.replace(ESCAPED, '');

/** A fault of one cell: its line and its column are where people look. */
export const cellFault = (
  file: string,
  line: number,
  column: string,
  fault: { readonly seen: string; readonly rule: string; readonly maybe: string },
): InputProblem => ({
  pointer: `${file} line ${line}, column ${column}`,
  ...fault,
  seen: fault.seen === '' ? 'nothing' : shortened(fault.seen),
});
