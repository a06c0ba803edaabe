import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { BadInputError } from '../../api/bad-input.ts';
import { ownerOfToken, readTokens } from '../../api/http/bearer-tokens.ts';
import { ownerOf } from '../../api/http/owner.ts';
import { readSettings } from '../../api/http/settings.ts';
import { loadTokens } from '../../api/http/token-file.ts';
import { runApp } from './running-app.ts';

const ALICE = 'alice-0123456789abcdef';
const BOB = 'bob-0123456789abcdef00';
const hashed = createHash('sha256').update(BOB).digest('hex');
const tokens = readTokens(`alice:${ALICE}, bob:sha256:${hashed}`, '');
const service = runApp({ access: { tokens } });
service.app.get('/v1/whoami', (c) => c.text(ownerOf(c)));
afterAll(() => service.close());

const asking = (authorization?: string) =>
  service.app.request('/v1/whoami', authorization === undefined ? {} : { headers: { authorization } });

const faultsOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof BadInputError) return JSON.stringify(error.problems);
    throw error;
  }
  throw new Error('was not refused');
};

describe('a bearer token', () => {
  it('names its owner, given as it is or as its hash', async () => {
    expect(await (await asking(`Bearer ${ALICE}`)).text()).toBe('alice');
    expect(await (await asking(`bearer  ${BOB}`)).text()).toBe('bob');
  });

  it.each([
    ['is missing', undefined, 'Bearer realm="shardwright"'],
    ['is of another scheme', `Basic ${ALICE}`, 'Bearer realm="shardwright"'],
    ['is unknown', `Bearer ${ALICE}x`, 'Bearer realm="shardwright", error="invalid_token"'],
    ['is the hash of one', `Bearer ${hashed}`, 'Bearer realm="shardwright", error="invalid_token"'],
  ])('that %s is answered 401 with a challenge', async (_, authorization, challenge) => {
    const response = await asking(authorization);
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe(challenge);
    expect(await response.json()).toMatchObject({ type: '/problems/unauthorized', status: 401 });
  });

  it('is not needed for what holds nobody’s data', async () => {
    for (const path of ['/', '/openapi.yaml', '/openapi.json', '/nowhere'])
      expect((await service.app.request(path)).status, path).not.toBe(401);
    for (const path of ['/v1/fixtures', '/v1/nowhere', '/v1', '/metrics'])
      expect((await service.app.request(path)).status, path).toBe(401);
  });

  it('is needed by nobody where none is configured, and all are anonymous', async () => {
    const open = runApp();
    open.app.get('/v1/whoami', (c) => c.text(ownerOf(c)));
    const response = await open.app.request('/v1/whoami', { headers: { authorization: 'Bearer whatever' } });
    expect(await response.text()).toBe('anonymous');
    await open.close();
  });

  it('is matched as a whole: no other text is let in', () => {
    let tried = 0;
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.nat(ALICE.length - 1).map((n) => ALICE.slice(0, n)),
        ),
        (text) => {
          fc.pre(text !== ALICE && text !== BOB);
          tried++;
          expect(ownerOfToken(tokens, text)).toBeUndefined();
        },
      ),
      { numRuns: 300 },
    );
    expect(tried).toBeGreaterThan(250);
    expect(ownerOfToken(tokens, ALICE)).toBe('alice');
  });

  it('never shows in a log', () => {
    expect(service.logged.length).toBeGreaterThan(8);
    const log = service.logged.join('');
    for (const secret of [ALICE, BOB, hashed]) expect(log).not.toContain(secret);
  });
});

describe('tokens', () => {
  it.each([
    ['without a name', ALICE],
    ['too short to be safe', 'alice:short'],
    ['of the name of nobody', `anonymous:${ALICE}`],
    ['with a hash cut off', `alice:sha256:${hashed.slice(1)}`],
    ['none at all', ' , '],
  ])('%s are refused, and the message does not show them', (_, text) => {
    const faults = faultsOf(() => readTokens(text, '/SHARDWRIGHT_TOKENS'));
    expect(faults).toContain('/SHARDWRIGHT_TOKENS');
    for (const secret of [ALICE, 'short', hashed.slice(1)]) expect(faults).not.toContain(`"${secret}`);
    expect(faults).not.toContain(ALICE);
  });

  it('come from a variable and a file together', () => {
    const file = join(tmpdir(), `tokens-${process.pid}`);
    writeFileSync(file, `# of the batch\nbatch:${BOB}\n\n`);
    const both = loadTokens(readSettings({ SHARDWRIGHT_TOKENS: `alice:${ALICE}`, SHARDWRIGHT_TOKENS_FILE: file }));
    expect(both.map(({ owner }) => owner)).toEqual(['alice', 'batch']);
    writeFileSync(file, '# all gone\n');
    expect(faultsOf(() => loadTokens(readSettings({ SHARDWRIGHT_TOKENS_FILE: file })))).toContain('no entry');
    expect(faultsOf(() => loadTokens(readSettings({ SHARDWRIGHT_TOKENS_FILE: `${file}-not` })))).toContain('ENOENT');
  });
});
