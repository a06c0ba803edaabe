import type { Placement } from '../domain/placement.ts';
import type { Violation } from '../domain/plan.ts';
import type { Constraint, OptionKind, Problem } from '../domain/problem.ts';
import type { Costs } from './costs.ts';
import { movedByTable } from './moved-bytes.ts';
import { tablesPinnedToMain } from './option-set.ts';
import { isLocal, type PlacedPart } from './parts.ts';

interface Judged {
  readonly problem: Problem;
  readonly placement: Placement;
  readonly parts: readonly PlacedPart[];
  readonly costs: Costs;
  readonly partsOfTable: (name: string) => readonly PlacedPart[];
}

/** What of a placement breaks the problem's own constraints (capacities and coverage are judged elsewhere). */
export function constraintViolations(
  problem: Problem,
  placement: Placement,
  parts: readonly PlacedPart[],
  costs: Costs,
): Violation[] {
  const byTable: PlacedPart[][] = problem.model.tables.map(() => []);
  for (const part of parts) byTable[part.table].push(part);
  const partsOfTable = (name: string): readonly PlacedPart[] => byTable[costs.tableIndex(name) ?? -1] ?? [];
  const judged = { problem, placement, parts, costs, partsOfTable };
  return [...mainShardViolations(judged), ...problem.constraints.flatMap((constraint) => judge(constraint, judged))];
}

function judge(constraint: Constraint, judged: Judged): Violation[] {
  switch (constraint.kind) {
    case 'loadCapacity':
      return [];
    case 'pin':
      return wrongHosts(constraint.table, (host) => !constraint.hosts.includes(host), 'pin', judged);
    case 'forbid':
      return wrongHosts(constraint.table, (host) => constraint.hosts.includes(host), 'forbid', judged);
    case 'drained':
      return drainedInUse(constraint.hosts, judged);
    case 'together':
      return strangers(constraint.tables, judged);
    case 'apart':
      return neighbours(constraint.tables, constraint.scope, judged);
    case 'maxHosts':
      return tooManyHosts(constraint, judged);
    case 'movementLimit':
      return tooMuchMoved(constraint, judged);
    case 'tableOptions':
      return wrongOptions(constraint, judged);
  }
}

const hostNames = (table: string, { partsOfTable, costs }: Judged): string[] => [
  ...new Set(partsOfTable(table).map((part) => costs.hosts[part.host].name)),
];

function wrongHosts(table: string, wrong: (host: string) => boolean, kind: string, judged: Judged): Violation[] {
  return hostNames(table, judged)
    .filter(wrong)
    .map((host) => ({ kind, table, host, message: `table ${table} may not lie on host ${host}` }));
}

function drainedInUse(hosts: readonly string[], { parts, costs }: Judged): Violation[] {
  const used = new Set(parts.map((part) => costs.hosts[part.host].name));
  return hosts
    .filter((host) => used.has(host))
    .map((host) => ({ kind: 'drained', host, message: `host ${host} is drained and takes no table` }));
}

function strangers(tables: readonly string[], judged: Judged): Violation[] {
  const first = hostNames(tables[0], judged).toSorted().join();
  return tables
    .slice(1)
    .filter((table) => hostNames(table, judged).toSorted().join() !== first)
    .map((table) => ({ kind: 'together', table, message: `table ${table} does not lie with ${tables[0]}` }));
}

function neighbours(tables: readonly string[], scope: 'host' | 'failureDomain', judged: Judged): Violation[] {
  const domainOf = new Map(judged.costs.hosts.map((host) => [host.name, host.failureDomain]));
  const owner = new Map<string, string>();
  const found: Violation[] = [];
  for (const table of new Set(tables)) {
    const places = new Set(
      hostNames(table, judged).map((host) => (scope === 'host' ? host : (domainOf.get(host) ?? host))),
    );
    for (const place of places) {
      const other = owner.get(place);
      if (other !== undefined)
        found.push({ kind: 'apart', table, message: `tables ${table} and ${other} share ${scope} ${place}` });
      owner.set(place, table);
    }
  }
  return found;
}

