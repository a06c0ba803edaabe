import type { StudyResult } from '../results.ts';
import type { MeasuredPlans } from '../study.ts';
import type { Job, JobError, JobProgress } from './job.ts';
import type { Work, WorkDone } from './work.ts';

/** How work ended. What was cancelled may have a result of what was done before. */
export type WorkOutcome =
  | { readonly status: 'succeeded'; readonly result: StudyResult }
  | { readonly status: 'cancelled'; readonly result?: StudyResult }
  | { readonly status: 'measured'; readonly measured: MeasuredPlans }
  | { readonly status: 'failed'; readonly error: JobError };

export type JobUpdate = { readonly progress?: JobProgress; readonly bestSoFar?: Job['bestSoFar'] };

/**
 * Work that this process does now, and nobody else. Whoever loses its claim, because it died, stood still or lost its connection
 * for too long, changes nothing any more.
 */
export interface Claim {
  /** Of the job, or of the part of a job. */
  readonly id: string;
  readonly job: string;
  /** Tells this claim from those before and after it. */
  readonly retryCount: number;
  /** The request that made the job, where one did. */
  readonly requestId: string | null;
  readonly work: Work;
}

/** What became of claims while this process worked on them. */
export interface ClaimNews {
  /** Somebody else's now. */
  readonly lost: readonly Claim[];
  /** To be stopped, and answered with what there is. */
  readonly stopped: readonly Claim[];
}

/** A frontier, and which of its plans are to be measured. */
export type Solved = Extract<WorkDone, { kind: 'solve' }>;

/** The jobs of the service as those see them who run them. */
export interface JobQueue {
  /** Calls back when there may be work, until the answer is called. */
  onWork(wake: () => void): () => void;
  /** Calls back with a job that is to stop, until the answer is called. `beat` finds those that were missed. */
  onStop(stop: (job: string) => void): () => void;
  /** Hands out the oldest work that waits, parts of jobs first: to one process at a time. */
  claim(): Promise<Claim | undefined>;
  /** False where the claim was lost. */
  update(claim: Claim, change: JobUpdate): Promise<boolean>;
  /** Ends what was claimed, and joins a frontier whose last part this was. False where the claim was lost: nothing is changed. */
  finish(claim: Claim, outcome: WorkOutcome, last?: JobUpdate): Promise<boolean>;
  /** Cuts a solved frontier into parts that measure its plans, each a piece of work of its own. False where the claim was lost. */
  cut(claim: Claim, solved: Solved, last: JobUpdate): Promise<boolean>;
  /** Puts work back for others to do from its start. */
  handBack(claim: Claim): Promise<void>;
  /** A sign of life for claims that are worked on. */
  beat(claims: readonly Claim[]): Promise<ClaimNews>;
}
