import { mostWorthBySize, type WorthyItem } from './most-worth.ts';

/** Beyond so many patterns or steps nothing is claimed. */
const MOST_PATTERNS = 3_000;
const MOST_NODES = 1_500_000;
const MOST_CELLS = 4e6;

/** Items of one size and worth. */
interface Kind extends WorthyItem {
  readonly count: number;
}

/** A content of a host: how many of each kind, sparse. */
interface Pattern {
  readonly kinds: readonly number[];
  readonly counts: readonly number[];
  /** What it falls short of the most worth. */
  readonly shortfall: number;
}

/**
 * Whether m hosts of a capacity cannot hold all items. Were there a packing, each of its hosts would be filled to V - (m - 1) C at least, as the
 * others hold no more than C; and no host filled so far is worth more than K, so that all together fall short of m K by B = m K - (worth of all)
 * exactly, and each by B at most. Patterns that are as full and worth at least K - B are listed, and all ways to make up the items of
 * them are tried: kinds with few patterns left, and those at which this failed often, first. False where a way is found, or there is too much to try.
 */
export function isRefuted(items: readonly WorthyItem[], capacity: number, m: number): boolean {
  const volume = items.reduce((sum, { size }) => sum + size, 0);
  const least = Math.max(0, volume - (m - 1) * capacity);
  if (least > capacity) return true;
  const most = mostWorthBySize(items, capacity)
    ?.subarray(least)
    .reduce((a, b) => Math.max(a, b), -Infinity);
  if (most === undefined) return false;
  const budget = m * most - items.reduce((sum, { worth }) => sum + worth, 0);
  if (!(budget >= 0)) return true;
  const kinds = kindsOf(items);
  const patterns = patternsOf(kinds, capacity, { least, most, budget });
  return patterns !== undefined && !mayCover(kinds, patterns, m, budget);
}

function kindsOf(items: readonly WorthyItem[]): Kind[] {
  const groups = Map.groupBy(items, ({ size, worth }) => `${size} ${worth}`);
  return [...groups.values()].map((own) => ({ ...own[0], count: own.length })).toSorted((a, b) => b.size - a.size);
}

interface Window {
  /** Size that a host holds at least. */
  readonly least: number;
  readonly most: number;
  readonly budget: number;
}

/** All patterns within the window; undefined where they are too many. */
function patternsOf(kinds: readonly Kind[], capacity: number, { least, most, budget }: Window): Pattern[] | undefined {
  const width = capacity + 1;
  if (width * (kinds.length + 1) > MOST_CELLS || budget >= most) return undefined;
  // best[k][c]: the most worth that kinds from k on add to a host filled up to c, so that it ends as full as it must.
  const best = new Float64Array(width * (kinds.length + 1)).fill(-Infinity);
  best.fill(0, kinds.length * width + least);
  for (let k = kinds.length - 1; k >= 0; k--) {
    const { size, worth, count } = kinds[k];
    for (let c = 0; c <= capacity; c++)
      for (let n = 0; n <= count && c + n * size <= capacity; n++) {
        const own = n * worth + best[(k + 1) * width + c + n * size];
        if (own > best[k * width + c]) best[k * width + c] = own;
      }
  }
  const patterns: Pattern[] = [];
  const [taken, counts]: [number[], number[]] = [[], []];
  const list = (k: number, filled: number, worth: number): void => {
    if (patterns.length > MOST_PATTERNS || worth + best[k * width + filled] < most - budget) return;
    if (k === kinds.length) {
      patterns.push({ kinds: [...taken], counts: [...counts], shortfall: most - worth });
      return;
    }
    list(k + 1, filled, worth);
    const { size, worth: own, count } = kinds[k];
    for (let n = 1; n <= count && filled + n * size <= capacity; n++) {
      taken.push(k);
      counts.push(n);
      list(k + 1, filled + n * size, worth + n * own);
      taken.pop();
      counts.pop();
    }
  };
  list(0, 0, 0);
  return patterns.length > MOST_PATTERNS ? undefined : patterns;
}

/** Whether at most m patterns, all together no shorter than the budget, make up all items; true as well where that takes too long. */
function mayCover(kinds: readonly Kind[], patterns: readonly Pattern[], m: number, budget: number): boolean {
  const left = kinds.map(({ count }) => count);
  // Of each kind: patterns that have it and still fit, and how often none was left.
  const [uses, blame] = [new Int32Array(kinds.length), new Int32Array(kinds.length).fill(1)];
  const shortfall = Float64Array.from(patterns, (pattern) => pattern.shortfall);
  let nodes = 0;
  const change = (p: number, sign: number): void =>
    patterns[p].kinds.forEach((k, i) => (left[k] += sign * patterns[p].counts[i]));
  const fits = (p: number): boolean => {
    const { kinds: own, counts } = patterns[p];
    for (let i = 0; i < own.length; i++) if (left[own[i]] < counts[i]) return false;
    return true;
  };
  /** -1 where nothing is left to make up. */
  const nextKind = (): number => {
    let [next, rarity] = [-1, Infinity];
    for (let k = 0; k < left.length; k++) {
      const own = uses[k] < 2 ? uses[k] : 1 + uses[k] / blame[k];
      if (left[k] > 0 && own < rarity) [next, rarity] = [k, own];
    }
    return next;
  };
  const cover = (known: Int16Array, hosts: number, spare: number): boolean => {
    if (nodes++ > MOST_NODES) return true;
    const open = known.filter((p) => shortfall[p] <= spare && fits(p));
    uses.fill(0);
    for (const p of open) for (const k of patterns[p].kinds) uses[k]++;
    const kind = nextKind();
    if (kind < 0) return true;
    if (uses[kind] === 0) blame[kind]++;
    if (hosts === 0 || uses[kind] === 0) return false;
    // One that was tried and failed is not tried beside the others.
    let others = open;
    for (const p of open) {
      if (!patterns[p].kinds.includes(kind)) continue;
      change(p, -1);
      const isCovered = cover(others, hosts - 1, spare - shortfall[p]);
      change(p, 1);
      if (isCovered) return true;
      others = others.filter((other) => other !== p);
    }
    return false;
  };
  return cover(Int16Array.from(patterns.keys()), m, budget);
}
