import { expect, test } from 'vitest';
import type { Problem } from '../../../domain/problem.ts';
import { seededRandom } from '../../../domain/random.ts';
import { findViolations } from '../../../evaluator/violations.ts';
import { settle } from '../../../solver/conflict.ts';
import { filterByDeletion } from '../../../solver/conflict/deletion.ts';
import { elementsOf, keepElements } from '../../../solver/conflict/elements.ts';
import { enumerate } from '../../../solver/conflict/enumerate.ts';
import { countingProofs } from '../../../solver/counting-proofs.ts';
import { solveFrontier } from '../../../solver/frontier.ts';
import { ruleClashes } from '../../../solver/rule-clashes.ts';
import { solve } from '../../../solver/solve.ts';
import { smallProblem } from '../../small-problem.ts';
import { OPTIONS } from '../random-problems.ts';
import { hasPlan, movingProblem, tinyProblem } from './tiny-problems.ts';

const NODES = 100_000;
const NOTHING = { status: 'noPlanFound', stoppedBy: 'work limit', tried: ['nothing'] } as const;
const settled = (problem: Problem) => settle(problem, OPTIONS, { ...NOTHING, tried: [...NOTHING.tried] }, solve);

/** 256 bytes a row. */
const tables = (count: number, rows: number) => Array.from({ length: count }, (_, t) => ({ name: `t${t}`, rows }));
const WHOLE = { kind: 'tableOptions', allow: ['whole'] };

test('the enumeration finds a plan exactly where one exists, under every kind of constraint', async () => {
  const random = seededRandom(41, 'enumerate');
  const reached = { plan: 0, none: 0, kinds: new Set<string>() };
  for (let i = 0; i < 150; i++) {
    const problem = tinyProblem(random);
    const found = await enumerate(problem, NODES);
    expect(found.status, `case ${i}`).toBe(hasPlan(problem) ? 'plan' : 'none');
    if (found.status === 'plan') expect(findViolations(problem, found.placement)).toEqual([]);
    if (found.status === 'plan') reached.plan++;
    else problem.constraints.forEach(({ kind }) => reached.kinds.add(kind));
    if (found.status === 'none') reached.none++;
  }
  expect(reached.plan).toBeGreaterThan(40);
  expect(reached.none).toBeGreaterThan(40);
  expect(reached.kinds.size).toBe(7);
}, 60_000);

test('a conflict leaves no plan, and none of its needed members can be left out', async () => {
  const random = seededRandom(43, 'conflicts');
  const reached = { conflicts: 0, members: 0, leftOut: 0 };
  for (let i = 0; i < 80; i++) {
    const problem = tinyProblem(random);
    if (hasPlan(problem)) continue;
    const answer = await settled(problem);
    if (answer.status !== 'infeasible' || answer.reasons[0].kind !== 'conflict') throw new Error(answer.status);
    const { constraints, needed } = answer.reasons[0];
    const all = elementsOf(problem);
    const kept = all.filter(({ pointer }) => constraints.includes(pointer));
    expect(hasPlan(keepElements(problem, kept)), `case ${i}`).toBe(false);
    expect(needed).toEqual(constraints);
    for (const member of kept) {
      const rest = kept.filter((element) => element !== member);
      expect((await enumerate(keepElements(problem, rest), NODES)).status, `case ${i}`).toBe('plan');
      reached.members++;
    }
    reached.conflicts++;
    reached.leftOut += all.length - kept.length;
  }
  expect(reached.conflicts).toBeGreaterThan(12);
  expect(reached.members).toBeGreaterThan(reached.conflicts);
  expect(reached.leftOut).toBeGreaterThan(reached.conflicts);
}, 60_000);

test('solve never fails where a plan exists, nor says infeasible', async () => {
  const random = seededRandom(47, 'solve or prove');
  const reached = { plans: 0, infeasible: 0 };
  for (let i = 0; i < 80; i++) {
    const problem = i % 2 === 0 ? tinyProblem(random) : movingProblem(random);
    const { status } = await solve(problem, OPTIONS);
    if (hasPlan(problem)) {
      expect(['optimal', 'feasible'], `case ${i}`).toContain(status);
      reached.plans++;
    } else {
      expect(status, `case ${i}`).toBe('infeasible');
      reached.infeasible++;
    }
  }
  expect(reached.plans).toBeGreaterThan(10);
  expect(reached.infeasible).toBeGreaterThan(10);
}, 120_000);

test('eleven tables that go two to a host do not fit on five: the conflict is memory and whole tables', async () => {
  const drained = { kind: 'drained', hosts: ['host-5'] };
  const forbid = { kind: 'forbid', table: 't3', hosts: ['host-1'] };
  const problem = smallProblem(tables(11, 340), {
    hosts: 6,
    memoryBytes: 1000 * 256,
    constraints: [forbid, WHOLE, drained],
  });
  expect(await solve(problem, OPTIONS)).toMatchObject({
    status: 'infeasible',
    reasons: [
      {
        kind: 'conflict',
        constraints: ['/constraints/1', '/constraints/2', '/fleet/hostTypes/0/memoryBytes'],
        proof: 'enumeration',
      },
    ],
  });
});

