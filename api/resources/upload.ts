import * as z from 'zod';
import { Hash } from '../../domain/quantities.ts';
import { ObjectiveName } from '../../domain/problem.ts';
import { FleetSummary, ModelSummary } from '../results.ts';

/** What is told of an upload; its content is asked for by itself. */

const Count = z.int().min(0);

export const WorkloadSummary = z
  .strictObject({
    tables: Count,
    batchSize: Count,
    samplesPerRequest: Count,
    requestsPerSecond: z.number().optional(),
  })
  .meta({ id: 'WorkloadSummary', description: 'A workload in short.' });

export const TraceSummary = z
  .strictObject({ requests: Count, samples: Count, lookups: Count })
  .meta({ id: 'TraceSummary', description: 'A trace in short.' });

export const ProblemSummary = z
  .strictObject({
    model: ModelSummary,
    fleet: FleetSummary,
    objectives: z.array(ObjectiveName).optional().describe('Left out where the problem leaves them to its job.'),
    constraints: Count,
  })
  .meta({ id: 'ProblemSummary', description: 'A problem in short.' });

const about = {
  hash: Hash.describe('SHA-256 of the content as GET answers it: {"hash": ...} names it in requests.'),
  bytes: Count.describe('Of the content.'),
  storedBytes: Count.describe('Of its compressed form: what counts against the limit.'),
  createdAt: z.iso.datetime(),
};

export const ModelUpload = z
  .strictObject({ kind: z.literal('model'), ...about, summary: ModelSummary })
  .meta({ id: 'ModelUpload', description: 'A model that was uploaded.' });
export const WorkloadUpload = z
  .strictObject({ kind: z.literal('workload'), ...about, summary: WorkloadSummary })
  .meta({ id: 'WorkloadUpload', description: 'A workload that was uploaded.' });
export const TraceUpload = z
  .strictObject({ kind: z.literal('trace'), ...about, summary: TraceSummary })
  .meta({ id: 'TraceUpload', description: 'A trace that was uploaded.' });
export const FleetUpload = z
  .strictObject({ kind: z.literal('fleet'), ...about, summary: FleetSummary })
  .meta({ id: 'FleetUpload', description: 'A fleet that was uploaded.' });
export const ProblemUpload = z
  .strictObject({ kind: z.literal('problem'), ...about, summary: ProblemSummary })
  .meta({ id: 'ProblemUpload', description: 'A problem that was uploaded.' });

export type Upload =
  | z.infer<typeof ModelUpload>
  | z.infer<typeof WorkloadUpload>
  | z.infer<typeof TraceUpload>
  | z.infer<typeof FleetUpload>
  | z.infer<typeof ProblemUpload>;
