import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Claim } from '../../api/jobs/job-queue.ts';
import type { JobStore } from '../../api/jobs/job-store.ts';
import { JobEvent, JobSummary, type Job } from '../../api/jobs/job.ts';
import { evaluationBody, idleApp, type IdleApp } from './idle-app.ts';
import { jsonPost } from './running-app.ts';

const PATH = '/v1/evaluations';
const progress = (done: number) => ({ progress: { phase: 'solving', done, of: 9, message: '' } }) as const;
const CANCELLED = { status: 'cancelled' } as const;

interface Page {
  readonly items: readonly JobSummary[];
  readonly next?: string;
}

describe('a list', () => {
  it('shows each job once on its pages, whatever is added meanwhile', async () => {
    let additions = 0;
    let pages = 0;
    const limits = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(fc.nat(15), limits, fc.array(fc.nat(3), { maxLength: 20 }), async (count, sizes, added) => {
        const { app, add } = await idleApp();
        const before: string[] = [];
        for (let i = 0; i < count; i++) before.unshift((await add()).id);
        const seen: string[] = [];
        let path = `${PATH}?limit=${sizes[0]}`;
        for (let turn = 0; ; turn++) {
          const response = await app.request(path);
          const { items, next } = (await response.json()) as Page;
          seen.push(...items.map(({ id }) => id));
          pages++;
          for (let i = 0; i < (added[turn] ?? 0); i++, additions++) await add();
          const link = response.headers.get('link');
          expect(link === null).toBe(next === undefined);
          if (link === null || next === undefined) break;
          // Both ways on lead to the same page; a client may change its mind on the size.
          expect(new URLSearchParams(/\?(.*)>; rel="next"$/.exec(link)?.[1]).get('cursor')).toBe(next);
          path = `${PATH}?limit=${sizes[turn % sizes.length]}&cursor=${encodeURIComponent(next)}`;
        }
        expect(seen).toEqual(before);
      }),
      { numRuns: 30, seed: 1 },
    );
    expect(additions).toBeGreaterThan(50);
    expect(pages).toBeGreaterThan(60);
  });

  it('shows the jobs of a status and kind alone, without their results', async () => {
    const { app, add, claim, store } = await idleApp();
    const [first, second] = [await add(), await add()];
    await store.finish(await claim(), CANCELLED);
    const idsAt = async (path: string) => ((await (await app.request(path)).json()) as Page).items.map(({ id }) => id);
    expect(await idsAt(`${PATH}?status=queued`)).toEqual([second.id]);
    expect(await idsAt(`${PATH}?status=cancelled`)).toEqual([first.id]);
    expect(await idsAt(PATH)).toEqual([second.id, first.id]);
    expect(await idsAt('/v1/plans')).toEqual([]);
    const { items } = (await (await app.request(PATH)).json()) as Page;
    for (const item of items) expect(JobSummary.safeParse(item).error).toBeUndefined();
  });

  it.each([
    ['limit=0', '?limit'],
    ['limit=many', '?limit'],
    ['status=done', '?status'],
    ['cursor=nonsense', '?cursor'],
    ['state=queued', '?state'],
  ])('refuses %s with its place', async (query, pointer) => {
    const response = await (await idleApp()).app.request(`${PATH}?${query}`);
    expect(response.status).toBe(400);
    const { problems } = (await response.json()) as { problems: { pointer: string; maybe: string }[] };
    expect(problems.map((found) => found.pointer)).toEqual([pointer]);
    expect(problems[0].maybe).toMatch(/^Maybe/);
  });
});

describe('an Idempotency-Key', () => {
  const tokens = ['alice', 'bob'].map((owner) => ({
    owner,
    digest: createHash('sha256').update(`${owner}-token-of-32-characters-and-more`).digest(),
  }));
  const post = async (app: IdleApp['app'], key: string, body: unknown, headers = {}) =>
    app.request(PATH, jsonPost(body, { 'idempotency-key': key, ...headers }));

  it('sent again with the same body never makes a second job, however the body is written', async () => {
    const { app, store } = await idleApp();
    const turned = Object.fromEntries(Object.entries(evaluationBody()).toReversed());
    const key = '"8e03978e-40d5-43e8-bc93-6894a57f9324"';
    const responses = await Promise.all(
      [evaluationBody(), turned, evaluationBody(), turned].map((body) => post(app, key, body)),
    );
    const ids = await Promise.all(responses.map(async (response) => ((await response.json()) as Job).id));
    expect(new Set(ids).size).toBe(1);
    expect(responses.map(({ status }) => status)).toEqual([202, 202, 202, 202]);
    expect(responses.filter(({ headers }) => headers.get('idempotency-replayed') === 'true')).toHaveLength(3);
    expect((await store.list({ owner: 'anonymous', limit: 10 })).jobs).toHaveLength(1);
    // With or without quotes it is the same key.
    const bare = (await (await post(app, key.slice(1, -1), turned)).json()) as Job;
    expect(bare.id).toBe(ids[0]);
  });

  it('sent again with another body, or to another resource, is refused', async () => {
    const { app } = await idleApp();
    await post(app, 'k', evaluationBody());
    const other = await post(app, 'k', { ...evaluationBody(), seed: 2 });
    expect(other.status).toBe(422);
    expect(await other.json()).toMatchObject({ type: '/problems/key-reused' });
    const plan = jsonPost({ problem: evaluationBody()['problem'] }, { 'idempotency-key': 'k' });
    const elsewhere = await app.request('/v1/plans', plan);
    expect(elsewhere.status).toBe(422);
  });

  it.each(['', '"', 'a b', 'a,b', '"a"b"', 'x'.repeat(256), '"\u00e9"'])('%j is refused', async (key) => {
    const response = await post((await idleApp()).app, key, evaluationBody());
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ problems: [{ pointer: 'Idempotency-Key:' }] });
  });

  it('is of its owner alone', async () => {
    const { app } = await idleApp({ tokens });
    const ids = await Promise.all(
      ['alice', 'bob', 'alice'].map(async (owner) => {
        const authorization = `Bearer ${owner}-token-of-32-characters-and-more`;
        return ((await (await post(app, 'k', evaluationBody(), { authorization })).json()) as Job).id;
      }),
    );
    expect(ids[0]).toBe(ids[2]);
    expect(ids[1]).not.toBe(ids[0]);
  });
});

