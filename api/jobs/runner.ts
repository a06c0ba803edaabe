import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Plan } from '../../domain/plan.ts';
import { addIncumbent } from './incumbents.ts';
import type { Claim, JobOutcome, JobQueue } from './job-queue.ts';
import { startStudy, type StudyThread } from './study-thread.ts';

export interface RunnerOptions {
  /** Jobs at a time. Each one measures with threads of its own: more than one at a time disturbs the figures. */
  readonly concurrency: number;
  /** How long a cancelled study may take to answer with what it has. */
  readonly graceMs: number;
  readonly log: Logger;
}

export interface JobRunner {
  /** Cancels what runs and waits for its end. */
  close(): Promise<void>;
}

/** Takes jobs from a queue and runs each in a thread of its own. */
export function createRunner(queue: JobQueue, options: RunnerOptions): JobRunner {
  const { concurrency, graceMs, log } = options;
  const threads = new Set<StudyThread>();
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
      const next = await queue.claim();
      if (next === undefined) continue;
      isWokenAgain = true;
      const run = runJob(queue, next, threads, options)
        .catch((error: unknown) => log.error({ err: error, jobId: next.id }, 'a job could not be kept'))
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
  const stopListening = queue.onWork(wake);
  wake();
  return {
    close: async () => {
      closing.abort();
      stopListening();
      for (const thread of threads) thread.cancel(graceMs);
      await Promise.all(running);
    },
  };
}

async function runJob(
  queue: JobQueue,
  claim: Claim,
  threads: Set<StudyThread>,
  { graceMs, log }: RunnerOptions,
): Promise<void> {
  const { id, study } = claim;
  let bestSoFar: Plan[] = [];
  const thread = startStudy(study, {
    onProgress: (progress) => void queue.update(claim, { progress }),
    onPlan: (plan) => {
      bestSoFar = addIncumbent(bestSoFar, plan, study.comparedBy);
      void queue.update(claim, { bestSoFar });
    },
  });
  threads.add(thread);
  let isCancelled = false;
  const stopListening = queue.onCancel(claim, () => {
    isCancelled = true;
    thread.cancel(graceMs);
  });
  const outcome = await outcomeOf(thread, id, log, () => isCancelled);
  threads.delete(thread);
  stopListening();
  await queue.finish(claim, outcome);
  log.info({ jobId: id, kind: study.kind, status: outcome.status }, 'job ended');
}

async function outcomeOf(
  thread: StudyThread,
  jobId: string,
  log: Logger,
  isCancelled: () => boolean,
): Promise<JobOutcome> {
  try {
    const result = await thread.result;
    if (result === undefined) return { status: 'cancelled' };
    return { status: isCancelled() ? 'cancelled' : 'succeeded', result };
  } catch (error) {
    const errorId = randomUUID();
    log.error({ err: error, jobId, errorId }, 'job failed');
    return { status: 'failed', error: { id: errorId, message: 'This is a bug of Shardwright, not of your request.' } };
  }
}
