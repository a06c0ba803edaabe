import { expect, test } from 'vitest';
import type { Clock } from '../../domain/clock.ts';
import { seededRandom } from '../../domain/random.ts';
import { verifyCertificate } from '../../evaluator/certificate.ts';
import { findViolations } from '../../evaluator/violations.ts';
import { NO_CAPS, type SolvedObjective } from '../../solver/caps.ts';
import { solveFrontier } from '../../solver/frontier.ts';
import { compileInstance } from '../../solver/instance.ts';
import { minimise } from '../../solver/search/minimise.ts';
import { solve } from '../../solver/solve.ts';
import { smallProblem } from '../small-problem.ts';
import { OPTIONS } from './random-problems.ts';

/** 400 tables of unequal sizes and loads on 16 hosts, tight enough to keep a search busy. */
function busyProblem() {
  const random = seededRandom(61, 'stopping');
  const tables = Array.from({ length: 400 }, (_, t) => ({
    name: `t${t}`,
    rows: 1000 + random.below(100_000),
    poolingFactor: 1 + random.below(1000) / 10,
  }));
  const bytes = tables.reduce((sum, table) => sum + table.rows * 256, 0);
  return smallProblem(tables, { hosts: 16, memoryBytes: Math.ceil((bytes * 1.02) / 16) });
}

/** A signal that aborts at its n-th reading: as another thread's flag would, in the middle of a search. */
function abortingAt(n: number): { readonly signal: AbortSignal; readonly readings: () => number } {
  const controller = new AbortController();
  let [readings, isAborted] = [0, false];
  Object.defineProperty(controller.signal, 'aborted', {
    get: () => {
      if (++readings === n) {
        isAborted = true;
        controller.abort();
      }
      return isAborted;
    },
  });
  return { signal: controller.signal, readings: () => readings };
}

const problem = busyProblem();
const instance = compileInstance(problem);
const WORK = 20_000_000;
/** Candidate moves; a search makes some ten million a second, so that these are a few milliseconds. */
const PROMPT = 50_000;

function minimiseUntil(n: number, objective: SolvedObjective) {
  const work = { left: WORK };
  const { signal, readings } = abortingAt(n);
  const caps = NO_CAPS;
  const found = minimise({ instance, objective, caps, work, random: seededRandom(1), check: 'never', signal });
  return { found, readings: readings(), spent: WORK - work.left };
}

test('a search reads its signal often: between two readings it does little work', () => {
  const { readings, spent } = minimiseUntil(Infinity, 'peakLoad');
  expect(spent).toBeGreaterThan(100 * PROMPT);
  expect(spent / readings).toBeLessThan(PROMPT);
});

test('a stopped search ends within a few readings of its signal, with what it has', () => {
  const { readings: all } = minimiseUntil(Infinity, 'peakLoad');
  for (const share of [0.1, 0.5, 0.9]) {
    const at = Math.floor(all * share);
    const { found, readings } = minimiseUntil(at, 'peakLoad');
    expect(readings - at).toBeLessThan(50);
    expect(found?.figures.excess).toBe(0);
  }
});

test('a stopped solve answers with its incumbent and its bound', async () => {
  const busy = { ...problem, objectives: ['peakLoad', 'bytesOnWire', 'hostsUsed'] as (typeof problem)['objectives'] };
  const unstopped = abortingAt(Infinity);
  await solve(busy, { ...OPTIONS, check: 'never', signal: unstopped.signal });
  const at = Math.floor(unstopped.readings() * 0.2);
  const { signal, readings } = abortingAt(at);
  const answer = await solve(busy, { ...OPTIONS, check: 'never', signal });
  if (!('plan' in answer)) throw new Error(answer.status);
  expect(readings() - at).toBeLessThan(100);
  expect(findViolations(busy, answer.plan.placement)).toEqual([]);
  expect(answer.plan.proof.bound).toBeGreaterThan(0);
  expect(answer.plan.proof.stoppedBy).toMatch(/cancelled|bound reached/);
}, 60_000);

