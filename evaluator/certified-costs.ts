import { tableBytes } from '../domain/row-bytes.ts';
import type { Problem } from '../domain/problem.ts';
import type { Host } from '../domain/fleet.ts';
import { heldBytes } from './moved-bytes.ts';

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

/** What the hosts that a table may use do not hold of it now has to move. */
export function leastMoved(
  problem: Problem,
  hosts: readonly Host[],
  mayLie: (table: string, host: string) => boolean,
): number {
  const { currentPlacement, model } = problem;
  if (currentPlacement === undefined) return 0;
  const held = heldBytes(problem, currentPlacement);
  return model.tables.reduce((sum, table) => {
    const open = hosts.filter((host) => mayLie(table.name, host.name));
    const stays = open.reduce((bytes, host) => bytes + held(table, host.name), 0);
    return sum + Math.max(0, tableBytes(table) - stays);
  }, 0);
}
