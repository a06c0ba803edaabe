import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readTokens } from '../../api/http/bearer-tokens.ts';
import { jsonPost, runApp } from './running-app.ts';
import { smallPlacement, smallProblem } from './small-requests.ts';

const ALICE = 'alice-0123456789abcdef';
const BOB = 'bob-0123456789abcdef00';
const service = runApp({ access: { tokens: readTokens(`alice:${ALICE} bob:${BOB}`, '') } });
afterAll(() => service.close());

const { paths } = parse(readFileSync(new URL('../../openapi.yaml', import.meta.url), 'utf8')) as {
  paths: Record<string, Record<string, unknown>>;
};
const asked = (token: string, path: string, init: RequestInit = {}) => {
  const headers = new Headers(init.headers);
  headers.set('authorization', `Bearer ${token}`);
  return service.app.request(path, { ...init, headers });
};
const made = async (path: string, body: unknown): Promise<string> => {
  const response = await asked(ALICE, path, jsonPost(body));
  expect(response.status, path).toBeLessThan(300);
  return response.headers.get('location') ?? '';
};

/** What Alice made, by the path that names it. */
const hers: string[] = [];
beforeAll(async () => {
  const judged = { problem: smallProblem(), placement: smallPlacement(), measure: false };
  hers.push(await made('/v1/evaluations', judged));
  hers.push(await made('/v1/plans', { problem: smallProblem(), measure: false }));
  hers.push(await made('/v1/models', smallProblem().model));
  hers.push(await made('/v1/fleets', smallProblem().fleet));
});

describe('what one token made', () => {
  it('is there for it', async () => {
    for (const path of hers) expect((await asked(ALICE, path)).status, path).toBe(200);
  });

  it('is not there for another: not to be read, followed, fetched in part, or removed', async () => {
    let tried = 0;
    for (const path of hers) {
      const [, , kind, id] = path.split('/');
      for (const [known, methods] of Object.entries(paths)) {
        const own = known.split('/');
        if (own[2] !== kind || !/^\{\w+\}$/.test(own[3] ?? '')) continue;
        for (const method of Object.keys(methods)) {
          const target = known.replace(/\{\w+\}/, id ?? '');
          const response = await asked(BOB, target, { method: method.toUpperCase() });
          expect(response.status, `${method} ${target}`).toBe(404);
          tried++;
        }
      }
    }
    expect(tried).toBeGreaterThanOrEqual(10);
    for (const path of hers) expect((await asked(ALICE, path)).status, path).toBe(200);
  });

  it('is on no list of another’s', async () => {
    for (const path of new Set(hers.map((one) => one.split('/').slice(0, 3).join('/')))) {
      const [own, others] = await Promise.all([asked(ALICE, path), asked(BOB, path)]);
      const id = hers.find((one) => one.startsWith(path))?.split('/')[3] ?? '?';
      expect(await own.text(), path).toContain(id);
      expect(await others.text(), path).not.toContain(id);
    }
  });

  it('cannot be named by another in a request', async () => {
    const hash = hers.find((path) => path.startsWith('/v1/models/'))?.split('/')[3];
    const problem = { ...smallProblem(), model: { hash } };
    expect((await asked(BOB, '/v1/plans', jsonPost({ problem, measure: false }))).status).toBe(400);
    expect((await asked(ALICE, '/v1/plans', jsonPost({ problem, measure: false }))).status).toBe(202);
  });
});
