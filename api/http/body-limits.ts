import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { problemResponse } from './problem-details.ts';

/** Bodies that are held at once, over all clients, in sizes of the largest one. */
const LARGEST_AT_ONCE = 16;

/** Bounds what a body, and all bodies together, may take, and refuses those that would be more when unpacked. */
export function limitBodies(maxBytes: number): MiddlewareHandler[] {
  let heldBytes = 0;
  const limitSize = bodyLimit({
    maxSize: maxBytes,
    onError: (c) => problemResponse(c, 'too-large', `The limit is ${maxBytes} bytes.`),
  });
  const limitHeld: MiddlewareHandler = async (c, next) => {
    const bytes = declaredBytes(c.req.header('content-length'), c.req.header('transfer-encoding'), maxBytes);
    if (heldBytes + bytes > LARGEST_AT_ONCE * maxBytes)
      return problemResponse(c, 'overloaded', 'The server holds as many bodies as it may.', {
        headers: { 'retry-after': '2' },
      });
    heldBytes += bytes;
    await next().finally(() => (heldBytes -= bytes));
  };
  return [refuseEncoded, limitHeld, limitSize];
}

/** What a body may come to: its length where that is given, else the most that is read of it. */
function declaredBytes(length: string | undefined, transferEncoding: string | undefined, maxBytes: number): number {
  if (transferEncoding !== undefined) return maxBytes;
  return Math.min(Number(length ?? 0) || 0, maxBytes);
}

const refuseEncoded: MiddlewareHandler = (c, next) => {
  const encoding = c.req.header('content-encoding')?.trim().toLowerCase() ?? 'identity';
  if (encoding === 'identity' || encoding === '') return next();
  const detail = `The content-encoding is ${JSON.stringify(encoding.slice(0, 40))}. Maybe send the body as it is.`;
  return Promise.resolve(problemResponse(c, 'unsupported-content-encoding', detail));
};
