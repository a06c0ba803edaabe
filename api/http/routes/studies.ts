import type { Context } from 'hono';
import * as z from 'zod';
import type { ZodOpenApiOperationObject } from 'zod-openapi';
import {
  DriftJob,
  EvaluationJob,
  ExplanationJob,
  FrontierJob,
  JobEvent,
  JobStatus,
  JobSummary,
  PlanJob,
  type Job,
} from '../../jobs/job.ts';
import type { JobStore } from '../../jobs/job-store.ts';
import { REQUEST_SCHEMAS, type StudyKind } from '../../studies.ts';
import { ETag, IfNoneMatch, isRead, NOT_MODIFIED } from '../conditional.ts';
import { EXAMPLES } from '../examples.ts';
import { IdempotencyKeyHeader, idempotencyKeyOf } from '../idempotency-key.ts';
import { createdJob } from '../jobs/created-job.ts';
import { streamEvents } from '../jobs/job-events.ts';
import { isEnded, waitForEnd } from '../jobs/job-states.ts';
import { listJobs } from '../jobs/list-jobs.ts';
import { readJsonBytes } from '../json-body.ts';
import { answerPage, pageOf, pageResponse } from '../page.ts';
import { PreferHeader, preferredWait } from '../preferred-wait.ts';
import { PageQuery, readQuery } from '../query.ts';
import { ownerOf } from '../owner.ts';
import { HttpProblem } from '../problem-details.ts';
import { runReferring, type ReferringServices } from '../referring.ts';
import { jsonResponse, problemResponses, type Route } from '../route.ts';

export interface StudyServices extends ReferringServices {
  /** Requests that prefer to wait for the end of a job wait no longer. */
  readonly mostWaitSeconds: number;
}

const RESOURCES = {
  frontier: {
    path: '/v1/frontiers',
    job: FrontierJob,
    summary: 'Find the frontier of a problem and execute its plans',
    description:
      'Plans none of which dominates another in the objectives, each with its gap, estimate and measurement.',
  },
  plan: {
    path: '/v1/plans',
    job: PlanJob,
    summary: 'Find one plan for the first objective under the epsilons',
    description: 'The best placement found, with its gap, estimate and measurement; or why there is none.',
  },
  evaluation: {
    path: '/v1/evaluations',
    job: EvaluationJob,
    summary: 'Judge a placement of your own',
    description:
      'What is illegal in it and by how much, what it should cost, and what it does when it serves requests.',
  },
  explanation: {
    path: '/v1/explanations',
    job: ExplanationJob,
    summary: 'Explain a plan, or a placement of your own',
    description:
      'What each host carries, what is at its limit, which tables cost most, why the bound is not met, and what one more host, more memory or one host fewer would change: by solving again.',
  },
  drift: {
    path: '/v1/drifts',
    job: DriftJob,
    summary: 'Compare a trace with the workload of a problem',
    description:
      'How far requests are from what a plan was made for, table by table, beyond chance; what that does to a placement; and the workload to plan with now.',
  },
} as const satisfies Record<StudyKind, unknown>;

/** Seconds between two looks at a job. */
const RETRY_AFTER = '1';

/** All that can be done with every kind of study. */
export const studyRoutes = (services: StudyServices): Route[] =>
  (['frontier', 'plan', 'evaluation', 'explanation', 'drift'] as const).flatMap((kind) => [
    createRoute(kind, services),
    listRoute(kind, services),
    getRoute(kind, services),
    eventsRoute(kind, services),
    cancelRoute(kind, services),
  ]);

const Location = z.string().describe('The job: GET it until its status is succeeded, failed or cancelled.');
const RetryAfter = z.string().describe('Seconds.');
const PreferenceApplied = z.string().optional().describe('`wait=N`, where the request preferred to wait.');
const Replayed = z.string().optional().describe('`true` where an earlier request with the same key made the job.');

