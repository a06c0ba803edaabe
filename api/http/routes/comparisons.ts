import type { Context } from 'hono';
import { ComparisonResult } from '../../comparison/comparison.ts';
import { ComparisonRequest } from '../../comparison/requested.ts';
import { RESOURCE_EXAMPLES } from '../resource-examples.ts';
import { readJsonBytes } from '../json-body.ts';
import { ownerOf } from '../owner.ts';
import { runReferring, type ReferringServices } from '../referring.ts';
import { jsonResponse, problemResponses, type Route } from '../route.ts';

/** Compares while the client waits. */
export const comparisonRoutes = (services: ReferringServices): Route[] => [
  {
    method: 'post',
    path: '/v1/comparisons',
    operation: {
      operationId: 'createComparison',
      tags: ['comparisons'],
      summary: 'Compare two plans, placements, jobs or problems',
      description:
        'What has to move from one to the other, how objectives, gaps and violations differ, and what measurements on the same requests say; of others, why they say nothing. Frontiers are compared plan by plan, problems field by field. Nothing is searched, executed or kept.',
      requestBody: {
        required: true,
        content: { 'application/json': { schema: ComparisonRequest, examples: RESOURCE_EXAMPLES.comparison } },
      },
      responses: {
        '200': jsonResponse('The differences.', ComparisonResult),
        ...problemResponses('malformed-json', 'invalid-input', 'too-large', 'unsupported-media-type', 'too-heavy'),
      },
    },
    handle: async (c: Context) => {
      const text = await runReferring(services, ownerOf(c), 'compare', await readJsonBytes(c), {});
      return c.body(text, 200, { 'content-type': 'application/json' });
    },
  },
];
