import { expect, test } from 'vitest';
import type { Problem } from '../../../domain/problem.ts';
import { seededRandom, type Random } from '../../../domain/random.ts';
import { certifiedBound } from '../../../evaluator/certificate.ts';
import { NO_CAPS, toNatural, type Caps, type SolvedObjective } from '../../../solver/caps.ts';
import { certificateOf } from '../../../solver/bounds/certify.ts';
import { fluidFanOutBound, fluidLoadBound, fluidOf, mixesAt } from '../../../solver/bounds/fluid.ts';
import { groundOf } from '../../../solver/bounds/ground.ts';
import { hostMixes, type HostMix, type MixTask } from '../../../solver/bounds/host-mixes.ts';
import { loadStepOf } from '../../../solver/bounds/lattice.ts';
import { netLoadBound } from '../../../solver/bounds/net-hosts.ts';
import { meanLoadBound } from '../../../solver/bounds/sum.ts';
import { completeInstance, compileInstance } from '../../../solver/instance.ts';
import { smallProblem } from '../../small-problem.ts';

const WHOLE = { kind: 'tableOptions', allow: ['whole'] };
const bitsOf = (set: number): number => set.toString(2).replaceAll('0', '').length;
const servingIn = (mix: ArrayLike<number>, u: number): number =>
  Array.from(mix).reduce((sum, count, set) => sum + ((set & u) !== 0 ? count : 0), 0);

function randomTask(random: Random): MixTask {
  const nets = 2 + random.below(2);
  const hosts = 1 + random.below(4);
  const needs = Int32Array.from({ length: 1 << nets }, (_, u) => (u === 0 ? 0 : 1 + random.below(3)));
  // A set of nets needs no less than any of its subsets.
  for (let u = 1; u < needs.length; u++)
    for (let v = 1; v < u; v++) if ((u & v) === v) needs[u] = Math.max(needs[u], needs[v]);
  return { nets, hosts, calls: 1 + random.below(nets * hosts), needs };
}

/** Every way to give each host a set of nets, none included, hosts in no order. */
function* choices(sets: number, hosts: number, from = 0): Generator<number[]> {
  if (hosts === 0) yield [];
  else for (let set = from; set < sets; set++) for (const rest of choices(sets, hosts - 1, set)) yield [set, ...rest];
}

const isServed = ({ needs, calls }: MixTask, sets: readonly number[]): boolean =>
  sets.reduce((sum, set) => sum + bitsOf(set), 0) <= calls &&
  needs.every((need, u) => sets.filter((set) => (set & u) !== 0).length >= need);

test('hosts can serve the nets exactly where giving every host every set of nets finds a way', () => {
  const random = seededRandom(71, 'mixes');
  const reached = { served: 0, unserved: 0 };
  for (let i = 0; i < 400; i++) {
    const task = randomTask(random);
    const isPossible = [...choices(1 << task.nets, task.hosts)].some((sets) => isServed(task, sets));
    const { found, isComplete } = hostMixes(task, 1000);
    expect(isComplete).toBe(true);
    expect(found.length > 0, JSON.stringify({ ...task, needs: [...task.needs] })).toBe(isPossible);
    for (const mix of found) {
      expect(mix.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(task.hosts);
      expect(mix.reduce((sum, count, set) => sum + count * bitsOf(set), 0)).toBeLessThanOrEqual(task.calls);
      task.needs.forEach((need, u) => expect(servingIn(mix, u)).toBeGreaterThanOrEqual(need));
    }
    if (isPossible) reached.served++;
    else reached.unserved++;
  }
  expect(Math.min(reached.served, reached.unserved)).toBeGreaterThan(80);
});

/** Tables of two to four nets of very unequal bytes and loads, on three to six hosts with little memory to spare. */
function netProblem(random: Random): Problem {
  const nets = 2 + random.below(3);
  const weights = Array.from({ length: nets }, () => [1 + random.below(20), 1 + random.below(20)]);
  const tables = Array.from({ length: nets * 4 }, (_, t) => ({
    name: `t${t}`,
    net: `net${t % nets}`,
    rows: (20 + random.below(60)) * weights[t % nets][0],
    poolingFactor: (1 + random.below(5)) * weights[t % nets][1],
  }));
  const hosts = 3 + random.below(4);
  const bytes = tables.reduce((sum, table) => sum + table.rows * 256, 0);
  const memoryBytes = Math.ceil((bytes * (1.02 + 0.3 * random.next())) / hosts);
  return smallProblem(tables, { hosts, memoryBytes, constraints: [WHOLE] });
}

test('solver and evaluator count hosts by their nets in two ways, and agree', () => {
  const random = seededRandom(72, 'fluid');
  const reached = { compared: 0, aboveNets: 0, infinite: 0, calls: 0 };
  for (let i = 0; i < 60; i++) {
    const instance = compileInstance(netProblem(random));
    expect(completeInstance(instance)).toBe(instance);
    for (let j = 0; j < 6; j++) {
      const caps = { ...NO_CAPS, hostsUsed: 1 + random.below(6), fanOut: 2 + random.below(10) };
      const ground = groundOf(instance, caps);
      const value = fluidLoadBound(ground);
      const alone = Math.max(meanLoadBound(ground), netLoadBound(ground));
      expect(value).toBeGreaterThanOrEqual(alone);
      const calls = fluidFanOutBound(groundOf(instance, { ...caps, fanOut: Infinity }));
      expect(calls > caps.fanOut, `case ${i}.${j}`).toBe(value === Infinity);
      compare(instance, 'peakLoad', caps, Math.max(alone, value));
      compare(instance, 'fanOut', caps, calls);
      reached.compared++;
      if (value === Infinity) reached.infinite++;
      else if (value > alone) reached.aboveNets++;
      if (calls < Infinity) reached.calls++;
    }
  }
  expect(reached.compared).toBe(360);
  expect(reached.aboveNets).toBeGreaterThan(8);
  expect(reached.infinite).toBeGreaterThan(20);
  expect(reached.calls).toBeGreaterThan(100);
});

function compare(instance: ReturnType<typeof compileInstance>, objective: SolvedObjective, caps: Caps, value: number) {
  const certified = (kind: 'netHosts' | 'sum'): number =>
    certifiedBound(
      instance.problem,
      certificateOf(instance, objective, { ...caps, [objective]: Infinity }, { kind, value: 0 }),
    );
  const recomputed = Math.max(certified('netHosts'), objective === 'peakLoad' ? certified('sum') : 0);
  expect(recomputed).toBe(toNatural(instance, objective, value));
}

test('at the fluid bound some mix of hosts serves all nets, and just below it none does', () => {
  const random = seededRandom(73, 'mixes at the bound');
  let reached = 0;
  for (let i = 0; i < 60; i++) {
    const instance = compileInstance(netProblem(random));
    const ground = groundOf(instance, { ...NO_CAPS, fanOut: 4 + random.below(6) });
    const fluid = fluidOf(ground);
    const bound = fluidLoadBound(ground);
    if (fluid === undefined || bound === Infinity) continue;
    const at = (peak: number): readonly HostMix[] => mixesAt(fluid, peak, 10).found;
    expect(at(bound).length).toBeGreaterThan(0);
    if (bound <= Math.max(meanLoadBound(ground), netLoadBound(ground))) continue;
    reached++;
    // The bound is rounded up to what loads are multiples of.
    expect(at(bound - loadStepOf(ground))).toEqual([]);
  }
  expect(reached).toBeGreaterThan(5);
});
