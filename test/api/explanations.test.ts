import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { BadInputError } from '../../api/bad-input.ts';
import { reportExplanation } from '../../api/cli/explanation-report.ts';
import { EXAMPLES } from '../../api/http/examples.ts';
import { prepareStudy, type ExplanationStudy } from '../../api/studies.ts';
import { runStudy } from '../../api/study.ts';
import { systemClock } from '../../domain/clock.ts';
import { runApp } from './running-app.ts';
import { smallProblem } from './small-requests.ts';

const service = runApp();
const folder = mkdtempSync(join(tmpdir(), 'shardwright-explain-'));
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await service.close();
});

const { placement } = EXAMPLES.explanation.placement.value;
const launcher = new URL('../../bin/shardwright.js', import.meta.url).pathname;

function refusal(body: unknown): BadInputError {
  try {
    prepareStudy('explanation', body);
  } catch (error) {
    if (error instanceof BadInputError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

describe('an explanation', () => {
  it('is a job, of a plan as its own job answered it', async () => {
    const body = { problem: smallProblem(), measure: false };
    const planned = await service.settle((await service.post('/v1/plans', body)).headers.get('location') ?? '');
    if (planned.kind !== 'plan' || planned.result === undefined || !('plan' in planned.result.answer))
      throw new Error('no plan');
    const { plan } = planned.result.answer;
    const response = await service.post('/v1/explanations', { problem: smallProblem(), plan });
    expect(response.status).toBe(202);
    const job = await service.settle(response.headers.get('location') ?? '');
    expect(job).toMatchObject({
      kind: 'explanation',
      status: 'succeeded',
      result: {
        placementHash: plan.placementHash,
        problemHash: plan.provenance.problemHash,
        explanation: { value: plan.proof.value, violations: [], bound: { source: 'plan' }, notes: [] },
      },
    });
  }, 60_000);

  it('of a frontier’s plan takes the objectives of its frontier where none are given', async () => {
    const body = { problem: smallProblem(), measure: false, gridPoints: 2 };
    const found = await runStudy(prepareStudy('frontier', body), { clock: systemClock });
    if (found.kind !== 'frontier' || found.answer.status !== 'solved') throw new Error('no frontier');
    const [plan] = found.answer.frontier.plans;
    const study = prepareStudy('explanation', { problem: smallProblem(), plan }) as ExplanationStudy;
    expect(study.problem.objectives).toEqual(['hostsUsed', 'peakLoad', 'bytesOnWire', 'fanOut']);
  }, 60_000);

  it('is of a plan or a placement: neither and both are refused', () => {
    const rule = 'either a plan or a placement is explained';
    expect(refusal({ problem: smallProblem() }).problems).toMatchObject([{ rule }]);
  });

  it('of a placement that lacks a table is refused, with the table', () => {
    const lacking = { shards: [{ host: 'small-0', slices: [{ kind: 'whole', table: 'history' }] }] };
    const { problems } = refusal({ problem: smallProblem(), placement: lacking });
    expect(problems).toHaveLength(2);
    expect(problems[0]).toMatchObject({ pointer: '/placement' });
    expect(problems[0].rule).toContain('table item: no host holds it');
  });

  it('in words names every host, limit and change', async () => {
    const study = prepareStudy('explanation', { problem: smallProblem(), placement });
    const result = await runStudy(study, { clock: systemClock });
    if (result.kind !== 'explanation') throw new Error(result.kind);
    const text = reportExplanation(result);
    const { hosts, reSolves, bound } = result.explanation;
    for (const { host } of hosts) expect(text).toContain(host);
    expect(reSolves.length).toBeGreaterThan(2);
    const flowing = text.replaceAll(/\s+/g, ' ');
    for (const { message } of reSolves.slice(1)) expect(flowing).toContain(message);
    expect(flowing).toContain(bound.message);
  }, 60_000);

  it('comes from the command line, with the exit code of an evaluation', () => {
    const write = (name: string, value: unknown): string => {
      writeFileSync(join(folder, name), JSON.stringify(value));
      return join(folder, name);
    };
    const problem = write('problem.json', smallProblem());
    const explained = (...args: readonly string[]) =>
      spawnSync(process.execPath, [launcher, 'explain', '--problem', problem, ...args], { encoding: 'utf8' });
    const legal = explained('--placement', write('placement.json', placement), '--no-re-solve', '--json');
    expect(legal).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(legal.stdout)).toMatchObject({ kind: 'explanation', explanation: { reSolves: [] } });
    const frontier = write('frontier.json', { kind: 'frontier', answer: { frontier: { plans: [] } } });
    expect(explained('--plan', frontier, '--point', '3')).toMatchObject({ status: 2, stdout: '' });
    const stacked = ['history', 'item', 'shop'].map((table) => ({ kind: 'whole', table }));
    const overfull = write('overfull.json', { shards: [{ host: 'small-0', slices: stacked }] });
    const illegal = explained('--placement', overfull, '--no-re-solve');
    expect(illegal.status).toBe(1);
    expect(illegal.stdout).toContain('Not legal');
  }, 60_000);
});
