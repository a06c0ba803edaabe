import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import type { ProblemType } from '../../api/http/problem-details.ts';
import { EXAMPLES } from '../../api/http/examples.ts';
import { RESOURCE_EXAMPLES } from '../../api/http/resource-examples.ts';
import { startLiveServer } from './live-server.ts';

/** What a refusal looks like on the wire. */
export interface Refusal {
  readonly status: number;
  readonly type: string;
  readonly body: unknown;
}

interface Scenario {
  readonly type: ProblemType;
  readonly ask: (url: string) => Promise<Refusal>;
}

const BODY_LIMIT = 64 * 1024;
const body = JSON.stringify(EXAMPLES.plan.pinned.value);
const json = { 'content-type': 'application/json' };

const asked = async (url: string, init: RequestInit = {}): Promise<Refusal> => {
  const response = await fetch(url, init);
  return { status: response.status, type: typeOf(response.headers.get('content-type')), body: await response.json() };
};

const typeOf = (header: string | null | undefined): string => (header ?? '').split(';')[0];

const posted = (url: string, text: string, headers: Record<string, string> = json): Promise<Refusal> =>
  asked(`${url}/v1/plans`, { method: 'POST', body: text, headers });

/** Of a server that anyone may ask, with a short queue and small bodies. */
const OPEN: readonly Scenario[] = [
  { type: 'malformed-json', ask: (url) => posted(url, '{"problem": ') },
  {
    type: 'invalid-input',
    ask: (url) => posted(url, '{"problem": {"model": {"fixture": "criteo-kagle"}, "fleet": {}}}'),
  },
  { type: 'not-found', ask: (url) => asked(`${url}/v1/plans/00000000-0000-4000-8000-000000000000`) },
  { type: 'method-not-allowed', ask: (url) => asked(`${url}/v1/fixtures`, { method: 'DELETE' }) },
  { type: 'too-large', ask: (url) => posted(url, JSON.stringify('x'.repeat(BODY_LIMIT))) },
  { type: 'unsupported-content-encoding', ask: (url) => posted(url, body, { ...json, 'content-encoding': 'gzip' }) },
  { type: 'unsupported-media-type', ask: (url) => posted(url, body, { 'content-type': 'text/plain' }) },
  { type: 'misdirected', ask: (url) => withHeaders(`${url}/v1/fixtures`, { host: 'attacker.example' }) },
  {
    type: 'headers-too-large',
    ask: (url) => rawly(url, `GET / HTTP/1.1\r\nhost: x\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`),
  },
  { type: 'malformed-http', ask: (url) => rawly(url, 'this is no HTTP\r\n\r\n') },
  { type: 'request-timeout', ask: (url) => rawly(url, 'GET / HTTP/1.1\r\nhost: 127.0.0.1\r\n') },
  {
    type: 'over-limit',
    ask: (url) => posted(url, JSON.stringify({ ...EXAMPLES.plan.pinned.value, timeLimitSeconds: 86_400 })),
  },
  {
    type: 'overloaded',
    ask: async (url) => {
      const { hostname, port } = new URL(url);
      const head = `POST /v1/plans HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: ${BODY_LIMIT}\r\n\r\n`;
      // Announced, and never sent.
      const held = Array.from({ length: 16 }, () => connect(Number(port), hostname).on('error', () => {}));
      await Promise.all(held.map((socket) => new Promise<void>((resolve) => socket.write(head, () => resolve()))));
      for (;;) {
        const answer = await posted(url, '{');
        if (answer.status === 400) {
          await new Promise((resolve) => setTimeout(resolve, 20));
          continue;
        }
        for (const socket of held) socket.destroy();
        return answer;
      }
    },
  },
  {
    type: 'key-reused',
    ask: async (url) => {
      const key = { ...json, 'idempotency-key': 'one-key' };
      // The queue may be full of what came before: another job has to have the key first.
      while ((await posted(url, body, key)).status >= 400) await new Promise((resolve) => setTimeout(resolve, 100));
      return posted(url, JSON.stringify({ ...EXAMPLES.plan.pinned.value, seed: 2 }), key);
    },
  },
  {
    type: 'uploads-full',
    ask: (url) =>
      asked(`${url}/v1/models`, {
        method: 'POST',
        body: JSON.stringify(RESOURCE_EXAMPLES.uploads.model.small.value),
        headers: json,
      }),
  },
  {
    type: 'queue-full',
    ask: async (url) => {
      const long = JSON.stringify({
        problem: { model: { fixture: 'drm1' }, fleet: { fixture: '16x64gib' } },
        effort: 1000,
      });
      for (;;) {
        const answer = await posted(url, long);
        if (answer.status !== 202) return answer;
      }
    },
  },
];

/** Of a server with tokens, and with room for few requests. */
const GUARDED: readonly Scenario[] = [
  { type: 'unauthorized', ask: (url) => asked(`${url}/v1/fixtures`) },
  {
    type: 'too-many-requests',
    ask: async (url) => {
      for (;;) {
        const answer = await asked(`${url}/v1/fixtures`, { headers: { authorization: `Bearer ${TOKEN}` } });
        if (answer.status !== 200) return answer;
      }
    },
  },
];

const TOKEN = 'a-token-of-a-contract-test-0123456789';

/** Reaches every refusal that a request from outside can bring about at once. */
export async function* reachRefusals(): AsyncGenerator<Refusal & { readonly expected: ProblemType }> {
  const settings = [
    [
      OPEN,
      {
        SHARDWRIGHT_QUEUED_JOBS: '1',
        SHARDWRIGHT_POSTS_PER_MINUTE: '0',
        SHARDWRIGHT_GRACE_MS: '0',
        SHARDWRIGHT_UPLOAD_BYTES: '200',
        SHARDWRIGHT_MAX_BODY_BYTES: String(BODY_LIMIT),
      },
    ],
    [GUARDED, { SHARDWRIGHT_TOKENS: `tester:${TOKEN}`, SHARDWRIGHT_REQUESTS_PER_MINUTE: '5' }],
  ] as const;
  for (const [scenarios, environment] of settings) {
    const server = await startLiveServer(environment);
    try {
      for (const { type, ask } of scenarios) yield { ...(await ask(server.url)), expected: type };
    } finally {
      await server.close();
    }
  }
}

/** fetch sets the host itself. */
const withHeaders = (url: string, headers: Record<string, string>): Promise<Refusal> =>
  new Promise((resolve, reject) => {
    const sent = httpRequest(url, { headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({
          status: response.statusCode ?? 0,
          type: typeOf(response.headers['content-type']),
          body: JSON.parse(text) as unknown,
        });
      });
    });
    sent.on('error', reject);
    sent.end();
  });

/** Bytes that no client library would send. */
const rawly = (url: string, bytes: string): Promise<Refusal> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    let text = '';
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    socket.on('error', reject);
    socket.on('close', () => {
      const [head, rest] = text.split('\r\n\r\n');
      const type = /^content-type: ([^;\r\n]+)/im.exec(head)?.[1] ?? '';
      resolve({ status: Number(head.split(' ')[1]), type, body: JSON.parse(rest) as unknown });
    });
  });
