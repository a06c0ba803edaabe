// The kernels as a peer of peer-process.ts. Argument: `kernel`, SparseLengthsSum on slots that already lie in its memory;
// `store`, a whole call of the embedding store, which copies slots in, checks them and copies the answer out.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Dtype } from '../../domain/model.ts';
import { burstRows, createEmbeddingStore } from '../../evaluator/runtime/embedding-store.ts';
import { aligned, createKernelMemory, poolingKernelOf } from '../../evaluator/runtime/kernels.ts';
import { createThreadCpuClock } from '../../evaluator/runtime/thread-cpu-clock.ts';
import { benchTable, type PoolingShape } from './pooling-case.ts';

interface Loaded {
  run(call: number): void;
  answer(): Float32Array;
}

const load = process.argv[2] === 'store' ? loadStore : loadKernel;
const cpuMs = await createThreadCpuClock();
let loaded: Loaded | undefined;

for await (const line of createInterface({ input: process.stdin })) {
  const [command, ...rest] = line.split(' ');
  if (command === 'load') {
    const [, folder, dtype, ...figures] = rest;
    const [width, rows, , pooling, lookups, calls] = figures.map(Number);
    loaded = undefined;
    loaded = await load({ dtype: dtype as Dtype, width, rows, pooling, lookups, calls }, folder);
    console.log('loaded');
  } else if (command === 'run') {
    const [warm, first, count] = rest.map(Number);
    for (let call = 0; call < warm; call++) loaded!.run(call);
    const start = cpuMs();
    for (let call = first; call < first + count; call++) loaded!.run(call);
    console.log(String((cpuMs() - start) / 1000));
  } else if (command === 'write') {
    writeFileSync(rest[0], loaded!.answer());
    console.log('written');
  }
}

function readSlots(folder: string): Uint32Array {
  const { buffer, byteOffset, byteLength } = readFileSync(join(folder, 'slots.bin'));
  return new Uint32Array(buffer, byteOffset, byteLength / 4);
}

async function loadKernel(shape: PoolingShape, folder: string): Promise<Loaded> {
  const { dtype, width, pooling, lookups } = shape;
  const rows = readFileSync(join(folder, 'rows.bin'));
  const slots = readSlots(folder);
  const bags = lookups / pooling;
  const lengthsAt = aligned(rows.length);
  const slotsAt = lengthsAt + aligned(4 * bags);
  const outAt = slotsAt + aligned(slots.byteLength);
  const memory = createKernelMemory(outAt + 4 * bags * width);
  new Uint8Array(memory.words.buffer).set(rows);
  memory.words.fill(pooling, lengthsAt / 4, lengthsAt / 4 + bags);
  memory.words.set(slots, slotsAt / 4);
  const sum = poolingKernelOf(memory.calls, dtype);
  const burst = burstRows(rows.length, rows.length / shape.rows);
  return {
    run(call) {
      const from = slotsAt + 4 * call * lookups;
      sum(0, width, from, lengthsAt, bags, outAt, burst);
    },
    answer: () => memory.floats.slice(outAt / 4, outAt / 4 + bags * width),
  };
}

async function loadStore({ dtype, width, rows, pooling, lookups }: PoolingShape, folder: string): Promise<Loaded> {
  const rowIds = Uint32Array.from({ length: rows }, (_, row) => row);
  const table = benchTable(dtype, width);
  const store = await createEmbeddingStore([{ table, columnStart: 0, columnEnd: width, rowIds }]);
  const slots = readSlots(folder);
  const lengths = new Uint32Array(lookups / pooling).fill(pooling);
  const out = new Float32Array(lengths.length * width);
  return {
    run: (call) => store.pool(0, slots.subarray(call * lookups, (call + 1) * lookups), lengths, out),
    answer: () => out,
  };
}
