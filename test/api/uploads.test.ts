import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { RESOURCE_EXAMPLES } from '../../api/http/resource-examples.ts';
import {
  ROW_WISE_PLACEMENT,
  SMALL_FLEET,
  SMALL_MODEL,
  SMALL_PLACEMENT,
  SMALL_PROBLEM,
  SMALL_TRACE,
  SMALL_WORKLOAD,
} from '../../api/http/small-example.ts';
import type { Job } from '../../api/jobs/job.ts';
import type { Upload } from '../../api/resources/upload.ts';
import { UPLOAD_KINDS } from '../../api/resources/uploads.ts';
import { Trace } from '../../domain/trace.ts';
import { writeTrace, type TraceFormat } from '../../api/trace-files.ts';
import { idleApp, type IdleApp } from './idle-app.ts';
import { jsonPost, runApp } from './running-app.ts';

type App = IdleApp['app'];

const upload = async (app: App, path: string, content: unknown, headers = {}): Promise<Upload> => {
  const response = await app.request(path, jsonPost(content, headers));
  expect([200, 201]).toContain(response.status);
  return (await response.json()) as Upload;
};

/** The same value with the keys of its objects in another order. */
const turned = (value: unknown, random: () => number): unknown => {
  if (Array.isArray(value)) return value.map((entry) => turned(entry, random));
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([key, field]) => [random(), key, turned(field, random)] as const);
  return Object.fromEntries(entries.toSorted(([a], [b]) => a - b).map(([, key, field]) => [key, field]));
};

const pointersOf = async (response: Response): Promise<string[]> =>
  ((await response.json()) as { problems: { pointer: string }[] }).problems.map(({ pointer }) => pointer);

