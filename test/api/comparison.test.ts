import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareFrontiers } from '../../api/comparison/compare-frontiers.ts';
import { comparePlans } from '../../api/comparison/compare-plans.ts';
import { compareProblems } from '../../api/comparison/compare-problems.ts';
import { ComparisonResult } from '../../api/comparison/comparison.ts';
import { prepareStudy } from '../../api/studies.ts';
import { runStudy } from '../../api/study.ts';
import { systemClock } from '../../domain/clock.ts';
import type { Measurement } from '../../domain/measurement.ts';
import type { Placement, TableSlice } from '../../domain/placement.ts';
import { Problem } from '../../domain/problem.ts';
import { objectiveValue } from '../../evaluator/estimate.ts';
import { smallProblem } from './small-requests.ts';

const { problem } = prepareStudy('frontier', { problem: smallProblem(), measure: false });
const roomy: Problem = {
  ...problem,
  fleet: { ...problem.fleet, hostTypes: [{ ...problem.fleet.hostTypes[0], count: 3, memoryBytes: 2 ** 40 }] },
};

/** Each table whole on one of three hosts, or in two row ranges on two of them. */
const anyPlacement: fc.Arbitrary<Placement> = fc
  .array(fc.tuple(fc.nat(2), fc.nat(2), fc.boolean()), { minLength: 3, maxLength: 3 })
  .map((choices) => ({
    shards: roomy.model.tables.flatMap(({ name, rows }, t) => {
      const [first, step, isSplit] = choices[t];
      const on = (host: number, slice: TableSlice) => ({ host: `small-${host % 3}`, slices: [slice] });
      if (!isSplit) return [on(first, { kind: 'whole', table: name })];
      const half = { kind: 'rows', table: name, rowOrder: 'shuffled' } as const;
      return [
        on(first, { ...half, start: 0, end: rows / 2 }),
        on(first + 1 + (step % 2), { ...half, start: rows / 2, end: rows }),
      ];
    }),
  }));

const measured = async (): Promise<{ before: Measurement; after: Measurement; plans: Placement[] }> => {
  const study = prepareStudy('frontier', { problem: smallProblem(), gridPoints: 3, measure: { requests: 40 } });
  const result = await runStudy(study, { clock: systemClock });
  if (result.kind !== 'frontier' || result.answer.status !== 'solved') throw new Error('not solved');
  const plans = result.answer.frontier.plans.filter((plan) => plan.measurement !== undefined);
  const [before, after] = plans.flatMap((plan) => plan.measurement ?? []);
  return { before, after, plans: plans.map((plan) => plan.placement) };
};

