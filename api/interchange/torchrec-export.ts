import { hostsOf, MAIN_HOST, type Fleet } from '../../domain/fleet.ts';
import type { Model, Table } from '../../domain/model.ts';
import { canonicalPlacement, placementHash, type Placement, type TableSlice } from '../../domain/placement.ts';
import type { Problem } from '../../domain/problem.ts';
import type { ParameterSharding, ShardingType, TorchRecPlan } from './torchrec-schemas.ts';

/** A slice and the host that holds it. */
export interface HeldSlice {
  readonly host: string;
  readonly slice: TableSlice;
}

/** Sparse hosts in the order of the fleet are ranks 0, 1 ...; the main host, which TorchRec has not, is the last. */
export const rankNames = (fleet: Fleet): string[] => {
  const [main, ...sparse] = hostsOf(fleet).map(({ name }) => name);
  return [...sparse, main];
};

/** A legal placement as TorchRec's ShardingPlan; nets are module paths. */
export function torchRecPlanOf({ model, fleet }: Pick<Problem, 'model' | 'fleet'>, placement: Placement): TorchRecPlan {
  const ranks = new Map(rankNames(fleet).map((host, rank) => [host, rank]));
  const held = slicesByTable(placement);
  const plan: Record<string, Record<string, ParameterSharding>> = {};
  const rowOrder: Record<string, 'shuffled' | 'asStored'> = {};
  for (const table of model.tables) {
    const slices = held.get(table.name) ?? [];
    (plan[table.net] ??= {})[table.name] = shardingOf(table, slices, ranks);
    const [{ slice }] = slices;
    if (slice.kind === 'rows') rowOrder[table.name] = slice.rowOrder;
  }
  const usesMain = placement.shards.some(({ host, slices }) => host === MAIN_HOST && slices.length > 0);
  return {
    plan,
    shardwright: {
      hosts: usesMain ? rankNames(fleet) : rankNames(fleet).slice(0, -1),
      rowOrder,
      placementHash: placementHash(placement),
      notes: exportNotes(model, held, ranks.size - 1, usesMain),
    },
  };
}

function slicesByTable(placement: Placement): Map<string, HeldSlice[]> {
  const held = new Map<string, HeldSlice[]>();
  for (const { host, slices } of canonicalPlacement(placement).shards)
    for (const slice of slices) held.set(slice.table, [...(held.get(slice.table) ?? []), { host, slice }]);
  return held;
}

/** Shards in the order of their offsets, replicas in that of their ranks. */
function shardingOf(table: Table, held: readonly HeldSlice[], ranks: ReadonlyMap<string, number>): ParameterSharding {
  const rankOf = ({ host }: HeldSlice): number => ranks.get(host) ?? 0;
  const isReplicated = held.length > 1 && held[0].slice.kind === 'whole';
  if (isReplicated) {
    const own = held.map(rankOf).toSorted((a, b) => a - b);
    return { sharding_type: 'data_parallel', compute_kernel: 'dense', ranks: own, sharding_spec: null };
  }
  const ordered = held.toSorted((a, b) => startOf(a.slice) - startOf(b.slice));
  return {
    sharding_type: SHARDING_TYPE[held[0].slice.kind],
    compute_kernel: table.dtype === 'int8' || table.dtype === 'int4' ? 'quant' : 'fused',
    ranks: ordered.map(rankOf),
    sharding_spec: {
      shards: ordered.map((one) => ({ ...extentOf(table, one.slice), placement: `rank:${rankOf(one)}/cpu` })),
    },
  };
}

const SHARDING_TYPE: Readonly<Record<TableSlice['kind'], ShardingType>> = {
  whole: 'table_wise',
  rows: 'row_wise',
  columns: 'column_wise',
};

export const startOf = (slice: TableSlice): number => (slice.kind === 'whole' ? 0 : slice.start);

function extentOf(
  { rows, dim }: Table,
  slice: TableSlice,
): { shard_offsets: [number, number]; shard_sizes: [number, number] } {
  switch (slice.kind) {
    case 'whole':
      return { shard_offsets: [0, 0], shard_sizes: [rows, dim] };
    case 'rows':
      return { shard_offsets: [slice.start, 0], shard_sizes: [slice.end - slice.start, dim] };
    case 'columns':
      return { shard_offsets: [0, slice.start], shard_sizes: [rows, slice.end - slice.start] };
  }
}

/** What TorchRec would do otherwise with the plan as it stands. */
function exportNotes(
  model: Model,
  held: ReadonlyMap<string, readonly HeldSlice[]>,
  sparse: number,
  usesMain: boolean,
): string[] {
  const named = (is: (slices: readonly HeldSlice[]) => boolean): string =>
    model.tables
      .filter(({ name }) => is(held.get(name) ?? []))
      .map(({ name }) => name)
      .join(', ');
  const shuffled = named(([{ slice }]) => slice.kind === 'rows' && slice.rowOrder === 'shuffled');
  const few = named((slices) => slices[0].slice.kind === 'rows' && slices.length < sparse);
  const replicated = named((slices) => slices.length > 1 && slices.length < sparse && slices[0].slice.kind === 'whole');
  return [
    usesMain ? `Rank ${sparse} is the host of the main shard, which TorchRec has not.` : '',
    shuffled === ''
      ? ''
      : `Row offsets count positions of a fixed permutation (rowOrder shuffled), rows as stored in TorchRec: ${shuffled}.`,
    few === '' ? '' : `Split by rows over fewer ranks than there are, where TorchRec's row_wise takes all: ${few}.`,
    replicated === '' ? '' : `Replicated on the ranks listed, where TorchRec's data_parallel takes all: ${replicated}.`,
  ].filter(Boolean);
}
