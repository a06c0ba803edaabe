/** Bin packing with items grouped by size: a cutting-stock problem (Gilmore and Gomory 1961). */
export interface Stock {
  readonly capacity: number;
  /** Distinct, largest first; each at most the capacity. */
  readonly sizes: Float64Array;
  /** Items of each size, at least 1. */
  readonly demands: Int32Array;
}

/** Counts of sizes that share a bin: sizes[rows[i]] is in it counts[i] times. */
export interface Pattern {
  readonly rows: readonly number[];
  readonly counts: readonly number[];
}

export function stockOf(items: Iterable<number>, capacity: number): Stock {
  const demand = new Map<number, number>();
  for (const size of items) demand.set(size, (demand.get(size) ?? 0) + 1);
  const sizes = Float64Array.from(demand.keys()).toSorted((a, b) => b - a);
  return { capacity, sizes, demands: Int32Array.from(sizes, (size) => demand.get(size) as number) };
}

export const volumeOf = ({ sizes }: Pick<Stock, 'sizes'>, demands: Int32Array): number =>
  sizes.reduce((sum, size, i) => sum + size * demands[i], 0);

/** Bins that the volume alone needs. */
export const volumeBins = (stock: Stock, demands: Int32Array): number =>
  Math.ceil(volumeOf(stock, demands) / stock.capacity);

/** Best fit decreasing of the demands; undefined where it needs more than so many bins. */
export function bestFit({ sizes, capacity }: Stock, demands: Int32Array, most: number): Pattern[] | undefined {
  const bins: { room: number; readonly counts: Map<number, number> }[] = [];
  for (const [i, size] of sizes.entries())
    for (let n = demands[i]; n > 0; n--) {
      let best: (typeof bins)[number] | undefined;
      for (const bin of bins) if (bin.room >= size && (best === undefined || bin.room < best.room)) best = bin;
      if (best === undefined) {
        if (bins.length === most) return undefined;
        best = { room: capacity, counts: new Map() };
        bins.push(best);
      }
      best.room -= size;
      best.counts.set(i, (best.counts.get(i) ?? 0) + 1);
    }
  return bins.map(({ counts }) => ({ rows: [...counts.keys()], counts: [...counts.values()] }));
}
