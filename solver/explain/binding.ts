import type { BindingConstraint, HostShares } from '../../domain/explanation.ts';
import { MAIN_HOST, type Fleet } from '../../domain/fleet.ts';
import type { Placement } from '../../domain/placement.ts';
import type { Estimate } from '../../domain/plan.ts';
import type { Constraint, Epsilon, Problem } from '../../domain/problem.ts';
import { objectiveValue } from '../../evaluator/estimate.ts';
import { movedBytes } from '../../evaluator/moved-bytes.ts';
import type { PlacedPart } from '../../evaluator/parts.ts';
import { DEFAULT_MAX_UTILISATION } from '../../evaluator/violations.ts';

export interface Scene {
  readonly problem: Problem;
  readonly placement: Placement;
  readonly epsilons: readonly Epsilon[];
  readonly estimate: Estimate;
  readonly parts: readonly PlacedPart[];
  readonly hosts: readonly HostShares[];
  readonly bounding: HostShares;
  /** Names by index into the fleet's hosts. */
  readonly hostNames: readonly string[];
}

const FULL = 0.99;
/** Relative: closer than this to a cap is at it. */
const AT_CAP = 1e-3;

/** What a placement has at its limit; BindingConstraint says when each kind counts as that. */
export function bindingConstraints(scene: Scene): BindingConstraint[] {
  return [
    ...fullHosts(scene),
    ...busyHosts(scene),
    ...epsilonsReached(scene),
    ...scene.problem.constraints.flatMap((constraint, c) => bindingOf(scene, constraint, `/constraints/${c}`)),
  ];
}

const nameOf = ({ problem }: Scene, part: PlacedPart): string => problem.model.tables[part.table].name;

const partsOn = ({ parts, hostNames }: Scene, host: string): PlacedPart[] =>
  parts.filter((part) => hostNames[part.host] === host);

function fullHosts(scene: Scene): BindingConstraint[] {
  const { hosts, bounding, problem } = scene;
  const movable = partsOn(scene, bounding.host).filter((part) => part.costs.load > 0);
  const smallest = Math.min(...movable.map((part) => part.costs.memoryBytes));
  return hosts.flatMap(({ host, memoryBytes, capacityBytes, memoryShare }): BindingConstraint[] => {
    const freeBytes = capacityBytes - memoryBytes;
    const hasNoRoom = host !== bounding.host && movable.length > 0 && smallest > freeBytes;
    if (memoryShare < FULL && !hasNoRoom) return [];
    const why = hasNoRoom
      ? `${freeBytes} bytes are free on ${host}, less than the smallest part of ${bounding.host} (${smallest} bytes)`
      : `${host} is ${(memoryShare * 100).toFixed(2)}% full, ${freeBytes} bytes are free`;
    const pointer = pointerToHost(problem.fleet, host);
    return [
      { kind: 'memory', pointer, hosts: [host], tables: [], used: memoryBytes, limit: capacityBytes, message: why },
    ];
  });
}

/** Where the fleet states a host. */
function pointerToHost({ hostTypes }: Fleet, host: string): string {
  if (host === MAIN_HOST) return '/fleet/main';
  const type = hostTypes.findIndex(({ name, count }) =>
    Array.from({ length: count }, (_, i) => `${name}-${i}`).includes(host),
  );
  return `/fleet/hostTypes/${type}`;
}

function busyHosts({ problem, hosts }: Scene): BindingConstraint[] {
  const stated = problem.constraints.flatMap((c, i) =>
    c.kind === 'loadCapacity' ? [{ limit: c.maxUtilisation, pointer: `/constraints/${i}` }] : [],
  );
  const { limit, pointer } = stated.reduce((least, each) => (each.limit < least.limit ? each : least), {
    limit: stated.length > 0 ? Infinity : DEFAULT_MAX_UTILISATION,
    pointer: '/workload/requestsPerSecond',
  });
  return hosts
    .filter(({ utilisation = 0, tables }) => tables > 0 && utilisation >= FULL * limit)
    .map(({ host, utilisation = 0 }) => ({
      kind: 'loadCapacity',
      pointer,
      hosts: [host],
      tables: [],
      used: utilisation,
      limit,
      message: `${host} would be ${(utilisation * 100).toFixed(1)}% busy, of ${limit * 100}% allowed`,
    }));
}