describe('Prefer: wait', () => {
  it('answers 200 once the job has ended, 202 where it has not', async () => {
    const { app, claim, store } = await idleApp();
    const post = async (wait: string) => app.request(PATH, jsonPost(evaluationBody(), { prefer: wait }));
    const none = await post('wait=0');
    expect([none.status, none.headers.get('preference-applied')]).toEqual([202, 'wait=0']);
    await claim();
    const waiting = post('respond-async, wait=100');
    const claimed = await until(() => store.claim());
    await store.update(claimed, progress(1));
    await store.finish(claimed, CANCELLED);
    const answered = await waiting;
    expect(answered.status).toBe(200);
    // At most what the server allows.
    expect(answered.headers.get('preference-applied')).toBe('wait=2');
    expect(answered.headers.get('location')).toBe(`${PATH}/${claimed.id}`);
    expect(await answered.json()).toMatchObject({ id: claimed.id, status: 'cancelled', revision: 4 });
    const late = await app.request(`${PATH}/${((await none.json()) as Job).id}`, { headers: { prefer: 'wait=1' } });
    expect(await late.json()).toMatchObject({ status: 'running' });
  });

  it('that is not understood is passed over', async () => {
    const { app, add } = await idleApp();
    const { id } = await add();
    const response = await app.request(`${PATH}/${id}`, { headers: { prefer: 'wait=soon, return=minimal' } });
    expect(response.status).toBe(200);
    expect(response.headers.get('preference-applied')).toBeNull();
  });

  it('ends when the client leaves, and leaves nothing behind', async () => {
    const { app, add, store } = await idleApp();
    const watched = countWatchers(store);
    const { id } = await add();
    const client = new AbortController();
    const waiting = app.request(`${PATH}/${id}`, { headers: { prefer: 'wait=2' }, signal: client.signal });
    await until(async () => (watched() === 1 ? true : undefined));
    client.abort();
    await waiting;
    expect(watched()).toBe(0);
  });
});

interface Heard {
  readonly ids: readonly number[];
  readonly events: readonly JobEvent[];
}

