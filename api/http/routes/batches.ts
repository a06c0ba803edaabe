import type { Context } from 'hono';
import * as z from 'zod';
import type { ZodOpenApiOperationObject } from 'zod-openapi';
import { BatchRequest, type PreparedBatch } from '../../resources/prepare-batch.ts';
import { Batch, BatchSummary, type BatchStore } from '../../resources/batch-store.ts';
import { ETag, IfNoneMatch, isRead, NOT_MODIFIED } from '../conditional.ts';
import { RESOURCE_EXAMPLES } from '../resource-examples.ts';
import { IdempotencyKeyHeader, idempotencyKeyOf } from '../idempotency-key.ts';
import { createdJob } from '../jobs/created-job.ts';
import { isEnded, waitForEnd } from '../jobs/job-states.ts';
import { badCursor } from '../jobs/list-jobs.ts';
import { readJsonBytes } from '../json-body.ts';
import { ownerOf } from '../owner.ts';
import { answerPage, pageOf, pageResponse } from '../page.ts';
import { PreferHeader, preferredWait } from '../preferred-wait.ts';
import { HttpProblem } from '../problem-details.ts';
import { PageQuery, readQuery } from '../query.ts';
import { runReferring, type ReferringServices } from '../referring.ts';
import { jsonResponse, problemResponses, type Route } from '../route.ts';

export interface BatchServices extends ReferringServices {
  readonly batches: BatchStore;
  readonly mostWaitSeconds: number;
}

/** Many jobs by one request. */
export const batchRoutes = (services: BatchServices): Route[] => [
  createRoute(services),
  listRoute(services),
  getRoute(services),
  cancelRoute(services),
];

const Location = z.string().describe('The batch: GET it until its status is ended.');
const RetryAfter = z.string().describe('Seconds.').optional();
const PreferenceApplied = z.string().optional().describe('`wait=N`, where the request preferred to wait.');
const Replayed = z.string().optional().describe('`true` where an earlier request with the same key made the batch.');
const BatchPath = z.object({ id: z.string().max(200).describe('As the Location of the POST says.') });

function createRoute(services: BatchServices): Route {
  const headers = z.object({
    Location,
    'Retry-After': RetryAfter,
    'Preference-Applied': PreferenceApplied,
    'Idempotency-Replayed': Replayed,
  });
  const operation: ZodOpenApiOperationObject = {
    operationId: 'createBatch',
    tags: ['batches'],
    summary: 'Queue many jobs at once',
    description:
      'All requests are checked before any job is made: one that is wrong refuses the batch, with every fault of every item. A batch that does not fit into the queue makes none.',
    requestParams: { header: z.object({ Prefer: PreferHeader, 'Idempotency-Key': IdempotencyKeyHeader }) },
    requestBody: {
      required: true,
      content: { 'application/json': { schema: BatchRequest, examples: RESOURCE_EXAMPLES.batch } },
    },
    responses: {
      '200': jsonResponse('All jobs have ended within the time that the request preferred to wait.', Batch, {
        headers,
      }),
      '202': jsonResponse('Accepted: the batch, which Location names.', Batch, { headers }),
      ...problemResponses(
        'malformed-json',
        'invalid-input',
        'too-large',
        'unsupported-media-type',
        'key-reused',
        'too-heavy',
        'queue-full',
      ),
    },
  };
  const handle = async (c: Context): Promise<Response> => {
    const key = idempotencyKeyOf(c);
    const prepared = await runReferring(services, ownerOf(c), 'prepareBatch', await readJsonBytes(c), {});
    const id = await makeBatch(c, services, prepared, key);
    const batch = await waitAsPreferred(c, services, await findBatch(c, services, id));
    const isWaited = preferredWait(c, services.mostWaitSeconds) !== undefined;
    return batchResponse(c, batch, isWaited && batch.status === 'ended' ? 200 : 202);
  };
  return { method: 'post', path: '/v1/batches', operation, handle };
}

/** Makes the jobs of a batch, or those that an earlier request with its key left out when it broke off. */
async function makeBatch(
  c: Context,
  { store, batches }: BatchServices,
  { hash, studies }: PreparedBatch,
  key: string | undefined,
): Promise<string> {
  const owner = ownerOf(c);
  const opened = await batches.open({ owner, key, requestHash: hash, items: studies.length });
  if (opened.status === 'keyReused')
    throw new HttpProblem('key-reused', 'Another body came with this Idempotency-Key before.');
  const { id: batch, isRepeated, isComplete } = opened;
  if (isRepeated) c.header('idempotency-replayed', 'true');
  if (isComplete) return batch;
  const jobs: string[] = [];
  try {
    for (const [i, study] of studies.entries()) {
      const keyed = { idempotencyKey: `${batch}/${i}`, requestHash: study.hash };
      jobs.push(createdJob(await store.create(study, { owner, batch, ...keyed })).job.id);
    }
  } catch (error) {
    // All or none.
    for (const id of jobs) await store.cancel(id, owner);
    await batches.drop(batch);
    throw error;
  }
  await batches.complete(batch, jobs);
  return batch;
}

