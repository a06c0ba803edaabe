import type { Context } from 'hono';
import { HttpProblem } from './problem-details.ts';

/**
 * The body of a request that says it is JSON. Tasks (api/offload) parse it, not the thread that answers requests.
 * @throws HttpProblem where it does not say so.
 */
export async function readJsonBytes(c: Context): Promise<Uint8Array<ArrayBuffer>> {
  const contentType = c.req.header('content-type') ?? '';
  // Required, so that no web page can make a browser post here: a JSON body needs the server's consent (CORS) first.
  if (!/^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(contentType))
    throw new HttpProblem(
      'unsupported-media-type',
      `The content-type is ${contentType === '' ? 'missing' : JSON.stringify(contentType.slice(0, 80))}. Maybe curl --json, or -H 'content-type: application/json'.`,
    );
  return new Uint8Array(await c.req.arrayBuffer());
}
