import type { Context } from 'hono';
import * as z from 'zod';
import type { ZodOpenApiResponseObject } from 'zod-openapi';
import { jsonResponse } from './route.ts';

/** The schema of a page; `id` names it in the document. */
export const pageOf = (item: z.ZodType, id: string) =>
  z
    .strictObject({
      items: z.array(item),
      next: z.string().optional().describe('The `cursor` of the next page; left out on the last one.'),
    })
    .meta({ id, description: 'A page of a list, newest first.' });

/** The documentation of a page. */
export const pageResponse = (page: z.ZodType): ZodOpenApiResponseObject =>
  jsonResponse('A page, newest first. What is added meanwhile moves nothing on the pages that follow.', page, {
    headers: z.object({
      Link: z.string().optional().describe('RFC 8288: `<...>; rel="next"`, the path of the next page.'),
    }),
  });

/** A page; its Link names the next one with the same filters. */
export function answerPage(c: Context, items: readonly unknown[], next: string | undefined): Response {
  const headers = { 'cache-control': 'private, no-cache' };
  if (next === undefined) return c.json({ items }, 200, headers);
  const query = new URLSearchParams({ ...c.req.query(), cursor: next });
  return c.json({ items, next }, 200, { ...headers, link: `<${c.req.path}?${query.toString()}>; rel="next"` });
}
