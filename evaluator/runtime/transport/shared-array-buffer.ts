import { setImmediate as eventLoop } from 'node:timers/promises';
import type { Guard } from '../guard.ts';
import type { Call } from '../router.ts';
import type { CallBuffer } from '../wire.ts';
import type { RegionView } from './shared-region.ts';
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
} from './shared-region.ts';
import type { Answer, ShardLinks, Transport } from './transport.ts';

/**
 * A blocked thread hears nothing of a shard's end: after so long it looks. Longer than any call should take,
 * as looking costs a turn of the event loop.
 */
const LOOK_AFTER_MS = 50;

/** What the main shard needs of one sparse shard. */
export interface SharedShard {
  readonly region: RegionView;
  readonly guard: Guard;
  /** Makes the shard's thread wait for calls; settles once it has left that loop. */
  serve(): Promise<void>;
}

/**
 * Calls and answers in shared memory; both sides sleep in Atomics.wait (a futex), never spin. The main shard is woken once
 * a net, by the last answer. `shards` of each placement, in the order of its hosts.
 */
export function createSharedTransport(placements: readonly (readonly SharedShard[])[]): Transport {
  const all = [...new Set(placements.flat())];
  let serving: Promise<unknown> = Promise.resolve();
  return {
    name: 'sharedArrayBuffer',
    links: placements.map((shards, placement) => createLinks(shards, placement)),
    async open() {
      for (const { region } of all) Atomics.store(region.control, STATE, READY);
      serving = Promise.all(all.map((shard) => shard.serve()));
      // A failure is met where somebody waits for an answer, or at the close.
      serving.catch(() => {});
    },
    async close() {
      for (const { region } of all) wake(region, LEAVE);
      await serving;
    },
  };
}

const wake = ({ control }: RegionView, state: number): void => {
  Atomics.store(control, STATE, state);
  Atomics.notify(control, STATE);
};

function createLinks(shards: readonly SharedShard[], placement: number): ShardLinks {
  const callBuffers = shards.map(({ region }): CallBuffer => ({ words: region.call, used: 0, fixed: true }));
  const nextAnswer = shards.map(() => 0);
  let sent: readonly Call[] = [];

  return {
    callBuffers,
    begin() {
      nextAnswer.fill(0);
    },
    send(calls, samples) {
      sent = calls;
      if (calls.length === 0) return;
      Atomics.store(shards[0].region.outstanding, 0, calls.length);
      for (const { hostNumber } of calls) {
        const { region } = shards[hostNumber];
        const { control } = region;
        control[PLACEMENT] = placement;
        control[SAMPLES] = samples;
        control[CALL_WORDS] = callBuffers[hostNumber].used;
        control[ANSWER_AT] = nextAnswer[hostNumber];
        callBuffers[hostNumber].used = 0;
        wake(region, CALLED);
      }
    },
    async receive() {
      if (sent.length === 0) return [];
      await allAnswered(shards);
      const answers: Answer[] = [];
      for (const { hostNumber } of sent) {
        const { region } = shards[hostNumber];
        const error = region.readError();
        if (error !== undefined) throw new Error(error);
        const from = nextAnswer[hostNumber];
        const to = from + region.control[ANSWER_VALUES];
        nextAnswer[hostNumber] = to;
        answers.push({ vectors: region.answers[placement].subarray(from, to), times: region.readTimes() });
      }
      return answers;
    },
  };
}

/** Sleeps until no answer is out. Throws where a shard has failed. */
async function allAnswered(shards: readonly SharedShard[]): Promise<void> {
  const { outstanding } = shards[0].region;
  for (;;) {
    const left = Atomics.load(outstanding, 0);
    if (left === 0) return;
    if (Atomics.wait(outstanding, 0, left, LOOK_AFTER_MS) !== 'timed-out') continue;
    await eventLoop();
    for (const { guard } of shards) guard.throwIfFailed();
  }
}
