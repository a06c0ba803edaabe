import { listRoutes } from './app.ts';
import type { Route } from './route.ts';

/** The routes for documentation alone: nothing stands behind them. */
export function undeployedRoutes(): Route[] {
  const nothing = (): never => {
    throw new Error('these routes only document');
  };
  return listRoutes({
    store: { create: nothing, get: nothing, claim: nothing, update: nothing, finish: nothing, cancel: nothing },
    runner: { wake: nothing, cancel: nothing, close: nothing },
  });
}
