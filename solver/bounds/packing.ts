import type { PackedResource } from '../../domain/plan.ts';
import type { Ground } from './ground.ts';

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
  /** Part sizes of each option, of the tables that have a choice or several parts. */
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
  return [
    packingOf(ground, 'bytes', instance.partBytes, instance.capacityBytes),
    packingOf(ground, 'load', instance.partLoad, loadCapacities),
  ].filter((packing) => packing !== undefined);
}

function packingOf(
  { instance, options }: Ground,
  resource: PackedResource,
  partSizes: Float64Array,
  capacities: Float64Array,
): Packing | undefined {
  const sizesOf = (option: number): Float64Array =>
    partSizes.subarray(instance.partFirst[option], instance.partFirst[option + 1]);
  const isItem = (own: readonly number[]): boolean =>
    own.length === 1 && instance.partFirst[own[0] + 1] === instance.partFirst[own[0]] + 1;
  const itemTables = Int32Array.from(options.keys().filter((t) => isItem(options[t])));
  const sizes = Float64Array.from(options, (own) => (isItem(own) ? partSizes[instance.partFirst[own[0]]] : 0));
  const capacity = capacities.reduce((most, own) => Math.max(most, own), 0);
  const isPacked = Number.isSafeInteger(capacity) && capacity > 0;
  // Before the items are sorted: large instances are asked often, and are never so few.
  const isFew = itemTables.length * capacity <= MOST_TABLES_A_HOST * sizes.reduce((sum, size) => sum + size, 0);
  if (!isPacked || !isFew) return undefined;
  itemTables.sort((a, b) => sizes[b] - sizes[a] || a - b);
  return {
    resource,
    capacity,
    capacities: capacities.toSorted((a, b) => b - a),
    items: Float64Array.from(itemTables, (t) => sizes[t]),
    itemTables,
    splittable: options.flatMap((own) => (isItem(own) ? [] : [own.map(sizesOf)])),
  };
}
