import type { Caps, SolvedObjective } from '../caps.ts';
import { respects } from '../search/figures.ts';
import type { Candidate } from '../search/minimise.ts';
import type { Axes } from './cells.ts';

/** Relative: a plan that costs more on another axis has to improve the peak load by more than this. */
export const LEAST_GAIN = 1e-4;

export interface ArchivedPlan extends Candidate {
  readonly method: string;
}

/** Plans none of which dominates another. */
export interface Archive {
  readonly axes: Axes;
  plans: ArchivedPlan[];
}

const gainOf = (primary: SolvedObjective): number => (primary === 'peakLoad' ? LEAST_GAIN : 0);

/** Whether `a` is no worse than `b` on the capped axes, and on the primary one but for a gain too small to pay for. */
function covers({ primary, capped }: Axes, a: Candidate, b: Candidate): boolean {
  if (capped.some((objective) => a.figures[objective] > b.figures[objective])) return false;
  const isCheaper = capped.some((objective) => a.figures[objective] < b.figures[objective]);
  const slack = isCheaper ? 1 + gainOf(primary) : 1;
  return a.figures[primary] <= b.figures[primary] * slack;
}

/** Adds a plan unless a known one covers it, and drops those that it covers. Returns whether it was added. */
export function addPlan(archive: Archive, plan: ArchivedPlan): boolean {
  const { axes, plans } = archive;
  if (plans.some((known) => covers(axes, known, plan))) return false;
  archive.plans = [...plans.filter((known) => !covers(axes, plan, known)), plan];
  return true;
}

/** The known plan under the caps that is lowest on the primary axis. */
export function bestUnder({ axes, plans }: Archive, caps: Caps): ArchivedPlan | undefined {
  return plans
    .filter((plan) => respects(plan.figures, caps))
    .reduce<ArchivedPlan | undefined>(
      (best, plan) => (best === undefined || plan.figures[axes.primary] < best.figures[axes.primary] ? plan : best),
      undefined,
    );
}

/** Plans by falling primary value, then by the capped axes. */
export function sortedPlans({ axes, plans }: Archive): ArchivedPlan[] {
  const keys = [...axes.capped, axes.primary];
  return plans.toSorted((a, b) => keys.reduce((order, key) => order || a.figures[key] - b.figures[key], 0));
}
