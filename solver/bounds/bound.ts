import type { BoundKind, Certificate } from '../../domain/plan.ts';

/** A lower bound in solver units and the argument behind it; Infinity where no option of some table respects the caps. */
export interface Bound {
  readonly kind: BoundKind;
  readonly value: number;
  /** What the evaluator needs beside the problem to recompute it. */
  readonly evidence?: Pick<Certificate, 'dualFeasible' | 'packingDuals' | 'multipliers' | 'core'>;
}
