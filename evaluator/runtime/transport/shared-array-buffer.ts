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
  /** Which thread serves it, alone or with others. */
  readonly thread: number;
}

/** Makes a thread wait for calls of its shards; settles once it has left that loop. */
export type Serve = () => Promise<void>;

/**
 * Calls and answers in shared memory; both sides sleep in Atomics.wait (a futex), never spin. The main shard is woken once
 * a net, by the last answer, and a thread once a net, for the calls of all its shards. `shards` of each placement, in the order of its hosts.
 */
export function createSharedTransport(
  placements: readonly (readonly SharedShard[])[],
  threads: readonly Serve[],
): Transport {
  const all = [...new Set(placements.flat())];
  let serving: Promise<unknown> = Promise.resolve();
  return {
    name: 'sharedArrayBuffer',
    links: placements.map((shards, placement) => createLinks(shards, placement)),
    async open() {
      for (const { region } of all) Atomics.store(region.control, STATE, READY);
      serving = Promise.all(threads.map((serve) => serve()));
      // A failure is met where somebody waits for an answer, or at the close.
      serving.catch(() => {});
    },
    async close() {
      for (const { region } of all) Atomics.store(region.control, STATE, LEAVE);
      for (const { region } of all) ring(region);
      await serving;
    },
  };
}

const ring = ({ bell }: RegionView): void => {
  Atomics.add(bell, 0, 1);
  Atomics.notify(bell, 0);
};

function createLinks(shards: readonly SharedShard[], placement: number): ShardLinks {
  const callBuffers = shards.map(({ region }): CallBuffer => ({ words: region.call, used: 0, fixed: true }));
  const nextAnswer = shards.map(() => 0);
  /** By thread: the send for which it was rung last. */
  const rungFor = new Float64Array(1 + shards.reduce((most, { thread }) => Math.max(most, thread), 0));
  let sends = 0;
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
        Atomics.store(control, STATE, CALLED);
      }
      sends++;
      for (const { hostNumber } of calls) {
        const { region, thread } = shards[hostNumber];
        if (rungFor[thread] === sends) continue;
        rungFor[thread] = sends;
        ring(region);
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
