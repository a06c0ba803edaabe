import type { JobOf, JobPath, RequestOf, ResultOf } from './job-types.ts';
import { readEvents } from './events.ts';
import type { JobError, JobEvent, JobStatus, Plan } from './openapi.ts';
import { ProblemError, secondsOf } from './problem-error.ts';
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

export interface FollowOptions {
  /** Aborted: nothing more is asked, and the promise rejects with its reason. */
  readonly signal?: AbortSignal | undefined;
  /** Called each time the job has changed, with its progress and the figures of the plans found so far. */
  readonly onProgress?: ((event: JobEvent) => void) | undefined;
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
  settled(options?: FollowOptions): Promise<Job>;
  /**
   * Follows it to its result.
   * @throws JobCancelledError, JobFailedError, ProblemError.
   */
  result(options?: FollowOptions): Promise<Result>;
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
  options: StartOptions & FollowOptions,
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
  const settled = async (options: FollowOptions = {}): Promise<JobOf<P>> => {
    if (isEnded(job as JobState)) return job;
    return (await follow(send, path, id, options)) as JobOf<P>;
  };
  return {
    id,
    job,
    settled,
    result: async (options) => resultOf((await settled(options)) as JobState<ResultOf<P>>),
    cancel: async () => (await unwrap(send('delete', `${path}/{id}`, { params: { path: { id } } }))) as JobOf<P>,
  };
}

/** Until the job has ended: its events, again from the last one where the connection breaks. */
async function follow(send: Send, path: string, id: string, options: FollowOptions): Promise<unknown> {
  const { signal } = options;
  const seen = { id: '' };
  for (;;) {
    await watchEvents(send, `${path}/{id}/events`, id, seen, options).catch((error: unknown) => {
      // A connection that breaks says nothing of the job; nor does a service, or a proxy before it, that has no events.
      signal?.throwIfAborted();
      if (error instanceof ProblemError && error.status !== 404 && error.status !== 405) throw error;
    });
    const { data, response } = await sendRepeatedly(() => getJob(send, path, id, signal), signal);
    if (isEnded(data as JobState)) return data;
    await pause(secondsOf(response.headers.get('retry-after')) ?? 1, signal);
  }
}

async function watchEvents(
  send: Send,
  path: string,
  id: string,
  seen: { id: string },
  { signal, onProgress }: FollowOptions,
): Promise<void> {
  const headers = seen.id === '' ? {} : { 'Last-Event-ID': seen.id };
  const init = { params: { path: { id } }, headers, signal, parseAs: 'stream' };
  const { data } = await sendRepeatedly(() => send('get', path, init), signal);
  // 204: the last event that was seen was the job's end.
  if (data === undefined || data === null) return;
  for await (const event of readEvents(data as ReadableStream<Uint8Array<ArrayBuffer>>)) {
    seen.id = event.id;
    onProgress?.(JSON.parse(event.data) as JobEvent);
  }
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