describe('an upload', () => {
  it('has the hash of its content, whatever the order of keys and whether defaults are written out', async () => {
    const { app } = await idleApp();
    const hashes = new Set<string>();
    let answers = 0;
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), async (stream) => {
        const random = (): number => stream.next().value as number;
        for (const [path, content] of [
          ['/v1/models', SMALL_MODEL],
          ['/v1/workloads', SMALL_WORKLOAD],
          ['/v1/fleets', SMALL_FLEET],
          ['/v1/problems', SMALL_PROBLEM],
        ] as const) {
          hashes.add((await upload(app, path, turned(content, random))).hash);
          answers++;
        }
      }),
      { numRuns: 10, seed: 1 },
    );
    expect(answers).toBe(40);
    expect(hashes.size).toBe(4);
    const tables = SMALL_MODEL.tables.map((table) => ({ dtype: 'fp32', lookupsPer: 'sample', ...table }));
    expect(hashes).toContain((await upload(app, '/v1/models', { ...SMALL_MODEL, tables })).hash);
  });

  it.each(UPLOAD_KINDS)(
    'of a %s is 201 once and then 200, and GET answers bytes of its hash, for ever',
    async (kind) => {
      const { app } = await idleApp();
      let seen = 0;
      for (const { value } of Object.values(RESOURCE_EXAMPLES.uploads[kind])) {
        const [first, second] = [
          await app.request(`/v1/${kind}s`, jsonPost(value)),
          await app.request(`/v1/${kind}s`, jsonPost(value)),
        ];
        expect([first.status, second.status]).toEqual([201, 200]);
        const { hash, bytes } = (await first.json()) as Upload;
        expect(await second.json()).toMatchObject({ kind, hash, bytes });
        const location = first.headers.get('location') ?? '';
        expect(location).toBe(`/v1/${kind}s/${hash}`);
        const got = await app.request(location);
        const content = Buffer.from(await got.arrayBuffer());
        expect(createHash('sha256').update(content).digest('hex')).toBe(hash);
        expect(content).toHaveLength(bytes);
        expect(got.headers.get('etag')).toBe(`"${hash}"`);
        expect(got.headers.get('cache-control')).toContain('immutable');
        expect((await app.request(location, { headers: { 'if-none-match': `"${hash}"` } })).status).toBe(304);
        const packed = await app.request(location, { headers: { 'accept-encoding': 'gzip' } });
        expect(packed.headers.get('etag')).toBe(`W/"${hash}"`);
        // What it answers is what can be uploaded.
        expect((await upload(app, `/v1/${kind}s`, content.toString())).hash).toBe(hash);
        seen++;
      }
      expect(seen).toBeGreaterThan(1);
    },
  );

  it('of a trace is the same in each form, and comes back in each', async () => {
    const { app } = await idleApp();
    const trace = Trace.parse(SMALL_TRACE);
    const types = { json: 'application/json', ndjson: 'application/x-ndjson', binary: 'application/octet-stream' };
    const hashes = new Set<string>();
    for (const [format, type] of Object.entries(types) as [TraceFormat, string][]) {
      const body = new Uint8Array(writeTrace(trace, format));
      const sent = await app.request('/v1/traces', { method: 'POST', headers: { 'content-type': type }, body });
      const { hash } = (await sent.json()) as Upload;
      hashes.add(hash);
      const got = await app.request(`/v1/traces/${hash}`, { headers: { accept: type } });
      expect(got.headers.get('content-type')).toBe(type);
      const back = await app.request('/v1/traces', {
        method: 'POST',
        headers: { 'content-type': type },
        body: await got.arrayBuffer(),
      });
      expect([back.status, ((await back.json()) as Upload).hash]).toEqual([200, hash]);
    }
    expect(hashes.size).toBe(1);
    const text = await app.request('/v1/traces', {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: '',
    });
    expect(text.status).toBe(415);
  });

  it('that is wrong is refused with every fault, in the form that it has', async () => {
    const { app } = await idleApp();
    const model = { ...SMALL_MODEL, nets: [], tables: [{ ...SMALL_MODEL.tables[0], rows: 0 }] };
    const refused = await app.request('/v1/models', jsonPost(model));
    expect(refused.status).toBe(400);
    expect((await pointersOf(refused)).toSorted()).toEqual(['/nets', '/tables/0/net', '/tables/0/rows']);
    const lines = await app.request('/v1/traces', {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: '{"samples": 1, "features": [], "dense": []}\n{"samples": 0, "features": [], "dense": []}\n',
    });
    expect(await pointersOf(lines)).toEqual(['body, line 2 /samples']);
  });

  it('is listed once on the pages of its kind, whatever is added meanwhile', async () => {
    const { app } = await idleApp();
    const add = async (i: number) =>
      (await upload(app, '/v1/fleets', { ...SMALL_FLEET, hostTypes: [{ ...SMALL_FLEET.hostTypes[0], count: i + 1 }] }))
        .hash;
    const before: string[] = [];
    for (let i = 0; i < 7; i++) before.unshift(await add(i));
    await upload(app, '/v1/models', SMALL_MODEL);
    const seen: string[] = [];
    let path: string | undefined = '/v1/fleets?limit=3';
    for (let added = 10; path !== undefined; added++) {
      const response: Response = await app.request(path);
      const { items } = (await response.json()) as { items: Upload[] };
      seen.push(...items.map(({ hash }) => hash));
      await add(added);
      path = /^<(.*)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1];
    }
    expect(seen).toEqual(before);
    expect(await pointersOf(await app.request('/v1/fleets?cursor=x'))).toEqual(['?cursor']);
  });

  it('takes room up to the limit of its owner, which deleting gives back', async () => {
    const { app } = await idleApp({ uploadBytes: 900 });
    const { hash, storedBytes } = await upload(app, '/v1/models', SMALL_MODEL);
    expect(storedBytes).toBeGreaterThan(200);
    const fleet = {
      main: SMALL_FLEET.main,
      hostTypes: Array.from({ length: 12 }, (_, i) => ({
        ...SMALL_FLEET.hostTypes[0],
        // Not to be compressed.
        name: createHash('sha256').update(`${i}`).digest('hex'),
      })),
    };
    const full = await app.request('/v1/fleets', jsonPost(fleet));
    expect(full.status).toBe(413);
    expect(await full.json()).toMatchObject({ type: '/problems/uploads-full' });
    // What is there takes no more room when it is sent again.
    await upload(app, '/v1/models', SMALL_MODEL);
    expect((await app.request(`/v1/models/${hash}`, { method: 'DELETE' })).status).toBe(204);
    expect((await app.request(`/v1/models/${hash}`, { method: 'DELETE' })).status).toBe(404);
    const { storedBytes: others } = await upload(app, '/v1/fleets', fleet);
    expect(storedBytes + others).toBeGreaterThan(900);
  });
});

