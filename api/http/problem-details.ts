import type { Context } from 'hono';
import * as z from 'zod';
import { InputProblem } from '../bad-input.ts';

/** Every way in which the service refuses or fails: the last part of the type URI, its status and title, and how to mend it. */
export const PROBLEM_TYPES = {
  'malformed-json': { status: 400, title: 'The body is not JSON', mend: 'The detail says where it stops being JSON.' },
  'invalid-input': {
    status: 400,
    title: 'The request was refused',
    mend: '`problems` lists every fault with its place and a hint.',
  },
  'malformed-http': {
    status: 400,
    title: 'The request is not HTTP',
    mend: 'Check what wrote it: a client of HTTP/1.1 would not.',
  },
  unauthorized: {
    status: 401,
    title: 'A bearer token is needed',
    mend: 'Send authorization: Bearer with a token that the operator of this server gave you.',
  },
  'not-found': {
    status: 404,
    title: 'Nothing is here',
    mend: 'Check the path; ended jobs are forgotten after a while.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'The resource has no such method',
    mend: 'The Allow header lists those it has.',
  },
  'request-timeout': {
    status: 408,
    title: 'The request took too long to arrive',
    mend: 'Send it at once: headers within 10 seconds, the body within 60.',
  },
  'too-large': {
    status: 413,
    title: 'The body is too large',
    mend: 'Name a fixture, send fewer requests of a trace, or raise the limit of your server.',
  },
  'unsupported-content-encoding': {
    status: 415,
    title: 'The body is packed',
    mend: 'Send it as it is, without content-encoding.',
  },
  'uploads-full': {
    status: 413,
    title: 'Your uploads take all the room that they may',
    mend: 'DELETE uploads that are no longer needed, or raise SHARDWRIGHT_UPLOAD_BYTES of your server.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'The body is of another type than is read here',
    mend: 'Send content-type: application/json (with curl: --json); traces also as application/x-ndjson or application/octet-stream.',
  },
  misdirected: {
    status: 421,
    title: 'The server is not known under this name',
    mend: 'Ask for localhost, or have the operator of the server allow the name.',
  },
  'key-reused': {
    status: 422,
    title: 'The Idempotency-Key stands for another request',
    mend: 'Send a new key with a new request; the same key with the same body answers the same job.',
  },
  'over-limit': {
    status: 422,
    title: 'The request asks for more than this server gives',
    mend: '`problems` lists each limit that is passed; the operator of the server may raise them.',
  },
  'too-heavy': {
    status: 422,
    title: 'The request takes too much to check',
    mend: 'Send fewer tables or fewer requests of a trace, or upload the parts one by one.',
  },
  'too-many-requests': {
    status: 429,
    title: 'Too many requests',
    mend: 'Try again after the seconds that Retry-After says; the RateLimit headers say what is left.',
  },
  'headers-too-large': {
    status: 431,
    title: 'The headers are too large',
    mend: 'Send less than 16 KiB of header lines.',
  },
  internal: {
    status: 500,
    title: 'Shardwright failed',
    mend: 'Report it with the errorId: the log of the server has it.',
  },
  'not-ready': {
    status: 503,
    title: 'The server cannot serve yet, or any more',
    mend: 'The detail says what is missing; try again after the seconds that Retry-After says.',
  },
  overloaded: {
    status: 503,
    title: 'The server has its hands full',
    mend: 'Try again after the seconds that Retry-After says.',
  },
  'queue-full': {
    status: 503,
    title: 'Too many jobs wait',
    mend: 'Try again after the seconds that Retry-After says.',
  },
} as const;
export type ProblemType = keyof typeof PROBLEM_TYPES;

/** The type of a problem as errors state it: a reference to the page that this service has on it. */
export const problemUri = (type: ProblemType): string => `/problems/${type}`;

/** Problems listed in one response; a body of a thousand tables may break a rule in each. */
const LISTED_PROBLEMS = 1000;

export const ProblemDetails = z
  .strictObject({
    type: z.string().describe('Stable: tells programs what happened. The path of a page that says how to mend it.'),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string().describe('The path that was asked.'),
    problems: z.array(InputProblem).optional().describe('Every fault of the request, at most a thousand.'),
    errorId: z.string().optional(),
  })
  .meta({ id: 'ProblemDetails', description: 'An error as of RFC 9457.' });
export type ProblemDetails = z.infer<typeof ProblemDetails>;

/** Thrown by handlers; app.ts turns it into a response. */
export class HttpProblem extends Error {
  readonly type: ProblemType;
  readonly headers: Readonly<Record<string, string>>;

  constructor(type: ProblemType, detail: string, headers: Readonly<Record<string, string>> = {}) {
    super(detail);
    this.name = 'HttpProblem';
    this.type = type;
    this.headers = headers;
  }
}

/** The response for a problem. */
export function problemResponse(
  c: Context,
  type: ProblemType,
  detail: string,
  extra: { problems?: readonly InputProblem[]; errorId?: string; headers?: Readonly<Record<string, string>> } = {},
): Response {
  const { problems, errorId, headers } = extra;
  const body: ProblemDetails = {
    ...problemBody(type, detail, c.req.path),
    ...(problems === undefined ? {} : { problems: problems.slice(0, LISTED_PROBLEMS) }),
    ...(errorId === undefined ? {} : { errorId }),
  };
  return c.body(JSON.stringify(body), PROBLEM_TYPES[type].status, {
    'content-type': 'application/problem+json',
    ...headers,
  });
}

/** The body of a problem at a path; empty where none was read. */
export function problemBody(type: ProblemType, detail: string, instance: string): ProblemDetails {
  const { status, title } = PROBLEM_TYPES[type];
  return { type: problemUri(type), title, status, detail, instance };
}
