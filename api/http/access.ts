import type { MiddlewareHandler } from 'hono';
import type { BearerToken } from './bearer-tokens.ts';
import { limitBodies } from './body-limits.ts';
import { isLoopback } from './client-address.ts';
import { authenticate } from './owner.ts';
import { problemResponse } from './problem-details.ts';
import { limitFailures, limitOpenRequests, limitRates, type RateLimits } from './rate-limits.ts';
import { crossOrigin, ownHosts, securityHeaders } from './security-headers.ts';
import type { Settings } from './settings.ts';
import { loadTokens } from './token-file.ts';

/** Who may ask, how much and how often. */
export interface Access {
  /** Everyone where there are none. */
  readonly tokens: readonly BearerToken[];
  readonly allowedOrigins: readonly string[];
  /** Names to be asked under; all where it is undefined. */
  readonly hosts: readonly string[] | undefined;
  readonly maxBodyBytes: number;
  readonly rates: RateLimits;
}

/** @throws BadInputError where tokens are wrong. */
export function accessOf(settings: Settings): Access {
  const tokens = loadTokens(settings);
  // A name matters where being able to reach the server is what lets one in.
  const isForThisMachine = tokens.length === 0 && isLoopback(settings.HOST);
  return {
    tokens,
    allowedOrigins: settings.SHARDWRIGHT_ALLOWED_ORIGINS ?? [],
    hosts: isForThisMachine ? (settings.SHARDWRIGHT_ALLOWED_HOSTS ?? []) : undefined,
    maxBodyBytes: settings.SHARDWRIGHT_MAX_BODY_BYTES,
    rates: {
      requestsPerMinute: settings.SHARDWRIGHT_REQUESTS_PER_MINUTE,
      postsPerMinute: settings.SHARDWRIGHT_POSTS_PER_MINUTE,
      openRequests: settings.SHARDWRIGHT_OPEN_REQUESTS,
      trustedProxies: settings.SHARDWRIGHT_TRUSTED_PROXIES,
    },
  };
}

/** What every request passes on its way in, the cheapest refusals first. */
export function doorkeepers({ tokens, allowedOrigins, hosts, maxBodyBytes, rates }: Access): MiddlewareHandler[] {
  return [
    securityHeaders(),
    refuseZeroBytes,
    ...(hosts === undefined ? [] : [ownHosts(hosts)]),
    // Before tokens: a browser asks for consent without one.
    crossOrigin(allowedOrigins),
    ...(tokens.length === 0 ? [] : [limitFailures(rates)]),
    authenticate(tokens),
    unlessProbe(limitRates(rates)),
    limitOpenRequests(rates),
    ...limitBodies(maxBodyBytes),
  ];
}

/** Whoever keeps the server alive must hear from it however busy others keep it. */
const unlessProbe =
  (limit: MiddlewareHandler): MiddlewareHandler =>
  (c, next) =>
    c.req.path === '/livez' || c.req.path === '/readyz' ? next() : limit(c, next);

/** No name that is stored holds one: PostgreSQL's text cannot, and says so with an error. */
const refuseZeroBytes: MiddlewareHandler = (c, next) =>
  c.req.url.includes('%00')
    ? Promise.resolve(problemResponse(c, 'malformed-http', 'The target of the request holds a zero byte.'))
    : next();
