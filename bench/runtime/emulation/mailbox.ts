/** What the main thread and one emulated shard share: a call at a time. */
export interface Mailbox {
  /** [calls sent, calls answered, exit]: counts wrap harmlessly. */
  readonly cells: Int32Array;
  /** [milliseconds of service, milliseconds of a hop] of the call under way. */
  readonly times: Float64Array;
}

const CELLS = 4;
const TIMES = 2;
export const [SENT, ANSWERED, EXIT] = [0, 1, 2];

export const createMailboxBuffer = (): SharedArrayBuffer =>
  new SharedArrayBuffer(TIMES * Float64Array.BYTES_PER_ELEMENT + CELLS * Int32Array.BYTES_PER_ELEMENT);

export const mailboxOf = (buffer: SharedArrayBuffer): Mailbox => ({
  times: new Float64Array(buffer, 0, TIMES),
  cells: new Int32Array(buffer, TIMES * Float64Array.BYTES_PER_ELEMENT, CELLS),
});

const NEVER = new Int32Array(new SharedArrayBuffer(4));

/** Blocks the thread, using no core: the kernel wakes it up some tens of microseconds late. */
export function sleep(ms: number): void {
  if (ms > 0) Atomics.wait(NEVER, 0, 0, ms);
}
