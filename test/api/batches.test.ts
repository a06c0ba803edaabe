import { describe, expect, it } from 'vitest';
import { SMALL_PROBLEM } from '../../api/http/small-example.ts';
import type { Batch, BatchSummary } from '../../api/resources/batch-store.ts';
import { evaluationBody, idleApp } from './idle-app.ts';
import { jsonPost, runApp } from './running-app.ts';

const evaluation = (seed = 1) => ({ kind: 'evaluation', request: { ...evaluationBody(), seed } });
const items = (count: number) => ({ items: Array.from({ length: count }, (_, i) => evaluation(i + 1)) });

describe('a batch', () => {
  it('makes one job an item, in their order, and counts them by status', async () => {
    const { app, claim, store } = await idleApp();
    const response = await app.request('/v1/batches', jsonPost(items(5)));
    expect(response.status).toBe(202);
    const batch = (await response.json()) as Batch;
    const path = response.headers.get('location') ?? '';
    expect(path).toBe(`/v1/batches/${batch.id}`);
    expect(batch).toMatchObject({ status: 'open', items: 5, counts: { queued: 5 } });
    const seeds = await Promise.all(
      batch.jobs.map(
        async ({ id }) => (JSON.parse((await store.study(id, 'anonymous')) ?? '{}') as { seed: number }).seed,
      ),
    );
    expect(seeds).toEqual([1, 2, 3, 4, 5]);
    await store.finish(await claim(), { status: 'cancelled' }, {});
    await claim();
    const later = (await (await app.request(path)).json()) as Batch;
    expect(later.counts).toEqual({ queued: 3, running: 1, succeeded: 0, failed: 0, cancelled: 1, forgotten: 0 });
    expect(later.jobs.map(({ id }) => id)).toEqual(batch.jobs.map(({ id }) => id));
    // The jobs are jobs like any other.
    expect((await app.request(`/v1/evaluations/${batch.jobs[4].id}`)).status).toBe(200);
    const cancelled = (await (await app.request(path, { method: 'DELETE' })).json()) as Batch;
    expect(cancelled.counts).toMatchObject({ queued: 0, running: 1, cancelled: 4 });
    expect(cancelled.jobs.every(({ cancelRequested, status }) => cancelRequested || status === 'cancelled')).toBe(true);
  });

  it('that is wrong makes no job, and says what is wrong with each item', async () => {
    const { app, store } = await idleApp();
    const body = {
      items: [
        evaluation(),
        { kind: 'plan', request: { problem: SMALL_PROBLEM, sed: 1 } },
        { kind: 'drift', request: {} },
        { kind: 'plan', request: { problem: { ...SMALL_PROBLEM, model: { hash: '0'.repeat(64) } } } },
      ],
    };
    const response = await app.request('/v1/batches', jsonPost(body));
    expect(response.status).toBe(400);
    const { problems } = (await response.json()) as { problems: { pointer: string }[] };
    expect(problems.map(({ pointer }) => pointer)).toEqual([
      '/items/1/request/sed',
      '/items/2/request/problem',
      '/items/2/request/trace',
      '/items/3/request/problem/model/hash',
    ]);
    expect((await store.list({ owner: 'anonymous', limit: 10 })).jobs).toEqual([]);
    expect((await app.request('/v1/batches', jsonPost({ items: [] }))).status).toBe(400);
  });

  it('that does not fit into the queue leaves nothing open', async () => {
    const service = runApp({ queuedJobs: 2 });
    const response = await service.post('/v1/batches', items(6));
    expect(response.status).toBe(503);
    const jobs = (await (await service.app.request('/v1/evaluations')).json()) as { items: { status: string }[] };
    expect(jobs.items.filter(({ status }) => status === 'queued')).toEqual([]);
    expect(await (await service.app.request('/v1/batches')).json()).toEqual({ items: [] });
    await service.close();
  });

  it('sent again with its key is the same batch, also where the first one broke off in the middle', async () => {
    const { app, store, batches } = await idleApp();
    const post = async (key: string, body: unknown) =>
      app.request('/v1/batches', jsonPost(body, { 'idempotency-key': key }));
    const [first, second] = [await post('k', items(3)), await post('k', items(3))];
    const batch = (await first.json()) as Batch;
    expect(((await second.json()) as Batch).id).toBe(batch.id);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect((await post('k', items(2))).status).toBe(422);
    expect((await store.list({ owner: 'anonymous', limit: 10 })).jobs).toHaveLength(3);
    // A server that dies after the first of three jobs.
    const complete = batches.complete.bind(batches);
    batches.complete = () => Promise.reject(new Error('died'));
    await expect(post('broken', items(3)).then(({ status }) => status)).resolves.toBe(500);
    batches.complete = complete;
    const again = (await (await post('broken', items(3))).json()) as Batch;
    expect(again).toMatchObject({ items: 3, counts: { queued: 3 } });
    expect((await store.list({ owner: 'anonymous', limit: 10, batch: again.id })).jobs).toHaveLength(3);
  });

  it('is listed once on its pages, the newest first', async () => {
    const { app } = await idleApp();
    const ids: string[] = [];
    for (let i = 0; i < 5; i++)
      ids.unshift(((await (await app.request('/v1/batches', jsonPost(items(1)))).json()) as Batch).id);
    const seen: string[] = [];
    let path: string | undefined = '/v1/batches?limit=2';
    while (path !== undefined) {
      const response: Response = await app.request(path);
      seen.push(...((await response.json()) as { items: BatchSummary[] }).items.map(({ id }) => id));
      await app.request('/v1/batches', jsonPost(items(1)));
      path = /^<(.*)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1];
    }
    expect(seen).toEqual(ids);
    expect((await app.request('/v1/batches/none')).status).toBe(404);
  });

  it('answers 200 where all its jobs end within the time that is waited', async () => {
    const service = runApp();
    const response = await service.app.request('/v1/batches', jsonPost(items(2), { prefer: 'wait=60' }));
    // Where the machine is slow it has not ended yet: then it is 202.
    const batch = (await response.json()) as Batch;
    expect(response.status).toBe(batch.status === 'ended' ? 200 : 202);
    expect(response.headers.get('preference-applied')).toBe('wait=5');
    await service.close();
  });
});
