import type { Context, MiddlewareHandler } from 'hono';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { ANONYMOUS } from './bearer-tokens.ts';
import { clientAddress } from './client-address.ts';
import { ownerOf } from './owner.ts';
import { problemResponse } from './problem-details.ts';

export interface RateLimits {
  /** Of one client in a minute; 0: no limit. */
  readonly requestsPerMinute: number;
  /** Requests that make work or store something, of one client in a minute; 0: no limit. */
  readonly postsPerMinute: number;
  /** Requests of one client that are open at once, event streams among them; 0: no limit. */
  readonly openRequests: number;
  /** Proxies of the operator's own between clients and this server. */
  readonly trustedProxies: number;
}

const SECONDS = 60;
/** Wrong tokens of one address in a minute, before it is no longer listened to. */
const FAILURES = 30;

/** Stops an address that tries tokens. To be used before tokens are looked at. */
export function limitFailures({ trustedProxies }: RateLimits): MiddlewareHandler {
  const failures = new RateLimiterMemory({ points: FAILURES, duration: SECONDS });
  return async (c, next) => {
    const address = clientAddress(c, trustedProxies);
    const past = await failures.get(address);
    if (past !== null && past.consumedPoints >= FAILURES)
      return tooMany(c, past.msBeforeNext, `More than ${FAILURES} wrong tokens came from this address in a minute.`);
    await next();
    if (c.res.status === 401 && c.req.header('authorization') !== undefined) await failures.penalty(address);
  };
}

/** Shares the server among its clients: owners where there are tokens, addresses otherwise. To be used where the owner is known. */
export function limitRates(limits: RateLimits): MiddlewareHandler {
  const { requestsPerMinute, postsPerMinute, trustedProxies } = limits;
  const requests = new RateLimiterMemory({ points: requestsPerMinute, duration: SECONDS });
  const posts = new RateLimiterMemory({ points: postsPerMinute, duration: SECONDS });
  return async (c, next) => {
    const client = clientOf(c, trustedProxies);
    const isPost = c.req.method === 'POST' || c.req.method === 'PUT';
    const used = [
      requestsPerMinute === 0 ? undefined : await consume(requests, client),
      postsPerMinute === 0 || !isPost ? undefined : await consume(posts, client),
    ].filter((one) => one !== undefined);
    // The one that will be reached first.
    const nearest = used.toSorted((a, b) => a.state.remainingPoints - b.state.remainingPoints)[0];
    const refused = used.find(({ isRefused }) => isRefused) ?? nearest;
    if (refused?.isRefused)
      return tooMany(c, refused.state.msBeforeNext, `The limit is ${refused.points} of these requests a minute.`, {
        ...rateHeaders(refused),
      });
    await next();
    if (nearest !== undefined)
      for (const [name, value] of Object.entries(rateHeaders(nearest))) c.res.headers.set(name, value);
  };
}

/** Bounds what one client holds open at once. */
export function limitOpenRequests({ openRequests, trustedProxies }: RateLimits): MiddlewareHandler {
  const open = new Map<string, number>();
  return async (c, next) => {
    if (openRequests === 0) return next();
    const client = clientOf(c, trustedProxies);
    const count = open.get(client) ?? 0;
    if (count >= openRequests)
      return tooMany(c, 1000, `${count} requests of this client are open, and no more may be.`);
    open.set(client, count + 1);
    const release = (): void => {
      const left = (open.get(client) ?? 1) - 1;
      if (left === 0) open.delete(client);
      else open.set(client, left);
    };
    // An event stream is open long after its handler has answered: the socket's side says when it ends.
    const { outgoing } = (c.env ?? {}) as { outgoing?: { once?: (event: 'close', hear: () => void) => void } };
    if (outgoing?.once !== undefined) {
      outgoing.once('close', release);
      return next();
    }
    await next().finally(release);
  };
}

interface Consumed {
  readonly points: number;
  readonly state: RateLimiterRes;
  readonly isRefused: boolean;
}

async function consume(limiter: RateLimiterMemory, client: string): Promise<Consumed> {
  try {
    return { points: limiter.points, state: await limiter.consume(client), isRefused: false };
  } catch (rejected) {
    // It rejects with what is left, which is no error.
    if (rejected instanceof RateLimiterRes) return { points: limiter.points, state: rejected, isRefused: true };
    throw rejected;
  }
}

const clientOf = (c: Context, trustedProxies: number): string => {
  const owner = ownerOf(c);
  return owner === ANONYMOUS ? `address ${clientAddress(c, trustedProxies)}` : `owner ${owner}`;
};

const rateHeaders = ({ points, state }: Consumed): Record<string, string> => ({
  'ratelimit-limit': String(points),
  'ratelimit-remaining': String(state.remainingPoints),
  'ratelimit-reset': String(Math.ceil(state.msBeforeNext / 1000)),
});

const tooMany = (c: Context, waitMs: number, detail: string, headers: Record<string, string> = {}): Response =>
  problemResponse(c, 'too-many-requests', detail, {
    headers: { 'retry-after': String(Math.max(1, Math.ceil(waitMs / 1000))), ...headers },
  });
