import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../domain/clock.ts';
import type { Work } from './stop.ts';

/** A computation in small pieces: whoever runs it may do something else between them. */
export type Stepwise<T> = Generator<undefined, T, undefined>;

/** What needs no pieces. */
// oxlint-disable-next-line require-yield
export function* atOnce<T>(value: T): Stepwise<T> {
  return value;
}

/** Runs all pieces at a stretch. */
export function runThrough<T>(steps: Stepwise<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** How long pieces keep the thread to themselves. */
const TURN_MS = 20;

/**
 * Runs the pieces, and hands the event loop a turn every so often: timers fire, messages come in, and a plain AbortSignal of this thread is seen
 * by the next piece. When that is depends on the clock; what the pieces compute does not.
 */
export async function runInTurns<T>(steps: Stepwise<T>, clock: Clock): Promise<T> {
  let turn = clock.now() + TURN_MS;
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (clock.now() < turn) continue;
    await setImmediate();
    turn = clock.now() + TURN_MS;
  }
}

/** Runs a computation on at most a share of the work, and charges what it spent. */
export function* withShare<T>(work: Work, share: number, computation: (own: Work) => Stepwise<T>): Stepwise<T> {
  const granted = work.left * share;
  const own: Work = { left: granted };
  const result = yield* computation(own);
  work.left -= granted - own.left;
  return result;
}