describe('two placements', () => {
  it('differ as their costs do: swapping them negates every difference and mirrors dominance', () => {
    let dominated = 0;
    let moved = 0;
    fc.assert(
      fc.property(anyPlacement, anyPlacement, (a, b) => {
        const there = comparePlans({ problem: roomy, placement: a }, { problem: roomy, placement: b });
        const back = comparePlans({ problem: roomy, placement: b }, { problem: roomy, placement: a });
        expect(there.objectives.length).toBe(8);
        there.objectives.forEach(({ difference, verdict }, i) => {
          expect(back.objectives[i].difference).toBe(0 - difference);
          expect(back.objectives[i].verdict).toBe({ lower: 'higher', equal: 'equal', higher: 'lower' }[verdict]);
        });
        const mirrored = { before: 'after', after: 'before', equal: 'equal', neither: 'neither' } as const;
        expect(back.dominates).toBe(mirrored[there.dominates ?? 'neither']);
        if (there.dominates === 'after' || there.dominates === 'before') dominated++;
        // What is fetched is counted three times over: as an objective, by table and by host.
        const from = comparePlans(
          { problem: { ...roomy, currentPlacement: a }, placement: a },
          { problem: { ...roomy, currentPlacement: a }, placement: b },
        );
        const { bytes, tables, hosts } = there.movement;
        expect(from.objectives.find(({ objective }) => objective === 'movedBytes')?.after).toBe(bytes);
        expect(tables.reduce((sum, table) => sum + table.bytes, 0)).toBe(bytes);
        expect(hosts.reduce((sum, host) => sum + host.receivedBytes, 0)).toBe(bytes);
        expect(bytes === 0).toBe(tables.length === 0);
        if (bytes > 0) moved++;
        expect(ComparisonResult.safeParse(there).error).toBeUndefined();
      }),
      { numRuns: 100, seed: 1 },
    );
    expect(dominated).toBeGreaterThan(10);
    expect(moved).toBeGreaterThan(50);
  });

  it('that are one move nothing and differ in nothing, however they are written', () => {
    fc.assert(
      fc.property(anyPlacement, (placement) => {
        const written = { shards: placement.shards.toReversed() };
        const found = comparePlans({ problem: roomy, placement }, { problem: roomy, placement: written });
        expect(found.movement).toMatchObject({ bytes: 0, share: 0, tables: [], hosts: [] });
        expect(found.objectives.every(({ verdict }) => verdict === 'equal')).toBe(true);
        expect(found.dominates).toBe('equal');
        expect(found.problems.same).toBe(true);
      }),
      { numRuns: 50, seed: 1 },
    );
  });

  it('are each judged: an illegal one dominates nothing, one without a table has no costs', () => {
    const [history, item, shop] = problem.model.tables.map(({ name }): TableSlice => ({ kind: 'whole', table: name }));
    const legal: Placement = {
      shards: [
        { host: 'small-0', slices: [history] },
        { host: 'small-1', slices: [item, shop] },
      ],
    };
    const crowded: Placement = { shards: [{ host: 'small-0', slices: [history, item, shop] }] };
    const partial: Placement = { shards: [{ host: 'small-0', slices: [history] }] };
    const found = comparePlans({ problem, placement: legal }, { problem, placement: crowded });
    expect(found.dominates).toBeNull();
    expect(found.after.violations.map(({ kind }) => kind)).toEqual(['memory']);
    expect(found.summary[0]).toBe('The second is illegal: 1 violation.');
    const incomplete = comparePlans({ problem, placement: partial }, { problem, placement: legal });
    expect(incomplete.objectives).toEqual([]);
    expect(incomplete.before.estimate).toBeUndefined();
    // 192 MiB of items lie somewhere only in the second.
    expect(incomplete.movement.bytes).toBe(393_216 * 64 * 4 + 786_432 * 64 * 2);
  });

  it('with proofs under the same caps share the higher bound; else it is said why not', async () => {
    const solve = async (body: Record<string, unknown>) => {
      const study = prepareStudy('plan', { problem: { ...smallProblem(), ...body }, measure: false });
      const result = await runStudy(study, { clock: systemClock });
      if (result.kind !== 'plan' || !('plan' in result.answer)) throw new Error('no plan');
      return { problem: study.problem, placement: result.answer.plan.placement, plan: result.answer.plan };
    };
    const plan = await solve({});
    const worse = { ...plan, plan: { ...plan.plan, proof: { ...plan.plan.proof, bound: plan.plan.proof.bound / 2 } } };
    const found = comparePlans(worse, plan);
    expect(found.proofs).toMatchObject({ comparable: true, bestBound: plan.plan.proof.bound });
    expect(found.proofs.gapBefore).toBe(found.proofs.gapAfter);
    const capped = await solve({ epsilons: [{ objective: 'hostsUsed', atMost: 2 }] });
    expect(comparePlans(plan, capped).proofs.note).toBe('The proofs are of different problems.');
    expect(comparePlans(plan, { problem: plan.problem, placement: plan.placement }).proofs.comparable).toBe(false);
    // A proof of another problem proves nothing of this one.
    expect(comparePlans({ ...plan, problem: capped.problem }, capped).before.proof).toBeUndefined();
  });
});

