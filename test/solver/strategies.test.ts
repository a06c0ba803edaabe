import { expect, test } from 'vitest';
import { seededRandom } from '../../domain/random.ts';
import { findViolations } from '../../evaluator/violations.ts';
import { STRATEGIES, STRATEGY_NAMES } from '../../solver/heuristics/strategies.ts';
import { compileInstance } from '../../solver/instance.ts';
import { solve } from '../../solver/solve.ts';
import { smallProblem } from '../small-problem.ts';
import { OPTIONS, problemOf, randomProblem } from './random-problems.ts';

/** What a strategy may break: singular leaves the main shard out of account, one shard knows no memory but its own. */
const EXCUSED: Readonly<Record<string, readonly string[]>> = { singular: ['mainShard', 'memory'] };

/** One suite for every strategy. */
for (const name of STRATEGY_NAMES) {
  test(`${name}: places every table once within memory, or says what did not fit; equal inputs give equal placements`, () => {
    const random = seededRandom(51, name);
    const reached = { placed: 0, unplaced: 0 };
    for (let i = 0; i < 30; i++) {
      const problem = problemOf(randomProblem(random));
      const answer = STRATEGIES[name](compileInstance(problem), 1);
      expect(STRATEGIES[name](compileInstance(problem), 1)).toEqual(answer);
      if (answer.status === 'unplaced') {
        expect(answer.note).toMatch(/\d|net|start/);
        reached.unplaced++;
        continue;
      }
      const kinds = findViolations(problem, answer.placement).map((violation) => violation.kind);
      expect(kinds.filter((kind) => !EXCUSED[name]?.includes(kind))).toEqual([]);
      reached.placed++;
    }
    // One shard rarely holds all; the others nearly always find room.
    expect(reached.placed + reached.unplaced).toBe(30);
    expect(name === 'one-shard' ? reached.unplaced : reached.placed).toBeGreaterThan(5);
  });
}

const loads = (name: 'capacity-balanced' | 'load-balanced' | 'nsbp' | 'greedy-dim', problem = fourTables()) => {
  const answer = STRATEGIES[name](compileInstance(problem), 1);
  if (answer.status === 'unplaced') throw new Error(answer.note);
  return answer.placement.shards.map((shard) => shard.slices.map((slice) => slice.table).join());
};

/** Bytes fall from a to d, pooling factors rise; a and c are the user net's. */
const fourTables = () =>
  smallProblem([
    { name: 'a', rows: 900, poolingFactor: 1, net: 'user' },
    { name: 'b', rows: 700, poolingFactor: 2, net: 'item' },
    { name: 'c', rows: 300, poolingFactor: 4, net: 'user' },
    { name: 'd', rows: 100, poolingFactor: 9, net: 'item' },
  ]);

test('capacity-balanced evens out bytes, load-balanced pooling factors, nsbp keeps nets apart', () => {
  expect(loads('capacity-balanced')).toEqual(['a,d', 'b,c']);
  expect(loads('load-balanced')).toEqual(['d', 'a,b,c']);
  expect(loads('nsbp')).toEqual(['b,d', 'a,c']);
});

test('a table that fits on no host whole is split by every strategy that places it', () => {
  const problem = smallProblem(
    [
      { name: 'big', rows: 1000 },
      { name: 'small', rows: 10 },
    ],
    {
      hosts: 3,
      memoryBytes: 200_000,
    },
  );
  for (const name of STRATEGY_NAMES) {
    if (name === 'singular' || name === 'one-shard') continue;
    const answer = STRATEGIES[name](compileInstance(problem), 1);
    if (answer.status === 'unplaced') throw new Error(`${name}: ${answer.note}`);
    const slices = answer.placement.shards.flatMap((shard) => shard.slices);
    expect(slices.filter((slice) => slice.table === 'big' && slice.kind === 'rows').length, name).toBeGreaterThan(1);
  }
});

test('solve judges a strategy’s placement and never calls it better than its bound', async () => {
  const random = seededRandom(52, 'strategies');
  const reached = { plans: 0, none: 0 };
  for (let i = 0; i < 10; i++) {
    const problem = problemOf(randomProblem(random));
    for (const method of STRATEGY_NAMES) {
      const answer = await solve(problem, { ...OPTIONS, method });
      if (!('plan' in answer)) {
        expect(answer).toMatchObject({ status: 'noPlanFound', tried: [method] });
        reached.none++;
        continue;
      }
      expect(answer.plan.provenance.method).toBe(method);
      expect(answer.plan.proof.bound).toBeLessThanOrEqual(answer.plan.proof.value);
      expect(findViolations(problem, answer.plan.placement)).toEqual([]);
      reached.plans++;
    }
  }
  expect(reached.plans).toBeGreaterThan(40);
  expect(reached.none).toBeGreaterThan(9);
});
