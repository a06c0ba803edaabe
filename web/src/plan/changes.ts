import { client, dataOf } from '../api.ts';
import type { Constraint, Fleet, ObjectiveName, Plan, ProblemInput, Schemas } from '../types.ts';
import { bytes } from '../format.ts';

export type HostType = Fleet['hostTypes'][number];

/** What a host is made of, under the name of the type that has it. */
export type Hardware = Omit<HostType, 'count' | 'failureDomains'>;

/** One change to a problem. */
export type Change =
  | { readonly kind: 'moreHosts'; readonly type: string }
  | { readonly kind: 'hardware'; readonly type: string; readonly hardware: Hardware }
  | { readonly kind: 'pin'; readonly table: string; readonly host: string }
  | { readonly kind: 'drain'; readonly host: string };

interface Given {
  readonly problem: ProblemInput;
  /** The problem's fleet, written out. */
  readonly fleet: Fleet;
  readonly plan: Plan;
  readonly change: Change;
  readonly atMostBytes: number | undefined;
}

/** The problem with one change, the plan as its current placement, for the plan's objective under the plan's limits. */
export function changedProblem({ problem, fleet, plan, change, atMostBytes }: Given): {
  readonly changed: ProblemInput;
  readonly words: string;
} {
  const given = problem.constraints ?? [];
  const kept = atMostBytes === undefined ? given : given.filter(({ kind }) => kind !== 'movementLimit');
  const movement: Constraint[] = atMostBytes === undefined ? [] : [{ kind: 'movementLimit', bytes: atMostBytes }];
  const objective: ObjectiveName = plan.proof.objective;
  const changed: ProblemInput = {
    ...problem,
    fleet: changedFleet(fleet, change),
    objectives: [objective],
    epsilons: plan.epsilons.map(({ objective: capped, atMost }) => ({
      objective: capped,
      atMost: change.kind === 'moreHosts' && capped === 'hostsUsed' ? atMost + 1 : atMost,
    })),
    constraints: [...kept, ...constraintOf(change), ...movement],
    currentPlacement: plan.placement,
  };
  return { changed, words: wordsOf(change, atMostBytes) };
}

function changedFleet(fleet: Fleet, change: Change): Fleet {
  if (change.kind !== 'moreHosts' && change.kind !== 'hardware') return fleet;
  const changedType = (type: HostType): HostType =>
    change.kind === 'moreHosts' ? { ...type, count: type.count + 1 } : { ...type, ...change.hardware, name: type.name };
  return { ...fleet, hostTypes: fleet.hostTypes.map((type) => (type.name === change.type ? changedType(type) : type)) };
}

function constraintOf(change: Change): Constraint[] {
  if (change.kind === 'pin') return [{ kind: 'pin', table: change.table, hosts: [change.host] }];
  if (change.kind === 'drain') return [{ kind: 'drained', hosts: [change.host] }];
  return [];
}

function wordsOf(change: Change, atMostBytes: number | undefined): string {
  const limit = atMostBytes === undefined ? '' : `, moving at most ${bytes(atMostBytes)}`;
  switch (change.kind) {
    case 'moreHosts':
      return `One more host of type ${change.type}${limit}`;
    case 'hardware':
      return `Hosts of type ${change.type} with the hardware of ${change.hardware.name}${limit}`;
    case 'pin':
      return `Table ${change.table} pinned to ${change.host}${limit}`;
    case 'drain':
      return `Host ${change.host} drained${limit}`;
  }
}

let hardware: Promise<readonly Hardware[]> | undefined;

/** Host types of the fleets that ship, each once. */
export function hardwareOf(): Promise<readonly Hardware[]> {
  hardware ??= (async () => {
    const { fleets } = await dataOf(client.GET('/v1/fixtures'));
    const documents = await Promise.all(
      fleets.map(({ name }) =>
        dataOf(
          client.GET('/v1/fixtures/fleets/{name}', { params: { path: { name: name as Schemas['FleetFixtureName'] } } }),
        ),
      ),
    );
    const byName = new Map<string, Hardware>();
    for (const { fleet } of documents)
      for (const { count: _, failureDomains: __, ...rest } of (fleet as Fleet).hostTypes)
        if (!byName.has(rest.name)) byName.set(rest.name, rest);
    return [...byName.values()];
  })();
  return hardware;
}
