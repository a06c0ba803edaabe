import type { Random } from '../../../domain/random.ts';
import { annealBins } from '../../search/overflow-annealing.ts';
import { isSpent, type Work } from '../../stop.ts';
import { dive } from './dive.ts';
import { generate } from './generate.ts';
import { openMaster } from './master.ts';
import { bestPattern } from './pricing.ts';
import { bestFit, volumeBins, type Pattern, type Stock } from './stock.ts';

/** Worth of the fullest bin after rounding: the finer, the closer the integer bound, and the larger the knapsack that verifies it. */
const SCALE = 2 ** 15;
/** Noise of the dives after the first. */
const NOISE = 0.3;
/** Annealing steps: before columns are generated, and on what is left at a step of a dive, up to so many bins. */
const [FIRST_STEPS, STEPS_A_BIN] = [2_000_000, 2_000];
const MOST_BINS_LEFT = 12;

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

export interface Packed {
  /** Bins, none of which exceeds the capacity; undefined where none were found within `most`. */
  readonly patterns?: readonly Pattern[];
  /** Bins that any packing needs, by the integer worths; 0 where the knapsack was not solved. */
  readonly bound: number;
  /** Integer worth of each size. */
  readonly worths: Float64Array;
}

/**
 * Packs a stock into the fewest bins: best fit, annealing at the lowest bound, then column generation and dives, which also raise the bound.
 */
export function pack(task: PackTask): Packed {
  const { stock, most, random, work, signal } = task;
  const lowest = Math.max(task.lowest, volumeBins(stock, stock.demands));
  let patterns = bestFit(stock, stock.demands, most);
  const annealed = (demands: Int32Array, bins: number, steps: number, own = work): Pattern[] | undefined =>
    annealPatterns(stock, demands, bins, steps, { random, work: own, signal });
  if (patterns?.length !== lowest && lowest <= most)
    patterns = annealed(stock.demands, lowest, FIRST_STEPS) ?? patterns;
  if (patterns?.length === lowest) return { patterns, bound: 0, worths: new Float64Array(stock.sizes.length) };
  const root = openMaster(stock);
  const pool = [...root.basis];
  const { duals } = generate({ master: root, pool, enough: lowest, work, signal });
  const { bound, worths } = integerBound(stock, duals, work);
  for (let bins = Math.max(lowest, bound); bins < (patterns?.length ?? most + 1); bins++) {
    // The lowest number of bins is the one that counts; while no plan has been found, half is left for the next.
    const share: Work = { left: patterns?.length === bins + 1 ? work.left : work.left / 2 };
    const granted = share.left;
    const finish = (demands: Int32Array, left: number): Pattern[] | undefined =>
      left > MOST_BINS_LEFT ? undefined : annealed(demands, left, left * STEPS_A_BIN, share);
    for (let noise = 0; !isSpent(share, signal); noise = NOISE) {
      const found = dive({ root, pool, most: bins, random, noise, work: share, signal, finish });
      if (found === undefined) continue;
      patterns = found;
      break;
    }
    work.left -= granted - share.left;
  }
  return { ...(patterns && { patterns }), bound, worths };
}

function annealPatterns(
  { sizes, capacity }: Stock,
  demands: Int32Array,
  bins: number,
  steps: number,
  surroundings: Pick<PackTask, 'random' | 'work' | 'signal'>,
): Pattern[] | undefined {
  const rows = [...demands].flatMap((demand, row) => Array.from({ length: demand }, () => row));
  const binOf = annealBins(
    Float64Array.from(rows, (row) => sizes[row]),
    capacity,
    bins,
    steps,
    surroundings,
  );
  if (binOf === undefined) return undefined;
  const own = Map.groupBy(rows.keys(), (item) => binOf[item]);
  return [...own.values()].map((items) => {
    const counts = Map.groupBy(items, (item) => rows[item]);
    return { rows: [...counts.keys()], counts: [...counts.values()].map((same) => same.length) };
  });
}

/**
 * Duals rounded down to integers, and the bins that they prove. Proof: no bin is worth more than K, the most worth of a pattern, and the bins
 * of a packing are worth all items together. Source: Farley 1990.
 */
function integerBound(stock: Stock, duals: Float64Array, work: Work): { bound: number; worths: Float64Array } {
  const worths = duals.map((dual) => Math.floor(dual * SCALE + 1e-6));
  const { worth, isExact } = bestPattern(stock, worths, work);
  const all = worths.reduce((sum, own, i) => sum + own * stock.demands[i], 0);
  return { bound: isExact && worth > 0 ? Math.ceil(all / worth) : 0, worths };
}
