import type { CallTimes } from './call-handler.ts';
import type { CallSizes } from './transport.ts';

/*
 * What a main shard and one sparse shard share. `control` holds 32-bit words: the state, the placement that is called, its
 * samples, words of the call, place and values of the answer; then the bytes of an error's text and the text, and behind
 * them, as float64, what the call took. `call` holds the words of the call, `answers` one buffer of fp32 for each placement.
 */
export interface SharedRegion {
  readonly control: SharedArrayBuffer;
  readonly call: SharedArrayBuffer;
  readonly answers: readonly SharedArrayBuffer[];
  /** One word for all shards of a lease: answers that are still out. The shard that brings it to 0 wakes the main shard. */
  readonly outstanding: SharedArrayBuffer;
  /** One word for all shards of a thread, which sleeps on it: how often the main shard has rung. */
  readonly bell: SharedArrayBuffer;
}

/** Values of the state word. The main shard writes CALLED and LEAVE, the sparse shard READY. */
export const READY = 0;
export const CALLED = 1;
export const LEAVE = 2;

export const STATE = 0;
export const PLACEMENT = 1;
export const SAMPLES = 2;
export const CALL_WORDS = 3;
export const ANSWER_AT = 4;
export const ANSWER_VALUES = 5;
const ERROR_BYTES = 6;
const WORDS = 7;

const ERROR_TEXT_AT = 4 * WORDS;
const ERROR_TEXT_BYTES = 420;
const TIMES_AT = ERROR_TEXT_AT + ERROR_TEXT_BYTES;
const TIMES = 4;

/** A region for calls and answers of these sizes, one entry a placement. */
export function createSharedRegion(
  sizes: readonly CallSizes[],
  outstanding: SharedArrayBuffer,
  bell: SharedArrayBuffer,
): SharedRegion {
  const callWords = sizes.reduce((most, size) => Math.max(most, size.callWords), 0);
  return {
    control: new SharedArrayBuffer(TIMES_AT + 8 * TIMES),
    call: new SharedArrayBuffer(4 * callWords),
    answers: sizes.map(({ answerValues }) => new SharedArrayBuffer(4 * answerValues)),
    outstanding,
    bell,
  };
}

/** A region as typed arrays; either end makes its own. */
export interface RegionView {
  readonly control: Int32Array<SharedArrayBuffer>;
  readonly call: Uint32Array<SharedArrayBuffer>;
  readonly answers: readonly Float32Array<SharedArrayBuffer>[];
  readonly outstanding: Int32Array<SharedArrayBuffer>;
  readonly bell: Int32Array<SharedArrayBuffer>;
  writeTimes(times: CallTimes): void;
  readTimes(): CallTimes;
  writeError(text: string): void;
  /** undefined where the call was answered. */
  readError(): string | undefined;
}

export function viewRegion(region: SharedRegion): RegionView {
  const control = new Int32Array(region.control, 0, WORDS);
  const text = new Uint8Array(region.control, ERROR_TEXT_AT, ERROR_TEXT_BYTES);
  const times = new Float64Array(region.control, TIMES_AT, TIMES);
  return {
    control,
    call: new Uint32Array(region.call),
    answers: region.answers.map((buffer) => new Float32Array(buffer)),
    outstanding: new Int32Array(region.outstanding),
    bell: new Int32Array(region.bell),
    writeTimes({ deserializeMs, embeddingMs, serializeMs, overheadMs }) {
      times[0] = deserializeMs;
      times[1] = embeddingMs;
      times[2] = serializeMs;
      times[3] = overheadMs;
      control[ERROR_BYTES] = 0;
    },
    readTimes: () => ({
      deserializeMs: times[0],
      embeddingMs: times[1],
      serializeMs: times[2],
      overheadMs: times[3],
    }),
    writeError(message) {
      // A text decoder refuses shared memory, and so does an encoder: bytes go over one by one.
      const bytes = Buffer.from(message).subarray(0, text.length);
      text.set(bytes);
      control[ERROR_BYTES] = bytes.length;
    },
    readError: () =>
      control[ERROR_BYTES] === 0 ? undefined : Buffer.from(text.slice(0, control[ERROR_BYTES])).toString(),
  };
}
