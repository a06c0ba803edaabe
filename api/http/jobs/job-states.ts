import type { Job, JobStatus, JobSummary } from '../../jobs/job.ts';
import type { JobStore } from '../../jobs/job-store.ts';

export const isEnded = (status: JobStatus): boolean => status !== 'queued' && status !== 'running';

/** Changes that come closer are told as one: a measured job makes some hundred a second. */
const PAUSE_MS = 50;

export interface WatchedJob {
  readonly id: string;
  readonly owner: string;
}

/**
 * The state of a job as it is now, then its later ones, the last of them its end. Ends too where the job is forgotten or the signal aborts.
 */
export async function* jobStates(store: JobStore, { id, owner }: WatchedJob, signal: AbortSignal): AsyncGenerator<Job> {
  let isChanged = true;
  let wake: (() => void) | undefined;
  const notice = (): void => {
    isChanged = true;
    wake?.();
  };
  // Before the first look: a change in between is seen by the second.
  const unwatch = store.watch(id, notice);
  signal.addEventListener('abort', notice);
  try {
    let revision = 0;
    while (!signal.aborted) {
      if (!isChanged) await new Promise<void>((resolve) => (wake = resolve));
      if (signal.aborted) return;
      isChanged = false;
      const job = await store.get(id, owner);
      if (job === undefined) return;
      if (job.revision !== revision) yield job;
      if (isEnded(job.status)) return;
      revision = job.revision;
      await pause(PAUSE_MS, signal);
    }
  } finally {
    unwatch();
    signal.removeEventListener('abort', notice);
  }
}

/** The job once it has ended, or as it is after so many seconds or when the client has left. */
export async function waitForEnd<J extends JobSummary>(
  store: JobStore,
  job: J,
  owner: string,
  wait: Waiting,
): Promise<J | Job> {
  let last: J | Job = job;
  if (isEnded(job.status) || wait.seconds === 0) return last;
  const signal = AbortSignal.any([wait.signal, AbortSignal.timeout(wait.seconds * 1000)]);
  for await (const state of jobStates(store, { id: job.id, owner }, signal)) last = state;
  return last;
}

export interface Waiting {
  readonly seconds: number;
  /** Aborts when the client leaves. */
  readonly signal: AbortSignal;
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
