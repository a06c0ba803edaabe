import { Dtype, Pooling, type Model } from '../../domain/model.ts';
import type { Workload } from '../../domain/trace.ts';
import { BadInputError, shortened, type InputProblem } from '../bad-input.ts';
import { closestName } from '../closest-name.ts';
import { cellFault, readCsv, writeCsv, type CsvRow } from './csv.ts';
import { readQuantity, type Dimension } from '../quantities.ts';
import type { ImportOptions } from './torchrec-problem.ts';

/** Columns of a file of tables, and other names that people give them. */
const COLUMNS = {
  name: ['table', 'tableName'],
  rows: ['numEmbeddings', 'cardinality', 'hashSize', 'vocabularySize'],
  dim: ['embeddingDim', 'dimension'],
  dtype: ['dataType', 'type', 'precision'],
  net: ['module'],
  poolingFactor: ['poolingFactors', 'lookups', 'multiHot'],
  poolingSpread: ['spread'],
  presence: ['coverage'],
  feature: ['features', 'featureNames'],
  pooling: ['poolingType', 'poolingMode', 'mode'],
  lookupsPer: [],
  zipfExponent: ['zipf', 'skew'],
} as const;
type ColumnName = keyof typeof COLUMNS;

/** `Pooling factor`, `pooling_factor` and `poolingFactor` are the same. */
const plain = (name: string): string => name.toLowerCase().replaceAll(/[\s_-]/g, '');

const KNOWN = new Map<string, ColumnName>(
  (Object.keys(COLUMNS) as ColumnName[]).flatMap((column) =>
    [column, ...COLUMNS[column]].map((name): [string, ColumnName] => [plain(name), column]),
  ),
);

interface TableLine {
  readonly table: Record<string, unknown>;
  readonly traffic: Record<string, unknown>;
}

/** Several values in one cell: a table may serve several features. */
const LIST = /\s*[;|]\s*|\s+/;

/**
 * Model and workload of a CSV file, a line a table.
 * @throws BadInputError that lists every fault by line and column.
 */
export function tablesOfCsv(
  text: string,
  file: string,
  options: Omit<ImportOptions, 'fleet'>,
): { model: unknown; workload: unknown } {
  const { header, rows } = readCsv(text, file);
  const columns = new Map<ColumnName, string>();
  const faults = headerFaults(header, file, columns);
  if (faults.length > 0) throw new BadInputError(faults);
  if (rows.length === 0)
    throw new BadInputError([
      { pointer: file, seen: 'a header alone', rule: 'a line a table', maybe: 'Maybe the file was cut off.' },
    ]);
  const lines = rows.map((row) => lineOf(row, { file, columns, options, faults }));
  faults.push(...repeatedNames(rows, file, columns.get('name')!));
  if (faults.length > 0) throw new BadInputError(faults);
  const nets = [...new Set(lines.map(({ table }) => table.net))];
  const batchSize = options.batchSize ?? DEFAULT_BATCH_SIZE;
  return {
    model: { name: options.name, nets: nets.map((name) => ({ name })), tables: lines.map(({ table }) => table) },
    workload: {
      batchSize,
      samplesPerRequest: options.samplesPerRequest ?? batchSize,
      tables: lines.map(({ traffic }) => traffic),
    },
  };
}

/** Of the fixtures whose sources give none. */
export const DEFAULT_BATCH_SIZE = 32;

function headerFaults(header: readonly string[], file: string, columns: Map<ColumnName, string>): InputProblem[] {
  const faults: InputProblem[] = [];
  for (const name of header) {
    const column = KNOWN.get(plain(name));
    if (column !== undefined && !columns.has(column)) columns.set(column, name);
    else
      faults.push({
        pointer: `${file} line 1, column ${name === '' ? '(without a name)' : name}`,
        seen: shortened(name),
        rule:
          column === undefined
            ? `one of the columns ${Object.keys(COLUMNS).join(', ')}`
            : `${column} stands in one column`,
        maybe: `Maybe ${KNOWN.get(closestName(plain(name), KNOWN.keys()) ?? '') ?? 'take the column out'}.`,
      });
  }
  for (const column of ['name', 'rows', 'dim'] as const)
    if (!columns.has(column))
      faults.push({
        pointer: `${file} line 1`,
        seen: header.join(', '),
        rule: `a column ${column} in the header`,
        maybe: `Maybe name,rows,dim,poolingFactor${COLUMNS[column].length > 0 ? `; ${column} may also be called ${COLUMNS[column].join(', ')}` : ''}.`,
      });
  return faults;
}

interface LineReading {
  readonly file: string;
  readonly columns: ReadonlyMap<ColumnName, string>;
  readonly options: Omit<ImportOptions, 'fleet'>;
  readonly faults: InputProblem[];
}

