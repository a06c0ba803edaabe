import type { Model, Table } from '../../domain/model.ts';
import { occasionsOf } from '../trace/jagged.ts';
import type { CompactTrace } from './compact-trace.ts';
import { copyStrided, createScratch } from './dense-part.ts';
import type { EmbeddingStore } from './embedding-store.ts';
import type { Call, LocalLookups } from './router.ts';
import type { ServedPart } from './served-parts.ts';

/** Pooled vectors of each table, [feature][occasion][dim], as far as they are there. */
export type Blocks = (Float32Array | undefined)[];

/** Vectors that one part of a table answered: [feature][occasion][columns of the part]. */
export interface PartVectors {
  readonly part: ServedPart;
  readonly vectors: Float32Array;
}

/** Gives each table a block for its pooled vectors, [feature][occasion][dim], kept from use to use of the slot. */
export type PooledBuffers = (table: number, samples: number) => Float32Array;

export function createPooledBuffers(tables: readonly Table[]): PooledBuffers {
  const buffers = tables.map(() => createScratch());
  return (t, samples) => buffers[t](tables[t].features.length * occasionsOf(tables[t], samples) * tables[t].dim);
}

/** Pools the main shard's own parts: whole tables straight into their block, others into vectors yet to assemble. */
export function poolLocal(
  store: EmbeddingStore | undefined,
  local: readonly LocalLookups[],
  blockOf: (table: number) => Float32Array,
  blocks: Blocks,
  cut: PartVectors[],
): void {
  for (const { part, slice, lookups } of local) {
    const whole = part.slice.kind === 'whole';
    const out = whole
      ? blockOf(part.table)
      : new Float32Array(lookups.lengths.length * (part.columnEnd - part.columnStart));
    store!.pool(slice, lookups.ids, lookups.lengths, out);
    if (whole) blocks[part.table] = out;
    else cut.push({ part, vectors: out });
  }
}

/** Cuts an answer into the vectors of the parts that its call named: whole tables are blocks, others have yet to be assembled. */
export function cutAnswer(
  tables: readonly Table[],
  call: Call,
  answer: Float32Array,
  samples: number,
  blocks: Blocks,
  cut: PartVectors[],
): void {
  let at = 0;
  for (const part of call.parts) {
    const table = tables[part.table];
    const values = table.features.length * occasionsOf(table, samples) * (part.columnEnd - part.columnStart);
    const vectors = answer.subarray(at, at + values);
    at += values;
    if (part.slice.kind === 'whole') blocks[part.table] = vectors;
    else cut.push({ part, vectors });
  }
  if (at !== answer.length)
    throw new Error(`Host ${call.host} answered ${answer.length} values where ${at} were asked for.`);
}

/** Puts parts into their tables' blocks in slice order: the order of a row split's sums, whoever answered first. */
export function assemble(
  tables: readonly Table[],
  cut: PartVectors[],
  blockOf: (table: number) => Float32Array,
  blocks: Blocks,
): void {
  for (const { part, vectors } of cut.sort((a, b) => a.part.part - b.part.part)) {
    const table = tables[part.table];
    const block = blocks[part.table];
    if (part.slice.kind === 'columns') {
      const width = part.columnEnd - part.columnStart;
      const target = block ?? blockOf(part.table);
      copyStrided(vectors, 0, width, width, target, part.columnStart, table.dim, vectors.length / width);
      blocks[part.table] = target;
    } else if (block === undefined) blocks[part.table] = vectors;
    else addTo(block, vectors);
  }
}

function addTo(block: Float32Array, values: Float32Array): void {
  for (let i = 0; i < block.length; i++) block[i] += values[i];
}

/** Tables of a net, and those of them with a `mean` feature with their lengths by batch. */
export interface NetTables {
  readonly tables: readonly number[];
  readonly means: readonly { readonly table: number; readonly lengths: readonly Uint32Array[] }[];
}

export function tablesOfNet(model: Model, name: string, compact: CompactTrace): NetTables {
  const tables = model.tables.flatMap(({ net }, t) => (net === name ? [t] : []));
  const means = tables
    .filter((t) => model.tables[t].features.some(({ pooling }) => pooling === 'mean'))
    .map((table) => ({ table, lengths: compact.table(table, 'shuffled').batches.map((batch) => batch.lengths) }));
  return { tables, means };
}

/** Once all parts of a net are in their blocks: tables without a lookup pool to zeros; sums of `mean` features are divided. */
export function finishTables(
  tables: readonly Table[],
  net: NetTables,
  batch: number,
  blockOf: (table: number) => Float32Array,
  blocks: Blocks,
): void {
  for (const t of net.tables) blocks[t] ??= blockOf(t).fill(0);
  for (const { table, lengths } of net.means) finishMeans(tables[table], blocks[table]!, lengths[batch]);
}

/** Divides the sums of `mean` features by their bags' lookups: split and whole tables share this last step. */
function finishMeans(table: Table, block: Float32Array, lengths: Uint32Array): void {
  const occasions = lengths.length / table.features.length;
  table.features.forEach(({ pooling }, f) => {
    if (pooling !== 'mean') return;
    for (let bag = f * occasions; bag < (f + 1) * occasions; bag++)
      if (lengths[bag] > 1) for (let i = bag * table.dim; i < (bag + 1) * table.dim; i++) block[i] /= lengths[bag];
  });
}