test('a frontier of a problem in conflict names it as a plan would', async () => {
  const fleet = { hosts: 5, memoryBytes: 1000 * 256, objectives: ['hostsUsed', 'peakLoad'] };
  const answer = await solveFrontier(smallProblem(tables(11, 340), { ...fleet, constraints: [WHOLE] }), OPTIONS);
  expect(answer).toMatchObject({
    status: 'infeasible',
    reasons: [{ kind: 'conflict', constraints: ['/constraints/0', '/fleet/hostTypes/0/memoryBytes'] }],
  });
});

test('what is too large to enumerate is never called infeasible: what seems to stand in the way is suspected', async () => {
  const constraints = [
    { kind: 'forbid', table: 't3', hosts: ['host-1'] },
    WHOLE,
    { kind: 'drained', hosts: ['host-21'] },
  ];
  const problem = smallProblem(tables(43, 340), { hosts: 22, memoryBytes: 1000 * 256, constraints });
  const answer = await settled(problem);
  if (answer.status !== 'noPlanFound') throw new Error(answer.status);
  expect(answer.suspected).toEqual(['/constraints/2', '/fleet/hostTypes/0/memoryBytes']);
}, 60_000);

test('a cancelled enumeration proves nothing', async () => {
  const problem = smallProblem(tables(11, 340), { hosts: 5, memoryBytes: 1000 * 256, constraints: [WHOLE] });
  const aborted = AbortSignal.abort();
  expect(await enumerate(problem, NODES, aborted)).toEqual({ status: 'cut', nodes: 0 });
  expect((await settle(problem, { ...OPTIONS, signal: aborted }, { ...NOTHING, tried: [] }, solve)).status).toBe(
    'noPlanFound',
  );
});

test('the deletion filter keeps the one conflict there is, whatever stands beside it', async () => {
  const elements = Array.from({ length: 40 }, (_, index) => ({
    pointer: `/${index}`,
    list: 'constraints' as const,
    index,
  }));
  const random = seededRandom(53, 'deletion');
  for (let i = 0; i < 50; i++) {
    const members = new Set(Array.from({ length: 1 + random.below(4) }, () => random.below(40)));
    const { kept, needed } = await filterByDeletion(elements, async (left) =>
      [...members].every((m) => left.some(({ index }) => index === m)) ? 'stuck' : 'free',
    );
    expect(kept.map(({ index }) => index)).toEqual([...members].toSorted((a, b) => a - b));
    expect(needed).toEqual(kept);
  }
});

test('together and apart clash with each other, chains of together included', () => {
  const constraints = [
    { kind: 'together', tables: ['t0', 't1'] },
    { kind: 'together', tables: ['t2', 't1'] },
    { kind: 'apart', tables: ['t2', 't3', 't0'] },
  ];
  const problem = smallProblem(tables(4, 10), { hosts: 5, constraints });
  expect(ruleClashes(problem)).toEqual([
    {
      kind: 'togetherApartClash',
      tables: ['t2', 't0'],
      together: ['/constraints/0', '/constraints/1'],
      apart: '/constraints/2',
    },
  ]);
});

test('tables that lie together need hosts that all of them may use, and room there', () => {
  const together = { kind: 'together', tables: ['t0', 't1'] };
  const pins = [
    { kind: 'pin', table: 't0', hosts: ['host-0'] },
    { kind: 'pin', table: 't1', hosts: ['host-1'] },
  ];
  expect(ruleClashes(smallProblem(tables(2, 10), { constraints: [together, ...pins] }))).toMatchObject([
    { kind: 'togetherFitsNowhere', tables: ['t0', 't1'], openHosts: 0 },
  ]);
  const tight = { memoryBytes: 250 * 256, hosts: 3 };
  expect(ruleClashes(smallProblem(tables(2, 200), { ...tight, constraints: [together, WHOLE] }))).toEqual([
    {
      kind: 'togetherFitsNowhere',
      tables: ['t0', 't1'],
      together: ['/constraints/0'],
      openHosts: 3,
      parts: 1,
      neededBytes: 400 * 256,
      hostBytes: 250 * 256,
      shortBytes: 150 * 256,
    },
  ]);
  // Split in two, a host holds half of each.
  expect(ruleClashes(smallProblem(tables(2, 200), { ...tight, constraints: [together] }))).toEqual([]);
});

