import { expect, test } from 'vitest';
import type { Problem } from '../../../domain/problem.ts';
import { seededRandom, type Random } from '../../../domain/random.ts';
import { verifyCertificate } from '../../../evaluator/certificate.ts';
import { loadFleetFixture, loadModelFixture } from '../../../api/fixtures.ts';
import { certificateOf, provenBound } from '../../../solver/bounds/certify.ts';
import { coreBound } from '../../../solver/bounds/core.ts';
import { NO_CAPS, type Caps } from '../../../solver/caps.ts';
import { compileInstance } from '../../../solver/instance.ts';
import { solveFrontier } from '../../../solver/frontier.ts';
import { enumerateLegal } from '../exact/tiny-instances.ts';
import { OPTIONS } from '../random-problems.ts';
import { smallProblem } from '../../small-problem.ts';

/** One hot table that may be split, and tables of nearly a host each, on three hosts. */
function tightProblem(random: Random): Problem {
  const tables = [
    { name: 'hot', rows: 100 + random.below(100), poolingFactor: 20 + random.below(60) },
    { name: 'a', rows: 150 + random.below(80), poolingFactor: 1 + random.below(20) },
    { name: 'b', rows: 150 + random.below(80), poolingFactor: 1 + random.below(20) },
  ];
  const bytes = tables.reduce((sum, { rows }) => sum + rows * 256, 0);
  return smallProblem(tables, { hosts: 3, memoryBytes: Math.ceil((bytes * (1.02 + 0.4 * random.next())) / 3) });
}

test('placing the heaviest tables in every way proves no more than enumeration finds, and more than sums do', () => {
  const random = seededRandom(81, 'core');
  const reached = { compared: 0, better: 0, optimal: 0 };
  for (let i = 0; i < 24; i++) {
    const instance = compileInstance(tightProblem(random), 'every');
    const legal = enumerateLegal(instance);
    if (legal.length === 0) continue;
    const wire = legal[random.below(legal.length)].values.bytesOnWire;
    for (const caps of [NO_CAPS, { ...NO_CAPS, bytesOnWire: wire }] as Caps[]) {
      const optimum = Math.min(
        ...legal.filter(({ values }) => values.bytesOnWire <= caps.bytesOnWire).map(({ values }) => values.peakLoad),
      );
      const known = provenBound(instance, 'peakLoad', caps);
      expect(known.value).toBeLessThanOrEqual(optimum);
      const bound = coreBound(instance, caps, optimum, known.value);
      reached.compared++;
      if (bound === undefined) continue;
      expect(bound.value, `case ${i}`).toBeGreaterThan(known.value);
      expect(bound.value, `case ${i}`).toBeLessThanOrEqual(optimum);
      const certificate = certificateOf(instance, 'peakLoad', caps, bound);
      expect(verifyCertificate(instance.problem, certificate).holds).toBe(true);
      // Claims above the optimum, or about tables that are not there, do not hold.
      const above = { ...certificate, bound: (optimum + 1) / instance.unitsPerLoad };
      expect(verifyCertificate(instance.problem, above).holds).toBe(false);
      expect(verifyCertificate(instance.problem, { ...certificate, core: ['nobody'] }).holds).toBe(false);
      reached.better++;
      if (bound.value === optimum) reached.optimal++;
    }
  }
  expect(reached.compared).toBeGreaterThan(30);
  expect(reached.better).toBeGreaterThan(8);
  expect(reached.optimal).toBeGreaterThan(8);
});

test('every point of the criteo study is proven to within 1%, and the evaluator recomputes each bound', async () => {
  const { model, workload } = loadModelFixture('criteo-terabyte-dcnv2');
  const problem: Problem = {
    model,
    workload,
    fleet: loadFleetFixture('8x32gib'),
    objectives: ['hostsUsed', 'peakLoad', 'bytesOnWire'],
    epsilons: [],
    constraints: [],
    loadMeasure: 'lookupBytes',
  };
  const answer = await solveFrontier(problem, { ...OPTIONS, check: 'never', gridPoints: 8 });
  if (answer.status !== 'solved') throw new Error(answer.status);
  const { plans } = answer.frontier;
  expect(plans.length).toBeGreaterThan(8);
  for (const { proof } of plans) {
    expect(proof.gap).toBeLessThan(0.01);
    expect(verifyCertificate(problem, proof.certificate).holds).toBe(true);
  }
  expect(plans.filter(({ proof }) => proof.certificate.kind === 'core').length).toBeGreaterThan(0);
  expect(plans.filter(({ proof }) => proof.status === 'optimal').length).toBeGreaterThan(plans.length / 2);
});
