import { mkdtempSync, writeFileSync, openSync, writeSync, closeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Dtype, Table } from '../../domain/model.ts';
import { seededRandom } from '../../domain/random.ts';
import { rowBytes } from '../../domain/row-bytes.ts';
import { tableSeed, VALUE_AMPLITUDE } from '../../evaluator/runtime/embedding-store.ts';
import { createKernelMemory, dtypeCodes } from '../../evaluator/runtime/kernels.ts';

/** What is pooled: `calls` calls of `lookups` lookups each, `pooling` a bag, slots uniform over the rows. */
export interface PoolingShape {
  readonly dtype: Dtype;
  readonly width: number;
  readonly rows: number;
  readonly pooling: number;
  readonly lookups: number;
  readonly calls: number;
}

export const benchTable = (dtype: Dtype, dim: number): Table => ({
  name: 'bench',
  net: 'net',
  rows: 2 ** 32,
  dim,
  dtype,
  lookupsPer: 'sample',
  features: [{ name: 'f', pooling: 'sum' }],
});

export interface CaseFiles {
  /** rows.bin as the store lays them out, slots.bin [calls][lookups] as uint32. */
  readonly folder: string;
  /** What a peer is told to load them. */
  readonly loadLine: string;
  readonly slots: Uint32Array;
}

/** Writes the same rows and slots for every peer. */
export async function writeCase(shape: PoolingShape): Promise<CaseFiles> {
  const { dtype, width, rows, pooling, lookups, calls } = shape;
  const folder = mkdtempSync(join(tmpdir(), 'shardwright-bench-'));
  const table = benchTable(dtype, width);
  const bytes = rowBytes(table);
  await writeRows(join(folder, 'rows.bin'), table, rows);
  const random = seededRandom(1, `${dtype} ${width} ${rows} ${pooling}`);
  const slots = Uint32Array.from({ length: calls * lookups }, () => random.below(rows));
  writeFileSync(join(folder, 'slots.bin'), slots);
  const loadLine = ['load', 'pooling', folder, dtype, width, rows, bytes, pooling, lookups, calls].join(' ');
  return { folder, loadLine, slots };
}

const ROWS_AT_ONCE = 65_536;

async function writeRows(path: string, table: Table, rows: number): Promise<void> {
  const bytes = rowBytes(table);
  const idsAt = ROWS_AT_ONCE * bytes;
  const memory = createKernelMemory(idsAt + 4 * ROWS_AT_ONCE);
  const file = openSync(path, 'w');
  for (let from = 0; from < rows; from += ROWS_AT_ONCE) {
    const count = Math.min(ROWS_AT_ONCE, rows - from);
    for (let i = 0; i < count; i++) memory.words[idsAt / 4 + i] = from + i;
    memory.calls.fillRows(dtypeCodes[table.dtype], 0, idsAt, count, tableSeed(table), 0, table.dim, VALUE_AMPLITUDE);
    writeSync(file, new Uint8Array(memory.words.buffer, 0, count * bytes));
  }
  closeSync(file);
}
