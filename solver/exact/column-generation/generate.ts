import { isSpent, spend, type Work } from '../../stop.ts';
import { enter, masterValue, reducedCost, type Column, type Master } from './master.ts';
import { bestPattern } from './pricing.ts';

/** A reduced cost nearer to 0 is taken for rounding. */
const TOLERANCE = 1e-7;
/** Share of the best bound's duals in those that are priced. */
const SMOOTHING = 0.7;
/** Pivots without a lower value, after which the master is taken to cycle. */
const MOST_STALLS = 3_000;
/** Columns priced at the cost of about one candidate move. */
const POOL_A_CANDIDATE = 20;

export interface GenerationTask {
  /** Left solved. */
  readonly master: Master;
  /** Patterns to start with; those that are generated are added. */
  readonly pool: Column[];
  /** The program need not be solved below so many bins. */
  readonly enough: number;
  readonly work: Work;
  readonly signal?: AbortSignal | undefined;
}

export interface Generated {
  /** Bins, fractions allowed, by the patterns known. */
  readonly value: number;
  /** Duals of the best bound met on the way. */
  readonly duals: Float64Array;
  /** That bound: the duals' worth over the most that one bin holds. */
  readonly bound: number;
}

/**
 * Column generation: the master's duals price sizes, the pattern of most worth enters, until none is worth more than a bin, the bound
 * rounds up to the value's own, or the value is `enough`.
 * Source: Gilmore and Gomory 1961; Farley 1990 for the bound at every step.
 */
export function generate({ master, pool, enough, work, signal }: GenerationTask): Generated {
  // Sizes as shares of a bin are the duals of the volume bound.
  let duals: Float64Array = master.sizes.map((size) => size / master.capacity);
  let bound = master.demands.reduce((sum, demand, i) => sum + demand * duals[i], 0);
  let [least, stalls] = [Infinity, 0];
  while (!isSpent(work, signal) && stalls < MOST_STALLS) {
    const value = masterValue(master);
    [least, stalls] = value < least - 1e-9 ? [value, 0] : [least, stalls + 1];
    if (value <= enough + TOLERANCE) break;
    const known = surplusToEnter(master) ?? knownToEnter(master, pool, work);
    if (known !== undefined) {
      if (!enter(master, known, work)) break;
      continue;
    }
    const { column, worths, reached } = price(master, duals, SMOOTHING, work);
    if (reached > bound) [bound, duals] = [reached, worths];
    if (column === undefined || Math.ceil(bound - 1e-6) >= Math.ceil(value - 1e-6)) break;
    pool.push(column);
    if (!enter(master, column, work)) break;
  }
  return { value: masterValue(master), duals, bound };
}

/**
 * The pattern of most worth at duals drawn towards those of the best bound, which keeps them from swinging; at the master's own where that
 * pattern would not enter. Source: Pessoa, Sadykov, Uchoa, Vanderbeck, "Automation and combination of stabilization techniques", 2018.
 */
function price(
  master: Master,
  centre: Float64Array,
  smoothing: number,
  work: Work,
): { column?: Column; worths: Float64Array; reached: number } {
  const worths = master.duals.map((dual, i) => Math.max(0, dual) * (1 - smoothing) + centre[i] * smoothing);
  const { pattern, worth, isExact } = bestPattern(master, worths, work);
  const all = worths.reduce((sum, own, i) => sum + own * master.demands[i], 0);
  const reached = isExact && worth > 0 ? all / worth : 0;
  const column = { ...pattern, cost: 1 };
  if (reducedCost(master, column) < -TOLERANCE) return { column, worths, reached };
  return smoothing > 0 ? price(master, centre, 0, work) : { worths, reached };
}

function surplusToEnter({ duals }: Master): Column | undefined {
  let worst = 0;
  for (let i = 1; i < duals.length; i++) if (duals[i] < duals[worst]) worst = i;
  return duals[worst] < -TOLERANCE ? { rows: [worst], counts: [-1], cost: 0 } : undefined;
}

function knownToEnter(master: Master, pool: readonly Column[], work: Work): Column | undefined {
  spend(work, pool.length / POOL_A_CANDIDATE);
  let best: Column | undefined;
  let least = -1e-6;
  for (const column of pool) {
    const cost = reducedCost(master, column);
    if (cost < least) [best, least] = [column, cost];
  }
  return best;
}
