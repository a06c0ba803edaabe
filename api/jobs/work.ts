import type { Plan } from '../../domain/plan.ts';
import { choosePlans } from '../measuring.ts';
import { unpackStudy, type PreparedStudy } from '../prepared-study.ts';
import type { StudyResult } from '../results.ts';
import { measurePlans, plansOf, runStudy, solveFrontierStudy } from '../study.ts';
import type { MeasuredPlans, SolvedFrontier, StudyHooks } from '../study.ts';

/** What a thread is handed: a study from end to end, or one of the pieces into which a frontier is cut. */
export type Work =
  | { readonly kind: 'study'; readonly study: PreparedStudy }
  /** A frontier whose plans others are to measure; where none is to be measured, it is done to its end. */
  | { readonly kind: 'solve'; readonly study: PreparedStudy }
  | { readonly kind: 'measure'; readonly study: PreparedStudy; readonly plans: readonly Plan[] };

export type WorkDone =
  | { readonly kind: 'study'; readonly result: StudyResult }
  | { readonly kind: 'solve'; readonly solved: SolvedFrontier; readonly chosen: readonly number[] }
  | { readonly kind: 'measure'; readonly measured: MeasuredPlans };

export async function doWork(work: Work, hooks: StudyHooks): Promise<WorkDone> {
  const study = unpackStudy(work.study);
  if (work.kind === 'study' || study.kind !== 'frontier' || study.measure === false)
    return { kind: 'study', result: await runStudy(study, hooks) };
  if (work.kind === 'solve') {
    const solved = await solveFrontierStudy(study, hooks);
    return { kind: 'solve', solved, chosen: choosePlans(plansOf(solved.answer).length, study.measure) };
  }
  // They were chosen when the frontier was cut: all of them are measured here.
  const measure = { ...study.measure, maxPlans: work.plans.length };
  return { kind: 'measure', measured: await measurePlans({ ...study, measure }, work.plans, hooks) };
}
