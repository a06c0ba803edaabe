import type { Stepwise } from '../../stepwise.ts';
import type { Work } from '../../stop.ts';
import { patternOf } from './columns.ts';
import { coverExactly } from './cover.ts';
import { enumeratePatterns } from './enumerate.ts';
import { generate } from './generate.ts';
import { copyMaster, type Master } from './master.ts';
import { bestPatterns } from './pricing.ts';
import type { Pattern, Stock } from './stock.ts';

/** Worth of the fullest bin after rounding: what is lost by it widens the search. */
const SCALE = 2 ** 22;

export interface ExhaustTask {
  readonly stock: Stock;
  /** Left as it is, but for columns that are added. */
  readonly root: Master;
  readonly bins: number;
  /** Room that so many bins leave free. */
  readonly waste: number;
  readonly work: Work;
  readonly signal?: AbortSignal | undefined;
}

export type Exhausted =
  | { readonly status: 'packed'; readonly patterns: readonly Pattern[] }
  /** So many bins are too few: the integer worths of sizes leave no patterns that could make a packing. */
  | { readonly status: 'refuted'; readonly worths: Float64Array };

/**
 * Whether so many bins suffice, by all patterns that a packing into them could use: where no bin is worth more than K, and the items are worth
 * all but a little of so many times K, a bin may fall short of K by that little at most, and all bins together too. undefined where such patterns
 * are too many, or the work ended.
 * Source: enumeration by reduced costs, as in Baldacci, Christofides, Mingozzi 2008 (vehicle routing by set partitioning).
 */
export function* exhaust({ stock, root, bins, waste, work, signal }: ExhaustTask): Stepwise<Exhausted | undefined> {
  const master = copyMaster(root);
  const { duals } = yield* generate({ master, enough: 0, hopeless: bins, waste, work, signal });
  const worths = duals.map((dual) => Math.floor(dual * SCALE + 1e-6));
  const best = bestPatterns(stock, worths, waste, work);
  if (!best.isExact || best.worth === 0) return undefined;
  const budget = bins * best.worth - worths.reduce((sum, own, i) => sum + own * stock.demands[i], 0);
  if (budget < 0) return { status: 'refuted', worths };
  const least = best.worth - budget;
  const found = least > 0 ? enumeratePatterns(stock, worths, { waste, least }, work) : undefined;
  if (found === undefined) return undefined;
  const costs = found.worths.map((worth) => best.worth - worth);
  const { columns } = found;
  const cover = yield* coverExactly({ columns, costs, budget, most: bins, demands: stock.demands, work, signal });
  if (cover.status === 'stopped') return undefined;
  if (cover.status === 'impossible') return { status: 'refuted', worths };
  return { status: 'packed', patterns: cover.chosen.map((column) => patternOf(columns, column)) };
}
