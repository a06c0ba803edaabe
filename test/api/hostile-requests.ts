import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { parse } from 'yaml';
import { EXAMPLES } from '../../api/http/examples.ts';

/** A request as it goes out, whatever is wrong with it. */
export interface HostileRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array<ArrayBuffer>;
}

interface Operation {
  readonly requestBody?: unknown;
}

const { paths } = parse(readFileSync(new URL('../../openapi.yaml', import.meta.url), 'utf8')) as {
  paths: Record<string, Record<string, Operation>>;
};

/** Every operation of the document. Event streams stay open: they are asked for jobs that are not there. */
const OPERATIONS = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods)
    .filter(([method]) => method !== 'parameters')
    .map(([method, operation]) => ({
      path,
      method: method.toUpperCase(),
      hasBody: operation.requestBody !== undefined,
    })),
);

/** Values that code stumbles over. */
const EXTREMES: readonly unknown[] = [
  null,
  true,
  '',
  '\u0000',
  '\ud800',
  'x'.repeat(5000),
  '../../../etc/passwd',
  "'; drop table shardwright.jobs; --",
  '__proto__',
  'constructor',
  -1,
  -0,
  0.1,
  5e-324,
  1e308,
  2 ** 32,
  2 ** 53,
  2 ** 53 + 2,
  [],
  [[[[]]]],
  {},
  Array.from({ length: 2000 }, () => 0),
  { __proto__x: 1 },
];

