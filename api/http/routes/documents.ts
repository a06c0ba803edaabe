import * as z from 'zod';
import { VERSION } from '../../version.ts';
import { jsonResponse, problemResponses, type Route } from '../route.ts';

const Index = z
  .strictObject({
    name: z.string(),
    version: z.string(),
    description: z.string(),
    links: z.record(z.string(), z.string()),
  })
  .meta({ id: 'Index', description: 'What this service is, and where its parts are.' });

export interface Documents {
  readonly yaml: string;
  readonly json: unknown;
}

/** The index and the API's own description. `documents` is called when it is asked for: it is made of these routes too. */
export const documentRoutes = (documents: () => Documents): Route[] => [
  {
    method: 'get',
    path: '/',
    operation: {
      operationId: 'getIndex',
      tags: ['documents'],
      summary: 'What is here',
      description: 'JSON; browsers, which ask for text/html, get the page.',
      responses: { '200': jsonResponse('Links.', Index), ...problemResponses() },
    },
    handle: (c) =>
      c.json({
        name: 'Shardwright',
        version: VERSION,
        description: 'Placements of embedding tables, with a proven gap and a measured check.',
        links: {
          docs: '/docs',
          openapi: '/openapi.yaml',
          errors: '/problems',
          fixtures: '/v1/fixtures',
          frontiers: '/v1/frontiers',
          plans: '/v1/plans',
          evaluations: '/v1/evaluations',
          explanations: '/v1/explanations',
          drifts: '/v1/drifts',
          batches: '/v1/batches',
          estimates: '/v1/estimates',
          comparisons: '/v1/comparisons',
          models: '/v1/models',
          workloads: '/v1/workloads',
          traces: '/v1/traces',
          fleets: '/v1/fleets',
          problems: '/v1/problems',
        },
      }),
  },
  {
    method: 'get',
    path: '/openapi.yaml',
    operation: {
      operationId: 'getOpenApiYaml',
      tags: ['documents'],
      summary: 'This document',
      description: 'Clients can be generated from it; /docs shows it to people.',
      responses: {
        '200': { description: 'OpenAPI 3.1.', content: { 'application/yaml': { schema: z.string() } } },
        ...problemResponses(),
      },
    },
    handle: (c) => c.body(documents().yaml, 200, { 'content-type': 'application/yaml' }),
  },
  {
    method: 'get',
    path: '/openapi.json',
    operation: {
      operationId: 'getOpenApiJson',
      tags: ['documents'],
      summary: 'This document as JSON',
      description: 'The same, for tools that read no YAML.',
      responses: { '200': jsonResponse('OpenAPI 3.1.', z.looseObject({ openapi: z.string() })), ...problemResponses() },
    },
    handle: (c) => c.json(documents().json as Record<string, unknown>),
  },
];
