import { expect, test } from 'vitest';
import { DriftReport } from '../../../domain/drift.ts';
import { Problem } from '../../../domain/problem.ts';
import type { Workload } from '../../../domain/trace.ts';
import { findDrift } from '../../../evaluator/trace/drift.ts';
import { estimateWorkload } from '../../../evaluator/trace/estimate-workload.ts';
import { synthesizeTrace } from '../../../evaluator/trace/synthesize.ts';
import { tinyProblem } from '../tiny-models.ts';

const names = ['a', 'b', 'c', 'd', 'e', 'f'];
const { model, workload, fleet } = tinyProblem(
  names.map((name, t) => ({ name, rows: 5000, poolingFactor: 1 + t, poolingSpread: 2, exponent: 0.8 })),
  { samples: 8, dense: false },
);
const problem = Problem.parse({ model, workload, fleet, objectives: ['peakLoad'] });
const placement = {
  shards: [
    { host: 'host-0', slices: names.slice(0, 4).map((table) => ({ kind: 'whole' as const, table })) },
    { host: 'host-1', slices: names.slice(4).map((table) => ({ kind: 'whole' as const, table })) },
  ],
};

/** The drift that a trace of some other workload shows. */
function driftOf(now: Workload, seed: number, requests = 400): DriftReport {
  const trace = synthesizeTrace(model, now, { requests, seed });
  const seen = estimateWorkload(model, trace, { requests, seed: 1, batchSize: now.batchSize });
  return findDrift(problem, trace, seen, placement);
}

const changed = (
  table: string,
  change: (traffic: Workload['tables'][number]) => Workload['tables'][number],
): Workload => ({
  ...workload,
  tables: workload.tables.map((traffic) => (traffic.table === table ? change(traffic) : traffic)),
});

test('requests of the workload itself are within chance, for all but few of many traces', () => {
  const reports = Array.from({ length: 20 }, (_, seed) => driftOf(workload, seed));
  for (const report of reports) expect(DriftReport.parse(report)).toEqual(report);
  const drifted = reports.reduce((sum, report) => sum + report.drifted.length, 0);
  // 120 tables, each passed with well over 99%.
  expect(drifted).toBeLessThanOrEqual(3);
  const ratios = reports.map(({ distance, distanceByChance }) => distance / distanceByChance);
  const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
  expect(mean).toBeGreaterThan(0.6);
  expect(mean).toBeLessThan(1.4);
});

test('a table that is looked up twice as often is named, and so is what it does to the hosts', () => {
  const now = changed('f', ({ features: [feature], ...rest }) => ({
    ...rest,
    features: [{ ...feature, poolingFactor: 2 * feature.poolingFactor }],
  }));
  const report = driftOf(now, 1);
  expect(report.drifted).toContain('f');
  expect(report.tables[0].table).toBe('f');
  expect(report.distance).toBeGreaterThan(5 * report.distanceByChance);
  const { peakLoad, peakOverMean, hosts } = report.balance!;
  // Hosts carried 10 and 11 lookups of 21; now 10 and 17.
  expect(peakLoad.seen / peakLoad.expected).toBeCloseTo(17 / 11, 1);
  expect(peakOverMean.expected).toBeCloseTo(22 / 21, 2);
  expect(peakOverMean.seen).toBeCloseTo(34 / 27, 1);
  expect(hosts.map(({ host }) => host)).toEqual(['host-0', 'host-1']);
});

test('a table whose popular rows changed is named, though its load did not', () => {
  const now = changed('c', (traffic) => ({ ...traffic, popularity: { kind: 'zipf', exponent: 0.2 } }));
  const report = driftOf(now, 2);
  expect(report.drifted).toEqual(['c']);
});
