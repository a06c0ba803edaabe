import { afterAll, describe, expect, it } from 'vitest';
import { clientAddress, isLoopback } from '../../api/http/client-address.ts';
import type { Access } from '../../api/http/access.ts';
import { readTokens } from '../../api/http/bearer-tokens.ts';
import { jsonPost, OPEN_ACCESS, runApp, type RunningApp } from './running-app.ts';

const services: RunningApp[] = [];
afterAll(() => Promise.all(services.map((service) => service.close())));

const appWith = (access: Partial<Access>): RunningApp['app'] => {
  const service = runApp({ access });
  services.push(service);
  return service.app;
};
const rates = (limits: Partial<Access['rates']>): Partial<Access> => ({ rates: { ...OPEN_ACCESS.rates, ...limits } });
const from = (remoteAddress: string): object => ({ incoming: { socket: { remoteAddress } } });
const typeOf = async (response: Response): Promise<string> => ((await response.json()) as { type: string }).type;

describe('a client', () => {
  it('that asks too often is told when to come back, and others are answered', async () => {
    const app = appWith(rates({ requestsPerMinute: 3 }));
    const remaining: (string | null)[] = [];
    for (let i = 0; i < 3; i++) {
      const response = await app.request('/v1/fixtures', {}, from('10.0.0.1'));
      expect(response.status).toBe(200);
      remaining.push(response.headers.get('ratelimit-remaining'));
    }
    expect(remaining).toEqual(['2', '1', '0']);
    const refused = await app.request('/v1/fixtures', {}, from('10.0.0.1'));
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.headers.get('ratelimit-limit')).toBe('3');
    expect(await typeOf(refused)).toBe('/problems/too-many-requests');
    expect((await app.request('/v1/fixtures', {}, from('10.0.0.2'))).status).toBe(200);
  });

  it('that posts too often may still look', async () => {
    const app = appWith(rates({ requestsPerMinute: 100, postsPerMinute: 2 }));
    const post = () => app.request('/v1/plans', jsonPost({}), from('10.0.0.1'));
    expect([(await post()).status, (await post()).status, (await post()).status]).toEqual([400, 400, 429]);
    expect((await app.request('/v1/fixtures', {}, from('10.0.0.1'))).status).toBe(200);
  });

  it('is its token where there are tokens, wherever it asks from', async () => {
    const [alice, bob] = ['alice-0123456789abcdef', 'bob-0123456789abcdef'];
    const app = appWith({ ...rates({ requestsPerMinute: 1 }), tokens: readTokens(`alice:${alice} bob:${bob}`, '') });
    const ask = async (token: string, address: string) =>
      (await app.request('/v1/fixtures', { headers: { authorization: `Bearer ${token}` } }, from(address))).status;
    expect(await ask(alice, '10.0.0.1')).toBe(200);
    expect(await ask(alice, '10.0.0.2')).toBe(429);
    expect(await ask(bob, '10.0.0.1')).toBe(200);
  });

  it('that tries tokens is no longer listened to, with a right one neither', async () => {
    const token = 'alice-0123456789abcdef';
    const app = appWith({ tokens: readTokens(`alice:${token}`, '') });
    const ask = async (given: string, address: string) =>
      (await app.request('/v1/fixtures', { headers: { authorization: `Bearer ${given}` } }, from(address))).status;
    for (let i = 0; i < 30; i++) expect(await ask(`wrong-${i}`, '10.0.0.1')).toBe(401);
    expect(await ask(token, '10.0.0.1')).toBe(429);
    expect(await ask(token, '10.0.0.2')).toBe(200);
  });

  it('holds no more requests open than it may', async () => {
    const app = appWith(rates({ openRequests: 2 }));
    let answer = (): void => {};
    const answered = new Promise<void>((resolve) => (answer = resolve));
    app.get('/v1/slow', async (c) => {
      await answered;
      return c.text('done');
    });
    const slow = [1, 2, 3].map(() => app.request('/v1/slow', {}, from('10.0.0.1')));
    expect((await slow[2]).status).toBe(429);
    expect((await app.request('/v1/fixtures', {}, from('10.0.0.2'))).status).toBe(200);
    answer();
    expect((await slow[0]).status).toBe(200);
    await slow[1];
    expect((await app.request('/v1/slow', {}, from('10.0.0.1'))).status).toBe(200);
  });

  it.each([
    ['of one IPv6 network is one client', '2001:db8:1:2:3::4', '', 0, '2001:db8:1:2::/64'],
    ['of IPv4 over IPv6 is its IPv4 address', '::ffff:10.0.0.1', '', 0, '10.0.0.1'],
    ['is not believed about who it is', '10.0.0.1', '192.0.2.7', 0, '10.0.0.1'],
    ['is who the own proxy says', '10.0.0.1', '203.0.113.9, 192.0.2.7', 1, '192.0.2.7'],
    ['behind a proxy that says nothing is the proxy', '10.0.0.1', 'unknown', 1, '10.0.0.1'],
  ])('%s', async (_, peer, forwarded, proxies, expected) => {
    const app = appWith({});
    app.get('/address', (c) => c.text(clientAddress(c, proxies)));
    const response = await app.request('/address', { headers: { 'x-forwarded-for': forwarded } }, from(peer));
    expect(await response.text()).toBe(expected);
  });
});

