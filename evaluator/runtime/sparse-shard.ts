/**
 * The worker thread of sparse shards: holds the slices of one host of each placement of a lease, or of several, answers calls.
 * Started by shard-pool.ts. Control calls come by comlink; calls of lookups by whichever transport the lease chose.
 */
import { expose, transfer } from 'comlink';
import type { MessagePort } from 'node:worker_threads';
import { parentPort } from 'node:worker_threads';
import { endpointOf } from './comlink-endpoint.ts';
import type { SliceRows } from './embedding-store.ts';
import { createEmbeddingStore } from './embedding-store.ts';
import { systemClock } from '../../domain/clock.ts';
import { createPhaseTimer } from './phase-timer.ts';
import { createThreadCpuClock } from './thread-cpu-clock.ts';
import { CALL_PHASES, createCallHandler, type LoadedSlices } from './transport/call-handler.ts';
import { answerMessage, answerOver } from './transport/message-port.ts';
import type { AnswerMessage } from './transport/messages.ts';
import type { SharedRegion } from './transport/shared-region.ts';
import { createSharedServer } from './transport/shared-serving.ts';
import type { SliceShape } from './wire.ts';

export interface SparseShard {
  /** Materialises the slices of a placement on one of the thread's shards. Returns the bytes of their rows. */
  load(shard: number, placement: number, slices: readonly SliceRows[], shapes: readonly SliceShape[]): Promise<number>;
  /** What the thread does until here belongs to no call. */
  begin(): void;
  /** Answers calls in shared memory, a region for each of its shards, until the main shard ends it. The thread is deaf to other calls meanwhile. */
  serveShared(regions: readonly SharedRegion[]): void;
  /** Answers calls that come over this port, from now on: those of its first shard, as messages have a thread for each. */
  servePort(port: MessagePort): void;
  /** Pools one call; its buffer and the answer's change hands (wire.ts). */
  answer(placement: number, words: ArrayBuffer, samples: number): AnswerMessage;
  /** CPU milliseconds of this thread so far. */
  cpuMs(): number;
  unload(): void;
}

/** By shard of this thread, by placement. */
let loaded: (LoadedSlices | undefined)[][] = [];
let port: MessagePort | undefined;
const cpuMs = await createThreadCpuClock();
const handler = createCallHandler(createPhaseTimer(cpuMs, systemClock, CALL_PHASES));
const slicesOf = (shard: number, placement: number): LoadedSlices | undefined => loaded[shard]?.[placement];

const thread: SparseShard = {
  async load(shard, placement, slices, shapes) {
    const store = await createEmbeddingStore(slices);
    (loaded[shard] ??= [])[placement] = { store, shapes };
    return store.bytes;
  },
  begin: () => handler.begin(),
  serveShared: (regions) =>
    createSharedServer(
      regions.map((region, shard) => ({ region, loaded: (placement) => slicesOf(shard, placement) })),
      handler,
    ).serve(),
  servePort(given) {
    port = given;
    answerOver(given, handler, (placement) => slicesOf(0, placement));
  },
  answer(placement, words, samples) {
    const answer = answerMessage(handler, slicesOf(0, placement), words, samples);
    return transfer(answer, [answer.values]);
  },
  cpuMs,
  unload() {
    for (const slices of loaded.flat()) slices?.store.dispose();
    loaded = [];
    port?.close();
    port = undefined;
  },
};

if (parentPort === null) throw new Error('sparse-shard.ts runs as a worker thread.');
expose(thread, endpointOf(parentPort));
