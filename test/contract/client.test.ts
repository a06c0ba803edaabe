import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningServer } from '../../api/http/server.ts';
import {
  createClient,
  JobCancelledError,
  ProblemError,
  unwrap,
  type FrontierRequest,
  type JobEvent,
  type ShardwrightClient,
} from '../../client/index.ts';
import { startLiveServer } from './live-server.ts';

let server: RunningServer;
let client: ShardwrightClient;
beforeAll(async () => {
  server = await startLiveServer({ SHARDWRIGHT_GRACE_MS: '300' });
  client = createClient({ baseUrl: server.url });
});
afterAll(() => server.close());

const request: FrontierRequest = {
  problem: { model: { fixture: 'criteo-kaggle' }, fleet: { fixture: '4x32gib' } },
  gridPoints: 3,
  measure: false,
};
const slow: FrontierRequest = {
  problem: { model: { fixture: 'drm1' }, fleet: { fixture: '16x64gib' } },
  effort: 50,
};

describe('the generated client, against the live server', () => {
  it('finds a frontier, typed from request to gap, and reports progress', async () => {
    const seen: JobEvent[] = [];
    const { answer } = await client.frontier(request, { onProgress: (event) => seen.push(event) });
    if (answer.status !== 'solved') throw new Error(answer.status);
    expect(answer.frontier.plans.length).toBeGreaterThan(1);
    for (const { proof, estimate } of answer.frontier.plans) {
      expect(proof.gap).toBeGreaterThanOrEqual(0);
      expect(estimate.hostsUsed).toBeLessThanOrEqual(4);
    }
    expect(seen.at(-1)?.status).toBe('succeeded');
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.at(-1)?.bestSoFar.length).toBeGreaterThan(0);
    const revisions = seen.map(({ revision }) => revision);
    expect(revisions).toEqual(revisions.toSorted((a, b) => a - b));
  });

  it('calls every operation by its path, with types', async () => {
    const { models } = await unwrap(client.GET('/v1/fixtures'));
    expect(models.map(({ name }) => name)).toContain('criteo-kaggle');
    const { data } = await client.GET('/v1/fixtures/models/{name}', { params: { path: { name: 'criteo-kaggle' } } });
    expect(data?.model.tables).toHaveLength(26);
  });

  it('throws every fault of a refused request', async () => {
    const fleet = { fixture: 'nowhere' } as unknown as never;
    const refused = client.frontier({ ...request, gridPoints: 1, problem: { ...request.problem, fleet } });
    const error: unknown = await refused.catch((caught: unknown) => caught);
    if (!(error instanceof ProblemError)) throw new Error('not refused');
    expect(error).toMatchObject({ type: '/problems/invalid-input', status: 400 });
    expect(error.problem.problems?.map(({ pointer }) => pointer).toSorted()).toEqual([
      '/gridPoints',
      '/problem/fleet/fixture',
    ]);
    expect(error.message).toContain('/gridPoints: at least 2; seen: 1.');
  });

  it('rejects with the reason of an abort, and the job is cancelled on the server', async () => {
    const stop = new AbortController();
    let id = '';
    const aborted = client.frontier(slow, {
      signal: stop.signal,
      onProgress: (job) => {
        id = job.id;
        stop.abort(new Error('enough'));
      },
    });
    await expect(aborted).rejects.toThrow('enough');
    const found = await client.find('/v1/frontiers', id);
    expect((await found.settled()).status).toBe('cancelled');
    await expect(found.result()).rejects.toThrow(JobCancelledError);
  });

  it('gives what was found until a job was cancelled', async () => {
    const started = await client.start('/v1/frontiers', slow);
    const stopped = started.settled({
      onProgress: ({ bestSoFar }) => {
        if (bestSoFar.length > 0) void started.cancel();
      },
    });
    const job = await stopped;
    expect(job.status).toBe('cancelled');
    expect(job.bestSoFar.length).toBeGreaterThan(0);
  });

  it('tries again after a lost connection, and posts one job', async () => {
    let failures = 0;
    const ids = new Set<string>();
    const shaky = createClient({
      baseUrl: server.url,
      fetch: async (sent) => {
        if (failures++ % 2 === 0) throw new TypeError('fetch failed');
        return fetch(sent);
      },
    });
    const { answer } = await shaky.plan(
      { problem: request.problem, measure: false },
      { onProgress: ({ id }) => ids.add(id) },
    );
    expect(answer.status).toMatch(/optimal|feasible/);
    expect(ids.size).toBe(1);
    expect(failures).toBeGreaterThan(2);
  });
});
