import { describe, expect, it } from 'vitest';
import { addIncumbent } from '../../api/jobs/incumbents.ts';
import type { Plan } from '../../domain/plan.ts';

/** Only what incumbents are compared by. */
const planAt = (hash: string, hostsUsed: number, peakLoad: number): Plan =>
  ({ placementHash: hash, estimate: { hostsUsed, peakLoad } }) as unknown as Plan;

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