describe('a body', () => {
  it('that is packed is refused, however small', async () => {
    const response = await appWith({}).request('/v1/plans', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      body: '{}',
    });
    expect(response.status).toBe(415);
    expect(await typeOf(response)).toBe('/problems/unsupported-content-encoding');
  });

  it('of unknown length is read to the limit and no further', async () => {
    let pulled = 0;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        pulled += 2 ** 16;
        controller.enqueue(new Uint8Array(2 ** 16).fill(0x20));
      },
    });
    const request = new Request('http://localhost/v1/plans', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      duplex: 'half',
    });
    const response = await appWith({ maxBodyBytes: 2 ** 20 }).request(request);
    expect(response.status).toBe(413);
    expect(pulled).toBeLessThan(2 ** 21);
  });
});

describe('a browser', () => {
  it('is told to run nothing but what this server serves', async () => {
    const { headers } = await appWith({}).request('/');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  it('on another origin may ask where that is allowed, without a token for consent', async () => {
    const token = 'alice-0123456789abcdef';
    const app = appWith({ allowedOrigins: ['https://plans.example'], tokens: readTokens(`alice:${token}`, '') });
    const consent = (origin: string) =>
      app.request('/v1/plans', {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
      });
    const given = await consent('https://plans.example');
    expect(given.status).toBe(204);
    expect(given.headers.get('access-control-allow-origin')).toBe('https://plans.example');
    expect(given.headers.get('access-control-allow-headers')).toContain('authorization');
    expect((await consent('https://elsewhere.example')).headers.get('access-control-allow-origin')).toBeNull();
  });

  it.each([
    ['localhost:8080', 200],
    ['127.0.0.1', 200],
    ['[::1]:8080', 200],
    ['plans.internal', 200],
    ['rebound.example', 421],
    ['127.0.0.1.rebound.example', 421],
  ])('that asks %s for a server of this machine is answered %d', async (host, status) => {
    const response = await appWith({ hosts: ['plans.internal'] }).request('/', { headers: { host } });
    expect(response.status).toBe(status);
  });
});

describe('an address to listen on', () => {
  it.each([
    ['127.0.0.1', true],
    ['127.8.0.1', true],
    ['::1', true],
    ['localhost', true],
    ['0.0.0.0', false],
    ['::', false],
    ['10.0.0.1', false],
    ['127.0.0.1.example', false],
  ])('%s is of this machine alone: %s', (host, expected) => {
    expect(isLoopback(host)).toBe(expected);
  });
});