function createRoute(kind: StudyKind, services: StudyServices): Route {
  const { store, mostWaitSeconds } = services;
  const { path, job, summary, description } = RESOURCES[kind];
  const operation: ZodOpenApiOperationObject = {
    operationId: `create${capital(kind)}`,
    tags: [`${kind}s`],
    summary,
    description,
    requestParams: { header: z.object({ Prefer: PreferHeader, 'Idempotency-Key': IdempotencyKeyHeader }) },
    requestBody: {
      required: true,
      content: { 'application/json': { schema: REQUEST_SCHEMAS[kind], examples: EXAMPLES[kind] } },
    },
    responses: {
      '200': jsonResponse('The job has ended within the time that the request preferred to wait.', job, {
        headers: z.object({ Location, 'Preference-Applied': PreferenceApplied, 'Idempotency-Replayed': Replayed }),
      }),
      '202': jsonResponse('Accepted: the job, which Location names.', job, {
        headers: z.object({
          Location,
          'Retry-After': RetryAfter.optional(),
          'Preference-Applied': PreferenceApplied,
          'Idempotency-Replayed': Replayed,
        }),
      }),
      ...problemResponses(
        'malformed-json',
        'invalid-input',
        'too-large',
        'key-reused',
        'too-heavy',
        'unsupported-media-type',
        'queue-full',
      ),
    },
  };
  const handle = async (c: Context): Promise<Response> => {
    const owner = ownerOf(c);
    const idempotencyKey = idempotencyKeyOf(c);
    const study = await runReferring(services, owner, 'prepareStudy', await readJsonBytes(c), { kind });
    const keyed = idempotencyKey === undefined ? {} : { idempotencyKey, requestHash: study.hash };
    const { job, isRepeated } = createdJob(
      await store.create(study, { owner, requestId: c.get('requestId'), ...keyed }),
    );
    if (isRepeated) c.header('idempotency-replayed', 'true');
    const waited = await waitAsPreferred(c, store, job, mostWaitSeconds);
    return jobResponse(c, waited.job, waited.hasEnded ? 200 : 202);
  };
  return { method: 'post', path, operation, handle };
}

const JobPage = pageOf(JobSummary, 'JobPage');

function listRoute(kind: StudyKind, { store }: StudyServices): Route {
  const Query = z.strictObject({
    status: JobStatus.optional().describe('Those of this status alone.'),
    ...PageQuery,
  });
  const operation: ZodOpenApiOperationObject = {
    operationId: `list${capital(kind)}s`,
    tags: [`${kind}s`],
    summary: `List your ${kind}s`,
    description: 'In short, as their events tell them: GET one of them for its result.',
    requestParams: { query: Query },
    responses: { '200': pageResponse(JobPage), ...problemResponses('invalid-input') },
  };
  const handle = async (c: Context): Promise<Response> => {
    const { status, limit, cursor } = readQuery(c, Query);
    const { jobs, next } = await listJobs(store, {
      owner: ownerOf(c),
      kind,
      limit,
      ...(status === undefined ? {} : { status }),
      ...(cursor === undefined ? {} : { after: cursor }),
    });
    return answerPage(c, jobs, next);
  };
  return { method: 'get', path: RESOURCES[kind].path, operation, handle };
}

function getRoute(kind: StudyKind, { store, mostWaitSeconds }: StudyServices): Route {
  const { path, job } = RESOURCES[kind];
  const operation: ZodOpenApiOperationObject = {
    operationId: `get${capital(kind)}`,
    tags: [`${kind}s`],
    summary: `See how a ${kind} gets on, and its result`,
    description: 'Progress, the best plans so far with their gaps, and the result once there is one.',
    requestParams: { path: JobPath, header: z.object({ Prefer: PreferHeader, 'If-None-Match': IfNoneMatch }) },
    responses: {
      '200': jsonResponse('The job.', job, {
        headers: z.object({
          ETag,
          'Retry-After': RetryAfter.optional().describe('Seconds; left out once the job has ended.'),
          'Preference-Applied': PreferenceApplied,
        }),
      }),
      '304': NOT_MODIFIED,
      ...problemResponses('not-found'),
    },
  };
  const handle = async (c: Context): Promise<Response> => {
    const job = await findJob(c, kind, store);
    return jobResponse(c, (await waitAsPreferred(c, store, job, mostWaitSeconds)).job, 200);
  };
  return { method: 'get', path: `${path}/{id}`, operation, handle };
}

