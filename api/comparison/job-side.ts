import type { Plan } from '../../domain/plan.ts';
import type { Problem } from '../../domain/problem.ts';
import { BadInputError } from '../bad-input.ts';
import type { Job } from '../jobs/job.ts';
import type { Uploads } from '../resources/uploads.ts';
import type { Study } from '../studies.ts';
import type { FrontierSide } from './compare-frontiers.ts';
import type { Side } from './compare-plans.ts';

/** One side of a comparison, with all that is known of it. */
export type Compared =
  | ({ readonly kind: 'plan' } & Side)
  | ({ readonly kind: 'frontier' } & FrontierSide)
  | { readonly kind: 'problem'; readonly problem: Problem };

/** A job and what it was asked, as `Uploads` hands it out: both were written by this service. */
export interface StoredJob {
  readonly job: Job;
  readonly study: Study;
}

interface NamedPlan {
  readonly job: string;
  readonly plan?: number | undefined;
}

/**
 * The plans that a job found.
 * @throws BadInputError where there are none, or not the one that was named.
 */
export function jobSide(uploads: Uploads, { job: id, plan: position }: NamedPlan, at: string): Compared {
  const stored = uploads.find('job', id) as StoredJob | undefined;
  if (stored === undefined)
    throw refusal(
      `${at}/job`,
      id,
      'the id of a job of yours',
      'Maybe it was forgotten: ended jobs are, after a while.',
    );
  const { job, study } = stored;
  const { problem } = study;
  if (study.kind === 'evaluation') {
    const measurement = job.kind === 'evaluation' ? job.result?.measurement : undefined;
    return { kind: 'plan', problem, placement: study.placement, measurement };
  }
  const plans = plansOf(job);
  if (plans === undefined)
    throw refusal(`${at}/job`, `a ${job.kind}`, 'a frontier, a plan or an evaluation', 'Maybe another id.');
  if (plans.length === 0)
    throw refusal(
      `${at}/job`,
      `a ${job.status} ${job.kind} without a plan`,
      'a job that has found a plan',
      maybeWait(job),
    );
  if (job.kind === 'frontier' && position === undefined) return { kind: 'frontier', problem, plans };
  const chosen = plans.at(position ?? 0);
  if (chosen === undefined)
    throw refusal(
      `${at}/plan`,
      String(position),
      `at most ${plans.length - 1}`,
      `Maybe the frontier has fewer plans: ${plans.length}.`,
    );
  return { kind: 'plan', problem, placement: chosen.placement, plan: chosen, measurement: chosen.measurement };
}

/** Those of its result; the best so far where it has none yet. */
function plansOf(job: Job): readonly Plan[] | undefined {
  if (job.kind === 'plan') {
    if (job.result === undefined) return job.bestSoFar;
    return 'plan' in job.result.answer ? [job.result.answer.plan] : [];
  }
  if (job.kind !== 'frontier') return undefined;
  if (job.result === undefined) return job.bestSoFar;
  return job.result.answer.status === 'solved' ? job.result.answer.frontier.plans : [];
}

const maybeWait = ({ status }: Job): string =>
  status === 'queued' || status === 'running' ? 'Maybe wait until it has found one.' : 'Maybe its answer says why.';

const refusal = (pointer: string, seen: string, rule: string, maybe: string): BadInputError =>
  new BadInputError([{ pointer, seen, rule, maybe }]);
