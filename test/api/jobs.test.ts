import { describe, expect, it } from 'vitest';
import { addIncumbent } from '../../api/jobs/incumbents.ts';
import type { Claim } from '../../api/jobs/job-queue.ts';
import type { Created } from '../../api/jobs/job-store.ts';
import { createMemoryStore } from '../../api/jobs/memory-store.ts';
import { packStudy } from '../../api/prepared-study.ts';
import { prepareStudy } from '../../api/studies.ts';
import { systemClock } from '../../domain/clock.ts';
import type { Plan } from '../../domain/plan.ts';
import { smallPlacement, smallProblem } from './small-requests.ts';

const study = () =>
  packStudy(prepareStudy('evaluation', { problem: smallProblem(), placement: smallPlacement(), measure: false }));
const OWNER = { owner: 'me' };
const idOf = (created: Created): string => ('job' in created ? created.job.id : created.status);
const newStore = (limits = {}) => createMemoryStore(systemClock, { keptJobs: 2, queuedJobs: 5, ...limits });

/** Only what incumbents are compared by. */
const planAt = (hash: string, hostsUsed: number, peakLoad: number): Plan =>
  ({ placementHash: hash, estimate: { hostsUsed, peakLoad } }) as unknown as Plan;

describe('a job store', () => {
  it('hands out each job once, the oldest first', async () => {
    const store = newStore();
    const first = await store.create(study(), OWNER);
    const second = await store.create(study(), OWNER);
    expect((await store.claim())?.id).toBe(idOf(first));
    expect((await store.claim())?.id).toBe(idOf(second));
    expect(await store.claim()).toBeUndefined();
  });

  it('ends a job once, whoever comes second', async () => {
    const store = newStore();
    const id = idOf(await store.create(study(), OWNER));
    const claim = (await store.claim()) as Claim;
    expect(await store.finish(claim, { status: 'cancelled' })).toBe(true);
    expect(await store.finish(claim, { status: 'failed', error: { id: 'x', message: '' } })).toBe(false);
    await store.update(claim, { progress: { phase: 'solving', done: 1, of: 1, message: '' } });
    expect(await store.get(id, 'me')).toMatchObject({ status: 'cancelled' });
    expect((await store.get(id, 'me'))?.progress).toBeUndefined();
  });

  it('never hands out what was cancelled while it waited', async () => {
    const store = newStore();
    const id = idOf(await store.create(study(), OWNER));
    expect(await store.cancel(id, 'me')).toMatchObject({ status: 'cancelled' });
    expect(await store.claim()).toBeUndefined();
  });

  it('forgets the oldest ended jobs, and no others', async () => {
    const store = newStore();
    const ids: string[] = [];
    for (let i = 0; i < 4; i++) ids.push(idOf(await store.create(study(), OWNER)));
    for (let i = 0; i < 3; i++) await store.finish((await store.claim()) as Claim, { status: 'cancelled' });
    const kept = await Promise.all(ids.map((id) => store.get(id, 'me')));
    expect(kept.map((job) => job?.status)).toEqual([undefined, 'cancelled', 'cancelled', 'queued']);
  });

  it('refuses a job where the queue is full', async () => {
    const store = newStore({ queuedJobs: 1 });
    expect((await store.create(study(), OWNER)).status).toBe('created');
    expect((await store.create(study(), OWNER)).status).toBe('queueFull');
  });
});

describe('incumbents', () => {
  it('hold no dominated plan, in whatever order plans come', () => {
    const found = [planAt('a', 2, 9), planAt('b', 1, 10), planAt('c', 2, 8), planAt('d', 3, 8), planAt('e', 3, 1)];
    for (const order of [found, found.toReversed()]) {
      const kept = order.reduce<Plan[]>((plans, plan) => addIncumbent(plans, plan, ['hostsUsed', 'peakLoad']), []);
      expect(kept.map((plan) => plan.placementHash).toSorted()).toEqual(['b', 'c', 'e']);
    }
  });

  it('take the measured form of a plan in place of the plan', () => {
    const plan = planAt('a', 1, 1);
    const measured = { ...plan, measurement: {} } as Plan;
    expect(addIncumbent([plan], measured, ['peakLoad'])).toEqual([measured]);
  });
});
