import { afterAll, describe, expect, it } from 'vitest';
import { placementHash } from '../../../domain/placement.ts';
import { seededRandom } from '../../../domain/random.ts';
import { NO_CAPS, SOLVED_OBJECTIVES, type Caps } from '../../../solver/caps.ts';
import { checkSolution } from '../../../solver/exact/check-solution.ts';
import type { EngineName, MipLimits } from '../../../solver/exact/engine.ts';
import { warmEngine, ENGINE_NAMES } from '../../../solver/exact/engines.ts';
import { buildProgram } from '../../../solver/exact/formulation.ts';
import { scaleOf, type MipGoal } from '../../../solver/exact/program-columns.ts';
import { assignmentFrom, startFrom } from '../../../solver/exact/program-solutions.ts';
import { solveMip } from '../../../solver/exact/solve-mip.ts';
import { placementOf, type Instance } from '../../../solver/instance.ts';
import { reaches } from '../../../solver/stop.ts';
import { capsAt } from '../random-problems.ts';
import { enumerateLegal, randomInstance, RULE_KINDS, ruledInstance, unequalPair } from './tiny-instances.ts';

const LIMITS: MipLimits = { seconds: 10, relativeGap: 0 };

/** Its tableau loses programs whose caps are met to the last digit, and some under rules: it says `infeasible`, breaks a row or never returns. */
const PLAIN_ONLY: ReadonlySet<EngineName> = new Set(['javascript-lp-solver']);

/** The engines' tolerance on loads scaled to 1000. */
const PRECISION = 2e-6;

/** The program has no rows for latency. */
const OBJECTIVES = SOLVED_OBJECTIVES.filter((objective) => objective !== 'latencyMs');
const legalOf = (instance: Instance): ReturnType<typeof enumerateLegal> =>
  enumerateLegal(instance).map(({ assignment, values }) => ({
    assignment,
    values: { ...values, latencyMs: Infinity },
  }));

interface Case {
  readonly about: string;
  readonly instance: Instance;
  readonly legal: ReturnType<typeof enumerateLegal>;
  readonly goals: readonly MipGoal[];
}

/** Half of the objectives, taken in turn, each free and under caps that some legal assignment just keeps. */
function caseOf(about: string, instance: Instance, turn: number, pick: number): Case {
  const legal = legalOf(instance);
  const capped = legal[pick % Math.max(1, legal.length)];
  const own = OBJECTIVES.filter((_, i) => (i + turn) % 2 === 0);
  const goals = own.flatMap((objective, i): MipGoal[] => {
    const free = { objective, caps: NO_CAPS };
    return capped === undefined ? [free] : [free, { objective, caps: capsAt(capped.values, objective, pick + 37 * i) }];
  });
  return { about, instance, legal, goals };
}

/** Instances with all their legal assignments: made once, read by every engine. */
const cases = [
  ...Array.from({ length: 12 }, (_, seed) => {
    const random = seededRandom(seed, 'formulation');
    return caseOf(`plain ${seed}`, randomInstance(random), seed, random.below(1000));
  }),
  ...Array.from({ length: 26 }, (_, seed) => {
    const random = seededRandom(seed, 'rules');
    return caseOf(`ruled ${seed}`, ruledInstance(random, seed), seed, random.below(1000));
  }),
];

const within = (values: Caps, caps: Caps): boolean => OBJECTIVES.every((name) => reaches(values[name], caps[name]));
const bestOf = (legal: readonly { values: Caps }[], { objective, caps }: MipGoal): number =>
  legal.reduce((best, { values }) => (within(values, caps) ? Math.min(best, values[objective]) : best), Infinity);

it('the cases hold every kind of rule, and layouts of every kind that legal assignments use', () => {
  const kinds = cases.flatMap(({ instance }) => instance.problem.constraints.map((constraint) => constraint.kind));
  for (const kind of RULE_KINDS) expect(kinds.filter((own) => own === kind).length, kind).toBeGreaterThan(4);
  const used = cases.flatMap(({ instance, legal }) =>
    legal.flatMap(({ assignment }) => [...assignment.options].map((o) => instance.optionKind[o])),
  );
  for (const kind of ['whole', 'rowWise', 'columnWise', 'replicated'] as const)
    expect(used.filter((own) => own === kind).length, kind).toBeGreaterThan(20);
});

describe.each(ENGINE_NAMES)('the assignment MIP by %s', (name) => {
  const engine = warmEngine(name);
  afterAll(() => engine.dispose());

  it('is the optimum of enumeration, for every objective with and without caps, under every rule', async () => {
    const reached = { solved: 0, capped: 0, infeasible: 0, refused: 0 };
    for (const { about: which, instance, legal, goals } of cases)
      for (const goal of goals) {
        if (PLAIN_ONLY.has(name) && (goal.caps !== NO_CAPS || which.startsWith('ruled'))) continue;
        const best = bestOf(legal, goal);
        const outcome = await solveMip(instance, goal, engine, LIMITS);
        const about = `${which}, ${JSON.stringify(goal)}`;
        if (outcome.stoppedBy.includes('sizeLimit')) {
          reached.refused++;
          continue;
        }
        if (best === Infinity) {
          reached.infeasible++;
          expect(outcome, about).toMatchObject({ status: 'infeasible' });
          continue;
        }
        reached.solved++;
        if (goal.caps !== NO_CAPS) reached.capped++;
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
    expect(reached.solved).toBeGreaterThan(PLAIN_ONLY.has(name) ? 30 : 200);
    expect(reached.capped > 100).toBe(!PLAIN_ONLY.has(name));
    expect(reached.infeasible).toBeGreaterThan(3);
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
    for (const { about, instance, legal } of cases)
      for (const { assignment, values } of legal.slice(0, 8)) {
        for (const objective of OBJECTIVES) {
          const formulation = buildProgram(instance, { objective, caps: values });
          const checked = checkSolution(formulation.program, startFrom(formulation, assignment));
          if (!checked.holds) throw new Error(`${about}, ${objective}: ${checked.reason}`);
          const value = checked.objective / scaleOf(formulation.scales, objective);
          // The main shard's own load is in no column.
          const own = objective === 'peakLoad' ? Math.max(value, instance.mainLoad) : value;
          expect(own, `${about}, ${objective}`).toBeCloseTo(values[objective], 3);
          const back = assignmentFrom(formulation, checked.values);
          expect([...back.options]).toEqual([...assignment.options]);
          reached++;
        }
      }
    expect(reached).toBeGreaterThan(1000);
  });

  it('outside of the caps does not', () => {
    let reached = 0;
    for (const { about, instance, legal } of cases)
      for (const objective of OBJECTIVES)
        for (const { assignment, values } of legal.slice(0, 5)) {
          const caps = { ...NO_CAPS, [objective]: values[objective] * 0.99 };
          if (values[objective] === 0 || (objective === 'peakLoad' && values.peakLoad === instance.mainLoad)) continue;
          const formulation = buildProgram(instance, {
            objective: objective === 'fanOut' ? 'peakLoad' : 'fanOut',
            caps,
          });
          const checked = checkSolution(formulation.program, startFrom(formulation, assignment));
          expect(checked.holds, `${about}, ${objective}`).toBe(false);
          reached++;
        }
    expect(reached).toBeGreaterThan(100);
  });
});
