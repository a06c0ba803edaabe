import type { CallHandler, LoadedSlices } from './call-handler.ts';
import type { SharedRegion } from './shared-region.ts';
import {
  ANSWER_AT,
  ANSWER_VALUES,
  CALL_WORDS,
  CALLED,
  LEAVE,
  PLACEMENT,
  READY,
  SAMPLES,
  STATE,
  viewRegion,
} from './shared-region.ts';

/** A sparse shard's end of shared memory. */
export interface SharedServer {
  /** Answers calls until the main shard says LEAVE; blocks the thread, which answers no message meanwhile. */
  serve(): void;
}

export function createSharedServer(
  shared: SharedRegion,
  handler: CallHandler,
  loaded: (placement: number) => LoadedSlices | undefined,
): SharedServer {
  const region = viewRegion(shared);
  const { control, call, answers, outstanding } = region;

  /** Room of the answer, where the main shard expects it. */
  function allocate(values: number): Float32Array {
    const placement = control[PLACEMENT];
    const from = control[ANSWER_AT];
    if (from + values > answers[placement].length)
      throw new RangeError(`Answers of ${from + values} values exceed their region of ${answers[placement].length}.`);
    control[ANSWER_VALUES] = values;
    return answers[placement].subarray(from, from + values);
  }

  function answerCall(): void {
    try {
      const words = call.subarray(0, control[CALL_WORDS]);
      region.writeTimes(handler.handle(loaded(control[PLACEMENT]), words, control[SAMPLES], allocate));
    } catch (error) {
      region.writeError(error instanceof Error ? error.message : String(error));
    }
  }

  return {
    serve() {
      handler.begin();
      for (;;) {
        Atomics.wait(control, STATE, READY);
        const state = Atomics.load(control, STATE);
        if (state === LEAVE) return;
        if (state !== CALLED) continue;
        answerCall();
        // Before the answer is out: the next call may come at once. A LEAVE that came meanwhile stays.
        Atomics.compareExchange(control, STATE, CALLED, READY);
        if (Atomics.sub(outstanding, 0, 1) === 1) Atomics.notify(outstanding, 0);
      }
    },
  };
}
