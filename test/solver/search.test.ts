import { expect, test } from 'vitest';
import { seededRandom } from '../../domain/random.ts';
import { bestBound, certificateOf, provenBound } from '../../solver/bounds/certify.ts';
import { certifiedBound } from '../../evaluator/certificate.ts';
import { NO_CAPS, SOLVED_OBJECTIVES, toNatural, type Caps, type SolvedObjective } from '../../solver/caps.ts';
import { hostCount, partCount, tableCount, type Assignment, type Instance } from '../../solver/instance.ts';
import { figuresOf, respects } from '../../solver/search/figures.ts';
import { minimise } from '../../solver/search/minimise.ts';
import { createState, loadAssignment, movePart, verifyState } from '../../solver/state.ts';
import { enumerateLegal, randomInstance } from './exact/tiny-instances.ts';

type Legal = ReturnType<typeof enumerateLegal>;

/** An objective with caps on one or two others, at values that some legal assignment of the oracle has. */
function cellsOf(legal: Legal, random: ReturnType<typeof seededRandom>): { objective: SolvedObjective; caps: Caps }[] {
  return SOLVED_OBJECTIVES.map((objective) => {
    const others = SOLVED_OBJECTIVES.filter((other) => other !== objective && random.below(2) === 0);
    const pick = legal[random.below(Math.max(1, legal.length))];
    const capped = pick === undefined ? [] : others.map((other) => [other, pick.values[other]]);
    return { objective, caps: { ...NO_CAPS, ...Object.fromEntries(capped) } };
  });
}

const within = (values: Caps, caps: Caps): boolean => SOLVED_OBJECTIVES.every((o) => values[o] <= caps[o]);

const optimumOf = (legal: Legal, objective: SolvedObjective, caps: Caps): number =>
  Math.min(Infinity, ...legal.filter(({ values }) => within(values, caps)).map(({ values }) => values[objective]));

function searchCell(instance: Instance, objective: SolvedObjective, caps: Caps, seed: number) {
  const random = seededRandom(seed, 'cell');
  return minimise({ instance, objective, caps, work: { left: 300_000 }, random, check: 'everyMove' });
}

test('on tiny instances local search finds the optimum of enumeration, every move checked against the full evaluation', () => {
  const random = seededRandom(11, 'search');
  const reached = { optimal: 0, capped: 0, without: 0 };
  for (let i = 0; i < 40; i++) {
    const instance = randomInstance(random);
    const legal = enumerateLegal(instance);
    for (const { objective, caps } of cellsOf(legal, random)) {
      const optimum = optimumOf(legal, objective, caps);
      const found = searchCell(instance, objective, caps, i);
      expect(found === undefined, `case ${i}, ${objective}`).toBe(optimum === Infinity);
      if (found === undefined) reached.without++;
      else {
        expect(respects(found.figures, caps)).toBe(true);
        expect(found.figures[objective], `case ${i}, ${objective} under ${JSON.stringify(caps)}`).toBeCloseTo(
          optimum,
          3,
        );
        reached.optimal++;
        if (SOLVED_OBJECTIVES.some((o) => caps[o] < Infinity)) reached.capped++;
      }
    }
  }
  expect(reached.optimal).toBeGreaterThan(150);
  expect(reached.capped).toBeGreaterThan(100);
  expect(reached.without).toBeGreaterThan(0);
});

test('no bound exceeds the optimum of enumeration, and the evaluator recomputes each one', () => {
  const random = seededRandom(12, 'bounds');
  const reached = { tight: 0, all: 0 };
  for (let i = 0; i < 120; i++) {
    const instance = randomInstance(random);
    const legal = enumerateLegal(instance);
    for (const { objective, caps } of cellsOf(legal, random)) {
      const optimum = optimumOf(legal, objective, caps);
      if (optimum === Infinity) continue;
      const bound = provenBound(instance, objective, caps);
      // Service is counted in units that depend on the layouts: the last digits of a latency differ.
      expect(bound.value).toBeLessThanOrEqual(bestBound(instance, objective, caps).value * (1 + 1e-12));
      expect(bound.value, `case ${i}, ${objective}`).toBeLessThanOrEqual(optimum);
      const recomputed = certifiedBound(instance.problem, certificateOf(instance, objective, caps, bound));
      expect(recomputed).toBeCloseTo(toNatural(instance, objective, bound.value), 6);
      reached.all++;
      if (bestBound(instance, objective, caps).value === optimum) reached.tight++;
    }
  }
  expect(reached.all).toBeGreaterThan(300);
  expect(reached.tight).toBeGreaterThan(100);
});

test('incremental figures equal the full evaluation after any legal or illegal moves', () => {
  const random = seededRandom(13, 'moves');
  let moves = 0;
  for (let i = 0; i < 40; i++) {
    const instance = randomInstance(random);
    if (hasStranded(instance)) continue;
    const state = createState(instance, 'everyMove');
    loadAssignment(state, randomAssignment(instance, random));
    for (let m = 0; m < 30; m++) {
      const slot = random.below(state.host.length);
      if (state.host[slot] < 0) continue;
      movePart(state, slot, random.below(hostCount(instance)));
      verifyState(state, 'everyMove');
      moves++;
    }
  }
  expect(moves).toBeGreaterThan(200);
});

test('a figure that drifted is noticed', () => {
  const instance = randomInstance(seededRandom(14, 'drift'));
  const state = createState(instance, 'everyMove');
  loadAssignment(state, randomAssignment(instance, seededRandom(14, 'place')));
  state.load[0] += 1;
  expect(() => verifyState(state, 'everyMove')).toThrow('incremental load differs');
});

test('figures of an assignment are the evaluator’s', () => {
  const random = seededRandom(15, 'figures');
  let cases = 0;
  for (let i = 0; i < 20; i++) {
    const instance = randomInstance(random);
    for (const { assignment, values } of enumerateLegal(instance).slice(0, 10)) {
      const figures = figuresOf(instance, assignment);
      expect(figures.excess).toBe(0);
      for (const objective of SOLVED_OBJECTIVES) expect(figures[objective]).toBeCloseTo(values[objective], 3);
      cases++;
    }
  }
  expect(cases).toBeGreaterThan(80);
});

/** Whether some table has no layout at all. */
const hasStranded = (instance: Instance): boolean =>
  instance.tables.some((_, t) => instance.optionFirst[t] === instance.optionFirst[t + 1]);

function randomAssignment(instance: Instance, random: ReturnType<typeof seededRandom>): Assignment {
  const options = Int32Array.from({ length: tableCount(instance) }, (_, t) => {
    const count = instance.optionFirst[t + 1] - instance.optionFirst[t];
    return instance.optionFirst[t] + random.below(count);
  });
  const hosts = new Int32Array(tableCount(instance) * instance.mostParts).fill(-1);
  options.forEach((option, t) => {
    for (let i = 0; i < partCount(instance, option); i++)
      hosts[t * instance.mostParts + i] = random.below(hostCount(instance));
  });
  return { options, hosts };
}
