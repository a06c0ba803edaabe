export interface WorthyItem {
  /** Integer. */
  readonly size: number;
  /** Integer, at least 0. */
  readonly worth: number;
}

/** Cells of the table times items: a fraction of a second. Beyond it a knapsack is not solved. */
const MOST_STEPS = 4e8;

/**
 * The most worth of items, each used at most once, whose sizes sum to at most the capacity; exact, in integers. undefined where that
 * would take too long. Dynamic programming over worth, so that the unit of size does not matter. An item alone above the capacity
 * is left out.
 * Source: Kellerer, Pferschy, Pisinger, "Knapsack Problems", 2004, section 2.3.
 */
export function mostWorth(items: readonly WorthyItem[], capacity: number): number | undefined {
  const bundles = bundlesOf(
    items.filter(({ size }) => size <= capacity),
    capacity,
  );
  const most = fractionalWorth(bundles, capacity);
  if (most * bundles.length > MOST_STEPS) return undefined;
  // least[w] is the least size of items worth exactly w.
  const least = new Float64Array(most + 1).fill(Infinity);
  least[0] = 0;
  let reached = 0;
  for (const { size, worth } of bundles) {
    reached = Math.min(most, reached + worth);
    for (let w = reached; w >= worth; w--) {
      const grown = least[w - worth] + size;
      if (grown < least[w] && grown <= capacity) least[w] = grown;
    }
  }
  return least.findLastIndex((size) => size <= capacity);
}

/**
 * The most worth of items, each used at most once, whose sizes sum to exactly c, for every integer c up to the capacity; -Infinity where
 * none do. undefined where the table would take too long.
 */
export function mostWorthBySize(items: readonly WorthyItem[], capacity: number): Float64Array | undefined {
  const bundles = bundlesOf(items, capacity);
  if ((capacity + 1) * bundles.length > MOST_STEPS) return undefined;
  const most = new Float64Array(capacity + 1).fill(-Infinity);
  most[0] = 0;
  for (const { size, worth } of bundles)
    for (let c = capacity; c >= size; c--) most[c] = Math.max(most[c], most[c - size] + worth);
  return most;
}

/** Equal items bundled in powers of two: any number of them up to what fits is a sum of bundles. */
function bundlesOf(items: readonly WorthyItem[], capacity: number): WorthyItem[] {
  const groups = Map.groupBy(items, ({ size, worth }) => `${size} ${worth}`);
  return [...groups.values()].flatMap((group) => {
    const [{ size, worth }] = group;
    const bundles: WorthyItem[] = [];
    let left = size === 0 ? group.length : Math.min(group.length, Math.floor(capacity / size));
    for (let count = 1; left > 0; count *= 2) {
      const taken = Math.min(count, left);
      bundles.push({ size: taken * size, worth: taken * worth });
      left -= taken;
    }
    return bundles;
  });
}

/** No less than the knapsack's optimum: items may be cut, and a bundle more is room for rounding (Dantzig 1957). */
function fractionalWorth(items: readonly WorthyItem[], capacity: number): number {
  let left = capacity;
  let worth = 0;
  for (const item of items.toSorted((a, b) => b.worth * a.size - a.worth * b.size)) {
    if (item.size > left) return Math.ceil(worth + (item.worth * left) / item.size) + 1;
    left -= item.size;
    worth += item.worth;
  }
  return worth;
}
