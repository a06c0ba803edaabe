import { writeFileSync } from 'node:fs';
import { problemUri } from '../../api/http/problem-details.ts';
import type { RecordedAnswers } from '../../api/http/recorded-answers.ts';
import { readDocument } from './document.ts';
import { startLiveServer } from './live-server.ts';
import { reachRefusals } from './refusals.ts';
import { walk, type Walked } from './walk.ts';

// npm run openapi:record: runs every operation by its examples and keeps what came, as the examples of answers in openapi.yaml.

/** Larger answers would drown the document; of a text its beginning says enough. */
const LARGEST_JSON = 24_000;
const LARGEST_TEXT = 400;
/** The smallest example of an answer is kept, and the next one where it is short. */
const SHORT_JSON = 2000;

const document = readDocument();
const server = await startLiveServer();
const walked: Walked[] = [];
for await (const step of walk(document, server.url, fetch)) walked.push(step);
await server.close();

const steady = steadied();
const answers: Record<string, Record<string, Record<string, unknown>>> = {};
const byAnswer = Map.groupBy(walked, ({ operation, status, type }) => `${operation.operationId} ${status} ${type}`);
for (const [answer, steps] of [...byAnswer].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
  const [operationId, status, type] = answer.split(' ');
  const bodies = steps.flatMap(({ example, body }) => {
    const kept = shortened(type, body);
    return kept === undefined || kept === '' ? [] : [{ example, body: kept }];
  });
  const sized = bodies.map((one) => ({ ...one, size: JSON.stringify(one.body).length }));
  const smallest = sized
    .toSorted((a, b) => a.size - b.size)
    .filter(({ size }, position) => position === 0 || (position === 1 && size <= SHORT_JSON));
  if (smallest.length === 0) continue;
  const examples = smallest.map(({ example, body }) => [example, steady(body)] as const);
  (answers[operationId] ??= {})[`${status} ${type}`] ??= Object.fromEntries(examples);
}

const problems: Record<string, unknown> = {};
for await (const { expected, body } of reachRefusals()) {
  if ((body as { readonly type?: string }).type !== problemUri(expected))
    throw new Error(`${expected} was not reached`);
  problems[expected] = steady(body);
}

const recorded: RecordedAnswers = { answers, problems };
writeFileSync(
  new URL('../../api/http/recorded-answers.json', import.meta.url),
  `${JSON.stringify(recorded, null, 1)}\n`,
);

/** What of an answer is kept: all of it, the last of its events, the beginning of a long text; undefined where it is too large. */
function shortened(type: string, body: unknown): unknown {
  if (type === 'text/event-stream') {
    const data = String(body)
      .split('\n')
      .findLast((line) => line.startsWith('data: '));
    return data === undefined ? undefined : (JSON.parse(data.slice('data: '.length)) as unknown);
  }
  if (typeof body === 'string') return body.slice(0, LARGEST_TEXT);
  if (JSON.stringify(body).length <= LARGEST_JSON) return body;
  // An open document of its own: its first lines are an example of it as well.
  const { openapi, info } = body as { readonly openapi?: string; readonly info?: unknown };
  return openapi === undefined ? undefined : { openapi, info };
}

/** Ids and times differ from run to run: here they are the same each time, and different from each other. */
function steadied(): (body: unknown) => unknown {
  const ids = new Map<string, string>();
  return (body) => {
    const text = JSON.stringify(body)
      .replaceAll(/[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/g, (id) => {
        if (id.startsWith('00000000-')) return id;
        ids.set(id, ids.get(id) ?? `5e1f0000-0000-4000-8000-${String(ids.size + 1).padStart(12, '0')}`);
        return ids.get(id) as string;
      })
      .replaceAll(/\d{4}-\d\d-\d\dT(\d\d:\d\d:\d\d\.\d{3})Z/g, '2026-11-24T12:00:00.000Z')
      .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:8080');
    return JSON.parse(text) as unknown;
  };
}
