import { afterAll, describe, expect, it } from 'vitest';
import type { ProblemDetails } from '../../api/http/problem-details.ts';
import type { Job } from '../../api/jobs/job.ts';
import { jsonPost, runApp } from './running-app.ts';
import { smallPlacement, smallProblem } from './small-requests.ts';

const service = runApp();
afterAll(() => service.close());

const problemOf = async (response: Response): Promise<ProblemDetails> => {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  return (await response.json()) as ProblemDetails;
};

async function accepted(path: string, body: unknown): Promise<string> {
  const response = await service.post(path, body);
  expect(response.status).toBe(202);
  expect(response.headers.get('retry-after')).toBe('1');
  const location = response.headers.get('location');
  expect(location).toMatch(new RegExp(`^${path}/[0-9a-f-]{36}$`));
  return location as string;
}

describe('a job', () => {
  it('of a frontier ends with plans that are measured and agree with singular', async () => {
    const body = { problem: smallProblem(), gridPoints: 3, measure: { requests: 10, maxPlans: 2 } };
    const job = await service.settle(await accepted('/v1/frontiers', body));
    expect(job).toMatchObject({ kind: 'frontier', status: 'succeeded', result: { answer: { status: 'solved' } } });
    if (job.kind !== 'frontier' || job.result?.answer.status !== 'solved') throw new Error('not solved');
    const { plans } = job.result.answer.frontier;
    const measured = plans.flatMap((plan) => plan.measurement ?? []);
    expect(measured).toHaveLength(Math.min(2, plans.length));
    expect(job.result.measurements.plansMeasured).toBe(measured.length);
    for (const { agreement, requests } of measured) {
      expect(agreement.holds).toBe(true);
      expect(requests).toBe(10);
    }
    const hashes = new Set(plans.map((plan) => plan.placementHash));
    expect(job.bestSoFar.some((plan) => hashes.has(plan.placementHash))).toBe(true);
  });

  it('of an impossible problem succeeds with what is short', async () => {
    const problem = { ...smallProblem(), constraints: [{ kind: 'drained', hosts: ['small-1'] }] };
    const job = await service.settle(await accepted('/v1/plans', { problem }));
    expect(job).toMatchObject({ status: 'succeeded', result: { answer: { status: 'infeasible' } } });
    if (job.kind !== 'plan' || job.result?.answer.status !== 'infeasible') throw new Error('not infeasible');
    // 384 MiB of tables on one host of 256 MiB.
    expect(job.result.answer.reasons).toContainEqual(
      expect.objectContaining({ kind: 'memoryShort', shortBytes: 128 * 2 ** 20 }),
    );
  });

  it('of an evaluation judges a placement of the user', async () => {
    const body = { problem: smallProblem(), placement: smallPlacement(), measure: { requests: 5 } };
    const job = await service.settle(await accepted('/v1/evaluations', body));
    expect(job).toMatchObject({
      status: 'succeeded',
      result: { violations: [], measurement: { requests: 5, agreement: { rule: 'boundedRounding', holds: true } } },
    });
  });

  it('that waits or runs can be cancelled, and the next one runs', async () => {
    const long = { problem: smallProblem(), placement: smallPlacement(), measure: { requests: 10_000 } };
    const running = await accepted('/v1/evaluations', long);
    const waiting = await accepted('/v1/evaluations', long);
    const after = await accepted('/v1/evaluations', { ...long, measure: false });
    const cancelled = (await (await service.app.request(waiting, { method: 'DELETE' })).json()) as Job;
    expect(cancelled).toMatchObject({ status: 'cancelled', cancelRequested: true });
    expect((await service.app.request(running, { method: 'DELETE' })).status).toBe(202);
    expect(await service.settle(running)).toMatchObject({ status: 'cancelled' });
    expect(await service.settle(after)).toMatchObject({ status: 'succeeded' });
    const again = await service.app.request(after, { method: 'DELETE' });
    expect(await again.json()).toMatchObject({ status: 'succeeded', cancelRequested: false });
  });

  it('is found under its own kind alone', async () => {
    const body = { problem: smallProblem(), placement: smallPlacement(), measure: false };
    const location = await accepted('/v1/evaluations', body);
    expect((await service.app.request(location.replace('evaluations', 'plans'))).status).toBe(404);
  });
});

