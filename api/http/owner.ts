import type { Context, MiddlewareHandler } from 'hono';
import { ANONYMOUS, ownerOfToken, type BearerToken } from './bearer-tokens.ts';
import { problemResponse } from './problem-details.ts';

declare module 'hono' {
  interface ContextVariableMap {
    owner: string;
  }
}

/** Who asks, and whose jobs and uploads are seen: the name of the request's token, never the token. */
export const ownerOf = (c: Context): string => c.get('owner');

/** What holds nobody's data stays open to probes, browsers and generators of clients. */
const needsToken = (path: string): boolean => path === '/metrics' || path === '/v1' || path.startsWith('/v1/');

/** Lets requests through that carry a known token; all of them where none is configured. */
export const authenticate =
  (tokens: readonly BearerToken[]): MiddlewareHandler =>
  async (c, next) => {
    c.set('owner', ANONYMOUS);
    if (tokens.length === 0 || !needsToken(c.req.path)) return next();
    const given = /^Bearer +([^\s]+) *$/i.exec(c.req.header('authorization') ?? '')?.[1];
    const owner = given === undefined ? undefined : ownerOfToken(tokens, given);
    if (owner === undefined) {
      // RFC 6750, section 3: no error code where no token was given.
      const challenge = `Bearer realm="shardwright"${given === undefined ? '' : ', error="invalid_token"'}`;
      const detail =
        given === undefined ? 'No bearer token came with the request.' : 'No owner of this service has this token.';
      return problemResponse(c, 'unauthorized', detail, { headers: { 'www-authenticate': challenge } });
    }
    c.set('owner', owner);
    return next();
  };
