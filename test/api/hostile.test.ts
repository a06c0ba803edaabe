import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { gunzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROBLEM_TYPES, problemUri, type ProblemType } from '../../api/http/problem-details.ts';
import { hostileRequests, OPERATION_COUNT, RAW_REQUESTS, type HostileRequest } from './hostile-requests.ts';

/** Seeded: a failure is found again. */
const REQUESTS = fc.sample(hostileRequests, { numRuns: 1000, seed: 20_261_124 });
/** What the server's memory may grow by over the last 800 requests, garbage that was not yet collected included. */
const GROWTH_MIB = 96;

let server: ChildProcess;
let url = '';

beforeAll(async () => {
  const main = new URL('../../api/cli/main.ts', import.meta.url).pathname;
  server = spawn(process.execPath, [main, 'serve', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env['PATH'],
      SHARDWRIGHT_DATA: 'memory://',
      SHARDWRIGHT_REQUESTS_PER_MINUTE: '0',
      SHARDWRIGHT_POSTS_PER_MINUTE: '0',
      SHARDWRIGHT_MAX_WAIT_SECONDS: '0',
      SHARDWRIGHT_MAX_BODY_BYTES: String(2 ** 20),
    },
  });
  url = await new Promise<string>((resolve, reject) => {
    server.once('exit', (code) => reject(new Error(`the server ended with code ${code}`)));
    createInterface({ input: server.stdout! }).on('line', (line) => {
      const found = /"url":"([^"]+)"/.exec(line)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
});
afterAll(() => void server.kill('SIGKILL'));

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

/** Not fetch, which mends or refuses half of them. */
const send = ({ method, target, headers, body }: HostileRequest): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const length = body === undefined ? {} : { 'content-length': body.length };
    const request = httpRequest(
      { hostname, port, method, path: target, headers: { ...headers, ...length } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const sent = Buffer.concat(chunks);
          const isPacked = response.headers['content-encoding'] === 'gzip' && sent.length > 0;
          const text = (isPacked ? gunzipSync(sent) : sent).toString();
          resolve({ status: response.statusCode ?? 0, type: response.headers['content-type'] ?? '', text });
        });
      },
    );
    request.on('error', reject);
    request.end(body);
  });

/** Sends bytes, closes this side, and reads to the end. */
const sendRaw = (bytes: string | Uint8Array): Promise<string> =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(url);
    let text = '';
    const socket = connect({ port: Number(port), host: hostname, allowHalfOpen: true }, () => socket.end(bytes));
    socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    socket.on('error', () => {});
    socket.on('close', () => resolve(text));
    // What is waited for must end soon: the rest of a body that never comes is the server's to give up.
    socket.setTimeout(5000, () => socket.destroy());
  });

const TYPES = new Map(
  (Object.keys(PROBLEM_TYPES) as ProblemType[]).map((type) => [problemUri(type), PROBLEM_TYPES[type].status]),
);

function expectDocumented({ status, type, text }: Answer, of: string): void {
  expect(status, of).not.toBe(500);
  if (status < 400) return;
  expect(type, of).toBe('application/problem+json');
  if (text === '') return;
  const problem = JSON.parse(text) as { type: string; status: number };
  expect(TYPES.get(problem.type), of).toBe(status);
  expect(problem.status, of).toBe(status);
  expect(text, of).not.toMatch(/node_modules|\.ts:\d|at \w+ \(/);
}

const rssMib = (): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1]) / 1024;

describe('1,000 malformed or hostile requests', () => {
  const statuses = new Map<number, number>();
  const memory: number[] = [];

  it('over every operation are each answered as documented, none with 500', async () => {
    const failed: string[] = [];
    for (const [i, request] of REQUESTS.entries()) {
      const answer = await send(request);
      if (answer.status === 500) {
        failed.push(`${i}: ${request.method} ${request.target.slice(0, 200)} ${answer.text}`);
        continue;
      }
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      expectDocumented(answer, `${i}: ${request.method} ${request.target.slice(0, 200)}`);
      // What slipped through is not to be computed.
      if (answer.status === 202) await cancel(JSON.parse(answer.text) as { id: string; kind: string });
      if (i >= 200 && i % 50 === 0) memory.push(rssMib());
    }
    expect(failed).toEqual([]);
    const asked = new Set(
      REQUESTS.map(({ method, target }) => `${method} ${target.split('?')[0].split('/').slice(0, 3).join('/')}`),
    );
    expect(asked.size).toBeGreaterThan(OPERATION_COUNT / 2);
    for (const status of [400, 404, 405, 415]) expect(statuses.get(status) ?? 0, String(status)).toBeGreaterThan(20);
  }, 240_000);

  it('leave the memory of the server where it was', () => {
    expect(memory.length).toBeGreaterThan(10);
    const half = memory.length / 2;
    const least = (part: readonly number[]): number => Math.min(...part);
    expect(least(memory.slice(half)) - least(memory.slice(0, half))).toBeLessThan(GROWTH_MIB);
  });

  it('change no prototype, and let no job fail', async () => {
    for (const kind of ['frontiers', 'plans', 'evaluations', 'explanations', 'drifts']) {
      const answer = await send({ method: 'GET', target: `/v1/${kind}?status=failed`, headers: {} });
      expect(answer.status).toBe(200);
      expect(answer.text).not.toContain('"status":"failed"');
      expect(answer.text).not.toContain('isAdmin');
    }
  });
});

const cancel = ({ id, kind }: { id: string; kind: string }): Promise<Answer> =>
  send({ method: 'DELETE', target: `/v1/${kind}s/${id}`, headers: {} });

describe('bytes that are no request', () => {
  it.each(RAW_REQUESTS)(
    '%s are answered as documented, or not at all, and the server goes on',
    async (_, bytes) => {
      const text = await sendRaw(bytes);
      for (const [, status, head] of text.matchAll(/HTTP\/1\.1 (\d{3})[^\r]*\r\n([\s\S]*?)\r\n\r\n/g)) {
        expect(Number(status)).not.toBe(500);
        if (Number(status) >= 400 && Number(status) !== 417)
          expect(head.toLowerCase()).toContain('content-type: application/problem+json');
      }
      expect((await send({ method: 'GET', target: '/livez', headers: {} })).status).toBe(200);
    },
    20_000,
  );

  it('by 300 connections that say nothing leave room for those who ask', async () => {
    const { hostname, port } = new URL(url);
    const silent = Array.from({ length: 300 }, () => connect(Number(port), hostname).on('error', () => {}));
    expect((await send({ method: 'GET', target: '/v1/fixtures', headers: {} })).status).toBe(200);
    for (const socket of silent) socket.destroy();
  });
});
