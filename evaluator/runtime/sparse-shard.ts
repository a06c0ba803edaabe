/** The worker thread of one sparse shard: holds its slices, answers calls. Started by shard-pool.ts. */
import { expose, transfer } from 'comlink';
import { parentPort } from 'node:worker_threads';
import { endpointOf } from './comlink-endpoint.ts';
import type { EmbeddingStore, SliceRows } from './embedding-store.ts';
import { createEmbeddingStore } from './embedding-store.ts';
import { createThreadCpuClock } from './thread-cpu-clock.ts';
import type { SliceShape } from './wire.ts';
import { answerCall } from './wire.ts';

export interface SparseShard {
  /** Materialises the slices in place of earlier ones. Returns the bytes of their rows. */
  load(slices: readonly SliceRows[], shapes: readonly SliceShape[]): Promise<number>;
  /** Pools one call; its buffer and the answer's change hands (wire.ts). */
  answer(call: ArrayBuffer, samples: number): ArrayBuffer;
  /** CPU milliseconds of this thread so far. */
  cpuMs(): number;
  unload(): void;
}

let store: EmbeddingStore | undefined;
let shapes: readonly SliceShape[] = [];
const cpuMs = await createThreadCpuClock();

const shard: SparseShard = {
  async load(slices, shapesOfSlices) {
    store?.dispose();
    // Dropped before the next is made: two stores at once may not fit.
    store = undefined;
    store = await createEmbeddingStore(slices);
    shapes = shapesOfSlices;
    return store.bytes;
  },
  answer(call, samples) {
    if (store === undefined) throw new Error('This shard was called before it was loaded.');
    const { buffer } = answerCall(store, shapes, new Uint32Array(call), samples);
    return transfer(buffer, [buffer]);
  },
  cpuMs,
  unload() {
    store?.dispose();
    store = undefined;
  },
};

if (parentPort === null) throw new Error('sparse-shard.ts runs as a worker thread.');
expose(shard, endpointOf(parentPort));