const BatchPage = pageOf(BatchSummary, 'BatchPage');

function listRoute({ batches }: BatchServices): Route {
  const Query = z.strictObject(PageQuery);
  const operation: ZodOpenApiOperationObject = {
    operationId: 'listBatches',
    tags: ['batches'],
    summary: 'List your batches',
    description: 'How many jobs of each wait, run and have ended.',
    requestParams: { query: Query },
    responses: { '200': pageResponse(BatchPage), ...problemResponses('invalid-input') },
  };
  const handle = async (c: Context): Promise<Response> => {
    const { limit, cursor } = readQuery(c, Query);
    const page = await batches.list({ owner: ownerOf(c), limit, after: cursor });
    if (page === undefined) throw badCursor(cursor);
    return answerPage(c, page.batches, page.next);
  };
  return { method: 'get', path: '/v1/batches', operation, handle };
}

function getRoute(services: BatchServices): Route {
  const operation: ZodOpenApiOperationObject = {
    operationId: 'getBatch',
    tags: ['batches'],
    summary: 'See how a batch gets on',
    description: 'Its jobs by status, and each in short: GET a job for its result.',
    requestParams: { path: BatchPath, header: z.object({ Prefer: PreferHeader, 'If-None-Match': IfNoneMatch }) },
    responses: {
      '200': jsonResponse('The batch.', Batch, {
        headers: z.object({ ETag, 'Retry-After': RetryAfter, 'Preference-Applied': PreferenceApplied }),
      }),
      '304': NOT_MODIFIED,
      ...problemResponses('not-found'),
    },
  };
  const handle = async (c: Context): Promise<Response> => {
    const batch = await findBatch(c, services, c.req.param('id') ?? '');
    return batchResponse(c, await waitAsPreferred(c, services, batch), 200);
  };
  return { method: 'get', path: '/v1/batches/{id}', operation, handle };
}

function cancelRoute(services: BatchServices): Route {
  const operation: ZodOpenApiOperationObject = {
    operationId: 'cancelBatch',
    tags: ['batches'],
    summary: 'Cancel all jobs of a batch',
    description: 'Each keeps what it has found; those that have ended stay as they are.',
    requestParams: { path: BatchPath },
    responses: {
      '202': jsonResponse('The batch, whose jobs are cancelled or about to be.', Batch, {
        headers: z.object({ Location, 'Retry-After': RetryAfter }),
      }),
      ...problemResponses('not-found'),
    },
  };
  const handle = async (c: Context): Promise<Response> => {
    const { id, jobs } = await findBatch(c, services, c.req.param('id') ?? '');
    for (const job of jobs) if (!isEnded(job.status)) await services.store.cancel(job.id, ownerOf(c));
    return batchResponse(c, await findBatch(c, services, id), 202);
  };
  return { method: 'delete', path: '/v1/batches/{id}', operation, handle };
}

async function findBatch(c: Context, { batches }: BatchServices, id: string): Promise<Batch> {
  const batch = await batches.get(ownerOf(c), id);
  if (batch === undefined)
    throw new HttpProblem('not-found', 'You have no batch with this id. Batches are forgotten with their jobs.');
  return batch;
}

/** The batch as it is after as long as the request prefers to wait for the end of all its jobs. */
async function waitAsPreferred(c: Context, services: BatchServices, batch: Batch): Promise<Batch> {
  const seconds = preferredWait(c, services.mostWaitSeconds);
  if (seconds === undefined) return batch;
  c.header('preference-applied', `wait=${seconds}`);
  const signal = AbortSignal.any([c.req.raw.signal, AbortSignal.timeout(seconds * 1000)]);
  for (const job of batch.jobs) await waitForEnd(services.store, job, ownerOf(c), { seconds, signal });
  return findBatch(c, services, batch.id);
}

const batchResponse = (c: Context, batch: Batch, status: 200 | 202): Response =>
  c.json(batch, status, {
    ...(isRead(c) ? {} : { location: `/v1/batches/${batch.id}` }),
    ...(batch.status === 'open' ? { 'retry-after': '1' } : {}),
    'cache-control': 'private, no-cache',
  });
