import type { Database } from '../store/database.ts';
import type { StudyResult } from '../results.ts';
import type { StudyKind } from '../studies.ts';
import type { Job, JobError, JobProgress, JobStatus, JobSummary } from './job.ts';
import { signal } from './job-signals.ts';

export interface SummaryRow {
  readonly id: string;
  readonly kind: StudyKind;
  readonly status: JobStatus;
  readonly revision: number;
  readonly created_at: Date;
  readonly started_at: Date | null;
  readonly finished_at: Date | null;
  readonly cancel_requested: boolean;
  readonly batch: string | null;
  readonly progress: JobProgress | null;
  readonly error: JobError | null;
}

export interface JobRow extends SummaryRow {
  readonly best_so_far: Job['bestSoFar'];
  readonly result: StudyResult | null;
}

/** Columns of `jobs j` that a summary is made of. */
export const SUMMARY_COLUMNS = `j.id, j.kind, j.status, j.revision, j.created_at, j.started_at, j.finished_at,
  j.cancel_requested, j.batch, j.progress, j.error`;

/** The statement of every read of whole jobs; a `where` goes behind it. */
export const SELECT_JOBS = `select ${SUMMARY_COLUMNS}, j.best_so_far, r.result
  from shardwright.jobs j left join shardwright.job_results r on r.job = j.id`;

export const summaryOf = (row: SummaryRow): JobSummary => ({
  kind: row.kind,
  id: row.id,
  revision: row.revision,
  status: row.status,
  createdAt: row.created_at.toISOString(),
  ...(row.started_at === null ? {} : { startedAt: row.started_at.toISOString() }),
  ...(row.finished_at === null ? {} : { finishedAt: row.finished_at.toISOString() }),
  cancelRequested: row.cancel_requested,
  ...(row.batch === null ? {} : { batch: row.batch }),
  ...(row.progress === null ? {} : { progress: row.progress }),
  ...(row.error === null ? {} : { error: row.error }),
});

/** A job holds the result of its own kind: the runner answers with the kind it was given. */
export const jobOf = (row: JobRow): Job =>
  ({
    ...summaryOf(row),
    bestSoFar: row.best_so_far,
    ...(row.result === null ? {} : { result: row.result }),
  }) as Job;

/** How a job ends; fields that are left out stay as they are. */
export interface Ending {
  readonly status: 'succeeded' | 'cancelled' | 'failed';
  readonly result?: StudyResult;
  readonly error?: JobError;
  readonly bestSoFar?: Job['bestSoFar'];
  readonly cancelRequested?: true;
}

/** Ends a job that is still open, with at most one result ever: the result's key is the job. False where it had ended. */
export async function endJob(transaction: Database, job: string, ending: Ending): Promise<boolean> {
  const { status, result, error, bestSoFar, cancelRequested } = ending;
  const ended = await transaction.query(
    `update shardwright.jobs set status = $2, error = $3::json, best_so_far = coalesce($4::json, best_so_far),
       cancel_requested = cancel_requested or $5, finished_at = clock_timestamp(), attempt = null, solved = null,
       revision = revision + 1
     where id = $1 and finished_at is null returning id`,
    [job, status, jsonOrNull(error), jsonOrNull(bestSoFar), cancelRequested ?? false],
  );
  if (ended.length === 0) return false;
  if (result !== undefined)
    await transaction.query('insert into shardwright.job_results (job, result) values ($1, $2::json)', [
      job,
      JSON.stringify(result),
    ]);
  // What ended is not run again: the trace, which may be as large as a request, goes; the problem is what comparisons ask for.
  await transaction.query(
    'update shardwright.job_inputs set study = kept, kept = null where job = $1 and kept is not null',
    [job],
  );
  await transaction.query('delete from shardwright.job_parts where job = $1', [job]);
  await signal(transaction, 'changed', job);
  return true;
}

export const jsonOrNull = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));
