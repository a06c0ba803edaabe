import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Context, Hono } from 'hono';
import { VERSION } from '../../version.ts';

/** The files of swagger-ui-dist that are served, and no other: its own page would ask elsewhere. */
const FILES: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Shardwright API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
<link rel="icon" type="image/png" href="/docs/favicon-32x32.png">
<div id="swagger-ui"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</html>
`;

/** In a file of its own: the policy allows no script within the page. No validator: it would send the document elsewhere. */
const START = `SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  displayRequestDuration: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  tryItOutEnabled: true,
  validatorUrl: null,
});
`;

/** The API to read and to try, at /docs, from this server alone: it works offline and under the policy of everything that is served. */
export function serveSwaggerUi(app: Hono): void {
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  const held = new Map<string, Uint8Array<ArrayBuffer>>();
  app.get('/docs', (c) => c.html(PAGE, 200, CACHING));
  app.get('/docs/start.js', (c) => c.body(START, 200, { ...CACHING, 'content-type': FILES['swagger-ui-bundle.js'] }));
  app.get('/docs/:file', (c, next) => {
    const name = c.req.param('file');
    if (!Object.hasOwn(FILES, name)) return next();
    const body = held.get(name) ?? new Uint8Array(readFileSync(join(folder, name)));
    held.set(name, body);
    return Promise.resolve(answer(c, body, FILES[name]));
  });
}

const CACHING = { 'cache-control': 'no-cache' };

/** With a tag of its own: none has to be made of 1.7 MB each time. */
const answer = (c: Context, body: Uint8Array<ArrayBuffer>, type: string): Response =>
  c.body(body, 200, { ...CACHING, 'content-type': type, etag: `"swagger-ui-${VERSION}"` });