function lineOf(row: CsvRow, { file, columns, options, faults }: LineReading): TableLine {
  const cell = (column: ColumnName): string => row.cells.get(columns.get(column) ?? '') ?? '';
  const refuse = (column: ColumnName, seen: string, rule: string, maybe: string): void => {
    faults.push(cellFault(file, row.line, columns.get(column) ?? column, { seen, rule, maybe }));
  };
  const number = (column: ColumnName, text: string, dimension: Dimension, limits: Limits): number => {
    const read = readQuantity(text, dimension);
    if (read.status === 'refused')
      refuse(column, text, read.rule, text === '' ? 'Maybe the cell was left out.' : read.maybe);
    else if (read.value < limits.least || read.value > limits.most || (limits.isWhole && !Number.isInteger(read.value)))
      refuse(
        column,
        text,
        `${limits.isWhole ? 'a whole number' : 'a number'} from ${limits.least} to ${limits.most}`,
        'Maybe a digit or a unit slipped.',
      );
    return read.status === 'read' ? read.value : 0;
  };
  const word = <T extends string>(column: ColumnName, words: readonly T[], otherwise: T): T => {
    const text = cell(column).toLowerCase();
    const found = words.find((known) => known === (text === '' ? otherwise : text));
    if (found === undefined)
      refuse(column, cell(column), `one of ${words.join(', ')}`, `Maybe ${closestName(text, words) ?? words[0]}.`);
    return found ?? otherwise;
  };
  const optional = (column: ColumnName, otherwise: number, limits: Limits): number =>
    cell(column) === '' ? otherwise : number(column, cell(column), column === 'presence' ? 'share' : 'number', limits);

  const name = cell('name');
  if (name === '') refuse('name', '', 'a name', 'Maybe the line is a total, which does not belong here.');
  const factors = (cell('poolingFactor') || '1')
    .split(LIST)
    .map((text) => number('poolingFactor', text, 'number', POOLING));
  const named = cell('feature') === '' ? defaultFeatures(name, factors.length) : cell('feature').split(LIST);
  if (named.length !== factors.length && cell('feature') !== '')
    refuse(
      'feature',
      cell('feature'),
      `as many features as pooling factors: ${factors.length}`,
      'Maybe separate both by semicolons: f1;f2 and 3;10.',
    );
  const pooling = word('pooling', Pooling.options, 'sum');
  const presence = optional('presence', 1, SHARE);
  const poolingSpread = optional('poolingSpread', 0, POOLING);
  return {
    table: {
      name,
      net: cell('net') || options.net,
      rows: number('rows', cell('rows'), 'count', ROWS),
      dim: number('dim', cell('dim'), 'count', DIM),
      dtype: word('dtype', Dtype.options, 'fp32'),
      lookupsPer: word('lookupsPer', ['sample', 'request'], 'sample'),
      features: named.map((feature) => ({ name: feature, pooling })),
    },
    traffic: {
      table: name,
      popularity: { kind: 'zipf', exponent: optional('zipfExponent', options.zipfExponent, { least: 0, most: 10 }) },
      features: named.map((feature, f) => ({
        feature,
        poolingFactor: factors[f],
        poolingSpread,
        presence: Math.min(presence, factors[f] ?? presence),
      })),
    },
  };
}

interface Limits {
  readonly least: number;
  readonly most: number;
  readonly isWhole?: true;
}

/** As the schemas of domain/ have them. */
const ROWS: Limits = { least: 1, most: 2 ** 32, isWhole: true };
const DIM: Limits = { least: 1, most: 65_536, isWhole: true };
const POOLING: Limits = { least: 0, most: 1e6 };
const SHARE: Limits = { least: 0, most: 1 };

const defaultFeatures = (table: string, count: number): string[] =>
  count === 1 ? [table] : Array.from({ length: count }, (_, f) => `${table}.${f}`);

function repeatedNames(rows: readonly CsvRow[], file: string, column: string): InputProblem[] {
  const lines = new Map<string, number>();
  return rows.flatMap(({ line, cells }) => {
    const name = cells.get(column) ?? '';
    const before = lines.get(name);
    lines.set(name, before ?? line);
    if (before === undefined || name === '') return [];
    return [
      cellFault(file, line, column, {
        seen: name,
        rule: `a name of its own: line ${before} has it`,
        maybe: 'Maybe the line was copied.',
      }),
    ];
  });
}

/** The tables of a model as tablesOfCsv reads them. Popularity that is not Zipf is left out. */
export function csvOfTables(model: Model, workload: Workload): string {
  const traffic = new Map(workload.tables.map((own) => [own.table, own]));
  const header = [
    'name',
    'rows',
    'dim',
    'dtype',
    'net',
    'poolingFactor',
    'poolingSpread',
    'presence',
    'feature',
    'pooling',
    'lookupsPer',
    'zipfExponent',
  ];
  return writeCsv(
    header,
    model.tables.map(({ name, rows, dim, dtype, net, lookupsPer, features }) => {
      const { popularity, features: looked = [] } = traffic.get(name) ?? {};
      const inOrder = features.map((feature) => looked.find((own) => own.feature === feature.name));
      return [
        name,
        rows,
        dim,
        dtype,
        net,
        inOrder.map((own) => own?.poolingFactor ?? 0).join(';'),
        inOrder[0]?.poolingSpread,
        inOrder[0]?.presence,
        features.map((feature) => feature.name).join(';'),
        features[0].pooling,
        lookupsPer,
        popularity?.kind === 'zipf' ? popularity.exponent : undefined,
      ];
    }),
  );
}
