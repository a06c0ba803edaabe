import { DatabaseUnavailableError } from '../../api/store/unavailable-error.ts';
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { PROBLEM_TYPES, problemUri, type ProblemType } from '../../api/http/problem-details.ts';
import { TaskTooHeavyError } from '../../api/offload/task-pool.ts';
import { describeProblems } from '../../api/http/problem-page.ts';
import { runApp } from '../api/running-app.ts';
import { readDocument } from './document.ts';
import { reachRefusals } from './refusals.ts';
import { createWitness } from './witness.ts';

const service = runApp();
afterAll(() => service.close());

const TYPES = Object.entries(PROBLEM_TYPES).map(([type, about]) => ({
  uri: problemUri(type as ProblemType),
  ...about,
}));

describe('the type of an error', () => {
  it.each(TYPES)('$uri is the path of a page that says how to mend it', async ({ uri, ...about }) => {
    const json = await service.app.request(uri);
    expect(json.status).toBe(200);
    expect(await json.json()).toEqual({ type: uri, ...about });
    const html = await service.app.request(uri, { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } });
    expect(html.headers.get('content-type')).toContain('text/html');
    expect(await html.text()).toContain(`<h1>${about.title}</h1>`);
  });

  it('is listed, with all others', async () => {
    const { problems } = (await (await service.app.request('/problems')).json()) as { problems: { type: string }[] };
    expect(problems.map(({ type }) => type)).toEqual(TYPES.map(({ uri }) => uri));
  });

  it('stands in docs/problems.md (npm run openapi writes it)', () => {
    expect(readFileSync(new URL('../../docs/problems.md', import.meta.url), 'utf8')).toBe(describeProblems());
  });

  it('that nobody has is not found', async () => {
    expect((await service.app.request('/problems/no-such')).status).toBe(404);
  });
});

describe('every documented error', () => {
  const reached = new Set<string>();

  it('is answered as it is documented, where a request from outside can bring it about', async () => {
    const witness = createWitness(readDocument());
    for await (const { expected, status, type, body } of reachRefusals()) {
      const { status: stated, title } = PROBLEM_TYPES[expected];
      expect(status, expected).toBe(stated);
      expect(type, expected).toBe('application/problem+json');
      expect(body, expected).toMatchObject({ type: problemUri(expected), title, status: stated });
      expect(witness.allows('#/components/schemas/ProblemDetails', body), expected).toBe(true);
      reached.add(expected);
    }
    expect(reached.size).toBeGreaterThanOrEqual(14);
  });

  it('is answered so where the service fails, or a body takes too much to check', async () => {
    const broken = runApp({ obstacles: ['The process is closing.'] });
    broken.app.get('/broken', () => {
      throw new Error('inner detail');
    });
    broken.app.get('/heavy', () => {
      throw new TaskTooHeavyError('time', '60 seconds');
    });
    broken.app.get('/away', () => {
      throw new DatabaseUnavailableError('connect ECONNREFUSED 10.1.2.3');
    });
    for (const [path, type] of [
      ['/broken', 'internal'],
      ['/away', 'not-ready'],
      ['/heavy', 'too-heavy'],
      ['/readyz', 'not-ready'],
    ] as const) {
      const response = await broken.app.request(path);
      expect(response.status).toBe(PROBLEM_TYPES[type].status);
      expect(await response.json()).toMatchObject({ type: problemUri(type), instance: path });
      reached.add(type);
    }
    await broken.close();
  });

  it('is reached', () => {
    expect(Object.keys(PROBLEM_TYPES).filter((type) => !reached.has(type))).toEqual([]);
  });
});