/** Texts that no JSON.stringify would write. */
const TEXTS: readonly string[] = [
  '',
  'null',
  '[]',
  '"x"',
  '1e999',
  '-',
  '{',
  '{"problem"',
  '{"problem": {}, "problem": {}}',
  '{"__proto__": {"isAdmin": true}, "constructor": {"prototype": {"x": 1}}}',
  '{"problem": {"__proto__": {"model": {"fixture": "criteo-kaggle"}}}}',
  '{"problem": {"model": {"fixture": "../../../package"}, "fleet": {"fixture": "8x32gib"}}}',
  '{"problem": {"model": {"fixture": "constructor"}, "fleet": {"fixture": "__proto__"}}}',
  `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
  `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`,
  `{"problem": {"model": {"tables": [${'0,'.repeat(100_000)}0]}}}`,
  `{${Array.from({ length: 20_000 }, (_, i) => `"k${i}":${i}`).join(',')}}`,
  `{"seed": ${'9'.repeat(10_000)}}`,
  '\ufeff{}',
];

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/** Bodies of the examples: quickly done where one of them is accepted. */
const bases = Object.values(EXAMPLES).flatMap((examples) =>
  Object.values(examples).map(({ value }) => ({
    ...(value as object),
    effort: 0.01,
    timeLimitSeconds: 1,
    measure: false,
  })),
);

/** An example with some places of it replaced by what does not belong there, doubled or left out. */
const mutated = fc
  .record({
    base: fc.constantFrom(...bases),
    changes: fc.array(
      fc.record({
        at: fc.array(fc.nat(), { minLength: 1, maxLength: 8 }),
        value: fc.constantFrom(...EXTREMES),
        how: fc.constantFrom('replace', 'remove', 'add'),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  })
  .map(({ base, changes }) => {
    const body = structuredClone(base) as Record<string, unknown>;
    for (const { at, value, how } of changes) change(body, at, value, how);
    return bytes(JSON.stringify(body));
  });

/** Walks down by the positions of keys, and changes what stands at the end. */
function change(root: Record<string, unknown>, at: readonly number[], value: unknown, how: string): void {
  let place: Record<string, unknown> = root;
  for (const [depth, position] of at.entries()) {
    const keys = Object.keys(place);
    if (keys.length === 0) return;
    const key = keys[position % keys.length];
    const next = place[key];
    if (depth < at.length - 1 && next !== null && typeof next === 'object') {
      place = next as Record<string, unknown>;
      continue;
    }
    if (how === 'remove') delete place[key];
    else if (how === 'add') place[typeof value === 'string' && value !== '' ? value.slice(0, 40) : 'extra'] = value;
    else place[key] = value;
    return;
  }
}

const bodies = fc.oneof(
  { weight: 6, arbitrary: mutated },
  { weight: 3, arbitrary: fc.constantFrom(...TEXTS).map(bytes) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }).map((random) => new Uint8Array(random)) },
  { weight: 1, arbitrary: mutated.map((whole) => whole.slice(0, Math.floor(whole.length / 2))) },
);

const segments = fc.oneof(
  fc.constantFrom(
    '..%2f..%2fpackage.json',
    '%00',
    '__proto__',
    'constructor',
    'a%20b',
    '%e0%a4%a',
    '%ff',
    '00000000-0000-4000-8000-000000000000',
    "'%20or%201=1--",
    'x'.repeat(3000),
    '%F0%9F%92%A9',
  ),
  fc.string({ minLength: 1, maxLength: 20 }).map(encodeURIComponentSafely),
);

/** Half of a surrogate pair has no encoding. */
function encodeURIComponentSafely(text: string): string {
  return encodeURIComponent(text.toWellFormed()) || '-';
}

const queries = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '?limit=-1',
      '?limit=1e9',
      '?limit=999999999999999999999',
      '?after=x',
      '?after=MjAyNi0wMS0wMVQwMDowMDowMC4wMDBaIHg',
      '?status=__proto__',
      '?limit=1&limit=2',
      '?%00=%00',
      `?batch=${'x'.repeat(5000)}`,
    ),
  },
);

const header = fc.constantFrom<[string, string]>(
  ['content-type', 'text/plain'],
  ['content-type', 'application/json; charset=utf-16'],
  ['content-type', 'multipart/form-data'],
  ['content-encoding', 'gzip'],
  ['content-encoding', 'br, gzip'],
  ['prefer', 'wait=99999999999'],
  ['prefer', 'wait=-1, wait=x;;;'],
  ['idempotency-key', 'x'.repeat(5000)],
  ['idempotency-key', '"'],
  ['if-none-match', '*'],
  ['if-none-match', 'W/"'],
  ['last-event-id', '-1'],
  ['last-event-id', 'NaN'],
  ['accept', 'image/png'],
  ['accept-encoding', 'gzip;q=x, *;q=0'],
  ['authorization', 'Bearer'],
  ['authorization', 'Basic Og=='],
  ['x-request-id', '\'"><script>'],
  ['x-forwarded-for', '127.0.0.1, ::1, x'],
  ['range', 'bytes=0-,-1'],
  ['origin', 'null'],
  ['cookie', 'a=b'],
);

/** Requests over every operation, each with something wrong; bodies where none belongs too, and now and then another method. */
export const hostileRequests: fc.Arbitrary<HostileRequest> = fc
  .record({
    operation: fc.constantFrom(...OPERATIONS),
    method: fc.option(fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'PROPFIND'), {
      freq: 6,
    }),
    segment: segments,
    query: queries,
    headers: fc.array(header, { maxLength: 3 }),
    body: bodies,
  })
  .map(({ operation, method: other, segment, query, headers, body }) => {
    const method = other ?? operation.method;
    const target = operation.path.replaceAll(/\{\w+\}/g, segment) + query;
    const sendsBody = (operation.hasBody && method === operation.method) || method === 'PUT' || method === 'PATCH';
    return {
      method,
      target,
      headers: { 'content-type': 'application/json', ...Object.fromEntries(headers) },
      ...(sendsBody ? { body } : {}),
    };
  });

export const OPERATION_COUNT = OPERATIONS.length;

/** Bytes that are no request, or break off, or say two things at once. */
export const RAW_REQUESTS: readonly (readonly [string, string | Uint8Array])[] = [
  ['that is no HTTP', 'hello\r\n\r\n'],
  ['of another protocol', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['that begins a TLS handshake', new Uint8Array([0x16, 3, 1, 0, 5, 1, 0, 0, 1, 0])],
  ['of zero bytes in the line', 'GET /\u0000 HTTP/1.1\r\nhost: x\r\n\r\n'],
  ['without a host', 'GET / HTTP/1.1\r\n\r\n'],
  ['with headers of 100 kB', `GET / HTTP/1.1\r\nhost: 127.0.0.1\r\nx: ${'x'.repeat(100_000)}\r\n\r\n`],
  ['with a target of 100 kB', `GET /${'x'.repeat(100_000)} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n`],
  ['with 5,000 headers', `GET / HTTP/1.1\r\nhost: 127.0.0.1\r\n${'a: b\r\n'.repeat(5000)}\r\n`],
  [
    'with two lengths',
    'POST /v1/plans HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}x',
  ],
  [
    'with a length and chunks',
    'POST /v1/plans HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
  ],
  ['of a negative length', 'POST /v1/plans HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: -1\r\n\r\n'],
  [
    'of an endless length',
    'POST /v1/plans HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: 99999999999999999999\r\n\r\n{}',
  ],
  [
    'whose chunk has no size',
    'POST /v1/plans HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n',
  ],
  [
    'whose body breaks off',
    'POST /v1/plans HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{"problem"',
  ],
  [
    'whose chunks break off',
    'POST /v1/plans HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{"a"',
  ],
  ['with a header folded', 'GET / HTTP/1.1\r\nhost: 127.0.0.1\r\nx: a\r\n b\r\n\r\n'],
  [
    'that asks two things at once',
    'GET / HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\nGET /nowhere HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n',
  ],
  [
    'whose target is a URL',
    'GET http://example.com/v1/fixtures HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n',
  ],
  ['whose target is an asterisk', 'OPTIONS * HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n'],
  [
    'that wants to switch protocols',
    'GET / HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n',
  ],
  ['that wants a tunnel', 'CONNECT example.com:443 HTTP/1.1\r\nhost: example.com\r\n\r\n'],
  [
    'that expects the impossible',
    'POST /v1/plans HTTP/1.1\r\nhost: 127.0.0.1\r\nexpect: magic\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}',
  ],
];
