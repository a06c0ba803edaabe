import { setImmediate } from 'node:timers/promises';
import { provenBound } from '../bounds/certify.ts';
import { closeGap, neighbourhoodRounds, placedBound, pricedBound } from '../solve.ts';
import { addPlan, sortedPlans, type ArchivedPlan } from './archive.ts';
import { CELL_LIMIT, capsOfProof, planOf, proofKey, type Sweep } from './sweep.ts';

/** Relative: a gap that is no wider is left as it is. */
const LEAST_GAP = 1e-4;
/** Linear programs that prove nothing new, after which the plans left are not worth one each: they are much alike. */
const MOST_FUTILE = 4;

/**
 * Narrows the gaps of the plans found, as a solve of each one's own problem would: bounds that need a plan's value to aim at, then packing,
 * the MIP and, with more than the default effort, large-neighbourhood search. All together get the effort of one solve. Plans are let out again as their gaps shrink.
 */
export async function closePlans(run: Sweep): Promise<void> {
  const { options, archive } = run;
  const wide = sortedPlans(archive).filter((plan) => isOpen(run, plan));
  const share = 1 / Math.max(1, wide.length);
  const effort = (options.effort ?? 1) * share;
  const rounds = Math.floor(neighbourhoodRounds(options.effort) * share);
  let futile = 0;
  for (const plan of wide) {
    await setImmediate();
    if (options.signal?.aborted) return;
    const isPriced = futile < MOST_FUTILE;
    const { isFutile } = await closePlan(run, plan, { effort, rounds, isPriced });
    if (isPriced) futile = isFutile ? futile + 1 : 0;
  }
}

function isOpen(run: Sweep, plan: ArchivedPlan): boolean {
  const { primary } = run.archive.axes;
  const { value } = provenBound(run.instance, primary, capsOfProof(run, plan));
  return plan.figures[primary] > value * (1 + LEAST_GAP);
}

/** Says whether a linear program, where one was asked for, proved nothing new. */
async function closePlan(
  run: Sweep,
  plan: ArchivedPlan,
  { effort, rounds, isPriced }: { readonly effort: number; readonly rounds: number; readonly isPriced: boolean },
): Promise<{ isFutile: boolean }> {
  const { problem, instance, archive, options, problemHash } = run;
  const { primary: objective } = archive.axes;
  const caps = capsOfProof(run, plan);
  const known = {
    candidate: plan,
    bound: provenBound(instance, objective, caps),
    method: plan.method,
    stoppedBy: CELL_LIMIT,
  };
  const own = {
    problem,
    options: { ...options, effort },
    instance,
    objective,
    caps,
    problemHash,
    tried: [],
    proven: [],
  };
  const placed = placedBound(own, plan, known.bound);
  const bound = isPriced ? await pricedBound(own, plan, placed) : placed;
  const closed = await closeGap(own, { ...known, bound }, rounds);
  if (closed.bound.value > known.bound.value) run.proofs.set(proofKey(caps), closed);
  const isBetter = closed.candidate.figures[objective] < plan.figures[objective];
  const best = isBetter ? { ...closed.candidate, method: closed.method } : plan;
  if (isBetter) addPlan(archive, best);
  if (isBetter || closed.bound.value > known.bound.value) options.onPlan?.(planOf(run, best));
  return { isFutile: bound === placed };
}
