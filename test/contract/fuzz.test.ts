import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { idleApp } from '../api/idle-app.ts';
import { changedOnce, valuesOf } from './arbitraries.ts';
import { readDocument, type Operation } from './document.ts';
import { createWitness } from './witness.ts';

const document = readDocument();
const witness = createWitness(document);
const posts = document.operations.filter(({ method, bodies }) => method === 'POST' && 'application/json' in bodies);
// Nobody does its jobs: what is accepted costs nothing.
const idle = await idleApp();
const send = witness.watch(async (request) => idle.app.fetch(request));
const BASE = 'http://127.0.0.1';

afterEach(({ expect }) => expect(witness.faults).toEqual([]));

const post = (path: string, body: string) =>
  send(new Request(`${BASE}${path}`, { method: 'POST', body, headers: { 'content-type': 'application/json' } }));

interface Refusal {
  readonly type: string;
  readonly problems?: readonly { readonly pointer: string }[];
}

const tally = { accepted: 0, refusedByRule: 0, refusedBySchema: 0 };

/** The law of a body: refused where the schema does not allow it; else accepted, or refused by a rule that a schema cannot state. */
async function judgeBody(operation: Operation, body: unknown): Promise<void> {
  const text = JSON.stringify(body) ?? 'null';
  const sent = JSON.parse(text) as unknown;
  const response = await post(operation.path, text);
  const isAllowed = witness.allowsBody(operation, sent);
  if (response.status < 300) {
    expect(isAllowed, `accepted, against the schema: ${operation.operationId} ${text}`).toBe(true);
    tally.accepted++;
    return;
  }
  expect(response.status, text).toBe(400);
  const { type, problems = [] } = (await response.json()) as Refusal;
  expect(type, text).toBe('/problems/invalid-input');
  expect(problems.length, text).toBeGreaterThan(0);
  for (const { pointer } of problems) expect(pointsInto(sent, pointer), `${pointer} of ${text}`).toBe(true);
  if (isAllowed) tally.refusedByRule++;
  else tally.refusedBySchema++;
}

/** A place in the request, or one more field of a place in it. */
function pointsInto(body: unknown, pointer: string): boolean {
  const keys = pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  let part = body;
  for (const key of keys.slice(0, -1)) part = (part as Record<string, unknown> | null | undefined)?.[key];
  return keys.length === 0 || (part !== null && typeof part === 'object');
}

const examplesOf = ({ bodies }: Operation): unknown[] =>
  Object.values(bodies['application/json'].examples ?? {}).map(({ value }) => value);

describe('a request made from the document', () => {
  it('that the schema allows is accepted, or refused by a rule beyond it, with its place', async () => {
    const cases = fc.constantFrom(...posts).chain((operation) =>
      valuesOf(document, operation.bodies['application/json'].schema ?? {})
        .filter((body) => witness.allowsBody(operation, body))
        .map((body) => ({ operation, body })),
    );
    await fc.assert(
      fc.asyncProperty(cases, ({ operation, body }) => judgeBody(operation, body)),
      { numRuns: 150, seed: 1 },
    );
    expect(tally.accepted + tally.refusedByRule).toBeGreaterThanOrEqual(150);
  });

  it('an example with one thing changed is accepted where the schema allows it, and refused elsewhere', async () => {
    const before = { ...tally };
    const cases = fc
      .constantFrom(...posts)
      .chain((operation) =>
        fc
          .constantFrom(...examplesOf(operation))
          .chain((example) => changedOnce(example).map((body) => ({ operation, body }))),
      );
    await fc.assert(
      fc.asyncProperty(cases, ({ operation, body }) => judgeBody(operation, body)),
      { numRuns: 300, seed: 2 },
    );
    expect(tally.accepted - before.accepted).toBeGreaterThan(50);
    expect(tally.refusedBySchema - before.refusedBySchema).toBeGreaterThan(100);
    expect(tally.refusedByRule - before.refusedByRule).toBeGreaterThan(10);
  });
});

describe('whatever is asked', () => {
  it('is answered as documented, and never by a failure', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 });
    const segment = fc.oneof(text, fc.constantFrom('..', '%2e%2e', '__proto__', 'constructor', 'a'.repeat(3000)));
    const cases = fc.record({
      operation: fc.constantFrom(...document.operations),
      method: fc.constantFrom('GET', 'POST', 'DELETE', 'HEAD', 'PUT', 'PATCH', 'OPTIONS'),
      segment,
      query: fc.dictionary(fc.constantFrom('limit', 'after', 'status', 'kind', 'wait', 'x'), text, { maxKeys: 3 }),
      headers: fc.dictionary(
        fc.constantFrom(
          'accept',
          'prefer',
          'if-none-match',
          'last-event-id',
          'idempotency-key',
          'x-request-id',
          'content-type',
        ),
        fc.oneof(fc.string({ maxLength: 300 }), fc.constantFrom('application/json', 'wait=0', '"1"', '*', 'W/"x"')),
        { maxKeys: 3 },
      ),
      body: fc.oneof(text, fc.json()),
    });
    const statuses = new Map<number, number>();
    const property = fc.asyncProperty(cases, async ({ operation, method, segment, query, headers, body }) => {
      const path = operation.path.replaceAll(/\{\w+\}/g, encodeURIComponent(segment.toWellFormed()));
      const url = new URL(`${BASE}${path}`);
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value.toWellFormed());
      const takesBody = method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS';
      const sendable = Object.entries(headers).filter(([, value]) => /^[\x20-\x7e]*$/.test(value));
      const response = await send(
        new Request(url, { method, headers: Object.fromEntries(sendable), ...(takesBody ? { body } : {}) }),
      );
      statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
      expect(response.status, `${method} ${url.href}`).toBeLessThan(500);
    });
    await fc.assert(property, { numRuns: 300, seed: 3 });
    for (const status of [200, 400, 404, 405, 415]) expect(statuses.get(status), `status ${status}`).toBeGreaterThan(0);
  });
});
