import { expect, test } from 'vitest';
import { seededRandom } from '../../../domain/random.ts';
import { certifiedBound, verifyCertificate } from '../../../evaluator/certificate.ts';
import { mostWorth } from '../../../evaluator/most-worth.ts';
import { fewestHostsByDuals } from '../../../evaluator/packing-certificate.ts';
import { findViolations } from '../../../evaluator/violations.ts';
import { certificateOf } from '../../../solver/bounds/certify.ts';
import { NO_CAPS } from '../../../solver/caps.ts';
import { packTables } from '../../../solver/exact/column-generation/pack-tables.ts';
import { bestPatterns } from '../../../solver/exact/column-generation/pricing.ts';
import { stockOf } from '../../../solver/exact/column-generation/stock.ts';
import { compileInstance, placementOf } from '../../../solver/instance.ts';
import { solve } from '../../../solver/solve.ts';
import { runThrough } from '../../../solver/stepwise.ts';
import {
  fewestBins,
  fullBinItems,
  leastMakespan,
  makespanProblem,
  packingProblem,
  tripletItems,
  uniformItems,
} from '../../packing-problems.ts';
import { smallProblem } from '../../small-problem.ts';
import { OPTIONS } from '../random-problems.ts';

const packOf = (sizes: readonly number[], capacity: number, lowest: number, seed: number) => {
  const problem = packingProblem(sizes, capacity, sizes.length);
  const instance = compileInstance(problem);
  const random = seededRandom(seed, 'pack');
  const packed = runThrough(packTables({ instance, caps: NO_CAPS, lowest, random, work: { left: 3_000_000 } }));
  if (packed === undefined) throw new Error('not a packing problem');
  return { problem, instance, packed };
};

test('tiny packings are as good as enumeration, and their column-generation bound is recomputed and never above it', () => {
  const random = seededRandom(31, 'tiny');
  const reached = { optimal: 0, bounded: 0, tight: 0 };
  for (let i = 0; i < 60; i++) {
    const sizes = Array.from({ length: 4 + random.below(6) }, () => 15 + random.below(60));
    const optimum = fewestBins(sizes, 100);
    const { problem, instance, packed } = packOf(sizes, 100, 1, i);
    const { assignment, bound } = packed;
    if (assignment === undefined) throw new Error(`case ${i}: no packing`);
    const placement = placementOf(instance, assignment);
    expect(findViolations(problem, placement)).toEqual([]);
    expect(placement.shards.length, `case ${i}`).toBe(optimum);
    reached.optimal++;
    if (bound.value === 0) continue;
    expect(bound.value, `case ${i}`).toBeLessThanOrEqual(optimum);
    const certificate = certificateOf(instance, 'hostsUsed', NO_CAPS, bound);
    expect(certifiedBound(problem, certificate), `case ${i}`).toBe(bound.value);
    expect(certifiedBound(problem, { ...certificate, packingDuals: undefined })).toBe(0);
    reached.bounded++;
    if (bound.value === optimum) reached.tight++;
  }
  expect(reached.optimal).toBe(60);
  expect(reached.bounded).toBeGreaterThan(10);
  expect(reached.tight).toBeGreaterThan(10);
});

test('worths that no bin could carry prove less, never more', () => {
  const sizes = [60, 60, 60, 40, 40];
  const { problem, instance, packed } = packOf(sizes, 100, 1, 1);
  const honest = certificateOf(instance, 'hostsUsed', NO_CAPS, {
    kind: 'columnGeneration',
    value: 3,
    evidence: {
      packingDuals: { resource: 'bytes', tables: ['t0', 't1', 't2'].map((table) => ({ table, dual: 7 })) },
    },
  });
  expect(verifyCertificate(problem, honest).recomputed).toBe(3);
  expect(verifyCertificate(problem, { ...honest, bound: 4 }).holds).toBe(false);
  expect(packed.assignment).toBeDefined();
});

