import type { Problem } from '../domain/problem.ts';
import type { Random } from '../domain/random.ts';
import { smallProblem } from './small-problem.ts';

/** Bytes of one unit of size: dim 1 in fp32. */
const UNIT_BYTES = 4;

/** Bins as hosts, items as tables of that many rows which must stay whole; as many hosts as asked for. */
export function packingProblem(
  sizes: readonly number[],
  capacity: number,
  hosts: number,
  rest: Partial<Record<keyof Problem, unknown>> = {},
): Problem {
  const tables = sizes.map((rows, t) => ({ name: `t${t}`, rows, dim: 1 }));
  return smallProblem(tables, {
    hosts,
    memoryBytes: capacity * UNIT_BYTES,
    objectives: ['hostsUsed'],
    constraints: [{ kind: 'tableOptions', allow: ['whole'] }],
    ...rest,
  });
}

/** Falkenauer's class u: uniform sizes from 20 to 100 in bins of 150. The optimum is known where it meets a bound, which it nearly always does. */
export const uniformItems = (count: number, random: Random): number[] =>
  Array.from({ length: count }, () => 20 + random.below(81));

/** Falkenauer's class t: triplets that fill bins of 1000 exactly, so that a third as many bins are the optimum. */
export function tripletItems(bins: number, random: Random): number[] {
  return Array.from({ length: bins }, () => {
    const first = 380 + random.below(111);
    const second = 250 + random.below((1000 - first) / 2 - 250);
    return [first, second, 1000 - first - second];
  }).flat();
}

/** Bins of any capacity cut in three or four at random, so that nothing is left free: the bins are the optimum. */
export function fullBinItems(bins: number, capacity: number, random: Random): number[] {
  return Array.from({ length: bins }, () => {
    const cuts = Array.from({ length: 2 + random.below(2) }, () => 1 + random.below(capacity - 1));
    const ends = [...new Set([0, ...cuts, capacity])].toSorted((a, b) => a - b);
    return ends.slice(1).map((end, i) => end - ends[i]);
  }).flat();
}

/** Jobs as tables of one row that are looked up so often, machines as hosts: P||Cmax, the peak load being `samples` times the makespan. */
export function makespanProblem(jobs: readonly number[], machines: number): Problem {
  const tables = jobs.map((poolingFactor, t) => ({ name: `t${t}`, rows: 1, dim: 1, poolingFactor }));
  return smallProblem(tables, {
    hosts: machines,
    memoryBytes: jobs.length * UNIT_BYTES,
    objectives: ['peakLoad'],
    loadMeasure: 'poolingFactor',
    constraints: [{ kind: 'tableOptions', allow: ['whole'] }],
  });
}

/** The least makespan, by the fewest bins of each height. */
export function leastMakespan(jobs: readonly number[], machines: number): number {
  let height = Math.max(...jobs, Math.ceil(jobs.reduce((sum, job) => sum + job, 0) / machines));
  while (fewestBins(jobs, height) > machines) height++;
  return height;
}

/** Fewest bins by trying every item in every open bin and one new one. */
export function fewestBins(sizes: readonly number[], capacity: number): number {
  const sorted = sizes.toSorted((a, b) => b - a);
  let best = sorted.length;
  const place = (i: number, loads: readonly number[]): void => {
    if (loads.length >= best) return;
    if (i === sorted.length) {
      best = loads.length;
      return;
    }
    for (const [b, load] of loads.entries())
      if (load + sorted[i] <= capacity && loads.indexOf(load) === b)
        place(
          i + 1,
          loads.map((own, j) => (j === b ? own + sorted[i] : own)),
        );
    place(i + 1, [...loads, sorted[i]]);
  };
  place(0, []);
  return best;
}
