import { withShare, type Stepwise } from '../../stepwise.ts';
import type { Random } from '../../../domain/random.ts';
import { annealBins } from '../../search/overflow-annealing.ts';
import { isSpent, type Work } from '../../stop.ts';
import { addColumn, openColumns, type Columns } from './columns.ts';
import { dive } from './dive.ts';
import { exhaust, type Exhausted } from './exhaust.ts';
import { generate } from './generate.ts';
import { openMaster, type Master } from './master.ts';
import { bestPatterns } from './pricing.ts';
import { bestFit, volumeBins, volumeOf, type Pattern, type Stock } from './stock.ts';

/** Worth of the fullest bin after rounding: the finer, the closer the integer bound, and the larger the knapsack that verifies it. */
const SCALE = 2 ** 15;
/** Noise of the dives after the first. */
const NOISE = 0.3;
/** Coolings at a number of bins, and steps of each: so many an item, up to a limit. */
const COOLINGS = 10;
const [STEPS_AN_ITEM, MOST_STEPS] = [4_000, 200_000];
/** Annealing steps on what is left at a step of a dive, up to so many bins. */
const STEPS_A_BIN = 2_000;
const MOST_BINS_LEFT = 12;

/** Distinct sizes beyond which there are coolings only: a pivot would cost a quarter of a million multiply-adds, and dives as many numbers a step. */
const MOST_ROWS = 500;

export interface PackTask {
  readonly stock: Stock;
  /** A proven lower bound. */
  readonly lowest: number;
  /** Bins that there are. */
  readonly most: number;
  readonly random: Random;
  readonly work: Work;
  readonly signal?: AbortSignal | undefined;
}

export interface Packed extends Proof {
  /** Bins, none of which exceeds the capacity; undefined where none were found within `most`. */
  readonly patterns?: readonly Pattern[];
}

/**
 * Packs a stock into the fewest bins. Best fit first; then, from the lowest number of bins up: coolings, whose bins are the first columns,
 * column generation, which may prove that so many bins are too few, and dives.
 */
export function* pack(task: PackTask): Stepwise<Packed> {
  const { stock, most, work, signal } = task;
  let patterns: readonly Pattern[] | undefined = bestFit(stock, stock.demands, most);
  let proof: Proof = { bound: 0, worths: new Float64Array(stock.sizes.length) };
  const columns = openColumns();
  const root = stock.sizes.length > MOST_ROWS ? undefined : openMaster(stock, columns);
  const lowest = Math.max(task.lowest, volumeBins(stock, stock.demands));
  for (let bins = lowest; bins < (patterns?.length ?? most + 1) && !isSpent(work, signal); bins++) {
    const annealed = yield* seed(task, columns, bins);
    if (annealed !== undefined) return { patterns: annealed, ...proof };
    if (root === undefined) continue;
    const waste = Math.min(stock.capacity, bins * stock.capacity - volumeOf(stock, stock.demands));
    const { duals } = yield* generate({ master: root, enough: bins, waste, work, signal });
    proof = [proof, proofOf(stock, duals, bins, waste, work)].reduce((a, b) => (b.bound > a.bound ? b : a));
    if (proof.bound > bins) continue;
    // The lowest number of bins is the one that counts; while no plan has been found, half is left for the next.
    const share = patterns?.length === bins + 1 ? 1 : 1 / 2;
    const outcome = yield* withShare(work, share, (own) => searchAt({ ...task, work: own }, root, bins, waste));
    if (outcome?.status === 'refuted') proof = { bound: bins + 1, worths: outcome.worths, refuted: bins };
    patterns = outcome?.status === 'packed' ? outcome.patterns : patterns;
  }
  return { ...(patterns && { patterns }), ...proof };
}

