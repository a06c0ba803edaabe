import type { Problem } from '../../domain/problem.ts';
import { capsOf, toNatural } from '../caps.ts';
import { proveInfeasible } from '../infeasible.ts';
import { compileInstance } from '../instance.ts';
import { provenBound } from './certify.ts';

/** A proven lower limit of the peak load of any placement under the problem's epsilons, in natural units; null where none is legal. */
export function leastPeakLoad(problem: Problem): number | null {
  const instance = compileInstance(problem);
  if (proveInfeasible(problem, instance).length > 0) return null;
  const { value } = provenBound(instance, 'peakLoad', capsOf(instance, problem.epsilons));
  return value === Infinity ? null : toNatural(instance, 'peakLoad', value);
}
