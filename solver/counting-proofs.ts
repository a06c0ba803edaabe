import type { Infeasibility } from '../domain/infeasibility.ts';
import type { Constraint, Problem } from '../domain/problem.ts';
import { tableBytes } from '../domain/row-bytes.ts';
import { createCosts, type Costs } from '../evaluator/costs.ts';
import { heldBytes } from '../evaluator/moved-bytes.ts';
import { tableLayouts } from '../evaluator/option-set.ts';
import { allowedHosts } from './conflict/layouts.ts';

interface Places {
  readonly problem: Problem;
  readonly costs: Costs;
  /** Sparse hosts that each table may use; all hosts, host 0 too, where it may stay on the main shard. */
  readonly open: readonly (readonly number[])[];
  readonly mayStay: readonly boolean[];
}

/**
 * Proofs by counting, from the problem alone: a net, or a capped number of hosts, that its bytes, its tables that stay apart, or its tables' places
 * exceed; and movement that drained and forbidden hosts force beyond its limit.
 */
export function countingProofs(problem: Problem): Infeasibility[] {
  const limits = limitsOf(problem);
  const movements = problem.constraints.flatMap((c, i) =>
    c.kind === 'movementLimit' ? [{ ...c, pointer: `/constraints/${i}` }] : [],
  );
  if (limits.length === 0 && movements.length === 0) return [];
  const costs = createCosts(problem);
  const mayStay = tableLayouts(problem).map(({ mainShard }) => mainShard);
  const open = allowedHosts(problem, costs).map((hosts, t) => (mayStay[t] ? hosts : hosts.filter((h) => h > 0)));
  const places = { problem, costs, open, mayStay };
  return [
    ...limits.flatMap((limit) => spreadShort(places, limit)),
    ...movements.flatMap((limit) => movementShort(places, limit)),
  ];
}

/** A limit on the hosts that some tables use together. */
interface SpreadLimit {
  readonly pointer: string;
  readonly net: string | undefined;
  readonly atMost: number;
}

/** The bounds on hosts used know of bytes; where places are free and nothing is apart there is no more to say. */
function limitsOf({ constraints, epsilons }: Problem): SpreadLimit[] {
  const isTied = constraints.some(({ kind }) => kind === 'pin' || kind === 'forbid' || kind === 'apart');
  return [
    ...constraints.flatMap((c, i) =>
      c.kind === 'maxHosts' && c.net !== undefined
        ? [{ pointer: `/constraints/${i}`, net: c.net, atMost: c.atMost }]
        : [],
    ),
    ...epsilons.flatMap((e, i) =>
      isTied && e.objective === 'hostsUsed'
        ? [{ pointer: `/epsilons/${i}`, net: undefined, atMost: Math.floor(e.atMost) }]
        : [],
    ),
  ];
}

/** The first of three arguments that proves it; tables that may stay on the main shard count for none. */
function spreadShort(places: Places, limit: SpreadLimit): Infeasibility[] {
  const { tables } = places.problem.model;
  const own = [...tables.keys()].filter(
    (t) => (limit.net === undefined || tables[t].net === limit.net) && !places.mayStay[t],
  );
  const proof = apartBeyond(places, limit, own) ?? placesBeyond(places, limit, own) ?? bytesBeyond(places, limit, own);
  return proof === undefined ? [] : [proof];
}

type SpreadShort = Extract<Infeasibility, { kind: 'spreadShort' }>;

const shortOf = (
  { problem }: Places,
  { pointer, net, atMost }: SpreadLimit,
  because: SpreadShort['because'],
  tables: readonly number[],
): SpreadShort => ({
  kind: 'spreadShort',
  limit: pointer,
  ...(net === undefined ? {} : { net }),
  atMost,
  because,
  tables: tables.map((t) => problem.model.tables[t].name),
});

/** So many hosts, the largest that the tables may use, are too small for them. */
function bytesBeyond(places: Places, limit: SpreadLimit, own: readonly number[]): SpreadShort | undefined {
  const { problem, costs, open } = places;
  const usable = [...new Set(own.flatMap((t) => open[t]))];
  const capacities = usable.map((h) => costs.hosts[h].capacityBytes).toSorted((a, b) => b - a);
  const availableBytes = capacities.slice(0, limit.atMost).reduce((sum, bytes) => sum + bytes, 0);
  const neededBytes = own.reduce((sum, t) => sum + tableBytes(problem.model.tables[t]), 0);
  if (neededBytes <= availableBytes) return undefined;
  const bytes = { neededBytes, availableBytes, shortBytes: neededBytes - availableBytes };
  return { ...shortOf(places, limit, 'bytes', own), bytes };
}

/** Tables that stay apart use a host each, whether hosts or failure domains are meant. */
function apartBeyond(places: Places, limit: SpreadLimit, own: readonly number[]): SpreadShort | undefined {
  for (const constraint of places.problem.constraints) {
    if (constraint.kind !== 'apart') continue;
    const apart = new Set(constraint.tables.map((name) => places.costs.tableIndex(name)));
    const parted = own.filter((t) => apart.has(t));
    if (parted.length > limit.atMost) return shortOf(places, limit, 'apart', parted);
  }
  return undefined;
}

/** Tables no two of which share a host that both may use need a host each: a greedy choice, the choosiest first. */
function placesBeyond(places: Places, limit: SpreadLimit, own: readonly number[]): SpreadShort | undefined {
  const { open } = places;
  const taken = new Set<number>();
  const chosen = own
    .toSorted((a, b) => open[a].length - open[b].length || a - b)
    .filter((t) => {
      if (open[t].length === 0 || open[t].some((h) => taken.has(h))) return false;
      for (const h of open[t]) taken.add(h);
      return true;
    });
  return chosen.length > limit.atMost ? shortOf(places, limit, 'places', chosen) : undefined;
}

/** What the hosts that a table may use do not hold of it now has to move, wherever it goes. */
function movementShort(
  { problem, open, costs }: Places,
  limit: Extract<Constraint, { kind: 'movementLimit' }> & { readonly pointer: string },
): Infeasibility[] {
  if (problem.currentPlacement === undefined) return [];
  const held = heldBytes(problem, problem.currentPlacement);
  const forced = problem.model.tables.map((table, t) => {
    const stays = open[t].reduce((sum, h) => sum + held(table, costs.hosts[h].name), 0);
    return { table: table.name, bytes: Math.max(0, tableBytes(table) - stays) };
  });
  const movers = forced.filter(({ bytes }) => bytes > 0);
  const forcedBytes = movers.reduce((sum, { bytes }) => sum + bytes, 0);
  const isShort = forcedBytes > (limit.bytes ?? Infinity) || movers.length > (limit.tables ?? Infinity);
  if (!isShort) return [];
  return [
    {
      kind: 'movementShort',
      limit: limit.pointer,
      tables: movers.map(({ table }) => table),
      forcedBytes,
      ...(limit.bytes === undefined ? {} : { atMostBytes: limit.bytes }),
      ...(limit.tables === undefined ? {} : { atMostTables: limit.tables }),
    },
  ];
}
