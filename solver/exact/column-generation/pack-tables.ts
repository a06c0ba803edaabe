import type { Stepwise } from '../../stepwise.ts';
import type { Random } from '../../../domain/random.ts';
import type { Bound } from '../../bounds/bound.ts';
import { commonDivisor } from '../../bounds/common-divisor.ts';
import { groundOf } from '../../bounds/ground.ts';
import { packingsOf, type Packing } from '../../bounds/packing.ts';
import type { Caps } from '../../caps.ts';
import { completeInstance, hostCount, tableCount, type Assignment, type Instance } from '../../instance.ts';
import { figuresOf, respects } from '../../search/figures.ts';
import type { Work } from '../../stop.ts';
import { pack, type Packed } from './pack.ts';
import { stockOf, type Stock } from './stock.ts';

export interface PackTablesTask {
  readonly instance: Instance;
  readonly caps: Caps;
  /** Hosts that are enough: a proven bound, or all that there are. */
  readonly lowest: number;
  readonly random: Random;
  readonly work: Work;
  readonly signal?: AbortSignal | undefined;
}

export interface PackedTables {
  /** Within capacities and caps. */
  readonly assignment?: Assignment;
  /** On the hosts used under the caps; value 0 where none was computed. */
  readonly bound: Bound;
}

/**
 * Tables into equal hosts as items into bins, by column generation. undefined where the problem is not bin packing in one resource: tables
 * with a choice of layouts or hosts, hosts that differ, a second resource that could bind, or too many tables a host.
 */
export function* packTables({
  instance,
  caps,
  lowest,
  random,
  work,
  signal,
}: PackTablesTask): Stepwise<PackedTables | undefined> {
  const packing = onlyPacking(completeInstance(instance), caps);
  if (packing === undefined) return undefined;
  const { stock, rowOf } = scaledStock(packing);
  const most = Math.min(hostCount(instance), caps.hostsUsed);
  const packed = yield* pack({ stock, lowest, most, random, work, signal });
  const bound = boundOf(instance, packing, rowOf, packed);
  const assignment = packed.patterns && assignmentOf(instance, packing, rowOf, packed.patterns);
  const isLegal = assignment !== undefined && respects(figuresOf(instance, assignment), caps);
  return { ...(isLegal ? { assignment } : {}), bound };
}

/** Whether tables under these caps are bin packing in one resource. */
export const isOnePacking = (instance: Instance, caps: Caps): boolean =>
  onlyPacking(completeInstance(instance), caps) !== undefined;

/** The one resource that can bind. */
function onlyPacking(instance: Instance, caps: Caps): Packing | undefined {
  const { capacityBytes, speed, allowed, readCap, serviceCap } = instance;
  const isFree = allowed.every((may) => may === 1) && instance.rpcLoad === 0;
  const areAlike = [capacityBytes, speed].every((figures) => figures.every((figure) => figure === figures[0]));
  const isRated = [readCap, serviceCap].some((figures) => figures.some((figure) => figure < Infinity));
  if (!isFree || !areAlike || isRated || caps.fanOut < Infinity) return undefined;
  const ground = groundOf(instance, caps);
  const packings = packingsOf(ground).filter(({ itemTables }) => itemTables.length === tableCount(instance));
  return packings.find(({ resource }) =>
    resource === 'bytes'
      ? sum(instance.partLoad) <= ground.caps.peakLoad * speed[0]
      : sum(instance.partBytes) <= capacityBytes[0],
  );
}

const sum = (sizes: Float64Array): number => sizes.reduce((a, b) => a + b, 0);

/** Sizes in units of their common divisor; rowOf is the row of the stock of each item, -1 for those of size 0. */
function scaledStock({ items, capacity }: Packing): { stock: Stock; rowOf: Int32Array } {
  const unit = items.reduce((step, size) => commonDivisor(step, size), 0);
  const sizes = items.map((size) => size / unit);
  const stock = stockOf(
    sizes.filter((size) => size > 0),
    Math.floor(capacity / unit),
  );
  const index = new Map([...stock.sizes].map((size, row) => [size, row]));
  return { stock, rowOf: Int32Array.from(sizes, (size) => index.get(size) ?? -1) };
}

function boundOf(instance: Instance, { resource, itemTables }: Packing, rowOf: Int32Array, packed: Packed): Bound {
  const { bound, worths, refuted } = packed;
  const tables = [...itemTables].flatMap((t, item) => {
    const dual = rowOf[item] < 0 ? 0 : worths[rowOf[item]];
    return dual > 0 ? [{ table: instance.tables[t].name, dual }] : [];
  });
  return {
    kind: 'columnGeneration',
    value: bound,
    evidence: { packingDuals: { resource, tables, ...(refuted !== undefined && { refuted }) } },
  };
}

function assignmentOf(
  instance: Instance,
  { itemTables }: Packing,
  rowOf: Int32Array,
  patterns: NonNullable<Packed['patterns']>,
): Assignment {
  const waiting = Map.groupBy(itemTables.keys(), (item) => rowOf[item]);
  const hosts = new Int32Array(tableCount(instance) * instance.mostParts).fill(-1);
  patterns.forEach(({ rows, counts }, h) =>
    rows.forEach((row, k) => {
      for (const item of waiting.get(row)?.splice(0, counts[k]) ?? []) hosts[itemTables[item] * instance.mostParts] = h;
    }),
  );
  // Items without size go along with any.
  for (const item of waiting.get(-1) ?? []) hosts[itemTables[item] * instance.mostParts] = 0;
  return { options: Int32Array.from(instance.tables, (_, t) => instance.optionFirst[t]), hosts };
}
