import type { CallHandler, LoadedSlices } from './call-handler.ts';
import type { RegionView, SharedRegion } from './shared-region.ts';
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

/** One sparse shard of a thread: its end of shared memory, and its slices by placement. */
export interface ServedShard {
  readonly region: SharedRegion;
  readonly loaded: (placement: number) => LoadedSlices | undefined;
}

/** A thread's end of shared memory. */
export interface SharedServer {
  /** Answers calls to any of its shards until the main shard says LEAVE; blocks the thread, which answers no message meanwhile. */
  serve(): void;
}

export function createSharedServer(shards: readonly ServedShard[], handler: CallHandler): SharedServer {
  const ends = shards.map(({ region, loaded }) => ({ region: viewRegion(region), loaded }));
  const [{ region: first }] = ends;
  return {
    serve() {
      handler.begin();
      for (;;) {
        // Read before the shards are looked at: a call that comes behind the look has rung since.
        const rung = Atomics.load(first.bell, 0);
        let isCalled = false;
        for (const { region, loaded } of ends) {
          const state = Atomics.load(region.control, STATE);
          if (state === LEAVE) return;
          if (state !== CALLED) continue;
          isCalled = true;
          answerCall(region, handler, loaded);
          // Before the answer is out: the next call may come at once. A LEAVE that came meanwhile stays.
          Atomics.compareExchange(region.control, STATE, CALLED, READY);
          if (Atomics.sub(region.outstanding, 0, 1) === 1) Atomics.notify(region.outstanding, 0);
        }
        if (!isCalled) Atomics.wait(first.bell, 0, rung);
      }
    },
  };
}

function answerCall(region: RegionView, handler: CallHandler, loaded: ServedShard['loaded']): void {
  const { control, call, answers } = region;
  /** Room of the answer, where the main shard expects it. */
  const allocate = (values: number): Float32Array => {
    const placement = control[PLACEMENT];
    const from = control[ANSWER_AT];
    if (from + values > answers[placement].length)
      throw new RangeError(`Answers of ${from + values} values exceed their region of ${answers[placement].length}.`);
    control[ANSWER_VALUES] = values;
    return answers[placement].subarray(from, from + values);
  };
  try {
    const words = call.subarray(0, control[CALL_WORDS]);
    region.writeTimes(handler.handle(loaded(control[PLACEMENT]), words, control[SAMPLES], allocate));
  } catch (error) {
    region.writeError(error instanceof Error ? error.message : String(error));
  }
}
