import { describe, expect, it } from 'vitest';
import { addIncumbent } from '../../api/jobs/incumbents.ts';
import { createMemoryStore } from '../../api/jobs/memory-store.ts';
import { prepareStudy } from '../../api/studies.ts';
import { systemClock } from '../../domain/clock.ts';
import type { Plan } from '../../domain/plan.ts';
import { smallPlacement, smallProblem } from './small-requests.ts';

const study = () =>
  prepareStudy('evaluation', { problem: smallProblem(), placement: smallPlacement(), measure: false });
const newStore = (limits = {}) => createMemoryStore(systemClock, { keptJobs: 2, queuedJobs: 5, ...limits });

/** Only what incumbents are compared by. */
const planAt = (hash: string, hostsUsed: number, peakLoad: number): Plan =>
  ({ placementHash: hash, estimate: { hostsUsed, peakLoad } }) as unknown as Plan;

describe('a job store', () => {
  it('hands out each job once, the oldest first', async () => {
    const store = newStore();
    const first = await store.create(study());
    const second = await store.create(study());
    expect((await store.claim())?.job.id).toBe(first?.id);
    expect((await store.claim())?.job.id).toBe(second?.id);
    expect(await store.claim()).toBeUndefined();
  });

  it('ends a job once, whoever comes second', async () => {
    const store = newStore();
    const id = (await store.create(study()))?.id ?? '';
    await store.claim();
    expect(await store.finish(id, { status: 'cancelled' })).toBe(true);
    expect(await store.finish(id, { status: 'failed', error: { id: 'x', message: '' } })).toBe(false);
    await store.update(id, { progress: { phase: 'solving', done: 1, of: 1, message: '' } });
    expect(await store.get(id)).toMatchObject({ status: 'cancelled' });
    expect((await store.get(id))?.progress).toBeUndefined();
  });

  it('never hands out what was cancelled while it waited', async () => {
    const store = newStore();
    const id = (await store.create(study()))?.id ?? '';
    expect(await store.cancel(id)).toMatchObject({ status: 'cancelled' });
    expect(await store.claim()).toBeUndefined();
  });

  it('forgets the oldest ended jobs, and no others', async () => {
    const store = newStore();
    const ids: string[] = [];
    for (let i = 0; i < 4; i++) ids.push((await store.create(study()))?.id ?? '');
    for (let i = 0; i < 3; i++) await store.finish((await store.claim())?.job.id ?? '', { status: 'cancelled' });
    const kept = await Promise.all(ids.map((id) => store.get(id)));
    expect(kept.map((job) => job?.status)).toEqual([undefined, 'cancelled', 'cancelled', 'queued']);
  });

  it('refuses a job where the queue is full', async () => {
    const store = newStore({ queuedJobs: 1 });
    expect(await store.create(study())).toBeDefined();
    expect(await store.create(study())).toBeUndefined();
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
