import * as z from 'zod';
import { HttpProblem } from '../problem-details.ts';
import { jsonResponse, problemResponses, type Route } from '../route.ts';

/** What operators ask of a process. */
export interface HealthServices {
  /** What keeps it from taking work, in words; empty where nothing does. */
  obstacles(): Promise<readonly string[]>;
  /** In the text format of Prometheus. */
  metrics(): Promise<string>;
}

const Alive = z.strictObject({ status: z.literal('ok') }).meta({ id: 'Alive', description: 'The process answers.' });

export const healthRoutes = (health: HealthServices): Route[] => [
  {
    method: 'get',
    path: '/livez',
    operation: {
      operationId: 'getLiveness',
      tags: ['operation'],
      summary: 'Say whether the process answers',
      description: 'An answer is all there is to it: a process that gives none is to be restarted.',
      responses: { '200': jsonResponse('It does.', Alive), ...problemResponses() },
    },
    handle: (c) => c.json({ status: 'ok' }, 200, { 'cache-control': 'no-store' }),
  },
  {
    method: 'get',
    path: '/readyz',
    operation: {
      operationId: 'getReadiness',
      tags: ['operation'],
      summary: 'Say whether requests can be served',
      description: 'The database answers, its tables are there, and the process has not been told to end.',
      responses: { '200': jsonResponse('They can.', Alive), ...problemResponses('not-ready') },
    },
    handle: async (c) => {
      const obstacles = await health.obstacles();
      if (obstacles.length > 0) throw new HttpProblem('not-ready', obstacles.join(' '), { 'retry-after': '2' });
      return c.json({ status: 'ok' }, 200, { 'cache-control': 'no-store' });
    },
  },
  {
    method: 'get',
    path: '/metrics',
    operation: {
      operationId: 'getMetrics',
      tags: ['operation'],
      summary: 'Figures for Prometheus',
      description:
        'Requests by route, jobs that wait, times of solving and measuring, gaps, restarts, event-loop lag. With a token, where the server has tokens.',
      responses: {
        '200': { description: 'Its text format.', content: { 'text/plain': { schema: z.string() } } },
        ...problemResponses(),
      },
    },
    handle: async (c) => c.text(await health.metrics(), 200, { 'cache-control': 'no-store' }),
  },
];
