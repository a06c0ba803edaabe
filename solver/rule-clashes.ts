import type { Infeasibility } from '../domain/infeasibility.ts';
import type { Constraint, Problem } from '../domain/problem.ts';
import { createCosts, type Costs } from '../evaluator/costs.ts';
import { allowedHosts, layoutsOf, suits, type Layout } from './conflict/layouts.ts';

interface Rules {
  readonly problem: Problem;
  readonly costs: Costs;
  /** Hosts that each table may use, main shard included where a layout of it lies there. */
  readonly open: readonly (readonly number[])[];
  readonly layouts: readonly (readonly Layout[])[];
  /** Tables that `together` joins, chains included, with the pointers that join them. */
  readonly units: readonly { readonly tables: readonly number[]; readonly pointers: readonly string[] }[];
}

/** Clashes of together and apart, with each other, with where tables may lie, and with memory: proven from the problem alone. */
export function ruleClashes(problem: Problem): Infeasibility[] {
  if (!problem.constraints.some(({ kind }) => kind === 'together' || kind === 'apart')) return [];
  const costs = createCosts(problem);
  const layouts = layoutsOf(problem, costs);
  const open = allowedHosts(problem, costs).map((hosts, t) =>
    hosts.filter((h) => layouts[t].some((layout) => suits(layout, h))),
  );
  const rules = { problem, costs, layouts, open, units: unitsOf(problem, costs) };
  return [...togetherApart(rules), ...unitsThatFitNowhere(rules), ...apartShort(rules)];
}

function unitsOf({ constraints }: Problem, costs: Costs): Rules['units'] {
  let units: { tables: number[]; pointers: string[] }[] = [];
  constraints.forEach((constraint, c) => {
    if (constraint.kind !== 'together') return;
    const own = new Set(indicesOf(constraint.tables, costs));
    const joined = units.filter(({ tables }) => tables.some((t) => own.has(t)));
    const tables = [...new Set([...joined.flatMap((unit) => unit.tables), ...own])].toSorted((a, b) => a - b);
    const pointers = [...joined.flatMap((unit) => unit.pointers), `/constraints/${c}`];
    units = [...units.filter((unit) => !joined.includes(unit)), { tables, pointers }];
  });
  return units;
}

const indicesOf = (names: readonly string[], costs: Costs): number[] => [
  ...new Set(names.map((name) => costs.tableIndex(name) as number)),
];

const apartOf = ({ constraints }: Problem) =>
  constraints.flatMap((constraint, c) =>
    constraint.kind === 'apart' ? [{ ...constraint, pointer: `/constraints/${c}` }] : [],
  );

/** Tables that lie on the same hosts share one, and its failure domain. */
function togetherApart({ problem, costs, units }: Rules): Infeasibility[] {
  return apartOf(problem).flatMap(({ tables, pointer }) => {
    const own = indicesOf(tables, costs);
    return units.flatMap((unit): Infeasibility[] => {
      const both = own.filter((t) => unit.tables.includes(t)).map((t) => problem.model.tables[t].name);
      if (both.length < 2) return [];
      return [{ kind: 'togetherApartClash', tables: both, together: [...unit.pointers], apart: pointer }];
    });
  });
}

/**
 * Tables that lie together use the same k hosts, each of which holds a part of every one of them: k open hosts have to hold the sum of
 * the tables' least parts in k. The k that comes nearest is reported.
 */
function unitsThatFitNowhere(rules: Rules): Infeasibility[] {
  const { problem, costs, layouts, open, units } = rules;
  return units.flatMap(({ tables, pointers }): Infeasibility[] => {
    const hosts = open[tables[0]].filter((h) => tables.every((t) => open[t].includes(h)));
    const names = tables.map((t) => problem.model.tables[t].name);
    const about = {
      kind: 'togetherFitsNowhere' as const,
      tables: names,
      together: [...pointers],
      openHosts: hosts.length,
    };
    const capacities = hosts.map((h) => costs.hosts[h].capacityBytes).toSorted((a, b) => b - a);
    const counts = [...new Set(layouts[tables[0]].map(({ slices }) => slices.length))];
    let best: Extract<Infeasibility, { kind: 'togetherFitsNowhere' }> | undefined;
    for (const parts of counts) {
      const neededBytes = tables.reduce((sum, t) => sum + leastPartBytes(layouts[t], parts), 0);
      if (neededBytes === Infinity) continue;
      const hostBytes = capacities[parts - 1] ?? 0;
      const shortBytes = neededBytes - hostBytes;
      if (shortBytes <= 0 && capacities.length >= parts) return [];
      if (best === undefined || shortBytes < best.shortBytes)
        best = { ...about, parts, neededBytes, hostBytes, shortBytes: Math.max(0, shortBytes) };
    }
    return [best ?? { ...about, parts: 0, neededBytes: 0, hostBytes: 0, shortBytes: 0 }];
  });
}

const leastPartBytes = (layouts: readonly Layout[], parts: number): number =>
  Math.min(
    ...layouts
      .filter(({ slices }) => slices.length === parts)
      .map(({ costs }) => Math.min(...costs.map(({ memoryBytes }) => memoryBytes))),
  );

/**
 * Tables that stay apart need a place each, of those they may use. A largest matching of tables to places that leaves one out shows a set of
 * tables that has fewer places than members (Hall 1935): the tables that alternating paths reach from it.
 */
function apartShort(rules: Rules): Infeasibility[] {
  const { problem, costs, open } = rules;
  return apartOf(problem).flatMap(({ tables, scope, pointer }): Infeasibility[] => {
    const own = indicesOf(tables, costs);
    const placesOf = new Map(own.map((t) => [t, [...new Set(open[t].map((h) => placeOf(costs, h, scope)))]]));
    const short = hallViolator(own, placesOf);
    if (short === undefined) return [];
    const names = short.tables.map((t) => problem.model.tables[t].name);
    return [{ kind: 'apartShort', tables: names, scope, places: short.places, apart: pointer }];
  });
}

const placeOf = (costs: Costs, h: number, scope: Extract<Constraint, { kind: 'apart' }>['scope']): string =>
  scope === 'host' ? costs.hosts[h].name : costs.hosts[h].failureDomain;

function hallViolator(
  tables: readonly number[],
  placesOf: ReadonlyMap<number, readonly string[]>,
): { readonly tables: number[]; readonly places: string[] } | undefined {
  const owner = new Map<string, number>();
  for (const table of tables) {
    const seen = new Set<string>();
    if (assign(table, placesOf, owner, seen)) continue;
    const reached = [table, ...[...seen].flatMap((place) => owner.get(place) ?? [])];
    return { tables: [...new Set(reached)].toSorted((a, b) => a - b), places: [...seen] };
  }
  return undefined;
}

/** An augmenting path from a table to a free place; `seen` holds the places tried. */
function assign(
  table: number,
  placesOf: ReadonlyMap<number, readonly string[]>,
  owner: Map<string, number>,
  seen: Set<string>,
): boolean {
  for (const place of placesOf.get(table) ?? []) {
    if (seen.has(place)) continue;
    seen.add(place);
    const other = owner.get(place);
    if (other === undefined || assign(other, placesOf, owner, seen)) {
      owner.set(place, table);
      return true;
    }
  }
  return false;
}
