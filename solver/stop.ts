import type { Checkpoint } from '../evaluator/certified-layouts.ts';

/** Search effort, counted in candidate moves: never in time, so that equal inputs give equal plans on any machine. */
export interface Work {
  left: number;
}

/** Effort that suits an instance: in proportion to its tables and hosts, within limits. */
export const effortFor = (pairs: number, perPair: number, least: number, most: number): number =>
  Math.min(most, Math.max(least, pairs * perPair));

export const spend = (work: Work, candidates: number): void => {
  work.left -= candidates;
};

export const isSpent = (work: Work, signal: AbortSignal | undefined): boolean =>
  work.left <= 0 || (signal?.aborted ?? false);

const STOPPED = new Error('stopped before there was anything to answer with');

/** A step of preparation that looks at the signal at its checkpoints; undefined where the signal ended it. */
export function untilStopped<T>(signal: AbortSignal | undefined, step: (check: Checkpoint) => T): T | undefined {
  try {
    return step(() => {
      if (signal?.aborted) throw STOPPED;
    });
  } catch (error) {
    if (error !== STOPPED) throw error;
    return undefined;
  }
}

/** Equal on paper: sums of integers divided by speeds differ in the last digits only. */
export const reaches = (value: number, bound: number): boolean => value <= bound * (1 + 1e-12);

/** Runs a step on at most a share of the work, and charges what it spent. */
export function within<T>(work: Work, share: number, step: (own: Work) => T): T {
  const granted = work.left * share;
  const own: Work = { left: granted };
  const result = step(own);
  work.left -= granted - own.left;
  return result;
}
