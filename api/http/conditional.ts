import type { Context, MiddlewareHandler } from 'hono';
import { compress } from 'hono/compress';
import { etag, RETAINED_304_HEADERS } from 'hono/etag';
import { COMPRESSIBLE_CONTENT_TYPE_REGEX } from 'hono/utils/compress';
import * as z from 'zod';
import type { ZodOpenApiResponseObject } from 'zod-openapi';

export const ETag = z.string().describe('Changes when what is answered does; send it back as If-None-Match.');

export const IfNoneMatch = z
  .string()
  .optional()
  .describe('ETags of what the client has: 304 without a body where it is still the same.')
  .meta({ example: '"3"' });

export const NOT_MODIFIED: ZodOpenApiResponseObject = { description: 'What the client has is still the same.' };

/** HEAD is answered with the headers of GET. */
export const isRead = (c: Context): boolean => c.req.method === 'GET' || c.req.method === 'HEAD';

const tagged = etag({ retainedHeaders: [...RETAINED_304_HEADERS, 'x-request-id'] });

/** A tag would have to be made of a whole stream of events, and metrics are never the same twice. */
export const isConditional = (path: string): boolean => !path.endsWith('/events') && path !== '/metrics';

/** Answers GET with an ETag, made of the body where the route states none, and 304 where the client has the same. */
export const answerConditionally: MiddlewareHandler = (c, next) =>
  isConditional(c.req.path) ? tagged(c, next) : next();

/** Compresses what is text for clients that accept it; event streams are not, so that each event leaves at once. */
export const compressed = compress({
  contentTypeFilter: (type) =>
    COMPRESSIBLE_CONTENT_TYPE_REGEX.test(type) || /^application\/(?:yaml|x-ndjson)\b/.test(type),
});
