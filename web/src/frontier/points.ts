import type { Plan } from '../api.ts';
import type { Axis, Observed } from './axes.ts';

/** A plan as it is drawn. */
export interface Point {
  readonly index: number;
  readonly plan: Plan;
  readonly isProven: boolean;
  readonly x: number;
  readonly y: number;
  readonly xSeen?: Observed | undefined;
  readonly ySeen?: Observed | undefined;
}

/** Where a plan stands on an axis: as estimated, or as observed where the axis knows observations alone. */
function place(plan: Plan, axis: Axis): { at: number | undefined; seen: Observed | undefined } {
  const seen = plan.measurement === undefined ? undefined : axis.measured?.(plan.measurement);
  return { at: axis.estimated?.(plan.estimate) ?? seen?.value, seen };
}

export const pointsOf = (plans: readonly Plan[], x: Axis, y: Axis): Point[] =>
  plans.flatMap((plan, index) => {
    const [onX, onY] = [place(plan, x), place(plan, y)];
    if (onX.at === undefined || onY.at === undefined) return [];
    return [{ index, plan, isProven: plan.proof.status === 'optimal', x: onX.at, y: onY.at, xSeen: onX.seen, ySeen: onY.seen }];
  });

/** One label for all points at one place: `2, 5`. */
export function labelsOf(points: readonly Point[]): { readonly x: number; readonly y: number; readonly text: string }[] {
  const groups = Map.groupBy(points, ({ x, y }) => `${x} ${y}`);
  return [...groups.values()].map((group) => ({ x: group[0].x, y: group[0].y, text: group.map(({ index }) => index + 1).join(', ') }));
}
