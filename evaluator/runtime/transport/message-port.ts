import type { MessagePort } from 'node:worker_threads';
import type { CallHandler, LoadedSlices } from './call-handler.ts';
import type { AnswerMessage, MessagingShard } from './messages.ts';

/** One call; calls of a port are answered in the order in which they come. */
interface CallMessage {
  readonly placement: number;
  readonly samples: number;
  readonly words: ArrayBuffer;
}

type Reply = AnswerMessage | { readonly error: string };

/** The main shard's end of a port: replies settle calls in their order. */
export function callOver(port: MessagePort): MessagingShard['call'] {
  const waiting: { resolve(answer: AnswerMessage): void; reject(reason: Error): void }[] = [];
  port.on('message', (reply: Reply) => {
    const caller = waiting.shift()!;
    if ('error' in reply) caller.reject(new Error(reply.error));
    else caller.resolve(reply);
  });
  return (placement, words, samples) =>
    new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
      port.postMessage({ placement, samples, words } satisfies CallMessage, [words]);
    });
}

/** A sparse shard's end of a port. */
export function answerOver(
  port: MessagePort,
  handler: CallHandler,
  loaded: (placement: number) => LoadedSlices | undefined,
): void {
  port.on('message', ({ placement, samples, words }: CallMessage) => {
    let reply: Reply;
    try {
      reply = answerMessage(handler, loaded(placement), words, samples);
    } catch (error) {
      reply = { error: error instanceof Error ? error.message : String(error) };
    }
    port.postMessage(reply, 'values' in reply ? [reply.values] : []);
  });
}

/** Answers a call that came as a message. */
export function answerMessage(
  handler: CallHandler,
  loaded: LoadedSlices | undefined,
  words: ArrayBuffer,
  samples: number,
): AnswerMessage {
  let values = new ArrayBuffer(0);
  const times = handler.handle(loaded, new Uint32Array(words), samples, (count) => {
    values = new ArrayBuffer(4 * count);
    return new Float32Array(values);
  });
  return { values, times };
}