/** Coolings at so many bins: a packing, where one gets there; else its bins that are not overfull become columns. */
function* seed(task: PackTask, columns: Columns, bins: number): Stepwise<Pattern[] | undefined> {
  const { stock, work, signal } = task;
  const known = new Set<string>();
  const items = stock.demands.reduce((sum, demand) => sum + demand, 0);
  const steps = Math.min(MOST_STEPS, items * STEPS_AN_ITEM);
  for (let i = 0; i < COOLINGS && !isSpent(work, signal); i++) {
    const patterns = yield* annealPatterns(task, stock.demands, bins, steps);
    const whole = patterns.filter((pattern) => fits(stock, pattern));
    if (whole.length === patterns.length) return patterns;
    for (const pattern of whole) {
      const key = pattern.rows.map((row, k) => `${row} ${pattern.counts[k]}`).join(',');
      if (!known.has(key)) addColumn(columns, pattern);
      known.add(key);
    }
  }
  return undefined;
}

/** A packing into so many bins, or a refutation: a dive, all patterns that may matter where they are few, then dives while there is work left. */
function* searchAt(task: PackTask, root: Master, bins: number, waste: number): Stepwise<Exhausted | undefined> {
  const { stock, random, work, signal } = task;
  function* finish(demands: Int32Array, left: number): Stepwise<Pattern[] | undefined> {
    if (left > MOST_BINS_LEFT) return undefined;
    const patterns = yield* annealPatterns(task, demands, left, left * STEPS_A_BIN);
    return patterns.every((pattern) => fits(stock, pattern)) ? patterns : undefined;
  }
  for (let noise = 0; !isSpent(work, signal); noise = NOISE) {
    const patterns = yield* dive({ root, most: bins, random, noise, work, signal, finish });
    if (patterns !== undefined) return { status: 'packed', patterns };
    const decided = noise === 0 ? yield* exhaust({ stock, root, bins, waste, work, signal }) : undefined;
    if (decided !== undefined) return decided;
  }
  return undefined;
}

const fits = ({ sizes, capacity }: Stock, { rows, counts }: Pattern): boolean =>
  rows.reduce((sum, row, k) => sum + sizes[row] * counts[k], 0) <= capacity;

/** Bins after one cooling, some of which may be overfull. */
function* annealPatterns(task: PackTask, demands: Int32Array, bins: number, steps: number): Stepwise<Pattern[]> {
  const { sizes, capacity } = task.stock;
  const rows = [...demands].flatMap((demand, row) => Array.from({ length: demand }, () => row));
  const items = Float64Array.from(rows, (row) => sizes[row]);
  const binOf = yield* annealBins(items, capacity, bins, steps, task);
  return [...Map.groupBy(rows.keys(), (item) => binOf[item]).values()].map((own) => {
    const counts = Map.groupBy(own, (item) => rows[item]);
    return { rows: [...counts.keys()], counts: [...counts.values()].map((same) => same.length) };
  });
}

interface Proof {
  /** Bins that any packing needs, by the integer worths; 0 where a knapsack was not solved. */
  readonly bound: number;
  /** Integer worth of each size. */
  readonly worths: Float64Array;
  /** Bins that are too few by all patterns which the worths leave, where that is the argument. */
  readonly refuted?: number;
}

/**
 * Duals rounded down to integers, and the bins that they prove. No bin is worth more than K, the most worth of a pattern, and the bins of a
 * packing are worth all items together (Farley 1990). And where so many bins leave no more room than `waste`, none of them is worth
 * more than the best pattern that leaves no more: if all together fall short, they are too few.
 */
function proofOf(stock: Stock, duals: Float64Array, bins: number, waste: number, work: Work): Proof {
  const worths = duals.map((dual) => Math.floor(dual * SCALE + 1e-6));
  const all = worths.reduce((sum, own, i) => sum + own * stock.demands[i], 0);
  const loose = bestPatterns(stock, worths, stock.capacity, work);
  const fewest = loose.isExact && loose.worth > 0 ? Math.ceil(all / loose.worth) : 0;
  if (fewest > bins || waste >= stock.capacity) return { bound: fewest, worths };
  const tight = bestPatterns(stock, worths, waste, work);
  return { bound: tight.isExact && tight.worth * bins < all ? bins + 1 : fewest, worths };
}
