import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import type { Logger } from 'pino';
import { accessOf, doorkeepers } from './access.ts';
import { answerClientErrors } from './client-errors.ts';
import { problemResponse } from './problem-details.ts';
import { serveRoutes } from './route.ts';
import { healthRoutes, type HealthServices } from './routes/health.ts';
import type { Settings } from './settings.ts';

/** Serves the probes and figures of a worker, which answers nothing else. */
export async function serveHealth(
  settings: Settings,
  port: number,
  health: HealthServices,
  log: Logger,
): Promise<Server> {
  const app = new Hono();
  app.use(...doorkeepers(accessOf(settings)));
  serveRoutes(app, healthRoutes(health), (c, allow) =>
    problemResponse(c, 'method-not-allowed', `${c.req.method} is not one of: ${allow}.`, { headers: { allow } }),
  );
  app.notFound((c) => problemResponse(c, 'not-found', 'A worker has /livez, /readyz and /metrics.'));
  const server = serve({ fetch: app.fetch, hostname: settings.HOST, port }) as Server;
  answerClientErrors(server);
  await new Promise<void>((resolve, reject) => server.once('listening', resolve).once('error', reject));
  log.info({ host: settings.HOST, port }, 'probes and figures are served');
  return server;
}
