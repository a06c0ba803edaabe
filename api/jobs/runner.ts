import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Plan } from '../../domain/plan.ts';
import type { ObjectiveName } from '../../domain/problem.ts';
import type { Study } from '../studies.ts';
import { addIncumbent } from './incumbents.ts';
import type { Job } from './job.ts';
import type { JobOutcome, JobStore } from './job-store.ts';
import { startStudy, type StudyThread } from './study-thread.ts';

export interface RunnerOptions {
  /** Jobs at a time. Each one measures with threads of its own: more than one at a time disturbs the figures. */
  readonly concurrency: number;
  /** How long a cancelled study may take to answer with what it has. */
  readonly graceMs: number;
  readonly log: Logger;
}

export interface JobRunner {
  /** There may be work in the store. */
  wake(): void;
  /** Stops a running job of this process. */
  cancel(id: string): void;
  /** Cancels what runs and waits for its end. */
  close(): Promise<void>;
}

/** Takes jobs from a store and runs each in a thread of its own. */
export function createRunner(store: JobStore, options: RunnerOptions): JobRunner {
  const { concurrency, graceMs, log } = options;
  const threads = new Map<string, StudyThread>();
  const running = new Set<Promise<void>>();
  const closing = new AbortController();
  let isClaiming = false;
  let isWokenAgain = false;

  const fill = async (): Promise<void> => {
    // One claim at a time; a wake that comes while the store is asked makes it ask once more.
    isWokenAgain = true;
    if (isClaiming) return;
    isClaiming = true;
    while (isWokenAgain && !closing.signal.aborted && running.size < concurrency) {
      isWokenAgain = false;
      const next = await store.claim();
      if (next === undefined) continue;
      isWokenAgain = true;
      const run = runJob(store, next, threads, options)
        .catch((error: unknown) => log.error({ err: error, jobId: next.job.id }, 'a job could not be kept'))
        .finally(() => {
          running.delete(run);
          wake();
        });
      running.add(run);
    }
    isClaiming = false;
  };
  const wake = (): void => {
    fill().catch((error: unknown) => {
      isClaiming = false;
      log.error({ err: error }, 'no job could be claimed');
    });
  };
  return {
    wake,
    cancel: (id) => threads.get(id)?.cancel(graceMs),
    close: async () => {
      closing.abort();
      for (const thread of threads.values()) thread.cancel(graceMs);
      await Promise.all(running);
    },
  };
}

interface Claimed {
  readonly job: Job;
  readonly study: Study;
}

async function runJob(
  store: JobStore,
  { job, study }: Claimed,
  threads: Map<string, StudyThread>,
  { graceMs, log }: RunnerOptions,
): Promise<void> {
  const { id } = job;
  let bestSoFar: Plan[] = [];
  const thread = startStudy(study, {
    onProgress: (progress) => void store.update(id, { progress }),
    onPlan: (plan) => {
      bestSoFar = addIncumbent(bestSoFar, plan, comparedBy(study));
      void store.update(id, { bestSoFar });
    },
  });
  threads.set(id, thread);
  // Cancelled between claim and start: nobody has told the thread yet.
  if ((await store.get(id))?.cancelRequested === true) thread.cancel(graceMs);
  const outcome = await outcomeOf(thread, store, id, log).finally(() => threads.delete(id));
  await store.finish(id, outcome);
  log.info({ jobId: id, kind: job.kind, status: outcome.status }, 'job ended');
}

/** A plan is sought for its first objective alone. */
const comparedBy = ({ kind, problem }: Study): readonly ObjectiveName[] =>
  kind === 'plan' ? problem.objectives.slice(0, 1) : problem.objectives;

async function outcomeOf(thread: StudyThread, store: JobStore, jobId: string, log: Logger): Promise<JobOutcome> {
  try {
    const result = await thread.result;
    if (result === undefined) return { status: 'cancelled' };
    const isCancelled = (await store.get(jobId))?.cancelRequested === true;
    return { status: isCancelled ? 'cancelled' : 'succeeded', result };
  } catch (error) {
    const errorId = randomUUID();
    log.error({ err: error, jobId, errorId }, 'job failed');
    return { status: 'failed', error: { id: errorId, message: 'This is a bug of Shardwright, not of your request.' } };
  }
}
