import * as z from 'zod';
import type { ZodOpenApiResponseObject } from 'zod-openapi';
import { PROBLEM_TYPES, ProblemDetails, problemUri, type ProblemType } from './problem-details.ts';

/** The documentation of the problems that an operation may answer; 500 is one of every operation's. */
export function problemResponses(...types: readonly ProblemType[]): Record<string, ZodOpenApiResponseObject> {
  const all = inOrder([...types, 'internal']);
  const byStatus = Map.groupBy(all, (type) => PROBLEM_TYPES[type].status);
  return Object.fromEntries([...byStatus].map(([status, same]) => [String(status), problemResponse(status, same)]));
}

/** The problems that responses document. */
export const documentedProblems = (responses: Readonly<Record<string, unknown>>): ProblemType[] =>
  Object.values(responses).flatMap(
    (response) => (response as { readonly 'x-problem-types'?: readonly ProblemType[] })['x-problem-types'] ?? [],
  );

function problemResponse(status: number, types: readonly ProblemType[]): ZodOpenApiResponseObject {
  const schema = z.intersection(
    ProblemDetails,
    z.object({ type: z.enum(types.map(problemUri)), status: z.literal(status) }),
  );
  return {
    description: types.map((type) => `${PROBLEM_TYPES[type].title} (${type}). ${PROBLEM_TYPES[type].mend}`).join('\n'),
    content: { 'application/problem+json': { schema } },
    'x-problem-types': types,
  };
}

/** Each once, in the order of the list of all. */
const inOrder = (types: readonly ProblemType[]): ProblemType[] =>
  (Object.keys(PROBLEM_TYPES) as ProblemType[]).filter((type) => types.includes(type));
