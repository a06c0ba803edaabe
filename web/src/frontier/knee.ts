import type { ObjectiveName, Plan } from '../types.ts';
import { valueOf } from '../objectives.ts';

/** The plan nearest to the best of every objective, each scaled to the range that the plans span; a place to start from, no more. */
export function kneeOf(plans: readonly Plan[], objectives: readonly ObjectiveName[]): number | undefined {
  const ranges = objectives.map((name) => {
    const values = plans.map(({ estimate }) => valueOf(estimate, name));
    return { name, low: Math.min(...values), high: Math.max(...values) };
  });
  let best: number | undefined;
  let least = Infinity;
  plans.forEach(({ estimate }, index) => {
    const distance = ranges.reduce(
      (sum, { name, low, high }) => sum + (high === low ? 0 : ((valueOf(estimate, name) - low) / (high - low)) ** 2),
      0,
    );
    if (distance < least) [best, least] = [index, distance];
  });
  return best;
}
