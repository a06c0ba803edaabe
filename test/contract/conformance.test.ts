import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningServer } from '../../api/http/server.ts';
import { readDocument } from './document.ts';
import { startLiveServer } from './live-server.ts';
import { walk, type Walked } from './walk.ts';
import { createWitness } from './witness.ts';

const document = readDocument();
const witness = createWitness(document);
let server: RunningServer;
const walked: Walked[] = [];
beforeAll(async () => {
  server = await startLiveServer();
  for await (const step of walk(document, server.url, witness.watch(fetch))) walked.push(step);
}, 120_000);
afterAll(() => server.close());

describe('every operation of the document', () => {
  it('succeeds by each of its examples on the live server', () => {
    const failed = walked.filter(({ status }) => status >= 400);
    expect(failed.map(({ operation, example, body }) => ({ at: operation.operationId, example, body }))).toEqual([]);
    expect(walked.length).toBeGreaterThanOrEqual(document.operations.length);
  });

  it('has a summary, a description of every success, and examples of its body', () => {
    for (const { method, operationId, bodies, responses } of document.operations) {
      if (method === 'POST')
        for (const { examples = {} } of Object.values(bodies))
          expect(Object.keys(examples), operationId).not.toEqual([]);
      for (const { description } of Object.values(responses))
        expect(description.length, operationId).toBeGreaterThan(5);
    }
  });

  it('that starts a job leads to its result', () => {
    const ended = walked.filter(({ operation, body }) => operation.method === 'GET' && isJob(body));
    expect(ended.length).toBeGreaterThan(10);
    expect(ended.filter(({ body }) => (body as { status: string }).status !== 'succeeded')).toEqual([]);
    expect(ended.map(({ body }) => (body as JobLike).result?.answer?.status)).toContain('infeasible');
  });

  it('is reached', () => {
    const reached = new Set(walked.map(({ operation }) => operation.operationId));
    expect(document.operations.map(({ operationId }) => operationId).filter((id) => !reached.has(id))).toEqual([]);
  });

  it('answers as documented: status, headers, content type, schema', () => {
    expect(witness.faults).toEqual([]);
    expect([...witness.counts.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(walked.length);
  });
});

interface JobLike {
  readonly result?: { readonly answer?: { readonly status: string } };
}

const isJob = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && 'bestSoFar' in body && 'status' in body;
