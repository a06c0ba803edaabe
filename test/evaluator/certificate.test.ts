import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BoundKind, Certificate } from '../../domain/plan.ts';
import type { Epsilon, ObjectiveName, Problem } from '../../domain/problem.ts';
import type { Placement, TableSlice } from '../../domain/placement.ts';
import type * as z from 'zod';
import { certifiedBound, verifyCertificate } from '../../evaluator/certificate.ts';
import { equalRowRanges } from '../../evaluator/costs.ts';
import { optionSetOf } from '../../evaluator/option-set.ts';
import { estimate, objectiveValue } from '../../evaluator/estimate.ts';
import { findViolations } from '../../evaluator/violations.ts';
import { smallProblem } from '../small-problem.ts';

const ARGUMENTS: [z.infer<typeof BoundKind>, ObjectiveName][] = [
  ['sum', 'peakLoad'],
  ['sum', 'hostsUsed'],
  ['largestPart', 'peakLoad'],
  ['largestPart', 'hostsUsed'],
  ['leastWire', 'bytesOnWire'],
  ['netHosts', 'fanOut'],
  ['netHosts', 'peakLoad'],
];

/** Every placement of the tables, each whole or in two row ranges on different hosts. */
function* placements(problem: Problem, hosts: number): Generator<Placement> {
  const choices = problem.model.tables.map((table): { host: number; slice: TableSlice }[][] => {
    const found: { host: number; slice: TableSlice }[][] = [];
    for (let h = 0; h < hosts; h++) found.push([{ host: h, slice: { kind: 'whole', table: table.name } }]);
    const ranges = equalRowRanges(table.rows, 2);
    for (let g = 0; g < hosts; g++)
      for (let h = 0; h < hosts; h++)
        if (g !== h)
          found.push(
            [g, h].map((host, i) => ({
              host,
              slice: { kind: 'rows', table: table.name, rowOrder: 'shuffled', ...ranges[i] },
            })),
          );
    return found;
  });
  const build = function* (t: number, parts: { host: number; slice: TableSlice }[]): Generator<Placement> {
    if (t === choices.length) {
      const byHost = Map.groupBy(parts, (part) => part.host);
      yield { shards: [...byHost].map(([h, own]) => ({ host: `host-${h}`, slices: own.map((part) => part.slice) })) };
      return;
    }
    for (const choice of choices[t]) yield* build(t + 1, [...parts, ...choice]);
  };
  yield* build(0, []);
}

const certificateOf = (
  problem: Problem,
  kind: z.infer<typeof BoundKind>,
  objective: ObjectiveName,
  epsilons: Epsilon[],
  bound = 0,
): Certificate => ({
  kind,
  objective,
  epsilons,
  bound,
  options: optionSetOf(problem),
});

test('no certified bound exceeds the best of all placements, under any cap', () => {
  let reached = 0;
  let tight = 0;
  const table = fc.record({
    rows: fc.integer({ min: 2, max: 40 }),
    poolingFactor: fc.integer({ min: 1, max: 9 }),
    net: fc.constantFrom('item', 'user'),
  });
  fc.assert(
    fc.property(
      fc.array(table, { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 20, max: 60 }),
      fc.integer({ min: 1, max: 3 }),
      fc.double({ min: 1, max: 2, noNaN: true }),
      fc.nat(2),
      (shapes, hostRows, hostCap, slack, fanOutSlack) => {
        const problem = smallProblem(
          shapes.map((shape, t) => ({ name: `t${t}`, ...shape })),
          {
            hosts: 3,
            memoryBytes: hostRows * 256,
            constraints: [{ kind: 'tableOptions', allow: ['whole', 'rowWise'], maxParts: 2 }],
          },
        );
        const legal = [...placements(problem, 3)]
          .filter((placement) => findViolations(problem, placement).length === 0)
          .map((placement) => estimate(problem, placement));
        if (legal.length === 0) return;
        const least = (objective: ObjectiveName): number => Math.min(...legal.map((e) => objectiveValue(e, objective)));
        for (const [kind, objective] of ARGUMENTS) {
          const caps: Epsilon[] = [
            { objective: 'hostsUsed' as const, atMost: Math.max(hostCap, least('hostsUsed')) },
            { objective: 'peakLoad' as const, atMost: least('peakLoad') * slack },
            { objective: 'bytesOnWire' as const, atMost: least('bytesOnWire') * slack },
            { objective: 'fanOut' as const, atMost: least('fanOut') + fanOutSlack },
          ].filter((epsilon) => epsilon.objective !== objective);
          const capped = legal.filter((e) => caps.every((cap) => objectiveValue(e, cap.objective) <= cap.atMost));
          const bound = certifiedBound(problem, certificateOf(problem, kind, objective, caps));
          if (capped.length === 0) continue;
          const best = Math.min(...capped.map((e) => objectiveValue(e, objective)));
          expect(bound, `${kind} ${objective}`).toBeLessThanOrEqual(best * (1 + 1e-12));
          reached += 1;
          if (bound >= best * (1 - 1e-9)) tight += 1;
        }
      },
    ),
    { seed: 5, numRuns: 60 },
  );
  expect(reached).toBeGreaterThan(150);
  expect(tight).toBeGreaterThan(50);
});

test('a certificate that claims more than its argument gives does not hold', () => {
  const problem = smallProblem([
    { name: 'a', rows: 100, poolingFactor: 3 },
    { name: 'b', rows: 50, poolingFactor: 1 },
  ]);
  const honest = certificateOf(problem, 'sum', 'peakLoad', [], (4 * 16 * 256) / 2);
  expect(verifyCertificate(problem, honest)).toEqual({ holds: true, recomputed: honest.bound });
  expect(verifyCertificate(problem, { ...honest, bound: honest.bound + 1 }).holds).toBe(false);
});

test('a bound that rests on an engine is never confirmed above 0', () => {
  const problem = smallProblem([{ name: 'a', rows: 100 }]);
  expect(verifyCertificate(problem, certificateOf(problem, 'mip', 'peakLoad', [], 1)).holds).toBe(false);
});
