import type { Placement } from '../../domain/placement.ts';
import type { Problem } from '../../domain/problem.ts';
import { estimate, objectiveValue } from '../../evaluator/estimate.ts';
import { findViolations } from '../../evaluator/violations.ts';
import { meanLoad } from '../mean-load.ts';

/** Figures of a placement, all recomputed by our own evaluator. */
export interface Judged {
  /** Of the problem's first objective, in natural units. */
  readonly value: number;
  /** Peak load over the mean: the load of all tables, whole, over all sparse hosts. */
  readonly peakOverMean: number;
  readonly hostsUsed: number;
  readonly peakMemory: number;
  readonly bytesOnWire: number;
  readonly expectedRpcsPerRequest: number;
}

export type Verdict =
  | { readonly legal: true; readonly figures: Judged }
  | { readonly legal: false; readonly violations: number; readonly first: string };

/** A placement with a violation is no plan, and has no figures. */
export function judge(problem: Problem, placement: Placement): Verdict {
  const violations = findViolations(problem, placement);
  if (violations.length > 0) return { legal: false, violations: violations.length, first: violations[0].message };
  const estimated = estimate(problem, placement);
  return {
    legal: true,
    figures: {
      value: objectiveValue(estimated, problem.objectives[0]),
      peakOverMean: estimated.peakLoad / meanLoad(problem),
      hostsUsed: estimated.hostsUsed,
      peakMemory: estimated.peakMemory,
      bytesOnWire: estimated.bytesOnWire,
      expectedRpcsPerRequest: estimated.expectedRpcsPerRequest,
    },
  };
}
