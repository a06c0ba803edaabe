import type { Plan } from '../../domain/plan.ts';
import type { ObjectiveName } from '../../domain/problem.ts';
import { objectiveValue } from '../../evaluator/estimate.ts';

/** Plans with a new one among them: it takes the place of its own placement's, and drives out those that it dominates. */
export function addIncumbent(plans: readonly Plan[], found: Plan, objectives: readonly ObjectiveName[]): Plan[] {
  const others = plans.filter((plan) => plan.placementHash !== found.placementHash);
  if (others.length === plans.length && plans.some((plan) => covers(plan, found, objectives))) return [...plans];
  return [...others.filter((plan) => !covers(found, plan, objectives)), found];
}

/** As good in every objective: dominates, or is as good as a copy. */
const covers = (a: Plan, b: Plan, objectives: readonly ObjectiveName[]): boolean =>
  objectives.every((name) => objectiveValue(a.estimate, name) <= objectiveValue(b.estimate, name));
