import type { TransportName } from '../../../domain/measurement.ts';
import type { Guard } from '../guard.ts';
import type { Call } from '../router.ts';
import type { CallBuffer } from '../wire.ts';
import { createCallBuffer } from '../wire.ts';
import type { CallTimes } from './call-handler.ts';
import type { Answer, ShardLinks, Transport } from './transport.ts';

/** An answer as it is sent: its buffer changes hands. */
export interface AnswerMessage {
  readonly values: ArrayBuffer;
  readonly times: CallTimes;
}

/** What the main shard needs of one sparse shard that it exchanges messages with. */
export interface MessagingShard {
  readonly guard: Guard;
  /** Starts the shard's accounting of CPU. */
  begin(): Promise<void>;
  /** Sends one call, whose buffer changes hands, and brings the answer. */
  call(placement: number, words: ArrayBuffer, samples: number): Promise<AnswerMessage>;
}

/** Calls and answers as messages whose buffers are transferred; both sides sleep in their event loops. */
export function createMessageTransport(
  name: TransportName,
  placements: readonly (readonly MessagingShard[])[],
): Transport {
  const all = [...new Set(placements.flat())];
  return {
    name,
    links: placements.map((shards, placement) => createLinks(shards, placement)),
    async open() {
      await Promise.all(all.map((shard) => shard.begin()));
    },
    async close() {},
  };
}

function createLinks(shards: readonly MessagingShard[], placement: number): ShardLinks {
  const callBuffers: CallBuffer[] = shards.map(() => createCallBuffer());
  let pending: Promise<Answer[]> = Promise.resolve([]);

  async function sendOne({ hostNumber }: Call, samples: number): Promise<Answer> {
    const shard = shards[hostNumber];
    const buffer = callBuffers[hostNumber];
    const words = buffer.words.slice(0, buffer.used).buffer;
    buffer.used = 0;
    const { values, times } = await shard.guard.watch(shard.call(placement, words, samples));
    return { vectors: new Float32Array(values), times };
  }

  return {
    callBuffers,
    begin() {},
    send(calls, samples) {
      pending = Promise.all(calls.map((call) => sendOne(call, samples)));
      // A failure while the main shard works is met in `receive`.
      pending.catch(() => {});
    },
    receive: () => pending,
  };
}
