import type { EmbeddingStore } from '../embedding-store.ts';
import type { PhaseTimer } from '../phase-timer.ts';
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
  /** All else since the call before: sending that one's answer, falling asleep and waking up, taking in the message. */
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

/** Phases of the timer that `createCallHandler` takes. */
const [OVERHEAD, DESERIALIZE, SERIALIZE, EMBEDDING] = [0, 1, 2, 3];
export const CALL_PHASES = 4;

export function createCallHandler(timer: PhaseTimer): CallHandler {
  return {
    begin: () => timer.start(),
    handle(loaded, words, samples, allocate) {
      timer.settleAs(OVERHEAD);
      if (loaded === undefined) throw new Error('This shard was called before it was loaded.');
      const { store, shapes } = loaded;
      const slices = readCall(shapes, words, samples);
      timer.mark(DESERIALIZE);
      const out = allocate(countAnswer(shapes, slices));
      timer.mark(SERIALIZE);
      poolCall(store, shapes, slices, out);
      timer.mark(EMBEDDING);
      timer.settle();
      return {
        deserializeMs: timer.take(DESERIALIZE),
        embeddingMs: timer.take(EMBEDDING),
        serializeMs: timer.take(SERIALIZE),
        overheadMs: timer.take(OVERHEAD),
      };
    },
  };
}
