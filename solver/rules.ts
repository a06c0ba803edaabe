import type { Host } from '../domain/fleet.ts';
import type { Problem } from '../domain/problem.ts';

/** No two of these tables share a place. */
export interface ApartRule {
  readonly tables: readonly number[];
  /** Place of each host of the instance: the host itself or its failure domain. */
  readonly placeOf: Int32Array;
  readonly places: number;
}

/** The net lies on at most so many sparse hosts. */
export interface NetRule {
  readonly net: number;
  readonly atMost: number;
}

/** Constraints that tie tables to each other, or to where they lie now; what one table alone may do stands in `allowed` and the options. */
export interface Rules {
  /** Tables that lie together with each table, itself first. */
  readonly units: readonly (readonly number[])[];
  readonly apart: readonly ApartRule[];
  readonly nets: readonly NetRule[];
  /** Most bytes and tables that may move; Infinity where nothing limits them. */
  readonly movableBytes: number;
  readonly movableTables: number;
}

/** Whether no rule ties anything: a search then has only hosts to watch. */
export const isFree = (rules: Rules): boolean =>
  rules.apart.length === 0 &&
  rules.nets.length === 0 &&
  !limitsMovement(rules) &&
  rules.units.every((unit) => unit.length === 1);

const limitsMovement = ({ movableBytes, movableTables }: Rules): boolean =>
  movableBytes < Infinity || movableTables < Infinity;

/** Compiles the rules of a problem over an instance's hosts. */
export function compileRules(problem: Problem, hosts: readonly Host[]): Rules {
  const tableIndex = new Map(problem.model.tables.map((table, t) => [table.name, t]));
  const netIndex = new Map(problem.model.nets.map((net, n) => [net.name, n]));
  const indices = (names: readonly string[]): number[] => [
    ...new Set(names.map((name) => tableIndex.get(name) as number)),
  ];
  const limits = problem.constraints.filter((constraint) => constraint.kind === 'movementLimit');
  return {
    units: unitsOf(problem, indices),
    apart: problem.constraints.flatMap((constraint) =>
      constraint.kind === 'apart' ? [apartRule(hosts, indices(constraint.tables), constraint.scope)] : [],
    ),
    nets: problem.constraints.flatMap((constraint) =>
      constraint.kind === 'maxHosts' && constraint.net !== undefined
        ? [{ net: netIndex.get(constraint.net) as number, atMost: constraint.atMost }]
        : [],
    ),
    movableBytes: Math.min(Infinity, ...limits.map(({ bytes }) => bytes ?? Infinity)),
    movableTables: Math.min(Infinity, ...limits.map(({ tables }) => tables ?? Infinity)),
  };
}

/** Chains of `together` constraints join into one unit. */
function unitsOf(problem: Problem, indices: (names: readonly string[]) => number[]): number[][] {
  const root = problem.model.tables.map((_, t) => t);
  const find = (t: number): number => (root[t] === t ? t : (root[t] = find(root[t])));
  for (const constraint of problem.constraints) {
    if (constraint.kind !== 'together') continue;
    const [first, ...others] = indices(constraint.tables);
    for (const other of others) root[find(other)] = find(first);
  }
  const groups = Map.groupBy(root.keys(), find);
  return problem.model.tables.map((_, t) => {
    const group = groups.get(find(t)) ?? [t];
    return group.length === 1 ? group : [t, ...group.filter((other) => other !== t)];
  });
}

function apartRule(hosts: readonly Host[], tables: readonly number[], scope: 'host' | 'failureDomain'): ApartRule {
  const names = hosts.map((host) => (scope === 'host' ? host.name : host.failureDomain));
  const places = [...new Set(names)];
  return {
    tables,
    placeOf: Int32Array.from(names, (name) => places.indexOf(name)),
    places: places.length,
  };
}

/** Units with a member that has another place: every member may use only what all may. Changes `allowed`, [table][host]. */
export function narrowUnits(allowed: Uint8Array, hosts: number, { units }: Pick<Rules, 'units'>): void {
  units.forEach((unit, t) => {
    if (unit.length === 1 || t !== Math.min(...unit)) return;
    for (let h = 0; h < hosts; h++) {
      const open = unit.every((member) => allowed[member * hosts + h] === 1) ? 1 : 0;
      for (const member of unit) allowed[member * hosts + h] = open;
    }
  });
}
