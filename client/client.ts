import createFetchClient, { type Client as FetchClient } from 'openapi-fetch';
import type { JobOf, JobPath, RequestOf, ResultOf } from './job-types.ts';
import {
  findJob,
  runJob,
  startJob,
  type FollowOptions,
  type Send,
  type StartedJob,
  type StartOptions,
} from './jobs.ts';
import type { paths } from './openapi.ts';

export interface ClientOptions {
  /** Where the service is, without a path of its own: http://127.0.0.1:8080. Left out in a browser: where the page is from. */
  readonly baseUrl?: string | undefined;
  /** Sent as a bearer token. */
  readonly token?: string | undefined;
  readonly fetch?: ((request: Request) => Promise<Response>) | undefined;
}

/** An aborted signal cancels the job on the server too. */
type Run<P extends JobPath> = (request: RequestOf<P>, options?: StartOptions & FollowOptions) => Promise<ResultOf<P>>;

/** Jobs by name. */
const JOB_PATHS = {
  frontier: '/v1/frontiers',
  plan: '/v1/plans',
  evaluation: '/v1/evaluations',
  explanation: '/v1/explanations',
  drift: '/v1/drifts',
} as const satisfies Record<string, JobPath>;
type JobName = keyof typeof JOB_PATHS;

/** A job by name: starts it, follows it to its end, and gives its typed result. */
type Runs = { readonly [Name in JobName]: Run<(typeof JOB_PATHS)[Name]> };

/** Every operation by method and path (GET, POST ...), and jobs by name. */
export interface ShardwrightClient extends FetchClient<paths>, Runs {
  /** Starts a job and gives a handle on it. */
  start<P extends JobPath>(
    path: P,
    request: RequestOf<P>,
    options?: StartOptions,
  ): Promise<StartedJob<JobOf<P>, ResultOf<P>>>;
  /** A handle on a job that was started before. */
  find<P extends JobPath>(
    path: P,
    id: string,
    options?: { readonly signal?: AbortSignal },
  ): Promise<StartedJob<JobOf<P>, ResultOf<P>>>;
}

/** A client of the HTTP API, for Node and browsers. */
export function createClient({ baseUrl = '', token, fetch }: ClientOptions = {}): ShardwrightClient {
  const http = createFetchClient<paths>({
    baseUrl,
    ...(fetch === undefined ? {} : { fetch }),
    ...(token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }),
  });
  // Jobs are followed by paths that are only known when called: their types come from the callers.
  const send = http.request as unknown as Send;
  const run =
    <P extends JobPath>(path: P): Run<P> =>
    (request, options = {}) =>
      runJob(send, path, request, options);
  return {
    ...http,
    start: (path, request, options = {}) => startJob(send, path, request, options),
    find: (path, id, { signal } = {}) => findJob(send, path, id, signal),
    frontier: run(JOB_PATHS.frontier),
    plan: run(JOB_PATHS.plan),
    evaluation: run(JOB_PATHS.evaluation),
    explanation: run(JOB_PATHS.explanation),
    drift: run(JOB_PATHS.drift),
  };
}
