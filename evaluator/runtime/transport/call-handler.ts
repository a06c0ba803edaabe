import type { EmbeddingStore } from '../embedding-store.ts';
import type { ThreadCpuClock } from '../thread-cpu-clock.ts';
import type { SliceShape } from '../wire.ts';
import { countAnswer, poolCall, readCall } from '../wire.ts';

/** CPU milliseconds that one call took of its sparse shard's thread. */
export interface CallTimes {
  /** Taking the call apart. */
  readonly deserializeMs: number;
  /** Pooling, and copying what was pooled out of the kernels' memory into the answer: as in the singular run. */
  readonly embeddingMs: number;
  /** Making room for the answer. */
  readonly serializeMs: number;
  /** All else since the call before: sending that one's answer, waking up, taking in the message. */
  readonly overheadMs: number;
}

/** The slices of one placement on this shard. */
export interface LoadedSlices {
  readonly store: EmbeddingStore;
  readonly shapes: readonly SliceShape[];
}

/** Answers the calls of one shard, whoever carries them, and times what they take. */
export interface CallHandler {
  /** What the thread does until here belongs to no call. */
  begin(): void;
  /** Pools one call of wire.ts into what `allocate` gives for so many values. Throws where the call is not well-formed. */
  handle(
    loaded: LoadedSlices | undefined,
    words: Uint32Array,
    samples: number,
    allocate: (values: number) => Float32Array,
  ): CallTimes;
}

export function createCallHandler(cpuMs: ThreadCpuClock): CallHandler {
  let lastEnd = 0;
  return {
    begin() {
      lastEnd = cpuMs();
    },
    handle(loaded, words, samples, allocate) {
      const begun = cpuMs();
      if (loaded === undefined) throw new Error('This shard was called before it was loaded.');
      const { store, shapes } = loaded;
      const slices = readCall(shapes, words, samples);
      const read = cpuMs();
      const out = allocate(countAnswer(shapes, slices));
      const allocated = cpuMs();
      poolCall(store, shapes, slices, out);
      const pooled = cpuMs();
      const times = {
        deserializeMs: read - begun,
        embeddingMs: pooled - allocated,
        serializeMs: allocated - read,
        overheadMs: begun - lastEnd,
      };
      lastEnd = pooled;
      return times;
    },
  };
}
