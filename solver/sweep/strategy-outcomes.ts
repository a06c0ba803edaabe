import type { Plan, StrategyOutcome } from '../../domain/plan.ts';
import type { ObjectiveName, Problem } from '../../domain/problem.ts';
import { estimate, objectiveValue } from '../../evaluator/estimate.ts';
import { findViolations } from '../../evaluator/violations.ts';
import type { StrategyAnswer } from '../heuristics/strategy.ts';
import { STRATEGIES, STRATEGY_NAMES, type StrategyName } from '../heuristics/strategies.ts';
import type { Instance } from '../instance.ts';

/** Our own search is no published strategy. */
const PUBLISHED = STRATEGY_NAMES.filter((name) => name !== 'local-search');

export interface StrategyRun {
  readonly name: StrategyName;
  readonly answer: StrategyAnswer;
  /** The first rule of the problem that the placement breaks. */
  readonly violation?: string;
}

/** Runs every published strategy and judges its placement. */
export const runStrategies = (problem: Problem, instance: Instance, seed: number): StrategyRun[] =>
  PUBLISHED.map((name) => {
    const answer = STRATEGIES[name](instance, seed);
    if (answer.status === 'unplaced') return { name, answer };
    const violation = findViolations(problem, answer.placement)[0]?.message;
    return { name, answer, ...(violation === undefined ? {} : { violation }) };
  });

/** What each strategy would have done, beside the frontier: points are counted from 0. */
export function strategyOutcomes(
  problem: Problem,
  runs: readonly StrategyRun[],
  plans: readonly Plan[],
): StrategyOutcome[] {
  return runs.map(({ name, answer, violation }) => {
    if (answer.status === 'unplaced') return { strategy: name, legal: false, note: answer.note };
    const estimated = estimate(problem, answer.placement);
    if (violation !== undefined) return { strategy: name, estimate: estimated, legal: false, note: violation };
    const values = (of: Plan['estimate']): number[] =>
      problem.objectives.map((objective: ObjectiveName) => objectiveValue(of, objective));
    const own = values(estimated);
    const better = plans.findIndex((plan) => {
      const theirs = values(plan.estimate);
      return theirs.every((value, i) => value <= own[i]) && theirs.some((value, i) => value < own[i]);
    });
    const note = better < 0 ? 'no point of the frontier dominates it' : `dominated by point ${better} of the frontier`;
    return { strategy: name, estimate: estimated, legal: true, note };
  });
}