test('no worths prove more hosts than enumeration needs; that hosts must be full proves more than volume or worths alone', () => {
  const random = seededRandom(36, 'worths');
  let beyond = 0;
  for (let i = 0; i < 2000; i++) {
    const sizes = Array.from({ length: 4 + random.below(4) }, () => 20 + random.below(40));
    const optimum = fewestBins(sizes, 100);
    const items = sizes.map((size) => ({ size, worth: random.below(2) * (1 + random.below(40)) }));
    const packing = { layouts: sizes.map((size) => [[size]]), capacities: sizes.map(() => 100) };
    const worths = items.map(({ worth }) => worth);
    const proven = fewestHostsByDuals(packing, worths);
    expect(proven, `case ${i}`).toBeLessThanOrEqual(optimum);
    const most = mostWorth(
      items.filter(({ worth }) => worth > 0),
      100,
    );
    const all = worths.reduce((sum, worth) => sum + worth, 0);
    const volume = sizes.reduce((sum, size) => sum + size, 0);
    if (most !== undefined && proven > Math.max(Math.ceil(all / most), Math.ceil(volume / 100))) beyond++;
  }
  expect(beyond).toBeGreaterThan(5);
});

test('the pattern of most worth is the same by dynamic programming and by branch and bound', () => {
  const random = seededRandom(32, 'pricing');
  for (let i = 0; i < 60; i++) {
    const sizes = Array.from({ length: 3 + random.below(8) }, () => 10 + random.below(60));
    const stock = stockOf(sizes, 100);
    const worths = stock.sizes.map(() => random.next());
    const scaled = { ...stock, capacity: 1e8, sizes: stock.sizes.map((size) => size * 1e6) };
    const [a, b] = [stock, scaled].map((one) => bestPatterns(one, worths, one.capacity, { left: 1e6 }));
    expect(a.isExact && b.isExact).toBe(true);
    expect(a.worth).toBeCloseTo(b.worth, 9);
  }
});

test('triplets are packed into a third as many hosts, and proven', async () => {
  const random = seededRandom(33, 'triplets');
  for (const bins of [10, 20]) {
    const answer = await solve(packingProblem(tripletItems(bins, random), 1000, bins + 3), OPTIONS);
    if (!('plan' in answer)) throw new Error(answer.status);
    expect(answer.plan.estimate.hostsUsed).toBe(bins);
    expect(answer.status).toBe('optimal');
  }
});

test('uniform items are packed to a bound that the evaluator confirms', async () => {
  const random = seededRandom(34, 'uniform');
  let proven = 0;
  for (let i = 0; i < 4; i++) {
    const sizes = uniformItems(60, random);
    const problem = packingProblem(sizes, 150, 40);
    const answer = await solve(problem, OPTIONS);
    if (!('plan' in answer)) throw new Error(answer.status);
    expect(verifyCertificate(problem, answer.plan.proof.certificate).holds).toBe(true);
    if (answer.status === 'optimal') proven++;
  }
  expect(proven).toBeGreaterThan(2);
});

test('equal hosts take two jobs each: the peak load is the packing bound, not the mean', async () => {
  // Two machines, three equal jobs: one machine does two, though the mean is one and a half.
  const problem = packingProblem([5, 5, 5], 1000, 2, { objectives: ['peakLoad'] });
  const answer = await solve(problem, OPTIONS);
  if (!('plan' in answer)) throw new Error(answer.status);
  expect(answer.status).toBe('optimal');
  expect(['l2', 'dualFeasible', 'columnGeneration', 'sum']).toContain(answer.plan.proof.certificate.kind);
  expect(verifyCertificate(problem, answer.plan.proof.certificate).holds).toBe(true);
});

