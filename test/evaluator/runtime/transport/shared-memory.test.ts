import { describe, expect, test } from 'vitest';
import { createGuard } from '../../../../evaluator/runtime/guard.ts';
import type { Call } from '../../../../evaluator/runtime/router.ts';
import type { CallHandler } from '../../../../evaluator/runtime/transport/call-handler.ts';
import { createSharedTransport } from '../../../../evaluator/runtime/transport/shared-array-buffer.ts';
import { createSharedRegion, viewRegion } from '../../../../evaluator/runtime/transport/shared-region.ts';
import { createSharedServer } from '../../../../evaluator/runtime/transport/shared-serving.ts';
import { appendRange, appendWhole } from '../../../../evaluator/runtime/wire.ts';

const times = { deserializeMs: 1, embeddingMs: 2, serializeMs: 3, overheadMs: 4 };
const newRegion = (answerValues: number) =>
  createSharedRegion([{ callWords: 8, answerValues }], new SharedArrayBuffer(4), new SharedArrayBuffer(4));
const call: Call = { host: 'h', hostNumber: 0, words: new Uint32Array(0), readBytes: 0, parts: [] };

/** Both ends in one thread: the call is posted, then the server finds it and, behind it, the order to leave. */
async function roundTrip(answerValues: number, handle: CallHandler['handle']) {
  const region = newRegion(answerValues);
  const server = createSharedServer([{ region, loaded: () => undefined }], { begin() {}, handle });
  let served: () => void = () => {};
  const shard = { region: viewRegion(region), guard: createGuard(), thread: 0 };
  const transport = createSharedTransport([[shard]], [() => new Promise<void>((resolve) => (served = resolve))]);
  await transport.open();
  const [links] = transport.links;
  links.begin();
  const answers = [];
  for (let i = 0; i < 2; i++) {
    links.callBuffers[0].words.set([7, 8, 9 + i]);
    links.callBuffers[0].used = 3;
    links.send([call], 2);
    expect(links.callBuffers[0].used).toBe(0);
    leaveAfterAnswer(region.control);
    server.serve();
    const [answer] = await links.receive();
    answers.push(answer);
  }
  const closing = transport.close();
  served();
  await closing;
  return answers;
}

/** The server would sleep for ever after its answer: its own compareExchange meets LEAVE (2) once READY is stored. */
function leaveAfterAnswer(control: SharedArrayBuffer): void {
  const worker = new Int32Array(control);
  queued.push(() => Atomics.store(worker, 0, 2));
}
const queued: (() => void)[] = [];

describe('shared memory', () => {
  test('carries words there and values and times back; earlier answers stay readable', async () => {
    const answers = await roundTrip(8, (_, words, samples, allocate) => {
      allocate(words.length).set([...words].map((word) => word * samples));
      queued.pop()!();
      return times;
    });
    expect(answers.map(({ vectors }) => [...vectors])).toEqual([
      [14, 16, 18],
      [14, 16, 20],
    ]);
    expect(answers[0].times).toEqual(times);
  });

  test('refuses answers beyond the region, with its size', async () => {
    const tooLong = roundTrip(2, (_, words, __, allocate) => {
      queued.pop()!();
      allocate(words.length);
      return times;
    });
    await expect(tooLong).rejects.toThrow('Answers of 3 values exceed their region of 2.');
  });

  test('refuses a call beyond the region, with its size', () => {
    const buffer = { words: viewRegion(newRegion(1)).call, used: 0, fixed: true };
    const lookups = { words: new Uint32Array(10).fill(9), lengthsAt: 0, idsAt: 1, end: 10 };
    for (const append of [() => appendWhole(buffer, 0, lookups), () => appendRange(buffer, 0, lookups, 0, 100)])
      expect(append).toThrow('A call of 11 words exceeds its region of 8.');
  });

  test('hands over a reason that is longer than its room, cut short', async () => {
    const failing = roundTrip(2, () => {
      queued.pop()!();
      throw new Error('x'.repeat(1000));
    });
    await expect(failing).rejects.toThrow(/^x{420}$/);
  });
});