describe('two measurements', () => {
  it('are compared on the same requests and machine alone, and decided only by an interval', async () => {
    const { before, after, plans } = await measured();
    const compare = (a: Measurement | undefined, b: Measurement | undefined, other = problem) =>
      comparePlans(
        { problem, placement: plans[0], measurement: a },
        { problem: other, placement: plans[1], measurement: b },
      ).measured;
    const { status, differences } = compare(before, after);
    expect(status).toBe('compared');
    const cpu = differences.find(({ figure }) => figure === 'cpuMsPerRequest');
    expect(cpu?.ratio).toBeCloseTo((after.ratioToSingular.cpu ?? NaN) / (before.ratioToSingular.cpu ?? NaN), 12);
    let decided = 0;
    for (const { interval, ratio, verdict, figure } of differences) {
      if (interval === null) continue;
      decided++;
      expect(interval.low, figure).toBeLessThanOrEqual(ratio ?? NaN);
      expect(interval.high, figure).toBeGreaterThanOrEqual(ratio ?? NaN);
      expect(verdict).toBe(interval.low > 1 ? 'higher' : interval.high < 1 ? 'lower' : 'undecided');
    }
    expect(decided).toBeGreaterThanOrEqual(2);
    // A run is as good as itself.
    expect(compare(before, before).differences.every(({ verdict }) => ['equal', 'undecided'].includes(verdict))).toBe(
      true,
    );
    expect(compare(before, undefined).notes).toEqual(['The second was not measured.']);
    expect(compare(undefined, undefined).notes).toEqual(['Neither was measured.']);
    expect(compare(before, { ...after, traceHash: '0'.repeat(64) }).status).toBe('otherRequests');
    const elsewhere = { ...after, environment: { ...after.environment, node: 'v1.0.0' } };
    expect(compare(before, elsewhere)).toMatchObject({ status: 'otherMachine', differences: [] });
    expect(compare(before, after, roomy).notes.join(' ')).toContain('different fleets');
  });
});

describe('two problems', () => {
  it('are the same where their hashes are, and else every difference stands where it is', () => {
    const changed = structuredClone(problem) as Problem & { model: { tables: { rows: number }[] } };
    changed.model.tables[1].rows = 7;
    changed.constraints.push({ kind: 'drained', hosts: ['small-0'] });
    const found = compareProblems(problem, changed);
    expect(found).toMatchObject({ same: false, differing: 2 });
    expect(found.differences).toEqual([
      { part: 'model', at: 'model tables item rows', change: 'changed', before: 393_216, after: 7 },
      { part: 'constraints', at: 'constraints', change: 'added', after: { kind: 'drained', hosts: ['small-0'] } },
    ]);
    const back = compareProblems(changed, problem);
    expect(back.differences.map(({ change }) => change)).toEqual(['changed', 'removed']);
    expect(compareProblems(problem, structuredClone(problem))).toMatchObject({ same: true, differences: [] });
  });

  it('in another order differ in order alone', () => {
    const turned = Problem.parse({
      ...problem,
      model: { ...problem.model, tables: problem.model.tables.toReversed() },
    });
    expect(compareProblems(problem, turned).differences.map(({ at }) => at)).toEqual(['model tables order']);
  });
});

describe('two frontiers', () => {
  it('tell what became of each plan', async () => {
    const study = prepareStudy('frontier', { problem: smallProblem(), gridPoints: 4, measure: false });
    const result = await runStudy(study, { clock: systemClock });
    if (result.kind !== 'frontier' || result.answer.status !== 'solved') throw new Error('not solved');
    const { plans } = result.answer.frontier;
    expect(plans.length).toBeGreaterThan(1);
    const itself = compareFrontiers({ problem, plans }, { problem, plans });
    expect(itself.before.every(({ fate, by }, i) => fate === 'same' && by === i)).toBe(true);
    expect(itself.best.every(({ verdict }) => verdict === 'equal')).toBe(true);
    const shorter = compareFrontiers({ problem, plans }, { problem, plans: plans.slice(1) });
    expect(shorter.before[0]).toMatchObject({ fate: 'alone' });
    expect(shorter.after.every(({ fate }) => fate === 'same')).toBe(true);
    // A plan made worse in one objective is dominated by the one that it was.
    const worse = {
      ...plans[0],
      placementHash: '0'.repeat(64),
      estimate: { ...plans[0].estimate, bytesOnWire: plans[0].estimate.bytesOnWire * 2 },
    };
    const found = compareFrontiers({ problem, plans: [worse] }, { problem, plans });
    expect(found.before[0]).toMatchObject({ fate: 'dominated', by: 0 });
    expect(objectiveValue(worse.estimate, 'bytesOnWire')).toBe(
      found.best.find((b) => b.objective === 'bytesOnWire')?.before,
    );
    expect(ComparisonResult.safeParse(found).error).toBeUndefined();
  });
});
