import { setTimeout as delay } from 'node:timers/promises';
import type { Plan } from '../../domain/plan.ts';
import type { PreparedStudy } from '../prepared-study.ts';
import type { Progress } from '../study.ts';
import { addIncumbent } from './incumbents.ts';
import type { JobUpdate } from './job-queue.ts';

/** Writes of one job: a frontier finds plans in quick succession, and only the last state matters. */
const INTERVAL_MS = 250;

export interface JobReporter {
  onProgress(progress: Progress): void;
  onPlan(plan: Plan): void;
  /** Stops writing, and answers what is not written yet once the write that runs is done. */
  close(): Promise<JobUpdate>;
}

/** Gathers what a thread says of its study, and writes it one state at a time. */
export function createReporter(
  { comparedBy }: PreparedStudy,
  write: (change: JobUpdate) => Promise<unknown>,
): JobReporter {
  let bestSoFar: Plan[] = [];
  let pending: JobUpdate = {};
  let writing: Promise<void> | undefined;
  const closing = new AbortController();

  const flush = async (): Promise<void> => {
    while (!closing.signal.aborted && Object.keys(pending).length > 0) {
      const change = pending;
      pending = {};
      try {
        await write(change);
      } catch {
        // The database is away for a moment: what is newer is written in its place.
        pending = { ...change, ...pending };
      }
      await delay(INTERVAL_MS, undefined, { signal: closing.signal }).catch(() => {});
    }
    writing = undefined;
  };
  const report = (change: JobUpdate): void => {
    pending = { ...pending, ...change };
    writing ??= flush();
  };
  return {
    onProgress: (progress) => report({ progress }),
    onPlan: (plan) => {
      bestSoFar = addIncumbent(bestSoFar, plan, comparedBy);
      report({ bestSoFar });
    },
    close: async () => {
      closing.abort();
      await writing;
      return pending;
    },
  };
}
