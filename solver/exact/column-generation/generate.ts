import type { Stepwise } from '../../stepwise.ts';
import type { Work } from '../../stop.ts';
import { addColumn } from './columns.ts';
import { masterValue, type Master } from './master.ts';
import { bestPatterns, type PricedPattern } from './pricing.ts';
import { optimise } from './simplex.ts';

/** A reduced cost nearer to 0 is taken for rounding. */
const TOLERANCE = 1e-7;
/** Bins above `enough` that are rounding. */
const REACHED = 1e-6;
/** Bins above `hopeless` that a bound must show: what is left of it once duals are integers. */
const MARGIN = 0.02;
/** Share of the best bound's duals in those that are priced. */
const SMOOTHING = 0.7;
/** Columns that enter at a time, as a share of the rows. */
const BATCH = 0.3;

/** Columns of a batch that may share a size: alike ones would leave the master where it is. */
const MOST_SHARING = 4;

export interface GenerationTask {
  /** Left solved. */
  readonly master: Master;
  /** The program need not be solved below so many bins. */
  readonly enough: number;
  /** Nor further once it is proven to need more than so many: `enough` unless given. */
  readonly hopeless?: number;
  /** Room that the patterns generated may leave. */
  readonly waste: number;
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
 * Column generation: the master's duals price sizes, the patterns of most worth enter, until none is worth more than a bin, the value is
 * `enough`, or the bound shows that it will never be as low as `hopeless`.
 * Source: Gilmore and Gomory 1961; Farley 1990 for the bound at every step.
 */
export function* generate({
  master,
  enough,
  hopeless = enough,
  waste,
  work,
  signal,
}: GenerationTask): Stepwise<Generated> {
  // Sizes as shares of a bin are the duals of the volume bound.
  let duals: Float64Array = master.sizes.map((size) => size / master.capacity);
  let bound = master.demands.reduce((sum, demand, i) => sum + demand * duals[i], 0);
  while ((yield* optimise(master, enough + REACHED, work, signal)) && masterValue(master) > enough + REACHED) {
    const { patterns, worths, reached } = price(master, duals, SMOOTHING, waste, work);
    if (reached > bound) [bound, duals] = [reached, worths];
    if (patterns.length === 0 || bound > hopeless + MARGIN) break;
    addBatch(master, patterns);
  }
  return { value: masterValue(master), duals, bound };
}

/** Adds the patterns of most worth that are not too alike. */
function addBatch({ columns, values }: Master, patterns: readonly PricedPattern[]): void {
  const uses = new Int32Array(values.length);
  let left = Math.ceil(BATCH * values.length);
  for (const { pattern } of patterns) {
    if (left === 0) return;
    if (pattern.rows.some((row) => uses[row] >= MOST_SHARING)) continue;
    for (const row of pattern.rows) uses[row]++;
    addColumn(columns, pattern);
    left--;
  }
}

/**
 * The patterns of most worth at duals drawn towards those of the best bound, which keeps them from swinging; at the master's own where no
 * such pattern would enter. Source: Pessoa, Sadykov, Uchoa, Vanderbeck, "Automation and combination of stabilization techniques", 2018.
 */
function price(
  master: Master,
  centre: Float64Array,
  smoothing: number,
  waste: number,
  work: Work,
): { patterns: readonly PricedPattern[]; worths: Float64Array; reached: number } {
  const worths = master.duals.map((dual, i) => Math.max(0, dual) * (1 - smoothing) + centre[i] * smoothing);
  const { patterns, worth, isExact } = bestPatterns(master, worths, waste, work);
  const all = worths.reduce((sum, own, i) => sum + own * master.demands[i], 0);
  const reached = isExact && worth > 0 ? all / worth : 0;
  const entering = patterns.filter(({ pattern: { rows, counts } }) => {
    let own = 0;
    for (let k = 0; k < rows.length; k++) own += master.duals[rows[k]] * counts[k];
    return own > 1 + TOLERANCE;
  });
  if (entering.length > 0) return { patterns: entering, worths, reached };
  return smoothing > 0 ? price(master, centre, 0, waste, work) : { patterns: [], worths, reached };
}
