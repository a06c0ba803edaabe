import type { JobOf, JobPath, RequestOf, ResultOf } from './job-types.ts';
import type { JobError, JobStatus, Plan } from './openapi.ts';
import { secondsOf } from './problem-error.ts';
import { pause, sendRepeatedly, unwrap, type Transferred } from './transfer.ts';

/** A job as all kinds share it. */
export interface JobState<Result = unknown> {
  readonly id: string;
  readonly status: JobStatus;
  readonly bestSoFar?: readonly Plan[];
  readonly result?: Result;
  readonly error?: JobError;
}

/** The job was cancelled before it had its result; `job` holds what was found until then. */
export class JobCancelledError extends Error {
  readonly job: JobState;

  constructor(job: JobState) {
    super(`Job ${job.id} was cancelled; it had found ${job.bestSoFar?.length ?? 0} plans.`);
    this.name = 'JobCancelledError';
    this.job = job;
  }
}

/** The job failed: a bug of the service, whose log has it under `job.error.id`. */
export class JobFailedError extends Error {
  readonly job: JobState;

  constructor(job: JobState) {
    super(`Job ${job.id} failed. ${job.error?.message ?? ''} Report it with ${job.error?.id ?? 'its id'}.`);
    this.name = 'JobFailedError';
    this.job = job;
  }
}

export interface FollowOptions<Job> {
  /** Aborted: nothing more is asked, and the promise rejects with its reason. `run` cancels the job on the server too. */
  readonly signal?: AbortSignal | undefined;
  /** Called with the job each time it has changed: its progress, the plans found so far. */
  readonly onProgress?: ((job: Job) => void) | undefined;
}

export interface StartOptions {
  readonly signal?: AbortSignal | undefined;
  /** The same key and the same request give the same job, however often they are sent. A random one where left out. */
  readonly idempotencyKey?: string | undefined;
}

/** A started job. */
export interface StartedJob<Job, Result> {
  readonly id: string;
  /** As it was when it was started, or found again by its idempotency key. */
  readonly job: Job;
  /** Follows it until it has ended, whichever way. */
  settled(options?: FollowOptions<Job>): Promise<Job>;
  /**
   * Follows it to its result.
   * @throws JobCancelledError, JobFailedError, ProblemError.
   */
  result(options?: FollowOptions<Job>): Promise<Result>;
  /** Asks the service to stop it. What was found is kept: `settled` has it. */
  cancel(): Promise<Job>;
}

/** Sends any operation of the document; `path` as it is written there. */
export type Send = (method: 'get' | 'post' | 'delete', path: string, init: object) => Promise<Transferred<unknown>>;

/** Starts a job. The key makes a request that is sent again after a lost connection the same job. */
export async function startJob<P extends JobPath>(
  send: Send,
  path: P,
  body: RequestOf<P>,
  { signal, idempotencyKey = randomKey() }: StartOptions,
): Promise<StartedJob<JobOf<P>, ResultOf<P>>> {
  const headers = { 'Idempotency-Key': idempotencyKey };
  const { data } = await sendRepeatedly(() => send('post', path, { body, headers, signal }), signal);
  return jobAt(send, path, data as JobOf<P>);
}

/** A job that was started before, by its id. */
export async function findJob<P extends JobPath>(
  send: Send,
  path: P,
  id: string,
  signal?: AbortSignal,
): Promise<StartedJob<JobOf<P>, ResultOf<P>>> {
  const { data } = await sendRepeatedly(() => getJob(send, path, id, signal), signal);
  return jobAt(send, path, data as JobOf<P>);
}

/** Starts a job and follows it to its result. An abort cancels it on the server, too. */
export async function runJob<P extends JobPath>(
  send: Send,
  path: P,
  body: RequestOf<P>,
  options: StartOptions & FollowOptions<JobOf<P>>,
): Promise<ResultOf<P>> {
  const started = await startJob(send, path, body, options);
  try {
    return await started.result(options);
  } catch (error) {
    // The caller has left: whether the service heard it changes nothing for them.
    if (options.signal?.aborted === true) await started.cancel().catch(() => undefined);
    throw error;
  }
}

function jobAt<P extends JobPath>(send: Send, path: P, job: JobOf<P>): StartedJob<JobOf<P>, ResultOf<P>> {
  const { id } = job as JobState;
  const settled = async ({ signal, onProgress }: FollowOptions<JobOf<P>> = {}): Promise<JobOf<P>> => {
    let seen = JSON.stringify(job);
    if (isEnded(job as JobState)) return job;
    for (;;) {
      const { data, response } = await sendRepeatedly(() => getJob(send, path, id, signal), signal);
      const now = JSON.stringify(data);
      if (now !== seen) onProgress?.(data as JobOf<P>);
      seen = now;
      if (isEnded(data as JobState)) return data as JobOf<P>;
      await pause(secondsOf(response.headers.get('retry-after')) ?? 1, signal);
    }
  };
  return {
    id,
    job,
    settled,
    result: async (options) => resultOf((await settled(options)) as JobState<ResultOf<P>>),
    cancel: async () => (await unwrap(send('delete', `${path}/{id}`, { params: { path: { id } } }))) as JobOf<P>,
  };
}

const getJob = (send: Send, path: string, id: string, signal: AbortSignal | undefined) =>
  send('get', `${path}/{id}`, { params: { path: { id } }, signal });

const isEnded = ({ status }: JobState): boolean => status !== 'queued' && status !== 'running';

function resultOf<Result>(job: JobState<Result>): Result {
  if (job.status === 'failed') throw new JobFailedError(job);
  if (job.status !== 'succeeded' || job.result === undefined) throw new JobCancelledError(job);
  return job.result;
}

/** 128 random bits; crypto.randomUUID is missing where a page is served over plain HTTP from another host. */
const randomKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
