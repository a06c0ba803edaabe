import type { PackedResource } from '../../domain/plan.ts';
import type { Ground, OptionCost } from './ground.ts';

/** Above so many tables a host the sum bound is tight, and packing arguments only cost time. */
const MOST_TABLES_A_HOST = 12;

/** The tables as items and the hosts as bins, in one resource. */
export interface Packing {
  readonly resource: PackedResource;
  /** The largest host. */
  readonly capacity: number;
  /** Largest first. */
  readonly capacities: Float64Array;
  /** Sizes of tables that have one option with one part, largest first, and their tables in the same order. */
  readonly items: Float64Array;
  readonly itemTables: Int32Array;
  /** What the other tables take at least, all together. */
  readonly sand: number;
  /** Part sizes of each of their options, where these tables are few enough for that to matter. */
  readonly splittable: readonly (readonly Float64Array[])[];
}

/**
 * Memory as bins, and load where it is capped. None where tables are so small that packing arguments could add nothing to the sum
 * bound, nor where some table has no option.
 */
export function packingsOf(ground: Ground): Packing[] {
  const { instance, caps } = ground;
  // The main shard is no bin like the others.
  if (ground.main !== undefined || ground.options.some((own) => own.length === 0)) return [];
  const loadCapacities = instance.speed.map((speed) => Math.floor(speed * caps.peakLoad));
  const resources: readonly Resource[] = [
    {
      resource: 'bytes',
      partSizes: instance.partBytes,
      sizeOf: ({ bytes }) => bytes,
      capacities: instance.capacityBytes,
    },
    { resource: 'load', partSizes: instance.partLoad, sizeOf: ({ load }) => load, capacities: loadCapacities },
  ];
  return resources.map((own) => packingOf(ground, own)).filter((packing) => packing !== undefined);
}

interface Resource {
  readonly resource: PackedResource;
  readonly partSizes: Float64Array;
  readonly sizeOf: OptionCost;
  readonly capacities: Float64Array;
}

/** undefined where packing tells nothing: looked at before anything is sorted, for large instances ask often. */
function packingOf(ground: Ground, { resource, partSizes, sizeOf, capacities }: Resource): Packing | undefined {
  const { instance, options, figures } = ground;
  const isItem = (own: readonly number[]): boolean => own.length === 1 && figures[own[0]].parts === 1;
  const capacity = capacities.reduce((most, own) => Math.max(most, own), 0);
  const sizes = Float64Array.from(options, (own) =>
    own.reduce((least, option) => Math.min(least, sizeOf(figures[option])), Infinity),
  );
  let [count, volume, sand] = [0, 0, 0];
  options.forEach((own, t) => {
    if (!isItem(own)) sand += sizes[t];
    else [count, volume] = [count + 1, volume + sizes[t]];
  });
  const areFew = (tables: number, size: number): boolean => tables * capacity <= MOST_TABLES_A_HOST * size;
  const isFewInAll = areFew(options.length, volume + sand);
  const isFew = isFewInAll || (count > 0 && areFew(count, volume));
  if (!Number.isSafeInteger(capacity) || capacity === 0 || !isFew) return undefined;
  const itemTables = Int32Array.from(options.keys().filter((t) => isItem(options[t])));
  itemTables.sort((a, b) => sizes[b] - sizes[a] || a - b);
  const partsOf = (option: number): Float64Array =>
    partSizes.subarray(instance.partFirst[option], instance.partFirst[option + 1]);
  return {
    resource,
    capacity,
    capacities: capacities.toSorted((a, b) => b - a),
    items: Float64Array.from(itemTables, (t) => sizes[t]),
    itemTables,
    sand,
    splittable: isFewInAll ? options.flatMap((own) => (isItem(own) ? [] : [own.map(partsOf)])) : [],
  };
}
