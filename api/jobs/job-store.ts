import type { StudyResult } from '../results.ts';
import type { Study } from '../studies.ts';
import type { Job, JobError, JobProgress } from './job.ts';

/** How a job ended. A cancelled one may have a result of what was done before. */
export type JobOutcome =
  | { readonly status: 'succeeded'; readonly result: StudyResult }
  | { readonly status: 'cancelled'; readonly result?: StudyResult }
  | { readonly status: 'failed'; readonly error: JobError };

export type JobUpdate = { readonly progress?: JobProgress; readonly bestSoFar?: Job['bestSoFar'] };

/** The jobs of the service. All that the rest knows of storage, so that a durable store can take its place. */
export interface JobStore {
  /** Queues a study. Refused (undefined) where the queue is full. */
  create(study: Study): Promise<Job | undefined>;
  get(id: string): Promise<Job | undefined>;
  /** Hands out the oldest queued job, now running: each job once. */
  claim(): Promise<{ readonly job: Job; readonly study: Study } | undefined>;
  /** Ignored once the job has ended. */
  update(id: string, change: JobUpdate): Promise<void>;
  /** Ends a job once: false where it had ended before, and nothing is changed. */
  finish(id: string, outcome: JobOutcome): Promise<boolean>;
  /** Ends a queued job; marks a running one, which its runner then stops. Ended jobs stay as they are. */
  cancel(id: string): Promise<Job | undefined>;
}
