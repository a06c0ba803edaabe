import { problemErrorOf, ProblemError } from './problem-error.ts';

/** What openapi-fetch gives for any operation. */
export interface Transferred<Data> {
  readonly data?: Data;
  readonly error?: unknown;
  readonly response: Response;
}

/** Attempts in a row that may fail before the failure is the caller's. */
const ATTEMPTS = 6;
const FIRST_PAUSE_SECONDS = 0.5;
/** Too many requests, a full queue, a server that restarts, a proxy that finds none. */
const PASSING = new Set([429, 502, 503, 504]);

/**
 * The data of an answer.
 * @throws ProblemError where the service refused or failed.
 */
export async function unwrap<Data>(answer: Promise<Transferred<Data>> | Transferred<Data>): Promise<Data> {
  const { data, error, response } = await answer;
  if (!response.ok) throw problemErrorOf(response, error);
  return data as Data;
}

/**
 * Sends what may be sent twice until it is answered: after a lost connection or a refusal for now it pauses as long as
 * Retry-After says, else twice as long each time, and tries again.
 * @throws ProblemError, or what fetch threw, after the last attempt; the signal's reason at once.
 */
export async function sendRepeatedly<Data>(
  send: () => Promise<Transferred<Data>>,
  signal: AbortSignal | undefined,
): Promise<Transferred<Data>> {
  for (let attempt = 1; ; attempt++) {
    try {
      const answer = await send();
      if (!answer.response.ok) throw problemErrorOf(answer.response, answer.error);
      return answer;
    } catch (error) {
      signal?.throwIfAborted();
      const isRefusal = error instanceof ProblemError;
      if (attempt === ATTEMPTS || (isRefusal && !PASSING.has(error.status))) throw error;
      const asked = isRefusal ? error.retryAfterSeconds : undefined;
      await pause(asked ?? FIRST_PAUSE_SECONDS * 2 ** (attempt - 1), signal);
    }
  }
}

/** Waits. Rejects with the signal's reason once it is aborted. */
export const pause = (seconds: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(signal.reason as Error);
      return;
    }
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, seconds * 1000);
    signal?.addEventListener('abort', stop, { once: true });
  });
