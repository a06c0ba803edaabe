import type { Stepwise } from '../../stepwise.ts';
import type { Random } from '../../../domain/random.ts';
import { isSpent, spend, type Work } from '../../stop.ts';
import { patternOf } from './columns.ts';
import { generate } from './generate.ts';
import { copyMaster, type Master } from './master.ts';
import { restore } from './simplex.ts';
import { bestFit, volumeBins, volumeOf, type Pattern } from './stock.ts';

export interface DiveTask {
  /** Solved; left as it is. */
  readonly root: Master;
  /** Bins that the packing may have. */
  readonly most: number;
  readonly random: Random;
  /** How far chance may prefer a column of lower value; 0 for none. */
  readonly noise: number;
  readonly work: Work;
  readonly signal?: AbortSignal | undefined;
  /** Packs what is left into so many bins, where it can. */
  readonly finish: (demands: Int32Array, bins: number) => Stepwise<readonly Pattern[] | undefined>;
}

/** Noise after a return, where the dive itself has less. */
const RETURN_NOISE = 0.3;
/** Times that a dive goes back to an earlier choice. */
const MOST_RETURNS = 40;
/** Share of the choices made so far that a return keeps at least. */
const LEAST_KEPT = 0.7;

/**
 * Rounds the master's solution to a packing: whole multiples of columns are fixed, else the column nearest to one, and the rest is solved
 * again. Where what is left needs too many bins by its volume or its own master, it returns to an earlier choice and lets chance have a
 * larger say; undefined after so many returns.
 */
export function* dive(task: DiveTask): Stepwise<Pattern[] | undefined> {
  const { root, random, work, signal } = task;
  let trail: Choice[] = [{ master: root, fixed: [] }];
  for (let returns = 0; returns <= MOST_RETURNS && !isSpent(work, signal); returns++) {
    const noise = returns === 0 ? task.noise : Math.max(task.noise, RETURN_NOISE);
    const found = yield* descendFrom(task, trail, noise);
    if (found !== undefined) return found;
    const kept = Math.floor(trail.length * (LEAST_KEPT + (1 - LEAST_KEPT) * random.next()));
    trail = trail.slice(0, Math.max(1, kept));
  }
  return undefined;
}

/** A master, and what has been fixed before it. */
interface Choice {
  readonly master: Master;
  readonly fixed: readonly Pattern[];
}

/** Dives from the end of the trail, and adds the choices made to it. */
function* descendFrom(task: DiveTask, trail: Choice[], noise: number): Stepwise<Pattern[] | undefined> {
  const { most, random, work, signal, finish } = task;
  while (!isSpent(work, signal)) {
    const last = trail[trail.length - 1];
    // A look at a choice costs about so much, and a dive that gets nowhere must end too.
    spend(work, last.master.values.length);
    const bins = most - last.fixed.length;
    if (volumeBins(last.master, last.master.demands) > bins) return undefined;
    const rest = bestFit(last.master, last.master.demands, bins) ?? (yield* finish(last.master.demands, bins));
    if (rest !== undefined) return [...last.fixed, ...rest];
    const master = copyMaster(last.master);
    const fixed = [...last.fixed];
    for (const { column, copies } of chosen(master, random, noise)) {
      const pattern = patternOf(master.columns, column);
      for (let n = 0; n < copies && covers(master.demands, pattern); n++) {
        pattern.rows.forEach((row, k) => (master.demands[row] -= pattern.counts[k]));
        fixed.push(pattern);
      }
    }
    if (fixed.length === last.fixed.length) return undefined;
    const left = most - fixed.length;
    const waste = left * master.capacity - volumeOf(master, master.demands);
    if (waste < 0) return undefined;
    if (!(yield* restore(master, work, signal))) return undefined;
    const { value } = yield* generate({ master, enough: left, waste, work, signal });
    if (value > left + 1e-5) return undefined;
    trail.push({ master, fixed });
  }
  return undefined;
}

/** Columns to fix: whole parts of their values; where there are none the largest fraction, or one that chance prefers. */
function chosen(master: Master, random: Random, noise: number): { column: number; copies: number }[] {
  const { basis, values, demands, columns } = master;
  const used = [...basis.keys()].filter((i) => basis[i] >= 0 && values[i] > 1e-6);
  const patterns = used.filter((i) => covers(demands, patternOf(columns, basis[i])));
  const whole = patterns
    .map((i) => ({ column: basis[i], copies: Math.floor(values[i] + 1e-6) }))
    .filter(({ copies }) => copies > 0);
  if (whole.length > 0) return whole;
  const rates = new Map(patterns.map((i) => [i, values[i] + noise * random.next()]));
  const ranked = patterns.toSorted((a, b) => (rates.get(b) ?? 0) - (rates.get(a) ?? 0) || a - b);
  return ranked.slice(0, 1).map((i) => ({ column: basis[i], copies: 1 }));
}

/** Whether all of a pattern is still demanded: else it would waste room. */
const covers = (demands: Int32Array, { rows, counts }: Pattern): boolean =>
  rows.every((row, k) => demands[row] >= counts[k]);
