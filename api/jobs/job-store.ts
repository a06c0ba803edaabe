import type { PreparedStudy } from '../prepared-study.ts';
import type { StudyKind } from '../studies.ts';
import type { Job, JobStatus, JobSummary } from './job.ts';

export interface NewJob {
  /** Who sees the job, and nobody else. */
  readonly owner: string;
  /** A second create with the same key answers the first one's job, if `requestHash` is the same. */
  readonly idempotencyKey?: string;
  readonly requestHash?: string;
  /** Groups jobs for `list`. */
  readonly batch?: string;
  /** The request that makes the job, for the log. */
  readonly requestId?: string;
}

/** Jobs that have not ended. */
export interface OpenJobs {
  readonly queued: number;
  readonly running: number;
}

export type Created =
  | { readonly status: 'created' | 'repeated'; readonly job: Job }
  | { readonly status: 'queueFull' }
  /** The key stands for another request. */
  | { readonly status: 'keyReused' };

export interface JobFilter {
  readonly owner: string;
  readonly kind?: StudyKind;
  readonly status?: JobStatus;
  readonly batch?: string;
  readonly limit: number;
  /** `next` of the page before. */
  readonly after?: string;
}

export interface JobPage {
  readonly jobs: readonly JobSummary[];
  /** Where the next page starts; left out on the last one. */
  readonly next?: string;
}

/** The jobs of the service as its clients see them. What runs them is on the other side: job-queue.ts. */
export interface JobStore {
  create(study: PreparedStudy, options: NewJob): Promise<Created>;
  /** Undefined where there is none, or it is another owner's. */
  get(id: string, owner: string): Promise<Job | undefined>;
  /** What the job was asked, as `packStudy` wrote it; once it has ended, without its trace. */
  study(id: string, owner: string): Promise<string | undefined>;
  /** Newest first. Throws BadCursorError where `after` is no page's `next`. */
  list(filter: JobFilter): Promise<JobPage>;
  /** Ends a queued job; marks a running one, which then stops and keeps what it has. Ended jobs stay as they are. */
  cancel(id: string, owner: string): Promise<Job | undefined>;
  /** Of all owners. */
  countOpen(): Promise<OpenJobs>;
  /** Calls back after changes of a job, of which several may be told as one, until the answer is called: `get` has them. */
  watch(id: string, onChange: () => void): () => void;
}

export class BadCursorError extends Error {
  constructor() {
    super('The cursor is no `next` of a page. Maybe start again without it.');
    this.name = 'BadCursorError';
  }
}
