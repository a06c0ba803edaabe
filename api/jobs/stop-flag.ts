/** One shared cell: 1 once the work is to stop. */
export type StopFlag = SharedArrayBuffer;

export const createStopFlag = (): StopFlag => new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);

/** Any thread that holds the flag may raise it. */
export const raise = (flag: StopFlag): void => {
  Atomics.store(new Int32Array(flag), 0, 1);
};

/**
 * A controller whose signal also sees the flag. A search keeps its thread's event loop busy, so that no message to stop comes in:
 * reading `aborted`, which it does between moves, looks at the flag, and aborts for all who listen.
 */
export function controllerOf(flag: StopFlag): AbortController {
  const controller = new AbortController();
  const cell = new Int32Array(flag);
  let isAborted = false;
  controller.signal.addEventListener('abort', () => (isAborted = true), { once: true });
  Object.defineProperty(controller.signal, 'aborted', {
    get: () => {
      if (!isAborted && Atomics.load(cell, 0) === 1) controller.abort();
      return isAborted;
    },
  });
  return controller;
}
