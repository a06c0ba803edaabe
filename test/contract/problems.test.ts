import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { PROBLEM_TYPES, problemUri, type ProblemType } from '../../api/http/problem-details.ts';
import { describeProblems } from '../../api/http/problem-page.ts';
import { runApp } from '../api/running-app.ts';

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
