import { afterAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../../domain/random.ts';
import { NO_CAPS, type Caps } from '../../../solver/caps.ts';
import { checkSolution } from '../../../solver/exact/check-solution.ts';
import type { MipLimits } from '../../../solver/exact/engine.ts';
import { createEngine, ENGINE_NAMES } from '../../../solver/exact/engines.ts';
import { buildProgram } from '../../../solver/exact/formulation.ts';
import { MIP_OBJECTIVES, type MipGoal } from '../../../solver/exact/program-columns.ts';
import { assignmentFrom, startFrom } from '../../../solver/exact/program-solutions.ts';
import { solveMip } from '../../../solver/exact/solve-mip.ts';
import { placementOf } from '../../../solver/instance.ts';
import { placementHash } from '../../../domain/placement.ts';
import { enumerateLegal, randomInstance, unequalPair } from './tiny-instances.ts';

const LIMITS: MipLimits = { seconds: 10, relativeGap: 0 };

/** The engines' tolerance on loads scaled to 1000. */
const PRECISION = 2e-6;

/** Instances with all their legal assignments: made once, read by every engine. */
const cases = Array.from({ length: 40 }, (_, seed) => {
  const random = seededRandom(seed, 'formulation');
  const instance = randomInstance(random);
  const legal = enumerateLegal(instance);
  const goals: MipGoal[] = MIP_OBJECTIVES.flatMap((objective) => {
    const free = { objective, caps: NO_CAPS };
    if (legal.length === 0) return [free];
    // Caps taken from some legal assignment: tight, and possible to keep.
    const { values } = legal[random.below(legal.length)];
    const capped = MIP_OBJECTIVES[random.below(MIP_OBJECTIVES.length)];
    return capped === objective
      ? [free]
      : [free, { objective, caps: { ...NO_CAPS, [capped]: values[capped] * (1 + 1e-9) } }];
  });
  return { seed, instance, legal, goals };
});

const within = (values: Caps, caps: Caps): boolean => MIP_OBJECTIVES.every((name) => values[name] <= caps[name]);
const bestOf = (legal: readonly { values: Caps }[], { objective, caps }: MipGoal): number =>
  legal.reduce((best, { values }) => (within(values, caps) ? Math.min(best, values[objective]) : best), Infinity);

describe.each(ENGINE_NAMES)('the assignment MIP by %s', (name) => {
  const engine = createEngine(name);
  afterAll(() => engine.dispose());

  it('is the optimum of enumeration, for every objective with and without caps', async () => {
    let solved = 0;
    let infeasible = 0;
    let refused = 0;
    for (const { seed, instance, legal, goals } of cases)
      for (const goal of goals) {
        const best = bestOf(legal, goal);
        const outcome = await solveMip(instance, goal, engine, LIMITS);
        const about = `seed ${seed}, ${JSON.stringify(goal)}`;
        if (outcome.stoppedBy.includes('sizeLimit')) {
          refused++;
          continue;
        }
        if (best === Infinity) {
          infeasible++;
          expect(outcome, about).toMatchObject({ status: 'infeasible' });
          continue;
        }
        solved++;
        expect(outcome, about).toMatchObject({ status: 'optimal' });
        const hash = outcome.assignment && placementHash(placementOf(instance, outcome.assignment));
        const same = legal.find(({ assignment }) => placementHash(placementOf(instance, assignment)) === hash);
        expect(same, `${about}: the answer is a legal assignment`).toBeDefined();
        expect(same?.values[goal.objective], about).toBeLessThanOrEqual(best * (1 + PRECISION));
        if (outcome.bound !== undefined) {
          expect(outcome.bound, about).toBeLessThanOrEqual(best * (1 + 1e-12));
          expect(outcome.bound, about).toBeGreaterThanOrEqual(best * (1 - 1e-4) - 1e-9);
        }
      }
    expect(solved).toBeGreaterThan(50);
    expect(infeasible).toBeGreaterThan(3);
    expect(refused).toBe(0);
  }, 60_000);

  it('counts a host for a table of a few bytes, however large the host', async () => {
    const instance = unequalPair();
    for (const objective of ['hostsUsed', 'fanOut'] as const) {
      const outcome = await solveMip(instance, { objective, caps: NO_CAPS }, engine, LIMITS);
      const best = bestOf(enumerateLegal(instance), { objective, caps: NO_CAPS });
      expect(best).toBe(2);
      expect(outcome).toMatchObject({ status: 'optimal' });
      if (outcome.bound !== undefined) expect(outcome.bound).toBe(2);
    }
  });
});

describe('a start', () => {
  it('made from a legal assignment solves the program, with the objective that the evaluator gives it', () => {
    let reached = 0;
    for (const { instance, legal } of cases)
      for (const { assignment, values } of legal.slice(0, 40)) {
        for (const objective of MIP_OBJECTIVES) {
          const formulation = buildProgram(instance, { objective, caps: NO_CAPS });
          const checked = checkSolution(formulation.program, startFrom(formulation, assignment));
          if (!checked.holds) throw new Error(checked.reason);
          const { load, wire } = formulation.layout.scales;
          const scale = objective === 'peakLoad' ? load : objective === 'bytesOnWire' ? wire : 1;
          expect(checked.objective / scale).toBeCloseTo(values[objective], 3);
          const back = assignmentFrom(formulation, checked.values);
          expect([...back.options]).toEqual([...assignment.options]);
          reached++;
        }
      }
    expect(reached).toBeGreaterThan(500);
  });

  it('outside of the caps does not', () => {
    let reached = 0;
    for (const { instance, legal } of cases)
      for (const objective of MIP_OBJECTIVES)
        for (const { assignment, values } of legal.slice(0, 10)) {
          const caps = { ...NO_CAPS, [objective]: values[objective] * 0.99 };
          if (values[objective] === 0) continue;
          const formulation = buildProgram(instance, {
            objective: objective === 'fanOut' ? 'peakLoad' : 'fanOut',
            caps,
          });
          expect(checkSolution(formulation.program, startFrom(formulation, assignment)).holds).toBe(false);
          reached++;
        }
    expect(reached).toBeGreaterThan(100);
  });
});
