import { expect, test } from 'vitest';
import type { Problem } from '../../domain/problem.ts';
import { seededRandom } from '../../domain/random.ts';
import { findViolations } from '../../evaluator/violations.ts';
import { solveFrontier } from '../../solver/frontier.ts';
import { solve } from '../../solver/solve.ts';
import { smallProblem } from '../small-problem.ts';
import { OPTIONS } from './random-problems.ts';

/** 80 tables on 5 hosts whose memory is nearly full: no search closes the gap at once. */
function tightProblem(): Problem {
  const random = seededRandom(91, 'effort');
  const tables = Array.from({ length: 80 }, (_, t) => ({
    name: `t${t}`,
    net: t % 2 === 0 ? 'a' : 'b',
    rows: 1000 + random.below(100_000),
    poolingFactor: 1 + random.below(1000) / 10,
  }));
  const bytes = tables.reduce((sum, table) => sum + table.rows * 256, 0);
  return smallProblem(tables, {
    hosts: 5,
    memoryBytes: Math.ceil((bytes * 1.002) / 5),
    objectives: ['hostsUsed', 'peakLoad', 'fanOut'],
    constraints: [{ kind: 'tableOptions', allow: ['whole'] }],
  });
}

/** Each reading is so many milliseconds after the last. */
function tickingClock(stepMs: number) {
  let ms = 0;
  return { now: () => (ms += stepMs), date: () => new Date(ms) };
}

const problem = tightProblem();
const quick = { ...OPTIONS, check: 'never' as const };

test('the same effort gives the same bytes, and what is found with little of it is legal too', async () => {
  for (const effort of [0.02, 0.1]) {
    const [a, b] = [
      await solveFrontier(problem, { ...quick, effort }),
      await solveFrontier(problem, { ...quick, effort }),
    ];
    expect(JSON.stringify(a)).toBe(JSON.stringify(b));
    if (a.status !== 'solved') throw new Error(a.status);
    for (const plan of a.frontier.plans)
      expect(findViolations({ ...problem, epsilons: plan.epsilons }, plan.placement)).toEqual([]);
  }
});

/** How often a sweep reads its signal: once every so many moves. */
async function readingsAt(effort: number): Promise<number> {
  let readings = 0;
  const { signal } = new AbortController();
  Object.defineProperty(signal, 'aborted', { get: () => readings++ < 0 });
  await solveFrontier(problem, { ...quick, effort, signal });
  return readings;
}

test('work grows with effort', async () => {
  expect(await readingsAt(0.2)).toBeGreaterThan(3 * (await readingsAt(0.02)));
});

test('a search whose time is over answers with what it has, and says so at every point that is not optimal', async () => {
  // Searches read the clock between moves: a few hundred readings are over in the middle of the sweep.
  const timed = { ...quick, clock: tickingClock(1), timeLimitSeconds: 2 };
  const answer = await solveFrontier(problem, timed);
  if (answer.status !== 'solved') throw new Error(answer.status);
  const { cells, plans } = answer.frontier;
  expect(plans.length).toBeGreaterThan(0);
  expect(cells.unswept).toBeGreaterThan(0);
  const open = plans.filter(({ proof }) => proof.status === 'feasible');
  expect(open.length).toBeGreaterThan(0);
  for (const { proof } of open) {
    expect(proof.stoppedBy).toBe('time limit');
    expect(proof.bound).toBeGreaterThan(0);
  }
  const one = await solve(
    { ...problem, objectives: ['peakLoad'] },
    { ...quick, clock: tickingClock(1), timeLimitSeconds: 1 },
  );
  if (!('plan' in one)) throw new Error(one.status);
  expect(one.plan.proof.stoppedBy).toMatch(/^(time limit|bound reached)/);
});

test('a cancelled search under a time limit was cancelled, not timed out', async () => {
  const controller = new AbortController();
  const answer = await solveFrontier(problem, {
    ...quick,
    timeLimitSeconds: 3600,
    signal: controller.signal,
    onProgress: (done) => done === 2 && controller.abort(),
  });
  if (answer.status !== 'solved') throw new Error(answer.status);
  expect(answer.frontier.cells.unswept).toBeGreaterThan(0);
  for (const { proof } of answer.frontier.plans) expect(proof.stoppedBy).toMatch(/^(cancelled|bound reached)$/);
});

test('points are let out as they are found, and again as their gaps shrink', async () => {
  const seen = new Map<string, number[]>();
  const answer = await solveFrontier(problem, {
    ...quick,
    effort: 0.1,
    onPlan: ({ placementHash, proof }) => seen.set(placementHash, [...(seen.get(placementHash) ?? []), proof.gap]),
  });
  if (answer.status !== 'solved') throw new Error(answer.status);
  for (const { placementHash, proof } of answer.frontier.plans) expect(seen.get(placementHash)?.at(-1)).toBe(proof.gap);
  for (const gaps of seen.values()) expect(gaps).toEqual(gaps.toSorted((a, b) => b - a));
});