describe('a request that names uploads', () => {
  const named = async (app: App, headers = {}) => {
    const hashOf = async (path: string, content: unknown) => ({
      hash: (await upload(app, path, content, headers)).hash,
    });
    return {
      model: await hashOf('/v1/models', SMALL_MODEL),
      workload: await hashOf('/v1/workloads', SMALL_WORKLOAD),
      fleet: await hashOf('/v1/fleets', SMALL_FLEET),
      trace: await hashOf('/v1/traces', SMALL_TRACE),
      problem: await hashOf('/v1/problems', SMALL_PROBLEM),
    };
  };

  it('means the same as one that spells them out: the same key answers the same job', async () => {
    const { app } = await idleApp();
    const { model, workload, fleet, trace, problem } = await named(app);
    const ask = async (given: unknown, requests: unknown) => {
      const body = { problem: given, trace: requests, placement: ROW_WISE_PLACEMENT };
      const response = await app.request('/v1/evaluations', jsonPost(body, { 'idempotency-key': 'k' }));
      expect(response.status).toBe(202);
      return ((await response.json()) as Job).id;
    };
    const ids = [
      await ask(SMALL_PROBLEM, SMALL_TRACE),
      await ask({ model, workload, fleet }, SMALL_TRACE),
      await ask({ model, workload: SMALL_WORKLOAD, fleet }, trace),
      await ask(problem, trace),
    ];
    expect(new Set(ids).size).toBe(1);
    const estimated = { trace: SMALL_TRACE, batchSize: 4 };
    const key = { 'idempotency-key': 'other' };
    const inline = await app.request(
      '/v1/plans',
      jsonPost({ problem: { ...SMALL_PROBLEM, workload: estimated } }, key),
    );
    const byHash = await app.request(
      '/v1/plans',
      jsonPost({ problem: { model, fleet, workload: { ...estimated, trace } } }, key),
    );
    expect(byHash.headers.get('idempotency-replayed')).toBe('true');
    expect(((await byHash.json()) as Job).id).toBe(((await inline.json()) as Job).id);
  });

  it('is refused where there are none, with each place', async () => {
    const { app } = await idleApp();
    const hash = '0'.repeat(64);
    const places = { model: { hash }, fleet: { hash }, workload: { trace: { hash }, batchSize: 1 } };
    const response = await app.request('/v1/plans', jsonPost({ problem: places, trace: { hash } }));
    expect(response.status).toBe(400);
    const text = await response.clone().text();
    expect((await pointersOf(response)).toSorted()).toEqual([
      '/problem/fleet/hash',
      '/problem/model/hash',
      '/problem/workload/trace/hash',
      '/trace/hash',
    ]);
    expect(text).toContain('Maybe upload it with POST /v1/models');
    // What does not fit in an upload is said where it stands there.
    const foreign = {
      requests: [{ samples: 1, features: [{ feature: 'nobody', lengths: [0], indices: [] }], dense: [] }],
    };
    const trace = { hash: (await upload(app, '/v1/traces', foreign)).hash };
    const unfit = await app.request('/v1/plans', jsonPost({ problem: SMALL_PROBLEM, trace }));
    expect(await unfit.clone().text()).toContain('(at /requests/0/features/0');
    expect(await pointersOf(unfit)).toEqual(['/trace/hash']);
    // Of another kind it is another thing.
    const model = await upload(app, '/v1/models', SMALL_MODEL);
    const asFleet = { model: { hash: model.hash }, workload: SMALL_WORKLOAD, fleet: { hash: model.hash } };
    expect(await pointersOf(await app.request('/v1/plans', jsonPost({ problem: asFleet })))).toEqual([
      '/problem/fleet/hash',
    ]);
  });

  it('sees those of its owner alone', async () => {
    const tokens = ['alice', 'bob'].map((owner) => ({
      owner,
      digest: createHash('sha256').update(`${owner}-token-of-32-characters-and-more`).digest(),
    }));
    const { app } = await idleApp({ tokens });
    const as = (owner: string) => ({ authorization: `Bearer ${owner}-token-of-32-characters-and-more` });
    const { problem } = await named(app, as('alice'));
    const path = `/v1/problems/${problem.hash}`;
    expect((await app.request(path, { headers: as('alice') })).status).toBe(200);
    expect((await app.request(path, { headers: as('bob') })).status).toBe(404);
    expect((await app.request(path, { method: 'DELETE', headers: as('bob') })).status).toBe(404);
    expect((await app.request('/v1/plans', jsonPost({ problem }, as('bob')))).status).toBe(400);
    const listed = (await (await app.request('/v1/problems', { headers: as('bob') })).json()) as { items: unknown[] };
    expect(listed.items).toEqual([]);
    expect((await app.request('/v1/plans', jsonPost({ problem }, as('alice')))).status).toBe(202);
  });
});

