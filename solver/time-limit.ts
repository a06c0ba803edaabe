import type { SolveOptions } from './options.ts';

const TIME_LIMIT = 'time limit';

/**
 * Runs with a signal that also aborts once the time limit is over: searches read it between moves, and whoever waits for an engine is told by a
 * timer. An answer that the limit ended depends on the machine, and says so.
 */
export async function underTimeLimit<O extends Pick<SolveOptions, 'timeLimitSeconds' | 'clock' | 'signal'>, A>(
  options: O,
  run: (options: O) => Promise<A>,
): Promise<A> {
  const { timeLimitSeconds, clock, signal: outer } = options;
  if (timeLimitSeconds === undefined) return run(options);
  const end = clock.now() + timeLimitSeconds * 1000;
  const controller = new AbortController();
  let isAborted = false;
  const abort = (reason: unknown): void => {
    isAborted = true;
    controller.abort(reason);
  };
  const cancel = (): void => abort(outer?.reason);
  Object.defineProperty(controller.signal, 'aborted', {
    get: () => {
      if (!isAborted && outer?.aborted === true) cancel();
      if (!isAborted && clock.now() >= end) abort(TIME_LIMIT);
      return isAborted;
    },
  });
  outer?.addEventListener('abort', cancel, { once: true });
  const timer = setTimeout(() => abort(TIME_LIMIT), timeLimitSeconds * 1000);
  try {
    return await run({ ...options, timeLimitSeconds: undefined, signal: controller.signal });
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', cancel);
  }
}

/** What ended a search that its signal did not leave to end by itself. */
export const stopReason = (signal: AbortSignal | undefined): 'cancelled' | 'time limit' | undefined =>
  signal?.aborted !== true ? undefined : signal.reason === TIME_LIMIT ? TIME_LIMIT : 'cancelled';
