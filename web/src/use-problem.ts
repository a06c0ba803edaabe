import { useEffect, useState } from 'preact/hooks';
import { client, dataOf } from './api.ts';
import type { Fleet, FrontierRequest, Model, Schemas } from './types.ts';

export interface ResolvedProblem {
  readonly model: Model;
  readonly fleet: Fleet;
}

/** A request's model and fleet, written out where they are fixtures: what drawings need. */
export function useProblem(request: FrontierRequest | undefined): ResolvedProblem | undefined {
  const [resolved, setResolved] = useState<
    { readonly of: FrontierRequest; readonly problem: ResolvedProblem } | undefined
  >();
  useEffect(() => {
    if (request === undefined) return;
    let isLeft = false;
    const { model, fleet } = request.problem;
    Promise.all([resolveModel(model), resolveFleet(fleet)]).then(
      ([model, fleet]) => (isLeft ? undefined : setResolved({ of: request, problem: { model, fleet } })),
      () => undefined,
    );
    return () => {
      isLeft = true;
    };
  }, [request]);
  return resolved !== undefined && resolved.of === request ? resolved.problem : undefined;
}

async function resolveModel(model: Schemas['ProblemInput']['model']): Promise<Model> {
  if ('hash' in model) return dataOf(client.GET('/v1/models/{hash}', { params: { path: model } }));
  if (!('fixture' in model)) return model;
  const found = await dataOf(client.GET('/v1/fixtures/models/{name}', { params: { path: { name: model.fixture } } }));
  return found.model;
}

async function resolveFleet(fleet: Schemas['ProblemInput']['fleet']): Promise<Fleet> {
  if ('hash' in fleet) return dataOf(client.GET('/v1/fleets/{hash}', { params: { path: fleet } }));
  if (!('fixture' in fleet)) return fleet;
  const found = await dataOf(client.GET('/v1/fixtures/fleets/{name}', { params: { path: { name: fleet.fixture } } }));
  return found.fleet;
}
