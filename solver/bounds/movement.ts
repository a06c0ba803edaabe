import { tableBytes } from '../../domain/row-bytes.ts';
import { roundUpLoad } from './lattice.ts';
import { movedBytesBound } from './moved-bytes.ts';
import type { Ground } from './ground.ts';

/** A table that lies whole on one host now, with the least load that its bytes bring there, a unit less for rounding. */
interface Settled {
  readonly bytes: number;
  readonly load: number;
}

/**
 * Peak load under a cap on moved bytes. Proof: let a table of S bytes and load L lie whole on host h now, and let a plan move m of its bytes. Whatever
 * the layout, the part that stays on h takes part in at least (S - m) / S of the bytes, and so of the load; none stays where m is S or more (replicas
 * are new bytes, and a table on the main shard has moved). So a host comes down to T only if its tables, or shares of them, of
 * most load a byte move until their load is down to T times the host's speed; what all hosts need for that may not exceed the cap, less what has
 * to move anyway. What others bring is left out. The greedy choice is the fractional knapsack (Dantzig 1957).
 */
export function movementLoadBound(ground: Ground): number {
  const { instance, caps } = ground;
  const { problem, rules } = instance;
  const cap = Math.min(caps.movedBytes, rules.movableBytes);
  if (problem.currentPlacement === undefined || cap === Infinity) return 0;
  const spare = cap - movedBytesBound(ground);
  const settled = settledTables(ground);
  const heights = settled.map((own, h) => own.reduce((sum, { load }) => sum + load, 0) / instance.speed[h]);
  const isShort = (height: number): boolean => bytesDownTo(ground, settled, height) > spare;
  let [low, high] = [0, heights.reduce((most, height) => Math.max(most, height), 0)];
  if (!isShort(0)) return 0;
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (isShort(middle)) low = middle;
    else high = middle;
  }
  return roundUpLoad(ground, low * (1 - TOLERANCE));
}

const HALVINGS = 60;
/** Of sums of doubles. */
const TOLERANCE = 1e-9;

/** Bytes moved under a cap on the peak load, by the same argument. */
export function movementBytesBound(ground: Ground): number {
  const { instance, caps } = ground;
  if (instance.problem.currentPlacement === undefined || caps.peakLoad === Infinity) return 0;
  const needed = bytesDownTo(ground, settledTables(ground), caps.peakLoad);
  return Math.ceil((needed + movedBytesBound(ground)) * (1 - TOLERANCE));
}

/** Of each sparse host, the tables that lie whole there and nowhere else, and may stay; most load a byte first. */
function settledTables({ instance }: Ground): Settled[][] {
  const { problem, hostNames, sparseHosts, tables, allowed, costs } = instance;
  const shards = problem.currentPlacement?.shards ?? [];
  const placesOf = Map.groupBy(
    shards.flatMap(({ host, slices }) => slices.map((slice) => ({ host, slice }))),
    ({ slice }) => slice.table,
  );
  const settled: Settled[][] = Array.from({ length: sparseHosts }, () => []);
  tables.forEach((table, t) => {
    const [place, ...others] = placesOf.get(table.name) ?? [];
    if (place === undefined || others.length > 0 || place.slice.kind !== 'whole') return;
    const h = hostNames.indexOf(place.host);
    if (h < 0 || h >= sparseHosts || allowed[t * hostNames.length + h] === 0) return;
    const { load } = costs.part(t, { kind: 'whole', table: table.name }, 1);
    if (load > 1) settled[h].push({ bytes: tableBytes(table), load: load - 1 });
  });
  return settled.map((own) => own.toSorted((a, b) => b.load * a.bytes - a.load * b.bytes));
}

/** The fewest bytes whose move brings every host down to a height. */
function bytesDownTo({ instance }: Ground, settled: readonly (readonly Settled[])[], height: number): number {
  return settled.reduce((sum, own, h) => {
    let above = own.reduce((load, table) => load + table.load, 0) - height * instance.speed[h];
    let bytes = 0;
    for (const table of own) {
      if (above <= 0) break;
      bytes += table.bytes * Math.min(1, above / table.load);
      above -= table.load;
    }
    return sum + bytes;
  }, 0);
}
