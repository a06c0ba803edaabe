import type { Context, Hono } from 'hono';
import type * as z from 'zod';
import type { ZodOpenApiOperationObject, ZodOpenApiResponseObject } from 'zod-openapi';

export { problemResponses } from './problem-responses.ts';

export type Method = 'get' | 'post' | 'delete';

/** One operation: what serves it and what documents it are the same object. */
export interface Route {
  readonly method: Method;
  /** As OpenAPI writes it: /v1/frontiers/{id}. */
  readonly path: string;
  readonly operation: ZodOpenApiOperationObject;
  handle(c: Context): Response | Promise<Response>;
}

/** Serves routes, and answers other methods on their paths with 405. */
export function serveRoutes(
  app: Hono,
  routes: readonly Route[],
  methodNotAllowed: (c: Context, allow: string) => Response,
): void {
  for (const route of routes) app.on(route.method.toUpperCase(), honoPath(route.path), (c) => route.handle(c));
  for (const [path, served] of Map.groupBy(routes, (route) => route.path)) {
    const methods = served.map((route) => route.method.toUpperCase());
    const allow = [...methods, ...(methods.includes('GET') ? ['HEAD'] : [])].join(', ');
    app.all(honoPath(path), (c) => methodNotAllowed(c, allow));
  }
}

/** `/jobs/{id}` as Hono writes it: `/jobs/:id`. */
const honoPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

/** The documentation of a JSON response. */
export const jsonResponse = (
  description: string,
  schema: z.ZodType,
  rest: Omit<ZodOpenApiResponseObject, 'description' | 'content'> = {},
): ZodOpenApiResponseObject => ({ description, content: { 'application/json': { schema } }, ...rest });
