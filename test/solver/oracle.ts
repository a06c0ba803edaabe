import { expect } from 'vitest';
import { seededRandom } from '../../domain/random.ts';
import type { Problem } from '../../domain/problem.ts';
import { certifiedBound } from '../../evaluator/certificate.ts';
import { findViolations } from '../../evaluator/violations.ts';
import { bestBound, certificateOf } from '../../solver/bounds/certify.ts';
import { NO_CAPS, SOLVED_OBJECTIVES, toNatural, type Caps, type SolvedObjective } from '../../solver/caps.ts';
import { placementOf, type Instance } from '../../solver/instance.ts';
import { proveInfeasible } from '../../solver/infeasible.ts';
import { figuresOf } from '../../solver/search/figures.ts';
import { minimise } from '../../solver/search/minimise.ts';
import { enumerateLegal } from './exact/tiny-instances.ts';
import { capsAt, slackOf } from './random-problems.ts';

/** What a property has reached, counted over its cases. */
export interface Reached {
  found: number;
  optimal: number;
  capped: number;
  /** Bounds that meet the optimum. */
  tight: number;
  without: number;
  readonly kinds: Map<string, number>;
}

export const nothingReached = (): Reached => ({
  found: 0,
  optimal: 0,
  capped: 0,
  tight: 0,
  without: 0,
  kinds: new Map(),
});

export const differ = (a: number, b: number): number => Math.abs(a - b) / Math.max(1e-3, Math.abs(b));

/**
 * Every legal assignment of a tiny instance, judged by the evaluator, against the solver: its figures are the evaluator's, nothing is proven
 * infeasible that has a plan; and with and without caps, drawn by `pick`, bounds are below the optimum and recomputed, and the search finds
 * a legal plan where there is one, at the optimum or near it.
 */
export function expectOptima(
  problem: Problem,
  instance: Instance,
  pick: number,
  reached: Reached,
  objectives: readonly SolvedObjective[] = SOLVED_OBJECTIVES,
): void {
  const legal = enumerateLegal(instance);
  if (legal.length > 0) expect(proveInfeasible(problem, instance)).toEqual([]);
  for (const { assignment, values } of legal.slice(0, 20)) {
    const figures = figuresOf(instance, assignment);
    expect(figures.excess).toBe(0);
    for (const objective of SOLVED_OBJECTIVES)
      expect(differ(figures[objective], values[objective]), objective).toBeLessThan(1e-9);
  }
  const capped = legal[pick % Math.max(1, legal.length)];
  for (const objective of objectives)
    for (const caps of capped === undefined ? [NO_CAPS] : [NO_CAPS, capsAt(capped.values, objective, pick)]) {
      const within = legal.filter(({ values }) => SOLVED_OBJECTIVES.every((o) => values[o] <= caps[o] * (1 + 1e-12)));
      const optimum = Math.min(Infinity, ...within.map(({ values }) => values[objective]));
      expectOptimum(problem, instance, objective, caps, optimum, reached);
    }
}

function expectOptimum(
  problem: Problem,
  instance: Instance,
  objective: SolvedObjective,
  caps: Caps,
  optimum: number,
  reached: Reached,
): void {
  const what = `${objective} under ${JSON.stringify(caps)}`;
  const bound = bestBound(instance, objective, caps);
  expect(bound.value, what).toBeLessThanOrEqual(optimum * (1 + 1e-12));
  // A latency's bound is seldom met on so few tables: the search then spends all that it has.
  const work = { left: objective === 'latencyMs' ? 60_000 : 100_000 };
  const found = minimise({ instance, objective, caps, work, random: seededRandom(4, 'layouts'), check: 'everyMove' });
  expect(found === undefined, what).toBe(optimum === Infinity);
  if (found === undefined) {
    reached.without++;
    return;
  }
  expect(findViolations(problem, placementOf(instance, found.assignment)), what).toEqual([]);
  const recomputed = certifiedBound(problem, certificateOf(instance, objective, caps, bound));
  expect(recomputed, what).toBeLessThanOrEqual(toNatural(instance, objective, optimum) * (1 + 1e-9));
  // The solver also knows the hosts that tables which lie together have in common.
  if (!problem.constraints.some(({ kind }) => kind === 'together'))
    expect(differ(recomputed, toNatural(instance, objective, bound.value)), what).toBeLessThan(1e-6);
  expect(differ(found.figures[objective], optimum), `${what}: ${found.figures[objective]} not ${optimum}`).toBeLessThan(
    slackOf(objective),
  );
  reached.found++;
  if (differ(found.figures[objective], optimum) < 1e-9) reached.optimal++;
  if (caps !== NO_CAPS) reached.capped++;
  if (bound.value >= optimum * (1 - 1e-9)) reached.tight++;
  for (const option of new Set([...found.assignment.options].map((o) => instance.optionKind[o])))
    reached.kinds.set(option, (reached.kinds.get(option) ?? 0) + 1);
}
