import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { stringify } from 'yaml';
import { breakingChanges } from './breaking-changes.ts';
import { asDocument, readDocument, type Schema } from './document.ts';

const RELEASES = new URL('../../docs/releases/', import.meta.url);

const Accepted = z.strictObject({
  since: z.string().describe('The last release that these changes break with.'),
  changes: z.array(
    z.strictObject({
      change: z.string().describe('As the test names it; * stands for anything.'),
      reason: z.string().min(20),
    }),
  ),
});
const { since, changes } = Accepted.parse(JSON.parse(readFileSync(new URL('breaking-changes.json', RELEASES), 'utf8')));
const matches = (pattern: string, line: string): boolean =>
  new RegExp(
    `^${pattern
      .split('*')
      .map((part) => RegExp.escape(part))
      .join('.*')}$`,
  ).test(line);

describe('openapi.yaml against that of the last release', () => {
  const found = breakingChanges(asDocument(readFileSync(new URL(since, RELEASES), 'utf8')), readDocument());

  it('breaks with nothing but what docs/releases/breaking-changes.json gives a reason for', () => {
    expect(found.filter((line) => !changes.some(({ change }) => matches(change, line)))).toEqual([]);
  });

  it('does break with what is listed there', () => {
    expect(
      changes.map(({ change }) => change).filter((change) => !found.some((line) => matches(change, line))),
    ).toEqual([]);
  });

  it('is compared with the newest document that is kept', () => {
    const versions = readdirSync(RELEASES).filter((file) => /^openapi-.*\.yaml$/.test(file));
    const newest = versions.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1);
    expect(since).toBe(newest);
  });
});

/** A small document: one operation, with a schema for what it takes and one for what it answers. */
interface Sketch {
  readonly takes?: Schema;
  readonly answers?: Schema;
  readonly parameters?: readonly object[];
  readonly path?: string;
  readonly status?: string;
}

const REQUEST = {
  type: 'object',
  properties: {
    name: { type: 'string', maxLength: 10 },
    kind: { enum: ['a', 'b'] },
    size: { type: 'number', minimum: 0 },
  },
  required: ['name'],
  additionalProperties: false,
};
const ANSWER = {
  type: 'object',
  properties: { id: { type: 'string' }, state: { enum: ['open', 'ended'] }, left: { type: 'integer' } },
  required: ['id', 'state'],
};

const sketch = ({ takes = REQUEST, answers = ANSWER, parameters = [], path = '/v1/jobs', status = '200' }: Sketch) =>
  asDocument(
    stringify({
      paths: {
        [path]: {
          post: {
            operationId: 'createJob',
            parameters,
            requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/JobRequest' } } } },
            responses: {
              [status]: {
                description: 'ok',
                content: { 'application/json': { schema: { $ref: '#/components/schemas/Job' } } },
              },
            },
          },
        },
      },
      components: { schemas: { JobRequest: takes, Job: answers } },
    }),
  );

const withProperty = (schema: typeof REQUEST | typeof ANSWER, name: string, part: object): Schema => ({
  ...schema,
  properties: { ...schema.properties, [name]: part },
});

const BREAKING: readonly (readonly [string, Sketch, string])[] = [
  ['an operation that is gone', { path: '/v1/works' }, 'POST /v1/jobs is gone'],
  [
    'a parameter that is required now',
    { parameters: [{ name: 'x', in: 'query', required: true, schema: {} }] },
    'POST /v1/jobs: the parameter x is required',
  ],
  [
    'a field that is required now',
    { takes: { ...REQUEST, required: ['name', 'kind'] } },
    'requests: JobRequest/kind no longer takes nothing: the field may be left out',
  ],
  [
    'a field that is no longer taken',
    { takes: { ...REQUEST, properties: { name: { type: 'string' }, kind: { enum: ['a', 'b'] } } } },
    'requests: JobRequest/size no longer takes the field',
  ],
  [
    'a value that is no longer taken',
    { takes: withProperty(REQUEST, 'kind', { enum: ['a'] }) },
    'requests: JobRequest/kind no longer takes the value "b"',
  ],
  [
    'another type',
    { takes: withProperty(REQUEST, 'size', { type: 'integer', minimum: 0 }) },
    'requests: JobRequest/size no longer takes the type number',
  ],
  [
    'a lower limit',
    { takes: withProperty(REQUEST, 'name', { type: 'string', maxLength: 5 }) },
    'requests: JobRequest/name no longer takes more than maxLength 5',
  ],
  [
    'a limit where there was none',
    { takes: withProperty(REQUEST, 'size', { type: 'number', minimum: 0, maximum: 9 }) },
    'requests: JobRequest/size no longer takes more than maximum 9',
  ],
  [
    'a field of an answer that may be missing',
    { answers: { ...ANSWER, required: ['id'] } },
    'answers: Job/state may hold nothing: the field may be left out',
  ],
  [
    'a new value of an answer',
    { answers: withProperty(ANSWER, 'state', { enum: ['open', 'ended', 'lost'] }) },
    'answers: Job/state may hold the value "lost"',
  ],
  [
    'null in an answer',
    { answers: withProperty(ANSWER, 'left', { type: ['integer', 'null'] }) },
    'answers: Job/left may hold the type null',
  ],
  ['another status', { status: '201' }, 'POST /v1/jobs no longer answers 200'],
];

const HARMLESS: readonly (readonly [string, Sketch])[] = [
  ['nothing', {}],
  ['a new optional field of a request', { takes: withProperty(REQUEST, 'hint', { type: 'string' }) }],
  ['a new value of a request', { takes: withProperty(REQUEST, 'kind', { enum: ['a', 'b', 'c'] }) }],
  ['a looser limit', { takes: withProperty(REQUEST, 'name', { type: 'string', maxLength: 20 }) }],
  [
    'a union with what was taken before',
    { takes: withProperty(REQUEST, 'size', { anyOf: [{ type: 'string' }, { type: 'number', minimum: 0 }] }) },
  ],
  ['a field that need not be sent any more', { takes: { ...REQUEST, required: [] } }],
  ['a new field of an answer', { answers: withProperty(ANSWER, 'note', { type: 'string' }) }],
  ['fewer values of an answer', { answers: withProperty(ANSWER, 'state', { const: 'open' }) }],
  ['a new optional parameter', { parameters: [{ name: 'x', in: 'query', schema: { type: 'string' } }] }],
];

describe('the comparison of two documents', () => {
  it.each(BREAKING)('tells %s', (_, after, line) => {
    expect(breakingChanges(sketch({}), sketch(after))).toContain(line);
  });

  it.each(HARMLESS)('passes over %s', (_, after) => {
    expect(breakingChanges(sketch({}), sketch(after))).toEqual([]);
  });
});
