import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Context, Hono } from 'hono';
import { accepts } from 'hono/accepts';

/** Where `npm run build:web` puts the page. */
export const PAGE_FOLDER = join(import.meta.dirname, '../../../web/dist');

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const NOT_BUILT =
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>Shardwright</title><h1>The page is not built</h1>' +
  '<p>Stop the server and run <code>npm run build:web</code>, or start it with <code>npm start</code>, which does so. ' +
  'The API is here all the same: <a href="/openapi.yaml">openapi.yaml</a>.</p></html>';

/** The page for people, under the policy of everything that is served (security-headers.ts): at / for who asks for HTML, and its files. Programs get the index, which the next handler answers. */
export function servePage(app: Hono, folder: string = PAGE_FOLDER): void {
  app.get('/', async (c, next) => {
    c.header('vary', 'accept', { append: true });
    if (!wantsHtml(c)) return next();
    const file = join(folder, 'index.html');
    return answer(c, existsSync(file) ? readFileSync(file) : NOT_BUILT, '.html', 'no-cache');
  });
  app.get('/assets/:file', (c, next) => {
    // A name of one segment, without dots but before its type: no path leads out of the folder.
    const name = c.req.param('file');
    const file = join(folder, 'assets', name);
    if (!/^[\w-]+\.(css|js|svg)$/.test(name) || !existsSync(file)) return next();
    // The build puts a hash of its contents into each name.
    return Promise.resolve(answer(c, readFileSync(file), extname(name), 'public, max-age=31536000, immutable'));
  });
}

const wantsHtml = (c: Context): boolean =>
  accepts(c, {
    header: 'Accept',
    supports: ['application/json', 'text/html'],
    default: 'application/json',
  }) === 'text/html';

function answer(c: Context, body: string | Buffer, type: string, caching: string): Response {
  const data = typeof body === 'string' ? body : new Uint8Array(body);
  return c.body(data as never, 200, {
    'content-type': TYPES[type],
    'cache-control': caching,
  });
}
