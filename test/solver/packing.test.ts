import { expect, test } from 'vitest';
import { seededRandom, type Random } from '../../domain/random.ts';
import { bestBound } from '../../solver/bounds/certify.ts';
import { NO_CAPS } from '../../solver/caps.ts';
import { compileInstance, hostCount, tableCount, type Instance } from '../../solver/instance.ts';
import { figuresOf } from '../../solver/search/figures.ts';
import { packPeak } from '../../solver/search/packing/pack-peak.ts';
import { isPackable } from '../../solver/search/packing/packing.ts';
import { solve } from '../../solver/solve.ts';
import { smallProblem } from '../small-problem.ts';
import { runThrough } from '../../solver/stepwise.ts';
import { OPTIONS } from './random-problems.ts';

/** 40 to 120 tables on three to six hosts with 2 to 30% of free memory, some pinned, some split in two. */
function randomInstance(random: Random): Instance {
  const hosts = 3 + random.below(4);
  const tables = Array.from({ length: 40 + random.below(80) }, (_, t) => ({
    name: `t${t}`,
    rows: 50 + Math.floor(2000 * random.next() ** 4),
    poolingFactor: 1 + Math.floor(100 * random.next() ** 3),
  }));
  const bytes = tables.reduce((sum, table) => sum + table.rows * 256, 0);
  const memoryBytes = Math.ceil((bytes / hosts) * (1.02 + 0.28 * random.next()));
  const pinned = tables.filter(() => random.below(8) === 0);
  const constraints = pinned.map(({ name }) => ({
    kind: 'pin',
    table: name,
    hosts: ['host-0', `host-${1 + random.below(hosts - 1)}`],
  }));
  return compileInstance(smallProblem(tables, { hosts, memoryBytes, constraints }));
}

/** Whole for most tables; the last option, the finest split, where a table has several. */
const choiceOf = (instance: Instance, random: Random): Int32Array =>
  Int32Array.from(instance.tables, (_, t) =>
    random.below(2) === 0 ? instance.optionFirst[t] : instance.optionFirst[t + 1] - 1,
  );

test('a packing is within memory, on open hosts only, parts of a table apart, and close to its bound', () => {
  const random = seededRandom(5, 'packing');
  const reached = { packed: 0, withinPerMille: 0 };
  for (let i = 0; i < 40; i++) {
    const instance = randomInstance(random);
    expect(isPackable(instance, NO_CAPS)).toBe(true);
    const options = choiceOf(instance, random);
    const target = bestBound(instance, 'peakLoad', NO_CAPS).value;
    const task = {
      instance,
      caps: NO_CAPS,
      arenas: [instance.allowed],
      choices: [options],
      known: [],
      target,
      work: { left: 100_000 },
      random: seededRandom(i),
    };
    const found = runThrough(packPeak(task));
    if (found === undefined) continue;
    reached.packed++;
    const { assignment, height } = found;
    expect(assignment.options).toEqual(options);
    const figures = figuresOf(instance, assignment);
    expect(figures.excess, `case ${i}`).toBe(0);
    expect(figures.peakLoad).toBe(height);
    for (let t = 0; t < tableCount(instance); t++) {
      const own = [...assignment.hosts.subarray(t * instance.mostParts, (t + 1) * instance.mostParts)];
      const hosts = own.filter((h) => h >= 0);
      expect(new Set(hosts).size).toBe(hosts.length);
      for (const h of hosts) expect(instance.allowed[t * hostCount(instance) + h]).toBe(1);
    }
    if (height <= target * 1.001) reached.withinPerMille++;
  }
  expect(reached.packed).toBeGreaterThan(35);
  expect(reached.withinPerMille).toBeGreaterThan(30);
});

test('a peak load is never less than the largest table that must stay whole, and that bound is proven', async () => {
  const tables = Array.from({ length: 70 }, (_, t) => ({ name: `t${t}`, rows: 100, poolingFactor: t === 0 ? 200 : 1 }));
  const constraints = [{ kind: 'tableOptions', allow: ['whole'] }];
  const answer = await solve(smallProblem(tables, { hosts: 4, constraints }), OPTIONS);
  expect(answer.status).toBe('optimal');
  expect('plan' in answer && answer.plan.proof.certificate.kind).toBe('largestPart');
});

test('what an instance holds beyond bytes and loads is left to the general search', () => {
  const tables = Array.from({ length: 4 }, (_, t) => ({ name: `t${t}`, rows: 100 }));
  expect(isPackable(compileInstance(smallProblem(tables)), NO_CAPS)).toBe(true);
  expect(isPackable(compileInstance(smallProblem(tables, { loadMeasure: 'serviceTime' })), NO_CAPS)).toBe(false);
  const apart = [{ kind: 'apart', tables: ['t0', 't1'] }];
  expect(isPackable(compileInstance(smallProblem(tables, { constraints: apart })), NO_CAPS)).toBe(false);
});
