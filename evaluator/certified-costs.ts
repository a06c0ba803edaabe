import { tableBytes } from '../domain/row-bytes.ts';
import type { Problem } from '../domain/problem.ts';
import { MAIN_HOST, type Host } from '../domain/fleet.ts';
import { heldBytes } from './moved-bytes.ts';
import { tableLayouts } from './option-set.ts';

/** Shares of hosts, the cheapest a unit first, that add up to the need cost no more than the hosts of any plan. */
export function leastCover(hosts: readonly { readonly cost: number; readonly size: number }[], need: number): number {
  let left = need;
  let cost = 0;
  for (const host of hosts.filter(({ size }) => size > 0).toSorted((a, b) => a.cost / a.size - b.cost / b.size)) {
    if (left <= 0) break;
    cost += host.cost * Math.min(1, left / host.size);
    left -= host.size;
  }
  return left > 0 ? Infinity : cost;
}

/** What the hosts that a table may use, the main shard where it may stay there, do not hold of it now has to move. */
export function leastMoved(
  problem: Problem,
  hosts: readonly Host[],
  mayLie: (table: string, host: string) => boolean,
): number {
  const { currentPlacement, model } = problem;
  if (currentPlacement === undefined) return 0;
  const held = heldBytes(problem, currentPlacement);
  const layouts = tableLayouts(problem);
  return model.tables.reduce((sum, table, t) => {
    const named = [...hosts.map(({ name }) => name), ...(layouts[t].mainShard ? [MAIN_HOST] : [])];
    const open = named.filter((name) => mayLie(table.name, name));
    const stays = open.reduce((bytes, name) => bytes + held(table, name), 0);
    return sum + Math.max(0, tableBytes(table) - stays);
  }, 0);
}
