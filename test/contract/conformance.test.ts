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

  it('takes and answers what is described: every schema says what it is', () => {
    const { schemas } = document.json['components'] as { schemas: Record<string, { description?: string }> };
    expect(Object.keys(schemas).length).toBeGreaterThan(100);
    expect(Object.entries(schemas).flatMap(([name, { description }]) => (description ? [] : [name]))).toEqual([]);
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

describe('an example of an answer', () => {
  const examples = document.operations.flatMap(({ operationId, responses }) =>
    Object.entries(responses).flatMap(([status, { content = {} }]) =>
      Object.entries(content).map(([type, media]) => ({ operationId, status, type, values: media.examples ?? {} })),
    ),
  );

  it('stands at every success (npm run openapi:record writes them)', () => {
    const without = examples.filter(({ status, values }) => Number(status) < 300 && Object.keys(values).length === 0);
    expect(without.map(({ operationId, status, type }) => `${operationId} ${status} ${type}`)).toEqual([]);
  });

  it('has the fields that the same request is answered with now', () => {
    let compared = 0;
    for (const { operation, example, status, type, body } of walked) {
      const found = examples.find(
        (one) => one.operationId === operation.operationId && one.status === String(status) && one.type === type,
      );
      const recorded = found?.values[example]?.value;
      // What was measured depends on the machine; of a long text or document the beginning is kept.
      if (recorded === undefined || type !== 'application/json' || JSON.stringify(recorded).includes('"measurement"'))
        continue;
      if (operation.operationId === 'getOpenApiJson') continue;
      expect(shapeOf(recorded), `${operation.operationId} ${example}`).toEqual(shapeOf(body));
      compared++;
    }
    expect(compared).toBeGreaterThan(document.operations.length / 2);
  });
});

/** How far a job has come when it is looked at is a matter of time. */
const PASSING = ['progress', 'startedAt', 'finishedAt'];

/** Names of fields and types of values; of a list the different shapes in it. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return [...new Set(value.map((part) => JSON.stringify(shapeOf(part))))].toSorted();
  if (value === null || typeof value !== 'object') return typeof value;
  const fields = Object.entries(value).filter(([name]) => !PASSING.includes(name));
  return Object.fromEntries(fields.map(([name, part]) => [name, shapeOf(part)]));
}

interface JobLike {
  readonly result?: { readonly answer?: { readonly status: string } };
}

const isJob = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && 'bestSoFar' in body && 'status' in body;
