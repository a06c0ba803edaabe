import type { Context } from 'hono';
import { HttpProblem } from './problem-details.ts';

/**
 * The body of a request, parsed.
 * @throws HttpProblem where it is not JSON, or does not say that it is.
 */
export async function readJson(c: Context): Promise<unknown> {
  const contentType = c.req.header('content-type') ?? '';
  // Required, so that no web page can make a browser post here: a JSON body needs the server's consent (CORS) first.
  if (!/^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(contentType))
    throw new HttpProblem(
      'unsupported-media-type',
      `The content-type is ${contentType === '' ? 'missing' : JSON.stringify(contentType.slice(0, 80))}. Maybe curl --json, or -H 'content-type: application/json'.`,
    );
  const text = await c.req.text();
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new HttpProblem('malformed-json', error instanceof Error ? error.message : 'not JSON');
  }
}
