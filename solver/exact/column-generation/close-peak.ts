import type { Stepwise } from '../../stepwise.ts';
import type { Bound } from '../../bounds/bound.ts';
import { groundOf } from '../../bounds/ground.ts';
import { loadStepOf } from '../../bounds/lattice.ts';
import { completeInstance, hostCount, type Assignment } from '../../instance.ts';
import { isSpent, type Work } from '../../stop.ts';
import { packTables, type PackTablesTask } from './pack-tables.ts';

export interface PeakGap {
  /** Load units of the best plan, and of the bound. */
  readonly peak: number;
  readonly bound: Bound;
}

export interface ClosedPeak {
  /** Of lower peak load than the plan known, where one was found. */
  readonly assignment?: Assignment;
  readonly bound: Bound;
}

/**
 * Narrows the gap on the peak load by bisection: with the load capped at T, either the tables pack into the hosts, or a packing bound proves
 * that they do not and the peak load is above T. Loads are multiples of a step on hosts of speed 1; undefined where they are not,
 * or where packing does not apply.
 * Source: Hochbaum and Shmoys 1987 (makespan by dual approximation).
 */
export function* closePeak(
  task: Omit<PackTablesTask, 'lowest'>,
  { peak, bound }: PeakGap,
): Stepwise<ClosedPeak | undefined> {
  const { caps, work, signal } = task;
  // A bound holds for every layout that the problem allows.
  const instance = completeInstance(task.instance);
  const hosts = Math.min(hostCount(instance), caps.hostsUsed);
  const step = loadStepOf(groundOf(instance, { ...caps, peakLoad: Infinity }));
  if (step === 0) return undefined;
  let best: { peak: number; assignment?: Assignment } = { peak };
  let proven = bound;
  // Below `open` lie caps that are refuted or were given up.
  let open = Math.ceil(bound.value / step) * step;
  while (open < best.peak && !isSpent(work, signal)) {
    const middle = open + Math.floor((best.peak - step - open) / step / 2) * step;
    const capped = { ...caps, peakLoad: middle };
    // The last cap below the best plan gets all that is left.
    const share: Work = { left: middle + step === best.peak && open === middle ? work.left : work.left / 2 };
    const granted = share.left;
    const packed = yield* packTables({ ...task, caps: capped, lowest: hosts, work: share });
    work.left -= granted - share.left;
    if (packed === undefined) return undefined;
    if (packed.assignment !== undefined) {
      best = { peak: middle, assignment: packed.assignment };
      continue;
    }
    open = middle + step;
    if (packed.bound.value > hosts && open > proven.value) proven = { ...packed.bound, value: open };
  }
  return { ...(best.assignment && { assignment: best.assignment }), bound: proven };
}
