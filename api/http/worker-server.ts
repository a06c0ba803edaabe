import type { Server } from 'node:http';
import { Hono } from 'hono';
import type { Logger } from 'pino';
import { accessOf, doorkeepers } from './access.ts';
import { listen } from './http-server.ts';
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
  const { server } = await listen(app, settings.HOST, port);
  log.info({ host: settings.HOST, port }, 'probes and figures are served');
  return server;
}
