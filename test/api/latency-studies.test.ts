import { expect, it } from 'vitest';
import { prepareStudy } from '../../api/studies.ts';
import { runStudy } from '../../api/study.ts';
import { systemClock } from '../../domain/clock.ts';
import { verifyCertificate } from '../../evaluator/certificate.ts';
import { smallProblem } from './small-requests.ts';

const small = () => {
  const problem = smallProblem();
  return { ...problem, constraints: [{ kind: 'tableOptions', allow: ['whole', 'rowWise', 'mainShard'] }] };
};

it('a frontier of latency and hosts with tables on the main shard is proven, executed, and agrees with singular', async () => {
  const problem = { ...small(), objectives: ['hostsUsed', 'latencyMs'] };
  const study = prepareStudy('frontier', { problem, measure: { requests: 4 } });
  const result = await runStudy(study, { clock: systemClock });
  if (result.kind !== 'frontier' || result.answer.status !== 'solved') throw new Error('no frontier');
  const { plans } = result.answer.frontier;
  expect(plans.some(({ placement }) => placement.shards.some(({ host }) => host === 'main'))).toBe(true);
  for (const { proof, measurement } of plans) {
    expect(proof.objective).toBe('latencyMs');
    expect(proof.bound).toBeGreaterThan(0);
    expect(verifyCertificate(study.problem, proof.certificate).holds).toBe(true);
    expect(measurement?.agreement.holds).toBe(true);
  }
});

it('a cap on latency is kept, and one below the bound is infeasible with its figures', async () => {
  const plan = async (epsilons: unknown[], objectives: string[]) => {
    const study = prepareStudy('plan', { problem: { ...small(), objectives, epsilons }, measure: false });
    const result = await runStudy(study, { clock: systemClock });
    if (result.kind !== 'plan') throw new Error(result.kind);
    return result.answer;
  };
  const least = await plan([], ['latencyMs']);
  if (!('plan' in least)) throw new Error(least.status);
  const atMost = least.plan.estimate.latencyMs;
  const capped = await plan([{ objective: 'latencyMs', atMost }], ['peakMemory']);
  if (!('plan' in capped)) throw new Error(capped.status);
  expect(capped.plan.estimate.latencyMs).toBeLessThanOrEqual(atMost * (1 + 1e-12));
  expect(await plan([{ objective: 'latencyMs', atMost: atMost / 1000 }], ['peakMemory'])).toMatchObject({
    status: 'infeasible',
    reasons: [{ kind: 'capBelowBound', objective: 'latencyMs' }],
  });
});
