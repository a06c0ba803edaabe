import { sumOf, type Ground, type Layout } from './certified-layouts.ts';

/**
 * The least that the sparse hosts bear of a cost. A set of tables on the main shard fits into its memory; no such set spares the sparse hosts
 * more than tables, or shares of them, that fill it in the order of cost a byte. Tables with no other layout fill it first.
 * Costs are integers, and so is what is spared: rounded down, after a hair for the last digits. `counts` picks the tables that count.
 */
export function sparseSum(
  { layouts, main }: Ground,
  cost: (layout: Layout) => number,
  counts: (t: number) => boolean = () => true,
): number {
  if (main === undefined) return sumOf(layouts, (layout, t) => (counts(t) ? cost(layout) : 0));
  const tables = layouts.map((own, t) => ({
    least: Math.min(...own.flatMap((layout) => (layout.onMain ? [] : [cost(layout)]))),
    mainBytes: own.find((layout) => layout.onMain)?.bytes,
    counts: counts(t),
  }));
  const forced = tables.filter(({ least, mainBytes }) => least === Infinity && mainBytes !== undefined);
  const room = forced.reduce((bytes, { mainBytes = 0 }) => bytes - mainBytes, main.host.capacityBytes);
  if (room < 0) return Infinity;
  const counted = tables.filter((table) => table.counts && !forced.includes(table));
  const total = counted.reduce((sum, { least }) => sum + least, 0);
  let [left, spared] = [room, 0];
  const byWorth = counted
    .flatMap(({ least, mainBytes }) => (mainBytes === undefined || least === 0 ? [] : [{ least, mainBytes }]))
    .toSorted((a, b) => a.mainBytes * b.least - b.mainBytes * a.least);
  for (const { least, mainBytes } of byWorth) {
    if (left <= 0) break;
    spared += least * Math.min(1, left / mainBytes);
    left -= mainBytes;
  }
  return Math.max(0, total - Math.floor(spared * (1 + 1e-12)));
}

export const mayStayOnMain = (layouts: readonly Layout[]): boolean => layouts.some(({ onMain }) => onMain);

/** The least load that the sparse hosts serve under a cap: the main shard serves no more than the cap lets it, beside its dense work. */
export function sparseLoad(ground: Ground): number {
  const { layouts, main, caps } = ground;
  const held = sparseSum(ground, (layout) => layout.load);
  if (main === undefined || caps.load === Infinity) return held;
  const total = layouts.reduce((sum, own) => sum + Math.min(...own.map((layout) => layout.load)), 0);
  return Math.max(held, total - Math.max(0, (caps.load + 1) * main.speed * (1 + 1e-9) - main.denseLoad));
}
