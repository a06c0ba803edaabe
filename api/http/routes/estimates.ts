import type { Context } from 'hono';
import { EstimateResult } from '../../estimating.ts';
import { EstimateRequest } from '../../inputs.ts';
import { RESOURCE_EXAMPLES } from '../resource-examples.ts';
import { readJsonBytes } from '../json-body.ts';
import { ownerOf } from '../owner.ts';
import { runReferring, type ReferringServices } from '../referring.ts';
import { jsonResponse, problemResponses, type Route } from '../route.ts';

/** Judges a placement while the client waits. */
export const estimateRoutes = (services: ReferringServices): Route[] => [
  {
    method: 'post',
    path: '/v1/estimates',
    operation: {
      operationId: 'createEstimate',
      tags: ['estimates'],
      summary: 'Judge a placement without running it',
      description:
        'What is illegal in it and by how much, what it should cost, and how far its objectives are from bounds in closed form. Nothing is searched, executed or kept: POST /v1/evaluations executes it, POST /v1/explanations searches for better.',
      requestBody: {
        required: true,
        content: { 'application/json': { schema: EstimateRequest, examples: RESOURCE_EXAMPLES.estimate } },
      },
      responses: {
        '200': jsonResponse('The judgement.', EstimateResult),
        ...problemResponses('malformed-json', 'invalid-input', 'too-large', 'unsupported-media-type', 'too-heavy'),
      },
    },
    handle: async (c: Context) => {
      const text = await runReferring(services, ownerOf(c), 'estimate', await readJsonBytes(c), {});
      return c.body(text, 200, { 'content-type': 'application/json' });
    },
  },
];