test('a solve stopped at its first incumbent answers with that incumbent and its bound', async () => {
  const controller = new AbortController();
  const seen: { value: number; bound: number }[] = [];
  const answer = await solve(problem, {
    ...OPTIONS,
    check: 'never',
    signal: controller.signal,
    onIncumbent: (value, bound) => {
      seen.push({ value, bound });
      controller.abort();
    },
  });
  if (!('plan' in answer)) throw new Error(answer.status);
  const { proof, estimate } = answer.plan;
  const [{ value, bound }] = seen;
  expect(bound).toBeLessThan(value);
  expect(answer.status).toBe('feasible');
  expect(proof).toMatchObject({ status: 'feasible', stoppedBy: 'cancelled', value });
  expect(estimate.peakLoad).toBe(value);
  expect(proof.bound).toBeGreaterThanOrEqual(bound * (1 - 1e-12));
  expect(findViolations(problem, answer.plan.placement)).toEqual([]);
});

test('a solve that is stopped before it starts says so', async () => {
  const answer = await solve(problem, { ...OPTIONS, signal: AbortSignal.abort() });
  expect(answer).toMatchObject({ status: 'noPlanFound', stoppedBy: 'cancelled' });
});

/** Every reading is far from the one before: each piece of a search is followed by a turn of the event loop. Or none is. */
function clockOf(stepMs: number): Clock {
  let now = 0;
  return { now: () => (now += stepMs), date: () => new Date(0) };
}

test('what a search finds does not depend on how often the event loop gets a turn', async () => {
  const small = smallProblem(
    Array.from({ length: 30 }, (_, t) => ({ name: `t${t}`, rows: 100 + ((t * 37) % 90), poolingFactor: 1 + (t % 7) })),
    { hosts: 4, memoryBytes: 30 * 100 * 256 },
  );
  const objectives = ['peakLoad', 'hostsUsed', 'criticalLoad', 'peakMemory', 'latencyMs', 'bytesOnWire'] as const;
  for (const objective of objectives) {
    const asked = { ...small, objectives: [objective, 'peakLoad'].slice(0, objective === 'peakLoad' ? 1 : 2) };
    const of = (clock: Clock) =>
      solve(asked as typeof small, { ...OPTIONS, check: 'never', effort: 0.1, clock }).then((answer) => answer);
    const [busy, patient] = [await of(clockOf(0)), await of(clockOf(1000))];
    expect(patient, objective).toEqual(busy);
  }
  const frontier = (clock: Clock) =>
    solveFrontier(
      { ...small, objectives: ['peakLoad', 'hostsUsed'] },
      { ...OPTIONS, check: 'never', effort: 0.1, gridPoints: 4, clock },
    );
  expect(await frontier(clockOf(1000))).toEqual(await frontier(clockOf(0)));
}, 60_000);

test('a timer of the same thread stops a search: by a plain signal, in the middle', async () => {
  for (const objectives of [['peakLoad'], ['hostsUsed'], ['criticalLoad']] as const) {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), 30);
    // Far more work than anybody would wait for.
    const answer = await solve(
      { ...problem, objectives: [...objectives], epsilons: [] },
      { ...OPTIONS, check: 'never', effort: 1e6, signal: controller.signal },
    );
    clearTimeout(timer);
    const stoppedBy = 'plan' in answer ? answer.plan.proof.stoppedBy : answer.status;
    expect(stoppedBy).toMatch(/cancelled|bound reached|noPlanFound/);
  }
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 30);
  const answer = await solveFrontier(
    { ...problem, objectives: ['peakLoad', 'hostsUsed'] },
    { ...OPTIONS, check: 'never', effort: 1e6, signal: controller.signal },
  );
  if (answer.status === 'solved') expect(answer.frontier.cells.unswept).toBeGreaterThan(0);
}, 60_000);

test('a search stopped before it has a plan answers with the bound proven so far, and with what stopped it', async () => {
  const stoppedAt = (n: number) => solve(problem, { ...OPTIONS, check: 'never', signal: abortingAt(n).signal });
  // The first reading of the signal after which there is a plan.
  let [low, high] = [1, 20_000];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ('plan' in (await stoppedAt(middle))) high = middle;
    else low = middle;
  }
  const early = await stoppedAt(5);
  expect(early).toEqual({ status: 'noPlanFound', stoppedBy: 'cancelled', tried: [] });
  const late = await stoppedAt(low);
  if (late.status !== 'noPlanFound' || late.certificate === undefined) throw new Error('no bound');
  expect(late.stoppedBy).toBe('cancelled');
  expect(late.certificate.bound).toBeGreaterThan(0);
  expect(verifyCertificate(problem, late.certificate).holds).toBe(true);
});
