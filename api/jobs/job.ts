import * as z from 'zod';
import { Estimate, Plan, Proof } from '../../domain/plan.ts';
import { Hash } from '../../domain/quantities.ts';
import { DriftResult, EvaluationResult, ExplanationResult, FrontierResult, PlanResult } from '../results.ts';

export const JobStatus = z.enum(['queued', 'running', 'succeeded', 'failed', 'cancelled']).meta({
  id: 'JobStatus',
  description:
    '`queued` and `running` go on; the others are final. `failed` is a bug of ours, `cancelled` keeps what was found.',
});
export type JobStatus = z.infer<typeof JobStatus>;

export const JobProgress = z
  .strictObject({
    phase: z.enum(['solving', 'measuring']),
    done: z.number().min(0).describe('Steps of the phase that are done.'),
    of: z.number().min(0).describe('Steps of the phase in all.'),
    message: z.string(),
  })
  .meta({ id: 'JobProgress', description: 'How far a job has come in its present phase.' });
export type JobProgress = z.infer<typeof JobProgress>;

export const JobError = z
  .strictObject({
    id: z.string().describe('Quote it when you report the failure: the log has it.'),
    message: z.string(),
  })
  .meta({ id: 'JobError', description: 'Why a job failed.' });
export type JobError = z.infer<typeof JobError>;

const SummaryShape = {
  id: z.string(),
  revision: z.int().min(1).describe('One more at each change of the job.'),
  status: JobStatus,
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().optional(),
  finishedAt: z.iso.datetime().optional(),
  cancelRequested: z.boolean(),
  batch: z.string().optional().describe('The batch that it belongs to.'),
  progress: JobProgress.optional(),
  error: JobError.optional(),
};

const JobShape = {
  ...SummaryShape,
  bestSoFar: z
    .array(Plan)
    .describe('Plans found so far, none of which dominates another; kept when the job is cancelled.'),
};

export const FrontierJob = z
  .strictObject({ kind: z.literal('frontier'), ...JobShape, result: FrontierResult.optional() })
  .meta({ id: 'FrontierJob', description: 'A job that looks for a frontier.' });
export const PlanJob = z
  .strictObject({ kind: z.literal('plan'), ...JobShape, result: PlanResult.optional() })
  .meta({ id: 'PlanJob', description: 'A job that looks for one plan.' });
export const EvaluationJob = z
  .strictObject({ kind: z.literal('evaluation'), ...JobShape, result: EvaluationResult.optional() })
  .meta({ id: 'EvaluationJob', description: 'A job that judges a placement.' });
export const ExplanationJob = z
  .strictObject({ kind: z.literal('explanation'), ...JobShape, result: ExplanationResult.optional() })
  .meta({ id: 'ExplanationJob', description: 'A job that explains a plan.' });

export const DriftJob = z
  .strictObject({ kind: z.literal('drift'), ...JobShape, result: DriftResult.optional() })
  .meta({ id: 'DriftJob', description: 'A job that compares a trace with a workload.' });

/** A study as the service sees it: a cancelled job may carry the result of what was done before. */
export type Job =
  | z.infer<typeof FrontierJob>
  | z.infer<typeof PlanJob>
  | z.infer<typeof EvaluationJob>
  | z.infer<typeof ExplanationJob>
  | z.infer<typeof DriftJob>;

export const JobKind = z
  .enum(['frontier', 'plan', 'evaluation', 'explanation', 'drift'])
  .meta({ id: 'JobKind', description: 'What a job does; its path is /v1/<kind>s/<id>.' });

/** A job without what may be large: its plans and its result. */
export const JobSummary = z
  .strictObject({ kind: JobKind, ...SummaryShape })
  .meta({ id: 'JobSummary', description: 'A job without its plans and its result.' });
export type JobSummary = z.infer<typeof JobSummary>;

/** What is told of a plan while its job runs. */
export const PlanFigures = z
  .strictObject({
    placementHash: Hash,
    estimate: Estimate.omit({ hosts: true }),
    proof: Proof.omit({ certificate: true }),
    measured: z.boolean(),
  })
  .meta({ id: 'PlanFigures', description: 'A plan without its placement, certificate and measurement.' });
export type PlanFigures = z.infer<typeof PlanFigures>;

export const JobEvent = z.strictObject({ kind: JobKind, ...SummaryShape, bestSoFar: z.array(PlanFigures) }).meta({
  id: 'JobEvent',
  description: 'The state of a job, told in short: GET the job for its plans and its result.',
});
export type JobEvent = z.infer<typeof JobEvent>;
