import { readFileSync } from 'node:fs';
import type { Dtype } from '../../domain/model.ts';

/** Codes of evaluator/runtime/kernels/assembly/dtypes.ts. */
export const dtypeCodes: Readonly<Record<Dtype, number>> = { fp32: 0, fp16: 1, int8: 2, int4: 3 };

/** kernels/assembly/sparse-lengths-sum.ts; answers the address behind the last slot, as a signed number. */
export type SparseLengthsSum = (
  rows: number,
  width: number,
  slots: number,
  lengths: number,
  bags: number,
  out: number,
  burst: number,
) => number;

/** The compiled kernels' exports; addresses are bytes into the memory, all other figures counts or codes. */
export interface KernelCalls {
  fillRows(
    dtype: number,
    out: number,
    rowIds: number,
    count: number,
    seed: number,
    columnStart: number,
    width: number,
    amplitude: number,
  ): void;
  readonly sumFp32: SparseLengthsSum;
  readonly sumFp16: SparseLengthsSum;
  readonly sumInt8: SparseLengthsSum;
  readonly sumInt4: SparseLengthsSum;
  lookupsAreLegal(slots: number, lookups: number, rowCount: number, lengths: number, bags: number): number;
  compactRows(
    rows: number,
    count: number,
    pairs: number,
    spare: number,
    counts: number,
    positions: number,
    rowIds: number,
    shuffled: boolean,
    greatest: number,
    mask: number,
    half: number,
    third: number,
    offset: number,
    first: number,
    second: number,
  ): number;
  /** kernels/assembly/zipf.ts; answers how many rows were drawn. */
  drawZipf(
    state: number,
    out: number,
    count: number,
    rows: number,
    exponent: number,
    start: number,
    end: number,
    squeeze: number,
  ): number;
  linear(
    input: number,
    inputStride: number,
    samples: number,
    inputs: number,
    weights: number,
    bias: number,
    panels: number,
    relu: boolean,
    out: number,
  ): void;
  dotInteraction(joined: number, samples: number, vectors: number, dim: number, out: number): void;
  averageWindows(joined: number, samples: number, width: number, stride: number, out: number): void;
}

/** The kernel that pools rows of a type. */
export const poolingKernelOf = (calls: KernelCalls, dtype: Dtype): SparseLengthsSum =>
  ({ fp32: calls.sumFp32, fp16: calls.sumFp16, int8: calls.sumInt8, int4: calls.sumInt4 })[dtype];

/** One memory with an instance of the kernels on it. The views are of the whole memory and change when it grows. */
export interface KernelMemory {
  readonly calls: KernelCalls;
  readonly words: Uint32Array;
  readonly floats: Float32Array;
  /** Grows the memory to at least so many bytes. Throws a RangeError beyond 4 GiB. */
  ensure(bytes: number): void;
}

/** What a 32-bit address reaches. */
export const MEMORY_LIMIT_BYTES = 2 ** 32;

const PAGE_BYTES = 65_536;

/** Addresses handed out are multiples of a cache line. */
export const aligned = (bytes: number): number => Math.ceil(bytes / 64) * 64;

/** A memory of its own for one store or engine. Throws a RangeError beyond 4 GiB. */
export function createKernelMemory(bytes: number): KernelMemory {
  const memory = new WebAssembly.Memory({ initial: pages(bytes), maximum: pages(MEMORY_LIMIT_BYTES) });
  const instance = new WebAssembly.Instance(compiledKernels(), { env: { memory } });
  let words = new Uint32Array(memory.buffer);
  let floats = new Float32Array(memory.buffer);
  return {
    calls: instance.exports as unknown as KernelCalls,
    get words() {
      return words;
    },
    get floats() {
      return floats;
    },
    ensure(needed) {
      if (needed <= memory.buffer.byteLength) return;
      memory.grow(pages(needed) - memory.buffer.byteLength / PAGE_BYTES);
      words = new Uint32Array(memory.buffer);
      floats = new Float32Array(memory.buffer);
    },
  };
}

/** FNV-1a of the text's UTF-16 code units: the seed of a table's values. */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** Writes GiB for messages. */
export const gib = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(2)} GiB`;

function pages(bytes: number): number {
  if (bytes > MEMORY_LIMIT_BYTES)
    throw new RangeError(`${gib(bytes)} are more than the 4 GiB that one kernel memory can address.`);
  return Math.ceil(bytes / PAGE_BYTES);
}

let compiled: WebAssembly.Module | undefined;

// Compiled once a thread: stores and engines share the code, not the memory.
function compiledKernels(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(readFileSync(new URL('./kernels/kernels.wasm', import.meta.url)));
  return compiled;
}
