import type { JobStatus, paths } from './openapi.ts';

/** What every job has in common, whatever it answers with. */
interface AnyJob {
  readonly id: string;
  readonly status: JobStatus;
}

type Posted<P extends keyof paths> = paths[P] extends {
  post: { responses: { 202: { content: { 'application/json': infer Job } } } };
}
  ? Job
  : never;

/** Paths whose POST starts a job that a GET below it follows. */
export type JobPath = {
  [P in keyof paths]: [Posted<P>] extends [never]
    ? never
    : Posted<P> extends AnyJob
      ? `${P}/{id}` extends keyof paths
        ? P
        : never
      : never;
}[keyof paths];

/** The body of a POST to the path. */
export type RequestOf<P extends JobPath> = paths[P] extends {
  post: { requestBody: { content: { 'application/json': infer Body } } };
}
  ? Body
  : never;

/** The job that a POST to the path starts. */
export type JobOf<P extends JobPath> = Posted<P>;

/** What such a job answers when it has succeeded. */
export type ResultOf<P extends JobPath> = JobOf<P> extends { result?: infer Result } ? NonNullable<Result> : never;
