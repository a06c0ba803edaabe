import * as z from 'zod';
import { contentHash } from './hash.ts';
import { Name } from './names.ts';

const RowOrder = z
  .enum(['shuffled', 'asStored'])
  .describe('`shuffled`: positions of the fixed seeded permutation; `asStored`: row indices as they are.');

/** The part of a table that one shard holds. Ranges are half open: [start, end). */
export const TableSlice = z
  .discriminatedUnion('kind', [
    z
      .strictObject({ kind: z.literal('whole'), table: Name })
      .meta({ id: 'WholeSlice', description: 'The whole table.' }),
    z
      .strictObject({
        kind: z.literal('rows'),
        table: Name,
        rowOrder: RowOrder.default('shuffled'),
        start: z.int().min(0),
        end: z.int().min(1),
      })
      .meta({ id: 'RowSlice', description: 'A range of rows: start is in it, end is not.' }),
    z
      .strictObject({
        kind: z.literal('columns'),
        table: Name,
        start: z.int().min(0).multipleOf(4),
        end: z.int().min(1),
      })
      .meta({ id: 'ColumnSlice', description: 'A range of columns: start is in it, end is not.' }),
  ])
  .meta({
    id: 'TableSlice',
    description:
      'A whole table, a row range or a column range of it. The same table whole on several hosts is replicated.',
  });
export type TableSlice = z.infer<typeof TableSlice>;

export const Shard = z
  .strictObject({
    host: Name.describe('`main` or `<host type>-<number>`.'),
    slices: z.array(TableSlice).max(1_000_000),
  })
  .meta({ id: 'Shard', description: 'The part of a model that one host serves.' });
export type Shard = z.infer<typeof Shard>;

export const Placement = z
  .strictObject({ shards: z.array(Shard).max(100_000) })
  .meta({ id: 'Placement', description: 'Table slices on hosts: a decision without numbers.' });
export type Placement = z.infer<typeof Placement>;

/** Placements that are in canonical order already: a large one is not sorted twice. */
const CANONICAL = new WeakSet<Placement>();

/** Canonical order: hosts by name, slices by table, kind and start; shards without a slice left out, shards of one host merged. */
export function canonicalPlacement(placement: Placement): Placement {
  if (CANONICAL.has(placement)) return placement;
  const byHost = new Map<string, TableSlice[]>();
  for (const shard of placement.shards) {
    if (shard.slices.length > 0) byHost.set(shard.host, [...(byHost.get(shard.host) ?? []), ...shard.slices]);
  }
  const shards = [...byHost].map(([host, slices]) => ({ host, slices: slices.toSorted(bySlice) }));
  const canonical = { shards: shards.toSorted((a, b) => compareText(a.host, b.host)) };
  CANONICAL.add(canonical);
  return canonical;
}

/** SHA-256 of the canonical order: equal placements have equal hashes, however they were written. */
export const placementHash = (placement: Placement): string => contentHash(canonicalPlacement(placement));

const startOf = (slice: TableSlice): number => (slice.kind === 'whole' ? 0 : slice.start);

const bySlice = (a: TableSlice, b: TableSlice): number =>
  compareText(a.table, b.table) || compareText(a.kind, b.kind) || startOf(a) - startOf(b);

// Code-unit order, not the locale's: the hash is the same on every machine.
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
