/** The typed client of the HTTP API. It runs in Node and in browsers, and imports nothing of the service. */
export { createClient, type ClientOptions, type ShardwrightClient } from './client.ts';
export { JobCancelledError, JobFailedError } from './jobs.ts';
export type { FollowOptions, JobState, StartedJob, StartOptions } from './jobs.ts';
export type { JobOf, JobPath, RequestOf, ResultOf } from './job-types.ts';
export { ProblemError } from './problem-error.ts';
export { unwrap } from './transfer.ts';
export type * from './openapi.ts';
