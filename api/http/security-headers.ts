import type { MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import { secureHeaders } from 'hono/secure-headers';
import { isLoopback } from './client-address.ts';
import { problemResponse } from './problem-details.ts';

/** The one policy of everything that is served: our own scripts and styles alone, no plugin, no frame, no form. */
export const CONTENT_SECURITY_POLICY = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  fontSrc: ["'self'"],
  connectSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
};

/** Headers that tell browsers what not to do. */
export const securityHeaders = (): MiddlewareHandler =>
  secureHeaders({
    contentSecurityPolicy: CONTENT_SECURITY_POLICY,
    xFrameOptions: 'DENY',
    // Whoever ends TLS in front of this server knows whether all its names have it.
    strictTransportSecurity: false,
  });

/** Lets pages of other origins ask; none where the list is empty. There are no cookies: a page needs a token as anyone does. */
export const crossOrigin = (origins: readonly string[]): MiddlewareHandler =>
  origins.length === 0
    ? (_, next) => next()
    : cors({
        origin: origins.includes('*') ? '*' : [...origins],
        allowMethods: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'],
        allowHeaders: [
          'authorization',
          'content-type',
          'idempotency-key',
          'if-match',
          'if-none-match',
          'last-event-id',
          'prefer',
          'x-request-id',
        ],
        exposeHeaders: [
          'etag',
          'link',
          'location',
          'preference-applied',
          'ratelimit-limit',
          'ratelimit-remaining',
          'ratelimit-reset',
          'retry-after',
          'x-request-id',
        ],
        maxAge: 600,
      });

/**
 * Refuses requests under a foreign name. A web page whose name was made to point to this machine (DNS rebinding) is of the same
 * origin as this server to its browser, and needs no consent; the name it asks under gives it away.
 */
export const ownHosts =
  (hosts: readonly string[]): MiddlewareHandler =>
  (c, next) => {
    const host = c.req.header('host');
    // Without one it is no browser: HTTP/1.0, or a call within this process.
    if (host === undefined) return next();
    const name = host
      .replace(/:\d+$/, '')
      .replace(/^\[(.*)\]$/, '$1')
      .toLowerCase();
    if (isLoopback(name) || name.endsWith('.localhost') || hosts.includes(name)) return next();
    const detail = `This server listens on loopback without tokens, and is not called ${JSON.stringify(name.slice(0, 80))}. Maybe add the name to SHARDWRIGHT_ALLOWED_HOSTS.`;
    return Promise.resolve(problemResponse(c, 'misdirected', detail));
  };