describe('events of a job', () => {
  it('tell its end exactly once and repeat nothing, wherever the connection breaks', async () => {
    let reconnects = 0;
    const breaks = fc.array(fc.boolean(), { minLength: 8, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(breaks, fc.nat(6), async (isBroken, endsAt) => {
        const { app, add, claim, store } = await idleApp();
        const watched = countWatchers(store);
        const { id } = await add();
        const heard: number[] = [];
        let claimed: Claim | undefined;
        let reader = follow(app, id, 0, heard);
        for (let step = 0; step <= endsAt; step++) {
          claimed ??= await claim();
          if (step > 0 && step < endsAt) await store.update(claimed, progress(step));
          if (step === endsAt) await store.finish(claimed, CANCELLED);
          if (!isBroken[step]) continue;
          await reader.leave();
          reconnects++;
          reader = follow(app, id, heard.at(-1) ?? 0, heard);
        }
        await reader.ended;
        const job = (await store.get(id, 'anonymous')) as Job;
        expect(heard.at(-1)).toBe(job.revision);
        expect(heard).toEqual([...new Set(heard)].toSorted((a, b) => a - b));
        await vi.waitFor(() => expect(watched()).toBe(0));
        const after = await app.request(`${PATH}/${id}/events`, { headers: { 'last-event-id': String(job.revision) } });
        expect(after.status).toBe(204);
      }),
      { numRuns: 25, seed: 1 },
    );
    expect(reconnects).toBeGreaterThan(30);
  });

  it('are the states of the job in short', async () => {
    const { app, add, claim, store } = await idleApp();
    const { id } = await add();
    await store.finish(await claim(), CANCELLED);
    const response = await app.request(`${PATH}/${id}/events`, { headers: { 'accept-encoding': 'gzip' } });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect(response.headers.get('content-encoding')).toBeNull();
    expect(response.headers.get('etag')).toBeNull();
    const { ids, events } = parseEvents(await response.text());
    expect(ids).toEqual([3]);
    expect(events[0]).toMatchObject({ id, kind: 'evaluation', status: 'cancelled', revision: 3, bestSoFar: [] });
    expect((await app.request(`/v1/plans/${id}/events`)).status).toBe(404);
  });
});

describe('HEAD', () => {
  it('of a job and of its events has the headers of GET, and leaves nothing behind', async () => {
    const { app, add, store } = await idleApp();
    const watched = countWatchers(store);
    const { id } = await add();
    const [get, head] = [await app.request(`${PATH}/${id}`), await app.request(`${PATH}/${id}`, { method: 'HEAD' })];
    for (const header of ['etag', 'content-type', 'cache-control', 'retry-after', 'location'])
      expect(head.headers.get(header), header).toBe(get.headers.get(header));
    const events = await app.request(`${PATH}/${id}/events`, { method: 'HEAD' });
    expect([events.status, events.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
    expect(watched()).toBe(0);
  });
});

describe('a conditional GET', () => {
  it('answers 304 exactly where the job is unchanged', async () => {
    let same = 0;
    let changed = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 12 }), async (changes) => {
        const { app, add, claim, store } = await idleApp();
        const { id } = await add();
        const claimed = await claim();
        let etag = (await app.request(`${PATH}/${id}`)).headers.get('etag') ?? '';
        for (const [i, isChanged] of changes.entries()) {
          if (isChanged) await store.update(claimed, progress(i));
          const response = await app.request(`${PATH}/${id}`, { headers: { 'if-none-match': `"x", ${etag}` } });
          expect(response.status).toBe(isChanged ? 200 : 304);
          if (isChanged) changed++;
          else same++;
          expect((await response.text()) === '').toBe(!isChanged);
          etag = response.headers.get('etag') ?? '';
        }
      }),
      { numRuns: 30, seed: 1 },
    );
    expect(Math.min(same, changed)).toBeGreaterThan(30);
  });

  it.each(['/', '/openapi.yaml', '/v1/fixtures', '/v1/fixtures/models/criteo-kaggle', '/v1/fixtures/fleets/8x32gib'])(
    'of %s is answered by 304, compressed or not',
    async (path) => {
      const { app } = await idleApp();
      const plain = await app.request(path);
      expect(plain.status).toBe(200);
      const text = await plain.text();
      const packed = await app.request(path, { headers: { 'accept-encoding': 'gzip' } });
      for (const { headers } of [plain, packed]) {
        const again = await app.request(path, {
          headers: { 'if-none-match': headers.get('etag') ?? '', 'accept-encoding': 'gzip' },
        });
        expect(again.status).toBe(304);
        expect(again.headers.get('x-request-id')).toBeTruthy();
      }
      if (text.length < 1024) return;
      expect(packed.headers.get('content-encoding')).toBe('gzip');
      expect(packed.headers.get('vary')).toMatch(/accept-encoding/i);
      // The bytes differ: a strong tag would claim that they are the same.
      expect(packed.headers.get('etag')).toBe(`W/${plain.headers.get('etag')}`);
      expect(gunzipSync(await packed.arrayBuffer()).toString()).toBe(text);
    },
  );
});

/** Reads the stream into `heard` until it ends, or the client leaves. */
function follow(app: IdleApp['app'], id: string, lastEventId: number, heard: number[]) {
  const client = new AbortController();
  const ended = (async () => {
    const response = await app.request(`${PATH}/${id}/events`, {
      headers: { 'last-event-id': String(lastEventId) },
      signal: client.signal,
    });
    const reader = response.body?.getReader();
    if (reader === undefined) return;
    client.signal.addEventListener('abort', () => void reader.cancel());
    for (let text = ''; ;) {
      const { done, value } = await reader.read();
      if (done) return;
      text += new TextDecoder().decode(value);
      const end = text.lastIndexOf('\n\n') + 2;
      heard.push(...parseEvents(text.slice(0, end)).ids);
      text = text.slice(end);
    }
  })();
  return {
    ended,
    leave: async () => {
      client.abort();
      await ended;
    },
  };
}

function parseEvents(text: string): Heard {
  const blocks = text.split('\n\n').filter((block) => block.includes('data: '));
  const field = (block: string, name: string): string => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? '';
  return {
    ids: blocks.map((block) => Number(field(block, 'id'))),
    events: blocks.map((block) => JobEvent.parse(JSON.parse(field(block, 'data')))),
  };
}

/** How many watch a job of the store now. */
function countWatchers(store: JobStore): () => number {
  let count = 0;
  const watch = store.watch.bind(store);
  store.watch = (id, onChange) => {
    const unwatch = watch(id, onChange);
    count++;
    return () => {
      count--;
      unwatch();
    };
  };
  return () => count;
}

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
