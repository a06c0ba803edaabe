import { expect, test } from 'vitest';
import { seededRandom } from '../../../domain/random.ts';
import { findViolations } from '../../../evaluator/violations.ts';
import { NO_CAPS, SOLVED_OBJECTIVES, type Caps, type SolvedObjective } from '../../../solver/caps.ts';
import { warmEngine } from '../../../solver/exact/engines.ts';
import { searchNeighbourhoods, type NeighbourhoodTask } from '../../../solver/exact/large-neighbourhood.ts';
import { drawHosts, freedInstance, surroundingsOf } from '../../../solver/exact/neighbourhood.ts';
import { compileInstance, hostCount, placementOf, type Assignment, type Instance } from '../../../solver/instance.ts';
import { figuresOf, respects } from '../../../solver/search/figures.ts';
import { minimise } from '../../../solver/search/minimise.ts';
import { solve } from '../../../solver/solve.ts';
import { smallProblem } from '../../small-problem.ts';
import { capsAt, OPTIONS } from '../random-problems.ts';
import { enumerateLegal, randomInstance, ruledInstance } from './tiny-instances.ts';

/** The program has no rows for latency. */
const OBJECTIVES = SOLVED_OBJECTIVES.filter((objective) => objective !== 'latencyMs');
/** The engine's tolerance on loads scaled to 1000. */
const PRECISION = 2e-6;

const taskFrom = (
  instance: Instance,
  objective: SolvedObjective,
  caps: Caps,
  assignment: Assignment,
): NeighbourhoodTask => ({
  instance,
  objective,
  caps,
  known: { assignment, figures: figuresOf(instance, assignment) },
  lowest: 0,
  rounds: 40,
  random: seededRandom(5, 'neighbourhood'),
  engine: warmEngine('highs'),
});

test('from the worst plan it reaches the optimum of enumeration, under caps and rules of every kind, and never breaks one', async () => {
  const reached = { free: 0, capped: 0, improved: 0, kinds: new Set<string>() };
  for (let seed = 0; seed < 30; seed++) {
    const random = seededRandom(seed, 'large-neighbourhood');
    const instance = seed % 3 === 0 ? randomInstance(random) : ruledInstance(random, seed);
    const legal = enumerateLegal(instance).map(({ assignment, values }) => ({
      assignment,
      values: { ...values, latencyMs: Infinity },
    }));
    if (legal.length === 0) continue;
    const capped = legal[random.below(legal.length)];
    for (const objective of OBJECTIVES.filter((_, i) => (i + seed) % 4 === 0))
      for (const caps of [NO_CAPS, capsAt(capped.values, objective, seed * 37 + 5)]) {
        const within = legal.filter(({ values }) => SOLVED_OBJECTIVES.every((o) => values[o] <= caps[o] * (1 + 1e-12)));
        const worst = within.reduce((a, b) => (b.values[objective] > a.values[objective] ? b : a));
        const optimum = Math.min(...within.map(({ values }) => values[objective]));
        const { candidate } = await searchNeighbourhoods(taskFrom(instance, objective, caps, worst.assignment));
        const about = `${seed} ${objective}`;
        expect(findViolations(instance.problem, placementOf(instance, candidate.assignment)), about).toEqual([]);
        expect(respects(candidate.figures, caps), about).toBe(true);
        expect(candidate.figures[objective], about).toBeLessThanOrEqual(optimum * (1 + PRECISION) + 1e-9);
        if (candidate.figures[objective] < worst.values[objective] * (1 - 1e-9)) reached.improved++;
        reached[caps === NO_CAPS ? 'free' : 'capped']++;
        for (const { kind } of instance.problem.constraints) reached.kinds.add(kind);
      }
  }
  expect(reached.free).toBeGreaterThan(40);
  expect(reached.capped).toBeGreaterThan(40);
  expect(reached.improved).toBeGreaterThan(40);
  expect([...reached.kinds].toSorted()).toEqual(
    ['apart', 'forbid', 'maxHosts', 'movementLimit', 'tableOptions', 'together'].toSorted(),
  );
});

/** 48 whole tables of two nets on 8 hosts with little memory to spare. */
function tightProblem(seed: number) {
  const random = seededRandom(seed, 'tight');
  const tables = Array.from({ length: 48 }, (_, t) => ({
    name: `t${t}`,
    net: t % 2 === 0 ? 'a' : 'b',
    rows: 1000 + random.below(100_000),
    poolingFactor: 1 + random.below(1000) / 10,
  }));
  const bytes = tables.reduce((sum, table) => sum + table.rows * 256, 0);
  return smallProblem(tables, {
    hosts: 8,
    memoryBytes: Math.ceil((bytes * 1.04) / 8),
    constraints: [{ kind: 'tableOptions', allow: ['whole'] }],
  });
}

const tight = compileInstance(tightProblem(1));

/** The first plan that greedy starts lead to. */
function poorStart(): Assignment {
  const work = { left: 2_000 };
  const random = seededRandom(2, 'poor');
  const found = minimise({ instance: tight, objective: 'fanOut', caps: NO_CAPS, work, random, check: 'never' });
  if (found === undefined) throw new Error('no start');
  return found.assignment;
}

