import type { ZodOpenApiOperationObject, ZodOpenApiObject } from 'zod-openapi';
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

/** What any request may be refused with before its route is asked. */
const REFUSED_AT_THE_DOOR: readonly ProblemType[] = ['misdirected', 'too-many-requests'];
/** What a body may be refused with before its route has it. */
const BODY_REFUSED: readonly ProblemType[] = ['too-large', 'unsupported-content-encoding', 'overloaded'];

/** An operation with what the service does for all of them. */
export function completed(path: string, operation: ZodOpenApiOperationObject): ZodOpenApiOperationObject {
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
  ...(status === 401
    ? { 'WWW-Authenticate': header('RFC 6750: `invalid_token` where a token was sent.', 'Bearer realm="shardwright"') }
    : {}),
  ...(status === 429 || status === 503 ? { 'Retry-After': header('Seconds to wait before the next try.', '30') } : {}),
  'X-Request-Id': header(
    'Names this request in the log of the server. A request may bring its own.',
    '3f0e2d0c-95b2-4f5e-8f6c-0b7d2d1c9a41',
  ),
});

const header = (description: string, example: string): object => ({
  required: true,
  description,
  schema: { type: 'string' },
  example,
});