function eventsRoute(kind: StudyKind, { store }: StudyServices): Route {
  const operation: ZodOpenApiOperationObject = {
    operationId: `stream${capital(kind)}Events`,
    tags: [`${kind}s`],
    summary: `Follow a ${kind} as it runs`,
    description:
      'Server-sent events of type `job`: each carries the state of the job in short (JobEvent) and has its revision as id. States that follow each other quickly are told as one. The stream ends after the state in which the job has ended; then GET the job. Comments keep the connection open meanwhile.',
    requestParams: {
      path: JobPath,
      header: z.object({
        'Last-Event-ID': z
          .string()
          .optional()
          .describe('The revision that was seen last: later states are sent. An EventSource sends it by itself.')
          .meta({ example: '3' }),
      }),
    },
    responses: {
      '200': {
        description: 'The events, as they come. The schema is that of the `data` of each.',
        content: { 'text/event-stream': { schema: JobEvent } },
      },
      '204': { description: 'Nothing will follow: Last-Event-ID names the state in which the job ended.' },
      ...problemResponses('not-found'),
    },
  };
  const handle = async (c: Context): Promise<Response> =>
    streamEvents(c, store, await findJob(c, kind, store), ownerOf(c));
  return { method: 'get', path: `${RESOURCES[kind].path}/{id}/events`, operation, handle };
}

function cancelRoute(kind: StudyKind, { store }: StudyServices): Route {
  const { path, job } = RESOURCES[kind];
  const operation: ZodOpenApiOperationObject = {
    operationId: `cancel${capital(kind)}`,
    tags: [`${kind}s`],
    summary: `Cancel a ${kind}`,
    description:
      'What was found so far is kept. A running job ends within the grace period; one that has ended stays as it is.',
    requestParams: { path: JobPath },
    responses: {
      '202': jsonResponse('The job, cancelled or about to be.', job, { headers: z.object({ Location }) }),
      ...problemResponses('not-found'),
    },
  };
  const handle = async (c: Context): Promise<Response> => {
    const { id } = await findJob(c, kind, store);
    const cancelled = await store.cancel(id, ownerOf(c));
    return jobResponse(c, cancelled ?? (await findJob(c, kind, store)), 202);
  };
  return { method: 'delete', path: `${path}/{id}`, operation, handle };
}

const JobPath = z.object({ id: z.string().max(200).describe('As the Location of the POST says.') });

async function findJob(c: Context, kind: StudyKind, store: JobStore): Promise<Job> {
  const job = await store.get(c.req.param('id') ?? '', ownerOf(c));
  if (job?.kind !== kind)
    throw new HttpProblem('not-found', `You have no ${kind} with this id. Ended jobs are forgotten after a while.`);
  return job;
}

/** The job as it is after as long as the request prefers to wait for its end. */
async function waitAsPreferred(c: Context, store: JobStore, job: Job, mostSeconds: number) {
  const seconds = preferredWait(c, mostSeconds);
  if (seconds === undefined) return { job, hasEnded: false };
  c.header('preference-applied', `wait=${seconds}`);
  const waited = await waitForEnd(store, job, ownerOf(c), { seconds, signal: c.req.raw.signal });
  return { job: waited, hasEnded: isEnded(waited.status) };
}

function jobResponse(c: Context, job: Job, status: 200 | 202): Response {
  return c.json(job, status, {
    ...(isRead(c) ? { etag: `"${job.revision}"` } : { location: `${RESOURCES[job.kind].path}/${job.id}` }),
    ...(isEnded(job.status) ? {} : { 'retry-after': RETRY_AFTER }),
    'cache-control': 'private, no-cache',
  });
}

const capital = (word: string): string => word[0].toUpperCase() + word.slice(1);
