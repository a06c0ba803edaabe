import type { Model } from '../../domain/model.ts';
import { canonicalPlacement, type Placement, type TableSlice } from '../../domain/placement.ts';
import type { Plan } from '../../domain/plan.ts';
import { rowBytes } from '../../domain/row-bytes.ts';
import { BadInputError, type InputProblem } from '../bad-input.ts';
import { cellFault, readCsv, writeCsv, type CsvRow } from './csv.ts';

const SLICE_COLUMNS = ['table', 'host', 'kind', 'start', 'end', 'rowOrder', 'net', 'rows', 'dim', 'dtype', 'bytes'];

/** A placement, a line a table slice. The first six columns say where it is, the others how large. */
export function csvOfPlacement(model: Model, placement: Placement): string {
  const tables = new Map(model.tables.map((table) => [table.name, table]));
  return writeCsv(
    SLICE_COLUMNS,
    canonicalPlacement(placement).shards.flatMap(({ host, slices }) =>
      slices.map((slice) => {
        const table = tables.get(slice.table);
        const [start, end] = slice.kind === 'whole' ? [undefined, undefined] : [slice.start, slice.end];
        const order = slice.kind === 'rows' ? slice.rowOrder : undefined;
        if (table === undefined) return [slice.table, host, slice.kind, start, end, order];
        const count = (end ?? 0) - (start ?? 0);
        const [rows, dim] = [slice.kind === 'rows' ? count : table.rows, slice.kind === 'columns' ? count : table.dim];
        const bytes = rows * rowBytes(table, dim);
        return [slice.table, host, slice.kind, start, end, order, table.net, rows, dim, table.dtype, bytes];
      }),
    ),
  );
}

/**
 * The placement of a CSV file as csvOfPlacement writes it, of which `table` and `host` are needed; more columns may follow.
 * @throws BadInputError that lists every fault by line and column.
 */
export function placementOfCsv(text: string, file: string): Placement {
  const { header, rows } = readCsv(text, file);
  const missing = ['table', 'host'].filter((column) => !header.includes(column));
  if (missing.length > 0) {
    const rule = `columns table and host in the header; kind, start, end and rowOrder where tables are split`;
    throw new BadInputError([
      { pointer: `${file} line 1`, seen: header.join(', '), rule, maybe: `Maybe add ${missing.join(' and ')}.` },
    ]);
  }
  const faults: InputProblem[] = [];
  const shards = rows.map((row) => ({ host: row.cells.get('host') ?? '', slices: sliceOf(row, file, faults) }));
  if (faults.length > 0) throw new BadInputError(faults);
  return canonicalPlacement({ shards });
}

function sliceOf({ line, cells }: CsvRow, file: string, faults: InputProblem[]): TableSlice[] {
  const cell = (column: string): string => cells.get(column) ?? '';
  const refuse = (column: string, rule: string, maybe: string): void => {
    faults.push(cellFault(file, line, column, { seen: cell(column), rule, maybe }));
  };
  const end = (column: 'start' | 'end'): number => {
    if (!/^\d+$/.test(cell(column))) refuse(column, 'a whole number', 'Maybe the range of the slice is missing.');
    return Number(cell(column));
  };
  const table = cell('table');
  for (const column of ['table', 'host'])
    if (cell(column) === '') refuse(column, 'a name', 'Maybe the line is a total.');
  switch (cell('kind') || 'whole') {
    case 'whole':
      return [{ kind: 'whole', table }];
    case 'columns':
      return [{ kind: 'columns', table, start: end('start'), end: end('end') }];
    case 'rows': {
      const rowOrder = cell('rowOrder') || 'shuffled';
      if (rowOrder !== 'shuffled' && rowOrder !== 'asStored')
        refuse('rowOrder', 'shuffled or asStored', 'Maybe leave it empty.');
      return [
        {
          kind: 'rows',
          table,
          rowOrder: rowOrder === 'asStored' ? rowOrder : 'shuffled',
          start: end('start'),
          end: end('end'),
        },
      ];
    }
    default:
      refuse('kind', 'one of whole, rows, columns', 'Maybe leave it empty for a whole table.');
      return [];
  }
}

const PERCENTILES = ['p50', 'p90', 'p99'] as const;

const PLAN_COLUMNS = [
  'plan',
  'hostsUsed',
  'hostCost',
  'peakMemory',
  'peakLoad',
  'criticalLoad',
  'fanOut',
  'bytesOnWire',
  'estimatedLatencyMs',
  'estimatedCpuMs',
  'movedBytes',
  'objective',
  'status',
  'value',
  'bound',
  'gap',
  'gapKind',
  'requests',
  'wallP50Ms',
  'wallP90Ms',
  'wallP99Ms',
  'replayedP50Ms',
  'replayedP90Ms',
  'replayedP99Ms',
  'cpuMsPerRequest',
  'cpuOverSingular',
  'outputsAgree',
  'placementHash',
];

/** A frontier, a line a plan, numbered as its table does. Bytes, milliseconds; shares from 0 to 1. */
export function csvOfFrontier(plans: readonly Plan[]): string {
  return writeCsv(
    PLAN_COLUMNS,
    plans.map(({ estimate, proof, measurement, placementHash }, p) => [
      p,
      estimate.hostsUsed,
      estimate.hostCost,
      estimate.peakMemory,
      estimate.peakLoad,
      estimate.criticalLoad,
      estimate.fanOut,
      estimate.bytesOnWire,
      estimate.latencyMs,
      estimate.cpuMs,
      estimate.movedBytes,
      proof.objective,
      proof.status,
      proof.value,
      proof.bound,
      proof.gap,
      proof.gapKind,
      measurement?.requests,
      ...PERCENTILES.map((percent) => measurement?.latencyMs[percent].value ?? undefined),
      ...PERCENTILES.map((percent) => measurement?.reconstructions[0].closedLoop.latencyMs[percent].value ?? undefined),
      measurement?.cpuMsPerRequest,
      measurement?.ratioToSingular.cpu ?? undefined,
      measurement === undefined ? undefined : String(measurement.agreement.holds),
      placementHash,
    ]),
  );
}
