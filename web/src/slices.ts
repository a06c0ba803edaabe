import type { Fleet, Model, Placement, Table, TableSlice } from './types.ts';

/** Sizes of table slices, and what differs between two placements. Sizes: domain/row-bytes.ts states the same for the solver. */

const ELEMENT_BYTES = { fp32: 4, fp16: 2, int8: 1, int4: 0.5 } as const;

/** int8 and int4 rows carry scale and bias, fp16 each. */
const rowBytes = ({ dtype = 'fp32' }: Pick<Table, 'dtype'>, dims: number): number =>
  dims * ELEMENT_BYTES[dtype] + (dtype === 'int8' || dtype === 'int4' ? 4 : 0);

export const tableBytes = (table: Pick<Table, 'dtype' | 'dim' | 'rows'>): number =>
  table.rows * rowBytes(table, table.dim);

export function sliceBytes(table: Pick<Table, 'dtype' | 'dim' | 'rows'>, slice: TableSlice): number {
  if (slice.kind === 'rows') return (slice.end - slice.start) * rowBytes(table, table.dim);
  if (slice.kind === 'columns') return table.rows * rowBytes(table, slice.end - slice.start);
  return tableBytes(table);
}

/** A slice as a host holds it, with what is drawn of it. */
export interface PlacedSlice {
  readonly table: string;
  readonly net: string;
  readonly host: string;
  readonly slice: TableSlice;
  readonly bytes: number;
}

export function placedSlices(model: Model, placement: Placement): PlacedSlice[] {
  const tables = new Map(model.tables.map((table) => [table.name, table]));
  const order = new Map(model.nets.map((net, n) => [net.name, n]));
  const slices = placement.shards.flatMap(({ host, slices }) =>
    slices.flatMap((slice) => {
      const table = tables.get(slice.table);
      return table === undefined
        ? []
        : [{ table: slice.table, net: table.net, host, slice, bytes: sliceBytes(table, slice) }];
    }),
  );
  return slices.sort((a, b) => (order.get(a.net) ?? 0) - (order.get(b.net) ?? 0) || b.bytes - a.bytes);
}

/** `rows 0–5 000 000 of 40 000 000`, or how else a slice is cut. */
export function describeSlice(slice: TableSlice, table: Table | undefined): string {
  const range = (of: number | undefined): string =>
    slice.kind === 'whole'
      ? ''
      : `${slice.start.toLocaleString('en')} to ${slice.end.toLocaleString('en')}${of === undefined ? '' : ` of ${of.toLocaleString('en')}`}`;
  if (slice.kind === 'rows') return `rows ${range(table?.rows)}`;
  if (slice.kind === 'columns') return `columns ${range(table?.dim)}`;
  return 'whole';
}

export interface FleetHost {
  readonly name: string;
  readonly type: string;
  readonly capacityBytes: number;
}

const capacity = (host: { readonly memoryBytes: number; readonly reservedBytes?: number | undefined }): number =>
  host.memoryBytes - (host.reservedBytes ?? 0);

/** Host 0, `main`, first; then types in order, as the API names them. */
export function hostsOf({ main, hostTypes }: Fleet): FleetHost[] {
  return [
    { name: 'main', type: 'main', capacityBytes: capacity(main) },
    ...hostTypes.flatMap((type) =>
      Array.from({ length: type.count }, (_, i) => ({
        name: `${type.name}-${i}`,
        type: type.name,
        capacityBytes: capacity(type),
      })),
    ),
  ];
}
