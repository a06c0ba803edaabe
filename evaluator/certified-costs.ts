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

/**
 * Hosts filled to a height hold, each, no more parts of a size than go into height times width; tables have at least so many parts of that size or
 * more, whatever their layouts. The least height at which they all have room, for the size that asks for most. layouts is [table][layout][part].
 */
export function leastCrowdedHeight(
  layouts: readonly (readonly (readonly number[])[])[],
  widths: readonly number[],
): number {
  const counted = layouts.map((own) => {
    const sorted = own.map((parts) => parts.toSorted((a, b) => b - a));
    const most = Math.min(...sorted.map((parts) => parts.length));
    // The i-th part that a table has in any case is as large as the smallest i-th largest part of its layouts.
    return Array.from({ length: most }, (_, i) => Math.min(...sorted.map((parts) => parts[i])));
  });
  const certain = counted.flat().toSorted((a, b) => b - a);
  const held = widths.map(() => 0);
  let [height, rate] = [0, 0];
  for (const size of certain) {
    const rates = widths.map((width, h) => (held[h] + 1) / width);
    rate = Math.min(...rates);
    held[rates.indexOf(rate)]++;
    height = Math.max(height, size * rate);
  }
  return height;
}

/** A table's parts lie on hosts of their own: the largest on the widest at best, and so on; its layouts differ in how high that makes the hosts. */
export function leastSpreadHeight(
  layouts: readonly (readonly (readonly number[])[])[],
  widths: readonly number[],
): number {
  const falling = widths.toSorted((a, b) => b - a);
  const heights = layouts.map((own) =>
    Math.min(
      ...own.map((parts) => Math.max(0, ...parts.toSorted((a, b) => b - a).map((size, i) => size / (falling[i] ?? 0)))),
    ),
  );
  return Math.max(0, ...heights);
}

/** Ways to choose hosts beyond which they are not counted through. */
const MOST_SETS = 20_000;

interface CoverHost {
  readonly cost: number;
  readonly bytes: number;
  /** Load that it serves under the cap; Infinity where there is none. */
  readonly load: number;
}

interface CoverNeeds {
  readonly bytes: number;
  readonly load: number;
  readonly fewest: number;
  readonly most: number;
  /** [table][layout][part]: bytes. */
  readonly parts: readonly (readonly (readonly number[])[])[];
}

/**
 * The least cost of hosts that together hold all bytes and serve all load, are as many as the tables' parts need, and have room for every table alone
 * and for all parts of a size. Counted through by how many of each kind are used; 0 where these are too many ways.
 */
export function leastHostSet(hosts: readonly CoverHost[], needs: CoverNeeds): number {
  const kinds = [...Map.groupBy(hosts, ({ cost, bytes, load }) => `${cost} ${bytes} ${load}`).values()];
  if (kinds.reduce((ways, own) => ways * (own.length + 1), 1) > MOST_SETS) return 0;
  const counts = kinds.map(() => 0);
  let least = Infinity;
  for (let digit = 0; digit < kinds.length;) {
    const used = kinds.flatMap((own, k) => own.slice(0, counts[k]));
    const cost = used.reduce((sum, host) => sum + host.cost, 0);
    if (cost < least && suffice(used, needs)) least = cost;
    for (digit = 0; digit < kinds.length && counts[digit] === kinds[digit].length; digit++) counts[digit] = 0;
    if (digit < kinds.length) counts[digit]++;
  }
  return least;
}

/** A hair of room for sums of doubles. */
const isEnough = (has: number, need: number): boolean => has * (1 + 1e-12) >= need;

function suffice(used: readonly CoverHost[], { bytes, load, fewest, most, parts }: CoverNeeds): boolean {
  if (used.length < fewest || used.length > most) return false;
  const widths = used.map((host) => host.bytes);
  return (
    isEnough(
      used.reduce((sum, host) => sum + host.bytes, 0),
      bytes,
    ) &&
    isEnough(
      used.reduce((sum, host) => sum + host.load, 0),
      load,
    ) &&
    isEnough(1, leastSpreadHeight(parts, widths)) &&
    isEnough(1, leastCrowdedHeight(parts, widths))
  );
}