test('tables without a part on a freed host stay where they are; the others go to freed hosts or stay', () => {
  const start = poorStart();
  const random = seededRandom(3, 'draw');
  let held = 0;
  for (const objective of OBJECTIVES) {
    const around = surroundingsOf(tight, start, objective);
    for (const size of [3, 5, 8]) {
      const freed = drawHosts(around, size, random);
      expect(new Set(freed).size).toBe(freed.length);
      expect(freed.length).toBeLessThanOrEqual(size);
      expect(freed).toEqual(expect.arrayContaining([around.bounding[0]]));
      const { allowed } = freedInstance(tight, start, freed).instance;
      tight.tables.forEach((_, t) => {
        const own = start.hosts[t * tight.mostParts];
        const places = tight.hostNames.flatMap((_name, h) => (allowed[t * hostCount(tight) + h] === 1 ? [h] : []));
        expect(places).toEqual(freed.includes(own) ? freed : [own]);
        if (!freed.includes(own)) held++;
      });
    }
  }
  expect(held).toBeGreaterThan(100);
});

test('each plan that it accepts is better than the last, and the same seed leads to the same ones', async () => {
  const runs = [];
  for (let run = 0; run < 2; run++) {
    const peaks: number[] = [];
    const task = { ...taskFrom(tight, 'peakLoad', NO_CAPS, poorStart()), rounds: 8 };
    const { candidate, rounds } = await searchNeighbourhoods({
      ...task,
      onBetter: ({ figures }) => peaks.push(figures.peakLoad),
    });
    expect(peaks.length).toBeGreaterThan(2);
    expect(peaks).toEqual([...new Set(peaks)].toSorted((a, b) => b - a));
    expect(peaks[0]).toBeLessThan(task.known.figures.peakLoad);
    expect(candidate.figures.peakLoad).toBe(peaks.at(-1));
    expect(rounds).toBe(8);
    runs.push([...candidate.assignment.hosts]);
  }
  expect(runs[0]).toEqual(runs[1]);
});

test('a stop ends it with the incumbent, and at the bound nothing is tried', async () => {
  const controller = new AbortController();
  const task = taskFrom(tight, 'peakLoad', NO_CAPS, poorStart());
  const stopped = await searchNeighbourhoods({
    ...task,
    signal: controller.signal,
    onBetter: () => controller.abort(),
  });
  expect(stopped.stoppedBy).toBe('cancelled');
  expect(stopped.candidate.figures.peakLoad).toBeLessThan(task.known.figures.peakLoad);
  const early = await searchNeighbourhoods({ ...task, signal: controller.signal });
  expect(early).toEqual({ candidate: task.known, rounds: 0, stoppedBy: 'cancelled' });
  const closed = await searchNeighbourhoods({ ...task, lowest: task.known.figures.peakLoad });
  expect(closed).toEqual({ candidate: task.known, rounds: 0, stoppedBy: 'bound reached' });
});

/** 41 whole tables on 7 hosts, three of them apart, under a cap on fan-out: what every other phase leaves open. */
function openProblem() {
  const random = seededRandom(3, 'hunt');
  const count = 24 + random.below(30);
  const tables = Array.from({ length: count }, (_, t) => ({
    name: `t${t}`,
    net: t % 2 === 1 ? 'a' : 'b',
    rows: 1000 + random.below(100_000),
    poolingFactor: 1 + random.below(1000) / 10,
  }));
  const bytes = tables.reduce((sum, table) => sum + table.rows * 256, 0);
  const hosts = 5 + random.below(4);
  return smallProblem(tables, {
    hosts,
    memoryBytes: Math.ceil((bytes * (1.02 + random.next() * 0.05)) / hosts),
    objectives: ['peakMemory'],
    epsilons: [{ objective: 'fanOut', atMost: 2 * hosts - 3 }],
    constraints: [
      { kind: 'tableOptions', allow: ['whole'] },
      { kind: 'apart', tables: ['t0', 't1', 't2'] },
    ],
  });
}

test('solve ends with it where it has more than the default work and a gap is open, with the same bytes each time', async () => {
  const problem = openProblem();
  const solveAt = async (effort: number) => {
    const answer = await solve(problem, { ...OPTIONS, effort });
    if (!('plan' in answer)) throw new Error(answer.status);
    return answer.plan;
  };
  const [plan, again, usual] = [await solveAt(1.5), await solveAt(1.5), await solveAt(1)];
  expect(JSON.stringify(again)).toBe(JSON.stringify(plan));
  expect(plan.proof.stoppedBy).toMatch(/large-neighbourhood highs: \d+ rounds/);
  expect(plan.proof.gap).toBeGreaterThan(0);
  expect(findViolations({ ...problem, epsilons: plan.epsilons }, plan.placement)).toEqual([]);
  expect(usual.provenance.method + usual.proof.stoppedBy).not.toMatch('large-neighbourhood');
});
