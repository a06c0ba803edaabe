import { randomUUID } from 'node:crypto';
import { Hono, type Context, type MiddlewareHandler } from 'hono';
import { requestId } from 'hono/request-id';
import type { Logger } from 'pino';
import type { Clock } from '../../domain/clock.ts';
import { DatabaseUnavailableError } from '../store/unavailable-error.ts';
import { BadInputError } from '../bad-input.ts';
import { OverLimitError } from '../study-limits.ts';
import { MalformedJsonError } from '../json-text.ts';
import { TaskTooHeavyError } from '../offload/task-pool.ts';
import { doorkeepers, type Access } from './access.ts';
import { HttpProblem, problemResponse } from './problem-details.ts';
import { answerConditionally, compressed } from './conditional.ts';
import { describeApi } from './openapi.ts';
import { serveRoutes, type Route } from './route.ts';
import { documentRoutes, type Documents } from './routes/documents.ts';
import { fixtureRoutes } from './routes/fixtures.ts';
import { servePage } from './routes/page.ts';
import { healthRoutes, type HealthServices } from './routes/health.ts';
import { serveSwaggerUi } from './routes/swagger-ui.ts';
import { problemRoutes } from './routes/problems.ts';
import { batchRoutes, type BatchServices } from './routes/batches.ts';
import { comparisonRoutes } from './routes/comparisons.ts';
import { estimateRoutes } from './routes/estimates.ts';
import { studyRoutes, type StudyServices } from './routes/studies.ts';
import { uploadRoutes } from './routes/uploads.ts';

export type Services = StudyServices & BatchServices & HealthServices;

export interface AppOptions extends Services {
  readonly log: Logger;
  readonly clock: Clock;
  readonly access: Access;
  /** Counts requests by route, and times them. */
  readonly countRequests?: MiddlewareHandler;
}

/** All routes, in the order of the document. */
export function listRoutes(services: Services): Route[] {
  let described: Documents | undefined;
  const routes: Route[] = [
    ...studyRoutes(services),
    ...batchRoutes(services),
    ...estimateRoutes(services),
    ...comparisonRoutes(services),
    ...uploadRoutes(services),
    ...fixtureRoutes(),
    ...problemRoutes(),
    ...healthRoutes(services),
    ...documentRoutes(() => (described ??= describeApi(routes))),
  ];
  return routes;
}

/** The HTTP application: it parses, refuses and queues; studies run in threads of their own. */
export function createApp({ log, clock, access, countRequests, ...services }: AppOptions): Hono {
  const app = new Hono();
  app.use(requestId(), logRequests(log, clock));
  if (countRequests !== undefined) app.use(countRequests);
  app.use(...doorkeepers(access));
  app.use(compressed, answerConditionally);
  servePage(app);
  serveSwaggerUi(app);
  serveRoutes(app, listRoutes(services), (c, allow) =>
    problemResponse(c, 'method-not-allowed', `${c.req.method} is not one of: ${allow}.`, { headers: { allow } }),
  );
  app.notFound((c) => problemResponse(c, 'not-found', 'The index at / and /openapi.yaml say what is here.'));
  app.onError((error, c) => refuse(error, c, log));
  return app;
}

function refuse(error: Error, c: Context, log: Logger): Response {
  if (error instanceof BadInputError) {
    const { count } = error;
    const detail = count === 1 ? 'One fault was found.' : `${count} faults were found.`;
    const type = error instanceof OverLimitError ? 'over-limit' : 'invalid-input';
    return problemResponse(c, type, detail, { problems: error.problems });
  }
  if (error instanceof MalformedJsonError) return problemResponse(c, 'malformed-json', error.message);
  if (error instanceof TaskTooHeavyError) return problemResponse(c, 'too-heavy', error.message);
  if (error instanceof DatabaseUnavailableError) {
    log.warn({ err: error, requestId: c.get('requestId') }, 'a request found the database away');
    // Its message may name hosts and users: the log has it.
    return problemResponse(c, 'not-ready', 'The database does not answer.', { headers: { 'retry-after': '2' } });
  }
  if (error instanceof HttpProblem) return problemResponse(c, error.type, error.message, { headers: error.headers });
  const errorId = randomUUID();
  log.error({ err: error, errorId, requestId: c.get('requestId') }, 'a request failed');
  return problemResponse(c, 'internal', 'The log of the server has the error under its errorId.', { errorId });
}

const logRequests =
  (log: Logger, clock: Clock): MiddlewareHandler =>
  async (c, next) => {
    const start = clock.now();
    await next();
    const ms = Math.round(clock.now() - start);
    log.info(
      { requestId: c.get('requestId'), method: c.req.method, path: c.req.path, status: c.res.status, ms },
      'request',
    );
  };