test('items that leave no room at all are packed into as many hosts as their volume, and proven', async () => {
  const random = seededRandom(37, 'full');
  for (const [bins, capacity] of [
    [12, 100],
    [15, 1000],
    [30, 1000],
  ]) {
    const items = fullBinItems(bins, capacity, random);
    const answer = await solve(packingProblem(items, capacity, bins + 3), OPTIONS);
    if (!('plan' in answer)) throw new Error(answer.status);
    expect(answer.plan.estimate.hostsUsed, `${bins} of ${capacity}`).toBe(bins);
    expect(answer.status).toBe('optimal');
  }
});

test('the least makespan of a few jobs is that of enumeration, proven and verified', async () => {
  const random = seededRandom(38, 'makespan');
  const reached = { optimal: 0, byPacking: 0 };
  for (let i = 0; i < 8; i++) {
    const machines = 2 + random.below(2);
    const jobs = Array.from({ length: 2 * machines + random.below(machines) }, () => 20 + random.below(80));
    const problem = makespanProblem(jobs, machines);
    const answer = await solve(problem, OPTIONS);
    if (!('plan' in answer)) throw new Error(answer.status);
    expect(answer.plan.proof.value, `case ${i}`).toBe(leastMakespan(jobs, machines) * problem.workload.batchSize);
    const { certificate } = answer.plan.proof;
    // What packing leaves open on so few tables the MIP closes, and rests on its engine.
    expect(certificate.kind === 'mip' || verifyCertificate(problem, certificate).holds).toBe(true);
    if (answer.status === 'optimal') reached.optimal++;
    if (['l2', 'dualFeasible', 'columnGeneration'].includes(certificate.kind)) reached.byPacking++;
  }
  expect(reached.optimal).toBeGreaterThan(5);
  expect(reached.byPacking).toBeGreaterThan(0);
});

test('jobs that keep every machine busy to the end have that end as their makespan', async () => {
  const random = seededRandom(39, 'busy');
  for (const machines of [8, 16]) {
    const problem = makespanProblem(fullBinItems(machines, 300, random), machines);
    const answer = await solve(problem, OPTIONS);
    if (!('plan' in answer)) throw new Error(answer.status);
    expect(answer.plan.proof.value).toBe(300 * problem.workload.batchSize);
    expect(answer.status).toBe('optimal');
  }
});

test('where bytes and load bind alike, hosts that both leave nearly full are found and proven', async () => {
  const random = seededRandom(40, 'vectors');
  let optimal = 0;
  for (const hosts of [4, 6, 8, 10]) {
    // Both resources of a host cut in three, with one in fifty left free: the volume needs all hosts.
    const thirds = (): number[] => {
      const [first, second] = [100 + random.below(300), 100 + random.below(300)];
      return [first, second, 980 - first - second];
    };
    const [bytes, loads] = [1, 2].map(() => Array.from({ length: hosts }, thirds).flat());
    const tables = bytes.map((rows, t) => ({ name: `t${t}`, rows, dim: 1, poolingFactor: loads[t] }));
    const problem = smallProblem(tables, {
      hosts: hosts + 2,
      memoryBytes: 1000 * 4,
      objectives: ['hostsUsed'],
      epsilons: [{ objective: 'peakLoad', atMost: 1000 * 16 }],
      loadMeasure: 'poolingFactor',
      constraints: [{ kind: 'tableOptions', allow: ['whole'] }],
    });
    const answer = await solve(problem, OPTIONS);
    if (!('plan' in answer)) throw new Error(answer.status);
    expect(answer.plan.proof.bound).toBe(hosts);
    expect(verifyCertificate(problem, answer.plan.proof.certificate).holds).toBe(true);
    if (answer.status === 'optimal') optimal++;
  }
  expect(optimal).toBeGreaterThan(2);
});

test('twice the same seed: the same packing', async () => {
  const sizes = tripletItems(12, seededRandom(35, 'twice'));
  const run = () => solve(packingProblem(sizes, 1000, 14), OPTIONS);
  expect(await run()).toEqual(await run());
});