describe('a refusal', () => {
  it('of input is a problem with every fault', async () => {
    const response = await service.post('/v1/plans', { problem: { model: { fixture: 'x' }, fleet: {} }, sed: 1 });
    expect(response.status).toBe(400);
    const problem = await problemOf(response);
    expect(problem).toMatchObject({
      type: '/problems/invalid-input',
      status: 400,
      instance: '/v1/plans',
    });
    expect(problem.problems?.map(({ pointer }) => pointer).toSorted()).toEqual([
      '/problem/fleet/fixture',
      '/problem/model/fixture',
      '/sed',
    ]);
  });

  it.each([
    ['malformed JSON', '/v1/plans', jsonPost('{"problem": '), 400, 'malformed-json'],
    ['no body', '/v1/plans', jsonPost(''), 400, 'malformed-json'],
    ['a form', '/v1/plans', { method: 'POST', body: '{}' }, 415, 'unsupported-media-type'],
    ['an unknown path', '/v1/plan', {}, 404, 'not-found'],
    ['an unknown job', '/v1/plans/00000000-0000-0000-0000-000000000000', {}, 404, 'not-found'],
    ['a path out of the fixtures', '/v1/fixtures/models/..%2f..%2fpackage', {}, 404, 'not-found'],
    ['a method that is not there', '/v1/plans', { method: 'PUT' }, 405, 'method-not-allowed'],
    ['a body beyond the limit', '/v1/plans', jsonPost(JSON.stringify('x'.repeat(2 ** 20))), 413, 'too-large'],
  ] as const)('of %s has its own type', async (_, path, init, status, type) => {
    const response = await service.app.request(path, init);
    expect(response.status).toBe(status);
    expect(await problemOf(response)).toMatchObject({
      type: `/problems/${type}`,
      status,
      instance: path,
    });
    if (status === 405) expect(response.headers.get('allow')).toBe('POST, GET, HEAD');
  });

  it('of a job too many says when to come back', async () => {
    const full = runApp({ queuedJobs: 1 });
    const body = { problem: smallProblem(), placement: smallPlacement(), measure: { requests: 10_000 } };
    await full.post('/v1/evaluations', body);
    await full.post('/v1/evaluations', body);
    const response = await full.post('/v1/evaluations', body);
    expect(response.status).toBe(503);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    await full.close();
  });

  it('leaves the service alive', async () => {
    for (const body of ['[', 'null', '{"problem":{"model":[]}}', '"\\u0000"', '1e999', '[[[[[[[[]]]]]]]]']) {
      const response = await service.post('/v1/frontiers', body);
      expect(response.status).toBe(400);
    }
    expect((await service.app.request('/')).status).toBe(200);
  });
});

describe('the service', () => {
  it('lists fixtures that can be fetched', async () => {
    const list = (await (await service.app.request('/v1/fixtures')).json()) as {
      models: { name: string; tables: number }[];
    };
    const kaggle = list.models.find(({ name }) => name === 'criteo-kaggle');
    expect(kaggle?.tables).toBe(26);
    const response = await service.app.request('/v1/fixtures/models/criteo-kaggle');
    expect(((await response.json()) as { model: { tables: unknown[] } }).model.tables).toHaveLength(26);
    expect((await service.app.request('/v1/fixtures/fleets/8x32gib')).status).toBe(200);
  });

  it('answers with secure headers and a request id, and logs no body', async () => {
    const response = await service.post('/v1/plans', { secret: 'hunter2' });
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(service.logged.some((line) => line.includes(response.headers.get('x-request-id') ?? '?'))).toBe(true);
    expect(service.logged.join('')).not.toContain('hunter2');
  });

  it('gives a failure an opaque id and logs the rest', async () => {
    const broken = runApp();
    broken.app.get('/broken', () => {
      throw new Error('inner detail');
    });
    const response = await broken.app.request('/broken');
    expect(response.status).toBe(500);
    const problem = await problemOf(response);
    expect(JSON.stringify(problem)).not.toContain('inner detail');
    expect(broken.logged.find((line) => line.includes('inner detail'))).toContain(problem.errorId);
  });
});
