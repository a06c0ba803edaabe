import type { StudyResult } from '../results.ts';
import type { PreparedStudy } from '../prepared-study.ts';
import type { Job, JobError, JobProgress } from './job.ts';

/** How a job ended. A cancelled one may have a result of what was done before. */
export type JobOutcome =
  | { readonly status: 'succeeded'; readonly result: StudyResult }
  | { readonly status: 'cancelled'; readonly result?: StudyResult }
  | { readonly status: 'failed'; readonly error: JobError };

export type JobUpdate = { readonly progress?: JobProgress; readonly bestSoFar?: Job['bestSoFar'] };

/** A job that this process runs now, and nobody else. */
export interface Claim {
  readonly id: string;
  readonly study: PreparedStudy;
}

/** The jobs of the service as those see them who run them. */
export interface JobQueue {
  /** Calls back when there may be work, until the answer is called. */
  onWork(wake: () => void): () => void;
  /** Hands out the oldest queued job, now running: each job once. */
  claim(): Promise<Claim | undefined>;
  /** Ignored once the job has ended. */
  update(claim: Claim, change: JobUpdate): Promise<void>;
  /** Ends a job once: false where it had ended before, and nothing is changed. */
  finish(claim: Claim, outcome: JobOutcome): Promise<boolean>;
  /** Whether the job is to stop; calls back when it is. */
  onCancel(claim: Claim, stop: () => void): () => void;
}
