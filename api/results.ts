import * as z from 'zod';
import { DriftReport } from '../domain/drift.ts';
import { Explanation } from '../domain/explanation.ts';
import { Name } from '../domain/names.ts';
import { Placement } from '../domain/placement.ts';
import { Measurement } from '../domain/measurement.ts';
import { Estimate, FrontierAnswer, SolveAnswer, Violation } from '../domain/plan.ts';
import { LoadMeasure, ObjectiveName } from '../domain/problem.ts';
import { Workload } from '../domain/trace.ts';

const Hash = z.string().length(64);
const Count = z.int().min(0);

export const ModelSummary = z
  .strictObject({
    name: Name,
    note: z.string().optional().describe('What every report on this model has to say of it.'),
    nets: Count,
    tables: Count,
    bytes: z.number().min(0).describe('Of all tables.'),
  })
  .meta({ id: 'ModelSummary', description: 'A model in short.' });
export type ModelSummary = z.infer<typeof ModelSummary>;

export const FleetSummary = z
  .strictObject({ hosts: Count.describe('Sparse hosts; the main one is not counted.'), capacityBytes: z.number() })
  .meta({ id: 'FleetSummary', description: 'A fleet in short.' });
export type FleetSummary = z.infer<typeof FleetSummary>;

export const MeasurementReport = z
  .strictObject({
    plansMeasured: Count.describe('Plans that were executed.'),
    plansFound: Count.describe('Plans that might have been.'),
    trace: z.enum(['given', 'synthesised']),
    requests: Count.describe('Timed for each plan.'),
    warmupRequests: Count.describe('Served first, and neither timed nor compared.'),
    touchedBytes: z.number().min(0).describe('Rows that the requests touch: what a run of one placement materialises.'),
    notes: z.array(z.string()).describe('Why a plan was not measured, or less was than asked for.'),
  })
  .meta({ id: 'MeasurementReport', description: 'What was executed, and what was not and why.' });
export type MeasurementReport = z.infer<typeof MeasurementReport>;

/** What every answer on a problem says of it. */
export const ABOUT_PROBLEM = {
  model: ModelSummary,
  fleet: FleetSummary,
  objectives: z.array(ObjectiveName),
  problemHash: Hash,
  version: z.string(),
};

const about = { ...ABOUT_PROBLEM, seed: z.int() };

const served = {
  ...about,
  measurements: MeasurementReport,
  seconds: z
    .strictObject({ solving: z.number().min(0), measuring: z.number().min(0) })
    .describe('Wall time, starting the shards and filling their tables included.'),
};

export const FrontierResult = z
  .strictObject({ kind: z.literal('frontier'), ...served, answer: FrontierAnswer })
  .meta({ id: 'FrontierResult', description: 'What a frontier job answers.' });
export type FrontierResult = z.infer<typeof FrontierResult>;

export const PlanResult = z
  .strictObject({ kind: z.literal('plan'), ...served, answer: SolveAnswer })
  .meta({ id: 'PlanResult', description: 'What a plan job answers.' });
export type PlanResult = z.infer<typeof PlanResult>;

export const EvaluationResult = z
  .strictObject({
    kind: z.literal('evaluation'),
    ...served,
    placement: Placement.describe('In canonical order.'),
    placementHash: Hash,
    violations: z.array(Violation).describe('Empty: the placement is legal.'),
    estimate: Estimate.optional().describe('Left out where tables are missing or names unknown.'),
    measurement: Measurement.optional(),
  })
  .meta({ id: 'EvaluationResult', description: 'What an evaluation answers.' });
export type EvaluationResult = z.infer<typeof EvaluationResult>;

export const ExplanationResult = z
  .strictObject({
    kind: z.literal('explanation'),
    ...about,
    placementHash: Hash,
    explanation: Explanation,
    seconds: z.strictObject({ solving: z.number().min(0) }).describe('Wall time of the re-solves and all else.'),
  })
  .meta({ id: 'ExplanationResult', description: 'What an explanation answers.' });
export type ExplanationResult = z.infer<typeof ExplanationResult>;

export const DriftResult = z
  .strictObject({
    kind: z.literal('drift'),
    ...about,
    drift: DriftReport,
    leastPeakLoad: z
      .number()
      .min(0)
      .nullable()
      .describe(
        'Proven: no placement has a lower peak load under the workload seen. null where none is legal under it.',
      ),
    loadMeasure: LoadMeasure,
    workload: Workload.describe('As seen in the trace: plan again with it.'),
  })
  .meta({ id: 'DriftResult', description: 'What a comparison of a trace answers.' });
export type DriftResult = z.infer<typeof DriftResult>;

export type ServedResult = FrontierResult | PlanResult | EvaluationResult;
export type StudyResult = ServedResult | ExplanationResult | DriftResult;
