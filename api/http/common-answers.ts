import * as z from 'zod';
import type { ZodOpenApiOperationObject, ZodOpenApiObject, ZodOpenApiResponsesObject } from 'zod-openapi';
import { ETag, IfNoneMatch, isConditional, NOT_MODIFIED } from './conditional.ts';
import { operationsOf } from './hoist-components.ts';
import type { ProblemType } from './problem-details.ts';
import { documentedProblems, problemResponses } from './problem-responses.ts';

type SecuritySchemes = NonNullable<NonNullable<ZodOpenApiObject['components']>['securitySchemes']>;

export const SECURITY_SCHEMES: SecuritySchemes = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    description: 'A token of this server, where its operator has set any; each token sees its own jobs and uploads.',
  },
};

/** What any request may be refused with before its route is asked, or while the database is away. */
const REFUSED_AT_THE_DOOR: readonly ProblemType[] = ['malformed-http', 'misdirected', 'too-many-requests', 'not-ready'];
/** What a body may be refused with before its route has it. */
const BODY_REFUSED: readonly ProblemType[] = [
  'too-large',
  'unsupported-content-encoding',
  'over-limit',
  'too-heavy',
  'overloaded',
];

/** An operation with what the service does for all of them. */
export function completed(
  path: string,
  method: string,
  operation: ZodOpenApiOperationObject,
): ZodOpenApiOperationObject {
  return withProblems(path, method === 'get' && isConditional(path) ? conditional(operation) : operation);
}

/** Every other GET has an ETag, and is spared its body where the client has it. */
function conditional(operation: ZodOpenApiOperationObject): ZodOpenApiOperationObject {
  const { requestParams = {}, responses } = operation;
  const header = (requestParams.header ?? z.object({})) as z.ZodObject;
  return {
    ...operation,
    requestParams: { ...requestParams, header: header.extend({ 'If-None-Match': IfNoneMatch }) },
    responses: { ...tagged(responses), '304': NOT_MODIFIED },
  };
}

function tagged(responses: ZodOpenApiResponsesObject): ZodOpenApiResponsesObject {
  const answer = responses['200'] as { readonly headers?: z.ZodObject };
  return { ...responses, '200': { ...responses['200'], headers: (answer.headers ?? z.object({})).extend({ ETag }) } };
}

function withProblems(path: string, operation: ZodOpenApiOperationObject): ZodOpenApiOperationObject {
  const isGuarded = path.startsWith('/v1/');
  const own = Object.entries(operation.responses).filter(([, response]) => !('x-problem-types' in response));
  const problems = problemResponses(
    ...documentedProblems(operation.responses as Record<string, unknown>),
    ...REFUSED_AT_THE_DOOR,
    ...(isGuarded ? (['unauthorized'] as const) : []),
    ...(operation.requestBody === undefined ? [] : BODY_REFUSED),
  );
  return {
    // Either: a server without tokens asks for none.
    ...(isGuarded ? { security: [{}, { bearer: [] }] } : {}),
    ...operation,
    responses: { ...Object.fromEntries(own), ...problems },
  };
}

/** Every answer carries the id of its request; some problems headers of their own. */
export function describeHeaders(document: Record<string, unknown>): void {
  for (const operation of operationsOf(document))
    for (const [status, response] of Object.entries(operation['responses'] as Record<string, Record<string, object>>))
      response['headers'] = { ...response['headers'], ...headersOf(Number(status)) };
}

const headersOf = (status: number): Record<string, unknown> => ({
  ...RATE_LIMITS,
  ...(status === 401
    ? { 'WWW-Authenticate': header('RFC 6750: `invalid_token` where a token was sent.', 'Bearer realm="shardwright"') }
    : {}),
  ...(status === 429 || status === 503 ? { 'Retry-After': header('Seconds to wait before the next try.', '30') } : {}),
  'X-Request-Id': header(
    'Names this request in the log of the server. A request may bring its own.',
    '3f0e2d0c-95b2-4f5e-8f6c-0b7d2d1c9a41',
  ),
});

const header = (description: string, example: string, required = true): object => ({
  ...(required ? { required } : {}),
  description,
  schema: { type: 'string' },
  example,
});

/** Where the operator of the server has set limits. */
const RATE_LIMITS = {
  'RateLimit-Limit': header('Requests of this kind that a client may make in a minute.', '600', false),
  'RateLimit-Remaining': header('How many of them are left.', '599', false),
  'RateLimit-Reset': header('Seconds until all of them are there again.', '60', false),
};
