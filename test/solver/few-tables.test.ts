import { expect, test } from 'vitest';
import { tablesOfCsv } from '../../api/interchange/csv-tables.ts';
import { loadFleetFixture } from '../../api/fixtures.ts';
import { prepareStudy } from '../../api/studies.ts';
import { systemClock } from '../../domain/clock.ts';
import { verifyCertificate } from '../../evaluator/certificate.ts';
import { capsOf, SOLVED_OBJECTIVES, type Caps } from '../../solver/caps.ts';
import { warmEngine } from '../../solver/exact/engines.ts';
import { solveMip } from '../../solver/exact/solve-mip.ts';
import { solveFrontier } from '../../solver/frontier.ts';
import { compileInstance } from '../../solver/instance.ts';

/** Tables of gigabytes beside one of megabytes: bytes over a host's capacity are coefficients of 1e-4 and less. */
const TABLES = `name,rows,dim,dtype,net,pooling factor
user_id,120M,64,fp16,user,1
user_history,30M,64,fp16,user,40
query_terms,10M,64,fp16,user,8
item_id,50M,64,fp16,item,1
item_tags,5M,64,fp16,item,12
item_category,200k,32,fp32,item,3
`;

function sixTables() {
  const parts = tablesOfCsv(TABLES, 'tables.csv', { name: 'six', net: 'net', zipfExponent: 1.05 });
  const fleet = loadFleetFixture('4x32gib');
  const hostTypes = fleet.hostTypes.map((type) => ({ ...type, memoryBytes: 2 ** 34 }));
  return prepareStudy('frontier', { problem: { ...parts, fleet: { ...fleet, hostTypes } }, measure: false }).problem;
}

test('a frontier of few tables and hosts is proven at every point', async () => {
  const problem = sixTables();
  const answer = await solveFrontier(problem, {
    method: 'auto',
    engine: 'highs',
    gridPoints: 8,
    seed: 1,
    version: 'test',
    clock: systemClock,
  });
  if (answer.status !== 'solved') throw new Error(answer.status);
  const { plans } = answer.frontier;
  expect(plans.length).toBeGreaterThan(8);
  expect(plans.filter(({ proof }) => proof.status !== 'optimal')).toEqual([]);
  for (const { proof } of plans)
    if (proof.certificate.kind !== 'mip') expect(verifyCertificate(problem, proof.certificate).holds).toBe(true);
});

test('HiGHS calls no program infeasible that GLPK solves, whatever the cap on fan-out', async () => {
  const instance = compileInstance(sixTables(), 'every');
  const free = capsOf(instance, []);
  expect(SOLVED_OBJECTIVES.every((objective) => free[objective] === Infinity)).toBe(true);
  const values: string[] = [];
  for (let fanOut = 2; fanOut <= 8; fanOut++) {
    const caps: Caps = { ...free, fanOut };
    const limits = { nodes: 20_000, seconds: 60, relativeGap: 1e-6 };
    const [ours, other] = await Promise.all(
      (['highs', 'glpk'] as const).map((name) =>
        solveMip(instance, { objective: 'peakLoad', caps }, warmEngine(name), limits),
      ),
    );
    expect(ours.status, `fan-out ${fanOut}`).toBe(other.status);
    values.push(ours.status);
  }
  expect(new Set(values)).toEqual(new Set(['infeasible', 'optimal']));
});
