import { expect, test } from 'vitest';
import { seededRandom, type Random } from '../../../domain/random.ts';
import { findViolations } from '../../../evaluator/violations.ts';
import { capsOf, NO_CAPS } from '../../../solver/caps.ts';
import { compileInstance, placementOf } from '../../../solver/instance.ts';
import { packHosts } from '../../../solver/search/pack-hosts.ts';
import { packingProblem, uniformItems } from '../../packing-problems.ts';
import { runThrough } from '../../../solver/stepwise.ts';
import { smallProblem } from '../../small-problem.ts';

/** Tables that fill hosts exactly in rows and in lookups, four to a host: the optimum is known, and both capacities bind. */
function vectorTables(hosts: number, random: Random) {
  const quarters = (whole: number): number[] => {
    const cuts = [1, 2, 3].map((i) => Math.floor((whole * (i + random.next() - 0.5)) / 4));
    return [cuts[0], cuts[1] - cuts[0], cuts[2] - cuts[1], whole - cuts[2]];
  };
  return Array.from({ length: hosts }, (_, h) => {
    const [rows, pooling] = [quarters(1000), quarters(400)];
    return rows.map((own, i) => ({ name: `t${h}-${i}`, rows: own, dim: 1, poolingFactor: pooling[i] }));
  }).flat();
}

test('vectors of bytes and load are packed into the hosts that they were cut from', () => {
  const random = seededRandom(41, 'vectors');
  for (const hosts of [3, 4, 5]) {
    const tables = vectorTables(hosts, random);
    const problem = smallProblem(tables, {
      hosts: hosts + 2,
      // A fiftieth of slack: exact fits in two resources are for enumeration.
      memoryBytes: 1020 * 4,
      objectives: ['hostsUsed'],
      loadMeasure: 'poolingFactor',
      epsilons: [{ objective: 'peakLoad', atMost: 408 * 16 }],
      constraints: [{ kind: 'tableOptions', allow: ['whole'] }],
    });
    const instance = compileInstance(problem);
    const caps = { ...capsOf(instance, problem.epsilons), hostsUsed: hosts };
    const found = runThrough(packHosts({ instance, work: { left: 4_000_000 }, random }, caps));
    if (found === undefined) throw new Error(`${hosts} hosts: no packing`);
    const placement = placementOf(instance, found);
    expect(findViolations(problem, placement)).toEqual([]);
    expect(placement.shards.length).toBe(hosts);
  }
});

test('what cannot fit is not packed, and the work is what ends it', () => {
  const sizes = uniformItems(20, seededRandom(42, 'short'));
  const volume = sizes.reduce((a, b) => a + b, 0);
  const instance = compileInstance(packingProblem(sizes, 150, 20));
  const work = { left: 50_000 };
  const caps = { ...NO_CAPS, hostsUsed: Math.ceil(volume / 150) - 1 };
  expect(runThrough(packHosts({ instance, work, random: seededRandom(1) }, caps))).toBeUndefined();
  expect(work.left).toBeLessThanOrEqual(0);
});

test('parts of one table stay on different hosts', () => {
  const problem = smallProblem(
    [
      { name: 'wide', rows: 90 },
      { name: 'a', rows: 40 },
      { name: 'b', rows: 15 },
    ],
    {
      hosts: 3,
      memoryBytes: 60 * 256,
      objectives: ['hostsUsed'],
    },
  );
  const instance = compileInstance(problem);
  const found = runThrough(packHosts({ instance, work: { left: 500_000 }, random: seededRandom(2) }, NO_CAPS));
  if (found === undefined) throw new Error('no packing');
  expect(findViolations(problem, placementOf(instance, found))).toEqual([]);
});
