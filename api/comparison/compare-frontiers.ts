import type { Plan } from '../../domain/plan.ts';
import type { ObjectiveName, Problem } from '../../domain/problem.ts';
import { objectiveValue } from '../../evaluator/estimate.ts';
import { compareValues } from './compare-plans.ts';
import { compareProblems } from './compare-problems.ts';
import type { FrontierComparison } from './comparison.ts';
import { summarizeFrontiers } from './summarize.ts';

export interface FrontierSide {
  readonly problem: Problem;
  readonly plans: readonly Plan[];
}

type Fate = FrontierComparison['before'][number];

/** What became of each plan of two frontiers in the other one. */
export function compareFrontiers(before: FrontierSide, after: FrontierSide): FrontierComparison {
  const objectives = before.problem.objectives.filter((objective) => after.problem.objectives.includes(objective));
  const found = {
    problems: compareProblems(before.problem, after.problem),
    objectives,
    best:
      before.plans.length === 0 || after.plans.length === 0
        ? []
        : objectives.map((objective) =>
            compareValues(objective, least(before.plans, objective), least(after.plans, objective), true),
          ),
    before: before.plans.map((plan, position) => fateOf(plan, position, after.plans, objectives)),
    after: after.plans.map((plan, position) => fateOf(plan, position, before.plans, objectives)),
  };
  return { compared: 'frontiers', ...found, summary: summarizeFrontiers(found) };
}

const least = (plans: readonly Plan[], objective: ObjectiveName): number =>
  Math.min(...plans.map(({ estimate }) => objectiveValue(estimate, objective)));

function fateOf(plan: Plan, position: number, others: readonly Plan[], objectives: readonly ObjectiveName[]): Fate {
  const about = { position, placementHash: plan.placementHash };
  const same = others.findIndex(({ placementHash }) => placementHash === plan.placementHash);
  if (same >= 0) return { ...about, fate: 'same', by: same };
  if (objectives.length === 0) return { ...about, fate: 'alone' };
  const verdicts = others.map((other) =>
    objectives.map(
      (objective) =>
        compareValues(
          objective,
          objectiveValue(plan.estimate, objective),
          objectiveValue(other.estimate, objective),
          true,
        ).verdict,
    ),
  );
  const equal = verdicts.findIndex((all) => all.every((verdict) => verdict === 'equal'));
  if (equal >= 0) return { ...about, fate: 'equal', by: equal };
  const dominating = verdicts.findIndex((all) => all.every((verdict) => verdict !== 'higher'));
  return dominating >= 0 ? { ...about, fate: 'dominated', by: dominating } : { ...about, fate: 'alone' };
}
