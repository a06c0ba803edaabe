import type { Model, Placement, Plan, Table, TableSlice } from '../types.ts';
import { OBJECTIVES, valueOf, type Objective } from '../objectives.ts';
import { sliceBytes } from '../slices.ts';

/** How one objective differs between two plans. All are minimised: less is better. */
export interface ObjectiveDifference {
  readonly objective: Objective;
  readonly before: number;
  readonly after: number;
}

export const objectiveDifferences = (before: Plan, after: Plan): ObjectiveDifference[] =>
  OBJECTIVES.filter(({ name }) => name !== 'movedBytes').map((objective) => ({
    objective,
    before: valueOf(before.estimate, objective.name),
    after: valueOf(after.estimate, objective.name),
  }));

export interface TableMove {
  readonly table: string;
  readonly net: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly movedBytes: number;
}

/** Tables that do not lie as before, largest movement first. Bytes move where a host gets what it did not hold. */
export function tableMoves(model: Model, before: Placement, after: Placement): TableMove[] {
  const [held, wanted] = [slicesByTable(before), slicesByTable(after)];
  return model.tables
    .flatMap((table): TableMove[] => {
      const [from, to] = [held.get(table.name) ?? [], wanted.get(table.name) ?? []];
      const movedBytes = to.reduce(
        (sum, { host, slice }) =>
          sum +
          newBytes(
            table,
            slice,
            from.filter((other) => other.host === host).map((other) => other.slice),
          ),
        0,
      );
      const isSame = movedBytes === 0 && layoutOf(from) === layoutOf(to);
      return isSame ? [] : [{ table: table.name, net: table.net, from: describe(from), to: describe(to), movedBytes }];
    })
    .sort((a, b) => b.movedBytes - a.movedBytes);
}

interface Located {
  readonly host: string;
  readonly slice: TableSlice;
}

function slicesByTable(placement: Placement): Map<string, Located[]> {
  const located = placement.shards.flatMap(({ host, slices }) => slices.map((slice): Located => ({ host, slice })));
  return Map.groupBy(located, ({ slice }) => slice.table);
}

const layoutOf = (located: readonly Located[]): string =>
  located
    .map(({ host, slice }) => `${host} ${JSON.stringify(slice)}`)
    .sort()
    .join('\n');

/** Hosts of a table, with the share that each holds where it is split. */
const describe = (located: readonly Located[]): string[] =>
  located.map(({ host, slice }) =>
    slice.kind === 'whole' ? host : `${host} (${slice.kind} from ${slice.start.toLocaleString('en')})`,
  );

function newBytes(table: Table, slice: TableSlice, held: readonly TableSlice[]): number {
  const wanted = areaOf(table, slice);
  const size = area(wanted);
  let covered = 0;
  for (const other of held) {
    const { rows, columns } = areaOf(table, other);
    covered += area({ rows: overlap(wanted.rows, rows), columns: overlap(wanted.columns, columns) });
  }
  return size === 0 ? 0 : Math.max(0, Math.ceil(sliceBytes(table, slice) * (1 - covered / size)));
}

type Range = readonly [number, number];
interface Area {
  readonly rows: Range;
  readonly columns: Range;
}

const areaOf = (table: Table, slice: TableSlice): Area => ({
  rows: slice.kind === 'rows' ? [slice.start, slice.end] : [0, table.rows],
  columns: slice.kind === 'columns' ? [slice.start, slice.end] : [0, table.dim],
});

const overlap = ([a, b]: Range, [c, d]: Range): Range => [Math.max(a, c), Math.max(Math.max(a, c), Math.min(b, d))];
const area = ({ rows, columns }: Area): number => (rows[1] - rows[0]) * (columns[1] - columns[0]);
