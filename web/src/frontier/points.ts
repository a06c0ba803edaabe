import type { Frontier, Plan } from '../types.ts';
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
    const isProven = plan.proof.status === 'optimal';
    return [{ index, plan, isProven, x: onX.at, y: onY.at, xSeen: onX.seen, ySeen: onY.seen }];
  });

export interface StrategyPoint {
  readonly strategy: string;
  readonly x: number;
  readonly y: number;
}

/** Published strategies that keep the rules, where both axes are estimated. */
export const strategyPoints = ({ strategies }: Frontier, x: Axis, y: Axis): StrategyPoint[] =>
  strategies.flatMap(({ strategy, estimate, legal }) =>
    estimate === undefined || !legal || x.estimated === undefined || y.estimated === undefined
      ? []
      : [{ strategy, x: x.estimated(estimate), y: y.estimated(estimate) }],
  );

export interface Label {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

/** One label for all points that stand too close for a label each: `2, 5`. Positions are in pixels. */
export function labelsOf(points: readonly Point[], pixel: (point: Point) => readonly [number, number]): Label[] {
  const groups: Point[][] = [];
  for (const point of points) {
    const [x, y] = pixel(point);
    const near = groups.find((group) =>
      group.some((other) => {
        const [left, top] = pixel(other);
        return Math.abs(left - x) < 22 && Math.abs(top - y) < 14;
      }),
    );
    if (near === undefined) groups.push([point]);
    else near.push(point);
  }
  return groups.map((group) => {
    const highest = group.reduce((best, point) => (pixel(point)[1] < pixel(best)[1] ? point : best));
    return { x: highest.x, y: highest.y, text: group.map(({ index }) => index + 1).join(', ') };
  });
}