test('tables that stay apart need a host each, of those they may use', () => {
  const constraints = [
    { kind: 'apart', tables: ['t0', 't1', 't2', 't3'] },
    ...['t1', 't2', 't3'].map((table) => ({ kind: 'pin', table, hosts: ['host-0', 'host-1'] })),
  ];
  expect(ruleClashes(smallProblem(tables(4, 10), { hosts: 6, constraints }))).toEqual([
    {
      kind: 'apartShort',
      tables: ['t1', 't2', 't3'],
      scope: 'host',
      places: ['host-0', 'host-1'],
      apart: '/constraints/0',
    },
  ]);
  const domains = { kind: 'apart', tables: ['t0', 't1'], scope: 'failureDomain' };
  expect(ruleClashes(smallProblem(tables(2, 10), { hosts: 6, constraints: [domains] }))).toMatchObject([
    { kind: 'apartShort', scope: 'failureDomain', places: ['default'] },
  ]);
});

test('no clash of rules is named where a plan exists', () => {
  const random = seededRandom(59, 'clashes');
  const reached = { clashes: 0, plans: 0 };
  for (let i = 0; i < 250; i++) {
    const problem = tinyProblem(random);
    if (!problem.constraints.some(({ kind }) => kind === 'together' || kind === 'apart')) continue;
    const clashes = ruleClashes(problem);
    if (hasPlan(problem)) {
      expect(clashes, `case ${i}`).toEqual([]);
      reached.plans++;
    } else if (clashes.length > 0) reached.clashes++;
  }
  expect(reached.clashes).toBeGreaterThan(10);
  expect(reached.plans).toBeGreaterThan(10);
}, 60_000);

test('counting names no shortage where a plan exists', () => {
  const random = seededRandom(67, 'counting');
  const reached = { plans: 0, reasons: new Map<string, number>() };
  for (let i = 0; i < 200; i++) {
    const problem = movingProblem(random);
    const found = countingProofs(problem);
    for (const reason of found) {
      const kind = reason.kind === 'spreadShort' ? reason.because : reason.kind;
      reached.reasons.set(kind, (reached.reasons.get(kind) ?? 0) + 1);
    }
    if (found.length > 0) expect(hasPlan(problem), `case ${i}: ${JSON.stringify(found)}`).toBe(false);
    else reached.plans += hasPlan(problem) ? 1 : 0;
  }
  expect(reached.plans).toBeGreaterThan(20);
  expect([...reached.reasons.keys()].toSorted()).toEqual(['apart', 'bytes', 'movementShort', 'places']);
  expect(Math.min(...reached.reasons.values())).toBeGreaterThan(3);
}, 60_000);

test('a net that may use too few hosts is named with what it needs, however large the problem', async () => {
  const own = (constraints: unknown[], rest = {}) => smallProblem(tables(60, 340), { hosts: 22, constraints, ...rest });
  const twoHosts = { kind: 'maxHosts', net: 'net', atMost: 2 };
  const apart = { kind: 'apart', tables: ['t3', 't4', 't5'] };
  expect(await solve(own([twoHosts, apart]), OPTIONS)).toEqual({
    status: 'infeasible',
    reasons: [
      {
        kind: 'spreadShort',
        limit: '/constraints/0',
        net: 'net',
        atMost: 2,
        because: 'apart',
        tables: ['t3', 't4', 't5'],
      },
    ],
  });
  expect(await solve(own([twoHosts], { memoryBytes: 10_000 * 256 }), OPTIONS)).toMatchObject({
    reasons: [
      { because: 'bytes', bytes: { neededBytes: 60 * 340 * 256, availableBytes: 20_000 * 256, shortBytes: 400 * 256 } },
    ],
  });
  const pins = ['t1', 't2', 't3'].map((table, i) => ({ kind: 'pin', table, hosts: [`host-${i}`, `host-${i + 10}`] }));
  const capped = { epsilons: [{ objective: 'hostsUsed', atMost: 2 }] };
  expect(await solve(own(pins, capped), OPTIONS)).toMatchObject({
    reasons: [{ kind: 'spreadShort', limit: '/epsilons/0', because: 'places', tables: ['t1', 't2', 't3'] }],
  });
});

test('movement that drained hosts force is weighed against its limit', async () => {
  const currentPlacement = {
    shards: [0, 1].map((h) => ({
      host: `host-${h}`,
      slices: tables(30, 1).map((_, t) => ({ kind: 'whole', table: `t${2 * t + h}` })),
    })),
  };
  const drained = { kind: 'drained', hosts: ['host-1'] };
  const limited = (limit: object) =>
    smallProblem(tables(60, 340), {
      hosts: 22,
      currentPlacement,
      constraints: [drained, { kind: 'movementLimit', ...limit }],
    });
  const forced = { kind: 'movementShort', limit: '/constraints/1', forcedBytes: 30 * 340 * 256 };
  expect(await solve(limited({ tables: 29 }), OPTIONS)).toMatchObject({
    status: 'infeasible',
    reasons: [{ ...forced, atMostTables: 29 }],
  });
  const oneShort = 30 * 340 * 256 - 1;
  expect(await solve(limited({ bytes: oneShort }), OPTIONS)).toMatchObject({
    reasons: [{ ...forced, atMostBytes: oneShort }],
  });
  expect(countingProofs(limited({ tables: 30, bytes: oneShort + 1 }))).toEqual([]);
});
