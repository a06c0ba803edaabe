import { describe, expect, it } from 'vitest';
import { prepareStudy } from '../../api/studies.ts';
import { runStudy } from '../../api/study.ts';
import { touchedBytes } from '../../api/touched-bytes.ts';
import { systemClock } from '../../domain/clock.ts';
import { rowBytes } from '../../domain/row-bytes.ts';
import { synthesizeTrace } from '../../evaluator/trace/synthesize.ts';
import { groupPlacements } from '../../api/measuring-groups.ts';
import { smallPlacement, smallProblem } from './small-requests.ts';

const evaluate = async (body: Record<string, unknown>, signal?: AbortSignal) => {
  const study = prepareStudy('evaluation', { problem: smallProblem(), placement: smallPlacement(), ...body });
  const result = await runStudy(study, { clock: systemClock, ...(signal === undefined ? {} : { signal }) });
  if (result.kind !== 'evaluation') throw new Error('not an evaluation');
  return result;
};

const request = { samples: 1, features: [{ feature: 'item', lengths: [2], indices: [5, 6] }], dense: [] };

describe('what is measured', () => {
  it('touches the bytes of the distinct rows looked up', () => {
    const { problem } = prepareStudy('plan', { problem: smallProblem() });
    const { model, workload } = problem;
    const trace = synthesizeTrace(model, workload, { requests: 20, seed: 3 });
    const rows = new Map<string, Set<number>>();
    const tableOf = new Map(model.tables.flatMap((table) => table.features.map(({ name }) => [name, table] as const)));
    for (const { features } of trace.requests)
      for (const { feature, indices } of features) {
        const name = tableOf.get(feature)?.name ?? '';
        rows.set(name, (rows.get(name) ?? new Set()).union(new Set(indices)));
      }
    const expected = model.tables.reduce((sum, table) => sum + (rows.get(table.name)?.size ?? 0) * rowBytes(table), 0);
    expect(touchedBytes(model, trace)).toBe(expected);
    // A table too long for a bitmap is counted by sorting: the same figure.
    const long = { ...model, tables: model.tables.map((table) => ({ ...table, rows: 2 ** 31 })) };
    expect(touchedBytes(long, trace)).toBe(expected);
  });

  it('is left out, with the reason, where the rows touched exceed what can be held', async () => {
    const problem = smallProblem();
    Object.assign(problem.model.tables[1], { dim: 65_536, rows: 30_000 });
    Object.assign(problem.fleet.hostTypes[0], { memoryBytes: 2 ** 40 });
    // 20,000 different rows of 256 KiB: 4.9 GiB.
    const indices = Array.from({ length: 20_000 }, (_, i) => i);
    const features = [{ feature: 'item', lengths: [20_000], indices }];
    const { measurement, measurements, estimate } = await evaluate({
      problem,
      trace: { requests: Array.from({ length: 20 }, () => ({ samples: 1, features, dense: [] })) },
    });
    expect(measurement).toBeUndefined();
    expect(estimate).toBeDefined();
    expect(measurements).toMatchObject({ plansMeasured: 0, plansFound: 1, touchedBytes: 20_000 * 2 ** 18 });
    expect(measurements.notes.join(' ')).toMatch(
      /touch 4\.9 GiB of rows.*Maybe measure fewer requests: at most \d+ can fit/,
    );
  });

  it('says so where the trace holds fewer requests than were asked for', async () => {
    const { measurement, measurements } = await evaluate({ trace: { requests: [request, request, request] } });
    expect(measurement?.requests).toBe(1);
    expect(measurements).toMatchObject({ trace: 'given', requests: 1, warmupRequests: 2 });
    expect(measurements.notes[0]).toContain('holds 3 requests');
  });

  it('counts bytes and calls that the given trace implies', async () => {
    const { measurement } = await evaluate({ trace: { requests: [request, request, request] } });
    // One whole table, one batch: one call. Slice id, two features' lengths, two indices; two vectors of 64 back.
    expect(measurement?.rpcsPerRequest).toBe(1);
    expect(measurement?.bytesPerRequest).toBe(4 + 2 * 4 + 2 * 4 + 2 * 64 * 4);
  });

  it('keeps verdict and estimate where it is cancelled before it starts', async () => {
    const { violations, estimate, measurement, measurements } = await evaluate({}, AbortSignal.abort());
    expect(violations).toEqual([]);
    expect(estimate).toBeDefined();
    expect(measurement).toBeUndefined();
    expect(measurements.notes).toContain('Cancelled before any plan was measured.');
  });
});

describe('plans that are measured together', () => {
  const GIB = 2 ** 30;
  it('are as many as fit beside singular, in groups of nearly one size that hold each once', () => {
    const positions = [2, 3, 5, 7, 11, 13, 17];
    let several = 0;
    for (const touched of [0, 0.01, 0.5, 0.9, 1.3, 2.5, 10])
      for (const free of [0.5, 2, 4, 64]) {
        const groups = groupPlacements(positions, touched * GIB, free * GIB);
        expect(groups.flat()).toEqual(positions);
        const sizes = groups.map((group) => group.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        for (const size of sizes) expect(size === 1 || (size + 1) * touched <= Math.min(4, free)).toBe(true);
        if (groups.length > 1) several++;
      }
    expect(several).toBeGreaterThan(10);
    expect(groupPlacements(positions, 0.4 * GIB, 64 * GIB)).toEqual([positions]);
    expect(groupPlacements([], GIB, GIB)).toEqual([]);
  });
});
