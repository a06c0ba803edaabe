import type { Context } from 'hono';
import * as z from 'zod';
import type { ZodOpenApiOperationObject } from 'zod-openapi';
import { DriftJob, EvaluationJob, ExplanationJob, FrontierJob, PlanJob, type Job } from '../../jobs/job.ts';
import type { JobStore } from '../../jobs/job-store.ts';
import type { TaskPool } from '../../offload/task-pool.ts';
import { REQUEST_SCHEMAS, type StudyKind } from '../../studies.ts';
import { EXAMPLES } from '../examples.ts';
import { readJsonBytes } from '../json-body.ts';
import { ownerOf } from '../owner.ts';
import { HttpProblem } from '../problem-details.ts';
import { jsonResponse, problemResponses, type Route } from '../route.ts';

export interface StudyServices {
  readonly store: JobStore;
  readonly tasks: TaskPool;
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

/** POST, GET and DELETE of every kind of study. */
export const studyRoutes = (services: StudyServices): Route[] =>
  (['frontier', 'plan', 'evaluation', 'explanation', 'drift'] as const).flatMap((kind) => [
    createRoute(kind, services),
    getRoute(kind, services),
    cancelRoute(kind, services),
  ]);

function createRoute(kind: StudyKind, { store, tasks }: StudyServices): Route {
  const { path, job, summary, description } = RESOURCES[kind];
  const operation: ZodOpenApiOperationObject = {
    operationId: `create${capital(kind)}`,
    tags: [`${kind}s`],
    summary,
    description,
    requestBody: {
      required: true,
      content: { 'application/json': { schema: REQUEST_SCHEMAS[kind], examples: EXAMPLES[kind] } },
    },
    responses: {
      '202': jsonResponse('Accepted: the job, which Location names.', job, {
        headers: z.object({
          Location: z.string().describe('The job: GET it until its status is succeeded, failed or cancelled.'),
          'Retry-After': z.string().describe('Seconds.'),
        }),
      }),
      ...problemResponses(
        'malformed-json',
        'invalid-input',
        'too-large',
        'too-heavy',
        'unsupported-media-type',
        'queue-full',
      ),
    },
  };
  const handle = async (c: Context): Promise<Response> => {
    const prepared = await tasks.run('prepareStudy', await readJsonBytes(c), { kind });
    const created = await store.create(prepared, { owner: ownerOf(c) });
    if (!('job' in created))
      throw new HttpProblem('queue-full', 'The queue of this server is full.', { 'retry-after': '30' });
    return jobResponse(c, created.job, 202);
  };
  return { method: 'post', path, operation, handle };
}

function getRoute(kind: StudyKind, { store }: StudyServices): Route {
  const { path, job } = RESOURCES[kind];
  const operation: ZodOpenApiOperationObject = {
    operationId: `get${capital(kind)}`,
    tags: [`${kind}s`],
    summary: `See how a ${kind} gets on, and its result`,
    requestParams: { path: JobPath },
    responses: { '200': jsonResponse('The job.', job), ...problemResponses('not-found') },
  };
  return {
    method: 'get',
    path: `${path}/{id}`,
    operation,
    handle: async (c) => jobResponse(c, await findJob(c, kind, store), 200),
  };
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
    responses: { '202': jsonResponse('The job, cancelled or about to be.', job), ...problemResponses('not-found') },
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
    throw new HttpProblem(
      'not-found',
      `No ${kind} has this id. Jobs are kept in memory: a restart, or many newer jobs, forgets them.`,
    );
  return job;
}

function jobResponse(c: Context, job: Job, status: 200 | 202): Response {
  const isOpen = job.status === 'queued' || job.status === 'running';
  return c.json(job, status, {
    ...(status === 202 ? { location: `${RESOURCES[job.kind].path}/${job.id}` } : {}),
    ...(isOpen ? { 'retry-after': RETRY_AFTER } : {}),
    'cache-control': 'no-store',
  });
}

const capital = (word: string): string => word[0].toUpperCase() + word.slice(1);
