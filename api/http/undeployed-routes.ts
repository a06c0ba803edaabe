import { listRoutes } from './app.ts';
import type { Route } from './route.ts';

/** The routes for documentation alone: nothing stands behind them. */
export const undeployedRoutes = (): Route[] =>
  listRoutes({
    store: {
      create: nothing,
      get: nothing,
      study: nothing,
      list: nothing,
      cancel: nothing,
      watch: nothing,
      countOpen: nothing,
    },
    tasks: { run: nothing, close: nothing },
    uploads: { put: nothing, content: nothing, list: nothing, remove: nothing },
    batches: { open: nothing, complete: nothing, drop: nothing, get: nothing, list: nothing },
    obstacles: nothing,
    metrics: nothing,
    mostWaitSeconds: 0,
  });

function nothing(): never {
  throw new Error('these routes only document');
}