function epsilonsReached({ problem, epsilons, estimate }: Scene): BindingConstraint[] {
  return epsilons.flatMap(({ objective, atMost }): BindingConstraint[] => {
    const used = objectiveValue(estimate, objective);
    if (used < atMost * (1 - AT_CAP)) return [];
    const stated = problem.epsilons.findIndex((epsilon) => epsilon.objective === objective);
    // A frontier's plan stands under caps of its own, which the problem does not state.
    const pointer = stated < 0 ? '/epsilons' : `/epsilons/${stated}`;
    const message = `${objective} is ${used}, of ${atMost} allowed`;
    return [{ kind: 'epsilon', pointer, hosts: [], tables: [], used, limit: atMost, message }];
  });
}

function bindingOf(scene: Scene, constraint: Constraint, pointer: string): BindingConstraint[] {
  const { bounding } = scene;
  const onBounding = new Set(partsOn(scene, bounding.host).map((part) => nameOf(scene, part)));
  const { kind } = constraint;
  const found = (hosts: readonly string[], tables: readonly string[], message: string): BindingConstraint[] => [
    { kind, pointer, hosts: [...hosts], tables: [...tables], message },
  ];
  switch (kind) {
    case 'loadCapacity':
      return [];
    case 'pin':
    case 'forbid': {
      const { table, hosts } = constraint;
      const rule = kind === 'pin' ? `is pinned to ${hosts.join(', ')}` : `is forbidden on ${hosts.join(', ')}`;
      return onBounding.has(table) ? found(hosts, [table], `${table}, on ${bounding.host}, ${rule}`) : [];
    }
    case 'together':
    case 'apart': {
      const { tables } = constraint;
      const rule = kind === 'together' ? 'lie with' : 'stay apart from';
      const named = tables.filter((table) => onBounding.has(table));
      const others = tables.filter((table) => table !== named[0]);
      const message = `${named[0]}, on ${bounding.host}, has to ${rule} ${others.join(', ')}`;
      return named.length > 0 ? found([], tables, message) : [];
    }
    case 'drained':
      return found(constraint.hosts, [], `${constraint.hosts.join(', ')} take no table`);
    case 'tableOptions': {
      const { tables, allow, maxParts } = constraint;
      const named = tables?.filter((table) => onBounding.has(table)) ?? [...onBounding];
      const most = maxParts === undefined ? '' : ` in at most ${maxParts} parts`;
      const message = `${named.length} tables of ${bounding.host} may be laid out ${allow.join(', ')} only${most}`;
      return named.length > 0 ? found([], named, message) : [];
    }
    case 'maxHosts':
      return maxHostsReached(scene, constraint, pointer);
    case 'movementLimit':
      return movementReached(scene, constraint, pointer);
  }
}

function maxHostsReached(
  scene: Scene,
  { kind, table, net, atMost }: Extract<Constraint, { kind: 'maxHosts' }>,
  pointer: string,
): BindingConstraint[] {
  const { problem, parts, hostNames } = scene;
  const counted = parts.filter((part) =>
    table === undefined ? problem.model.nets[part.net].name === net : nameOf(scene, part) === table,
  );
  const hosts = [...new Set(counted.map((part) => hostNames[part.host]))].filter((host) => host !== MAIN_HOST);
  if (hosts.length < atMost) return [];
  const message = `${table ?? net} lies on ${hosts.length} hosts, of ${atMost} allowed`;
  const tables = table === undefined ? [] : [table];
  return [{ kind, pointer, hosts, tables, used: hosts.length, limit: atMost, message }];
}

function movementReached(
  { problem, placement }: Scene,
  { kind, bytes: limit }: Extract<Constraint, { kind: 'movementLimit' }>,
  pointer: string,
): BindingConstraint[] {
  if (limit === undefined || problem.currentPlacement === undefined) return [];
  const used = movedBytes(problem, problem.currentPlacement, placement);
  if (used < limit * (1 - AT_CAP)) return [];
  return [{ kind, pointer, hosts: [], tables: [], used, limit, message: `${used} bytes move, of ${limit} allowed` }];
}