function tooManyHosts(constraint: Extract<Constraint, { kind: 'maxHosts' }>, judged: Judged): Violation[] {
  const { problem, parts } = judged;
  const net = problem.model.nets.findIndex(({ name }) => name === constraint.net);
  const counted =
    constraint.table === undefined ? parts.filter((part) => part.net === net) : judged.partsOfTable(constraint.table);
  const hosts = new Set(counted.filter((part) => !isLocal(part)).map((part) => part.host)).size;
  if (hosts <= constraint.atMost) return [];
  const what = constraint.table === undefined ? `net ${constraint.net}` : `table ${constraint.table}`;
  const by = hosts - constraint.atMost;
  return [{ kind: 'maxHosts', by, message: `${what} lies on ${hosts} hosts, ${by} more than ${constraint.atMost}` }];
}

function tooMuchMoved(constraint: Extract<Constraint, { kind: 'movementLimit' }>, judged: Judged): Violation[] {
  const { problem, placement } = judged;
  const current = problem.currentPlacement;
  if (current === undefined) return [];
  const moved = movedByTable(problem, current, placement);
  const bytes = [...moved.values()].reduce((sum, own) => sum + own, 0);
  const tables = [...moved.values()].filter((own) => own > 0).length;
  const found: Violation[] = [];
  if (constraint.bytes !== undefined && bytes > constraint.bytes)
    found.push({
      kind: 'movementLimit',
      by: bytes - constraint.bytes,
      message: `${bytes} bytes move, ${bytes - constraint.bytes} more than ${constraint.bytes}`,
    });
  if (constraint.tables !== undefined && tables > constraint.tables)
    found.push({
      kind: 'movementLimit',
      by: tables - constraint.tables,
      message: `${tables} tables move, ${tables - constraint.tables} more than ${constraint.tables}`,
    });
  return found;
}

function wrongOptions(constraint: Extract<Constraint, { kind: 'tableOptions' }>, judged: Judged): Violation[] {
  const only = constraint.tables === undefined ? undefined : new Set(constraint.tables);
  const found: Violation[] = [];
  for (const [table, { option, parts }] of layouts(judged)) {
    if (only !== undefined && !only.has(table)) continue;
    if (!constraint.allow.includes(option))
      found.push({
        kind: 'tableOptions',
        table,
        message: `table ${table} is laid out ${option}; allowed: ${constraint.allow.join(', ')}`,
      });
    if (constraint.maxParts !== undefined && parts > constraint.maxParts)
      found.push({
        kind: 'tableOptions',
        table,
        by: parts - constraint.maxParts,
        message: `table ${table} has ${parts} parts, ${parts - constraint.maxParts} more than ${constraint.maxParts}`,
      });
  }
  return found;
}

/** The main shard takes a table only where a tableOptions constraint allows `mainShard` for it, or a pin names `main`. */
function mainShardViolations(judged: Judged): Violation[] {
  const pinned = tablesPinnedToMain(judged.problem);
  const allowed = (table: string): boolean =>
    pinned.has(table) ||
    judged.problem.constraints.some(
      (c) => c.kind === 'tableOptions' && c.allow.includes('mainShard') && (c.tables?.includes(table) ?? true),
    );
  if (!judged.parts.some(isLocal)) return [];
  return [...layouts(judged)]
    .filter(([table, layout]) => layout.touchesMain && !allowed(table))
    .map(([table]) => ({ kind: 'mainShard', table, message: `table ${table} may not stay on the main shard` }));
}

interface Layout {
  readonly option: OptionKind;
  readonly parts: number;
  readonly touchesMain: boolean;
}

/** Of each table that has parts, in the order of its first. */
function* layouts({ parts, partsOfTable }: Judged): Generator<[table: string, Layout]> {
  for (const part of parts) {
    const { table, kind } = part.slice;
    const own = partsOfTable(table);
    if (own[0] !== part) continue;
    const touchesMain = own.some(isLocal);
    const whole = touchesMain ? 'mainShard' : own.length > 1 ? 'replicated' : 'whole';
    const option = kind === 'rows' ? 'rowWise' : kind === 'columns' ? 'columnWise' : whole;
    yield [table, { option, parts: own.length, touchesMain }];
  }
}
