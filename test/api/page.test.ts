import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import { afterAll, describe, expect, test } from 'vitest';
import { readTokens } from '../../api/http/bearer-tokens.ts';
import { servePage } from '../../api/http/routes/page.ts';
import { runApp } from './running-app.ts';

const folder = mkdtempSync(join(tmpdir(), 'shardwright-page-'));
mkdirSync(join(folder, 'assets'));
writeFileSync(join(folder, 'index.html'), '<!doctype html><title>page</title>');
writeFileSync(join(folder, 'assets', 'index-Ab_3.js'), 'export {};');
writeFileSync(join(folder, 'secret.js'), 'out of reach');
const service = runApp();
const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await service.close();
});

const pageOf = (from: string): Hono => {
  const app = new Hono();
  servePage(app, from);
  app.get('/', (c) => c.json({ name: 'index' }));
  return app;
};

describe('the page', () => {
  const app = pageOf(folder);

  test.each([
    [BROWSER, 'text/html'],
    ['text/html', 'text/html'],
    ['*/*', 'application/json'],
    ['application/json', 'application/json'],
    ['application/json, text/html;q=0.5', 'application/json'],
    [undefined, 'application/json'],
  ])('is answered to who prefers HTML, the index to others: %s', async (accept, type) => {
    const response = await app.request('/', { headers: accept === undefined ? {} : { accept } });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain(type);
    expect(response.headers.get('vary')?.toLowerCase()).toContain('accept');
  });

  test('serves its files for ever, and nothing beside them', async () => {
    const asset = await app.request('/assets/index-Ab_3.js');
    expect(asset.headers.get('content-type')).toContain('text/javascript');
    expect(asset.headers.get('cache-control')).toContain('immutable');
    for (const path of [
      '/assets/..%2fsecret.js',
      '/assets/%2e%2e/secret.js',
      '/assets/index-Ab_3.js%00',
      '/assets/none.js',
    ])
      expect((await app.request(path)).status).toBe(404);
  });

  test('that is not built says how to build it, and the API works all the same', async () => {
    const unbuilt = pageOf(join(folder, 'none'));
    const response = await unbuilt.request('/', { headers: { accept: BROWSER } });
    expect(await response.text()).toContain('npm run build:web');
    expect((await unbuilt.request('/')).headers.get('content-type')).toContain('application/json');
  });

  test('is part of the service: no token is asked for, and scripts and styles are its own alone, none inline', async () => {
    const guarded = runApp({ access: { tokens: readTokens('me:0123456789abcdef', '/tokens') } });
    const page = await guarded.app.request('/', { headers: { accept: BROWSER } });
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toContain('text/html');
    const policy = page.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    await guarded.close();
    expect(((await (await service.app.request('/')).json()) as { links: object }).links).toHaveProperty('frontiers');
  });
});
