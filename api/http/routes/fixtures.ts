import * as z from 'zod';
import { FleetFixtureName, ModelFixtureName } from '../../inputs.ts';
import {
  describeFleet,
  FixtureList,
  FleetFixtureDocument,
  ModelFixtureDocument,
  summarizeFixtures,
} from '../../fixture-summaries.ts';
import { loadModelFixture, UnknownFixtureError } from '../../fixtures.ts';
import { ETag, IfNoneMatch, NOT_MODIFIED } from '../conditional.ts';
import { HttpProblem } from '../problem-details.ts';
import { jsonResponse, problemResponses, type Route } from '../route.ts';

const Conditional = z.object({ 'If-None-Match': IfNoneMatch });
const Tagged = z.object({ ETag });

/** What ships with Shardwright. */
export const fixtureRoutes = (): Route[] => [
  {
    method: 'get',
    path: '/v1/fixtures',
    operation: {
      operationId: 'listFixtures',
      tags: ['fixtures'],
      summary: 'List the models and fleets that ship with Shardwright',
      description: 'Their names stand for them in requests: `{"fixture": ...}`.',
      requestParams: { header: Conditional },
      responses: {
        '200': jsonResponse('One line each.', FixtureList, { headers: Tagged }),
        '304': NOT_MODIFIED,
        ...problemResponses(),
      },
    },
    handle: (c) => c.json(summarizeFixtures()),
  },
  {
    method: 'get',
    path: '/v1/fixtures/models/{name}',
    operation: {
      operationId: 'getModelFixture',
      tags: ['fixtures'],
      summary: 'A model with its workload, and where both come from',
      description: 'To start your own from: both may be sent in a request as they stand.',
      requestParams: {
        path: z.object({ name: ModelFixtureName.meta({ example: 'criteo-kaggle' }) }),
        header: Conditional,
      },
      responses: {
        '200': jsonResponse('The fixture.', ModelFixtureDocument, { headers: Tagged }),
        '304': NOT_MODIFIED,
        ...problemResponses('not-found'),
      },
    },
    handle: (c) => c.json(orNotFound(() => loadModelFixture(c.req.param('name') ?? ''))),
  },
  {
    method: 'get',
    path: '/v1/fixtures/fleets/{name}',
    operation: {
      operationId: 'getFleetFixture',
      tags: ['fixtures'],
      summary: 'A fleet',
      description: 'To start your own from: it may be sent in a request as it stands.',
      requestParams: { path: z.object({ name: FleetFixtureName.meta({ example: '8x32gib' }) }), header: Conditional },
      responses: {
        '200': jsonResponse('The fixture.', FleetFixtureDocument, { headers: Tagged }),
        '304': NOT_MODIFIED,
        ...problemResponses('not-found'),
      },
    },
    handle: (c) => c.json(orNotFound(() => describeFleet(c.req.param('name') ?? ''))),
  },
];

function orNotFound<T>(load: () => T): T {
  try {
    return load();
  } catch (error) {
    if (error instanceof UnknownFixtureError) throw new HttpProblem('not-found', error.message);
    throw error;
  }
}