describe('estimates and comparisons', () => {
  const service = runApp();
  afterAll(() => service.close());
  const answer = async (path: string, body: unknown) => {
    const response = await service.post(path, body);
    expect(response.status).toBe(200);
    return (await response.json()) as Record<string, never>;
  };

  it('an estimate is that of an evaluation, and its bounds hold for every plan', async () => {
    const found = await answer('/v1/estimates', { problem: SMALL_PROBLEM, placement: ROW_WISE_PLACEMENT });
    const job = await service.settle(
      (
        await service.post('/v1/evaluations', { problem: SMALL_PROBLEM, placement: ROW_WISE_PLACEMENT, measure: false })
      ).headers.get('location') ?? '',
    );
    expect(job).toMatchObject({
      result: { estimate: found['estimate'], violations: [], problemHash: found['problemHash'] },
    });
    const frontier = await service.settle(
      (await service.post('/v1/frontiers', { problem: SMALL_PROBLEM, measure: false, gridPoints: 3 })).headers.get(
        'location',
      ) ?? '',
    );
    if (frontier.kind !== 'frontier' || frontier.result?.answer.status !== 'solved') throw new Error('not solved');
    let compared = 0;
    for (const { objective, bound } of found['proofs'] as unknown as { objective: 'hostsUsed'; bound: number }[])
      for (const { estimate } of frontier.result.answer.frontier.plans) {
        expect(estimate[objective]).toBeGreaterThanOrEqual(bound * (1 - 1e-9));
        compared++;
      }
    expect(compared).toBeGreaterThan(4);
    const illegal = await answer('/v1/estimates', RESOURCE_EXAMPLES.estimate['illegal'].value);
    expect(illegal).toMatchObject({ proofs: [], notes: ['The placement is illegal: bounds say nothing of it.'] });
  });

  it('jobs are compared by their ids after they have ended, as their plans are', async () => {
    const locations = await Promise.all(
      [{}, { epsilons: [{ objective: 'bytesOnWire', atMost: 1e9 }] }].map(async (extra) => {
        const body = { problem: { ...SMALL_PROBLEM, ...extra }, measure: false };
        return (await service.post('/v1/plans', body)).headers.get('location') ?? '';
      }),
    );
    const jobs = [await service.settle(locations[0]), await service.settle(locations[1])];
    const plans = jobs.map((job) => {
      if (job.kind !== 'plan' || job.result === undefined || !('plan' in job.result.answer)) throw new Error('no plan');
      return job.result.answer.plan;
    });
    const byId = await answer('/v1/comparisons', { before: { job: jobs[0].id }, after: { job: jobs[1].id } });
    const byPlan = await answer('/v1/comparisons', {
      before: { plan: plans[0], problem: SMALL_PROBLEM },
      after: { plan: plans[1], problem: { ...SMALL_PROBLEM, epsilons: [{ objective: 'bytesOnWire', atMost: 1e9 }] } },
    });
    expect(byId).toEqual(byPlan);
    expect(byId).toMatchObject({ compared: 'plans', problems: { same: false, differing: 1 } });
    const mixed = await answer('/v1/comparisons', {
      problem: SMALL_PROBLEM,
      before: { job: jobs[0].id },
      after: { placement: SMALL_PLACEMENT },
    });
    expect(mixed).toMatchObject({ compared: 'plans', problems: { same: true } });
  });

  it('what cannot be compared is refused with its place', async () => {
    const refused = await service.post('/v1/comparisons', {
      before: { job: 'none' },
      after: { placement: SMALL_PLACEMENT },
    });
    expect((await pointersOf(refused)).toSorted()).toEqual(['/after/problem', '/before/job']);
    const unlike = {
      problem: SMALL_PROBLEM,
      before: { problem: SMALL_PROBLEM },
      after: { placement: SMALL_PLACEMENT },
    };
    expect(await pointersOf(await service.post('/v1/comparisons', unlike))).toEqual(['/before']);
  });

  it('a job that named an upload needs it no more', async () => {
    const { hash } = await upload(service.app, '/v1/problems', SMALL_PROBLEM);
    const queued = await service.post('/v1/plans', { problem: { hash }, measure: false });
    expect((await service.app.request(`/v1/problems/${hash}`, { method: 'DELETE' })).status).toBe(204);
    expect(await service.settle(queued.headers.get('location') ?? '')).toMatchObject({ status: 'succeeded' });
  });
});
