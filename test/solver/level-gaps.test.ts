import { expect, test } from 'vitest';
import { loadFleetFixture, loadModelFixture } from '../../api/fixtures.ts';
import { Problem } from '../../domain/problem.ts';
import { verifyCertificate } from '../../evaluator/certificate.ts';
import { solve } from '../../solver/solve.ts';
import { OPTIONS } from './random-problems.ts';

const WHOLE = [{ kind: 'tableOptions', allow: ['whole'] }];

function fixtureProblem(model: string, fleet: string, objective: string, constraints: readonly unknown[]): Problem {
  const rest = { fleet: loadFleetFixture(fleet), objectives: [objective], constraints };
  const { model: tables, workload } = loadModelFixture(model);
  return Problem.parse({ model: tables, workload, ...rest });
}

async function proofOf(problem: Problem) {
  const answer = await solve(problem, { ...OPTIONS, check: 'never' });
  if (!('plan' in answer)) throw new Error(answer.status);
  const { proof } = answer.plan;
  expect(verifyCertificate(problem, proof.certificate).holds).toBe(true);
  return proof;
}

for (const [model, fleet] of [
  ['drm1', '8x32gib'],
  ['drm1', 'mixed'],
  ['drm2', '8x32gib'],
  ['criteo-terabyte-dcnv2', '8x32gib'],
] as const)
  test(`${model} over ${fleet}: critical load is proven within 1%, whole and split, and splits only lower it`, async () => {
    const whole = await proofOf(fixtureProblem(model, fleet, 'criticalLoad', WHOLE));
    const split = await proofOf(fixtureProblem(model, fleet, 'criticalLoad', []));
    expect(whole.gap).toBeLessThan(0.01);
    expect(split.gap).toBeLessThan(0.01);
    expect(split.value).toBeLessThanOrEqual(whole.value);
  }, 120_000);

for (const model of ['drm1', 'drm3'])
  test(`${model} over mixed hosts: the cheapest hosts are proven, and memory is level within 3%`, async () => {
    const cost = await proofOf(fixtureProblem(model, 'mixed', 'hostCost', []));
    expect(cost).toMatchObject({ status: 'optimal', gap: 0 });
    const memory = await proofOf(fixtureProblem(model, 'mixed', 'peakMemory', []));
    expect(memory.gap).toBeLessThan(0.03);
  }, 120_000);
