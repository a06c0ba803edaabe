import * as z from 'zod';
import { Name } from '../../domain/names.ts';
import { Estimate, Proof, Violation } from '../../domain/plan.ts';
import { ObjectiveName } from '../../domain/problem.ts';
import { Bytes, Count, Hash } from '../../domain/quantities.ts';
import { ConfidenceInterval } from '../../domain/reconstruction.ts';

/** What comparisons answer. `before` and `after` are the order in which two things were given: nothing is said of time. */

const Message = z.string().describe('In words.');

export const ProblemDifference = z
  .strictObject({
    part: z.enum(['model', 'workload', 'fleet', 'objectives', 'epsilons', 'constraints', 'other']),
    at: z.string().describe('Where, by names: `model tables t3 rows`.'),
    change: z.enum(['added', 'removed', 'changed']),
    before: z.unknown().optional().describe('As JSON.'),
    after: z.unknown().optional(),
  })
  .meta({ id: 'ProblemDifference', description: 'Tables, features and host types are matched by name.' });
export type ProblemDifference = z.infer<typeof ProblemDifference>;

export const ProblemComparison = z
  .strictObject({
    same: z.boolean().describe('The same content hash.'),
    beforeHash: Hash,
    afterHash: Hash,
    differences: z.array(ProblemDifference).describe('At most a thousand.'),
    differing: Count.describe('All differences, listed or not.'),
  })
  .meta({ id: 'ProblemComparison', description: 'What differs between the problems.' });
export type ProblemComparison = z.infer<typeof ProblemComparison>;

export const ComparedPlacement = z
  .strictObject({
    placementHash: Hash,
    violations: z.array(Violation).describe('Empty: legal under its own problem.'),
    estimate: Estimate.optional().describe('Left out where tables are missing or names unknown.'),
    proof: Proof.omit({ certificate: true }).optional().describe('Of a plan whose own problem is the one given.'),
  })
  .meta({ id: 'ComparedPlacement', description: 'One side, judged anew under its problem.' });
export type ComparedPlacement = z.infer<typeof ComparedPlacement>;

export const TableMove = z
  .strictObject({
    table: Name,
    bytes: Bytes.describe('What hosts have to fetch of it.'),
    before: z.array(z.string()).describe('Its slices and where they lie: `host-0`, `host-1 rows 0-500`.'),
    after: z.array(z.string()),
  })
  .meta({ id: 'TableMove', description: 'A table that lies elsewhere than before.' });

export const HostChange = z
  .strictObject({
    host: Name,
    receivedBytes: Bytes.describe('Slices, or parts of them, that it did not hold before.'),
    memoryBytesBefore: Bytes,
    memoryBytesAfter: Bytes,
    loadBefore: z.number().min(0),
    loadAfter: z.number().min(0),
  })
  .meta({ id: 'HostChange', description: 'Left out where nothing of the host changed.' });

export const Movement = z
  .strictObject({
    bytes: Bytes.describe('To be fetched by all hosts together.'),
    share: z.number().min(0).describe("Of the model's bytes; replicas may bring it above 1."),
    tables: z.array(TableMove).describe('Those whose slices differ, most bytes first.'),
    hosts: z.array(HostChange).describe('Most received bytes first.'),
  })
  .meta({ id: 'Movement', description: 'What has to move so that `after` serves in place of `before`.' });
export type Movement = z.infer<typeof Movement>;

export const ObjectiveDifference = z
  .strictObject({
    objective: ObjectiveName,
    isObjective: z.boolean().describe("One of the second problem's objectives."),
    before: z.number().min(0),
    after: z.number().min(0),
    difference: z.number().describe('after less before.'),
    ratio: z.number().min(0).nullable().describe('after over before; null where before is 0.'),
    verdict: z.enum(['lower', 'equal', 'higher']).describe('Of after. Lower is better. Equal within 1e-9.'),
  })
  .meta({ id: 'ObjectiveDifference', description: 'Estimated, not measured.' });
export type ObjectiveDifference = z.infer<typeof ObjectiveDifference>;

export const ProofComparison = z
  .strictObject({
    comparable: z.boolean().describe('Both have a proof, for the same objective under the same caps of one problem.'),
    bestBound: z.number().min(0).optional().describe('The higher of both bounds, where comparable: it holds for both.'),
    gapBefore: z.number().min(0).optional().describe('To bestBound, as the proof of the plan counts it.'),
    gapAfter: z.number().min(0).optional(),
    note: Message,
  })
  .meta({ id: 'ProofComparison', description: 'What the proofs say of the difference.' });
export type ProofComparison = z.infer<typeof ProofComparison>;

export const MeasuredDifference = z
  .strictObject({
    figure: z.enum([
      'cpuMsPerRequest',
      'wallLatencyP50',
      'replayedLatencyP50',
      'replayedLatencyP90',
      'replayedLatencyP99',
      'rpcsPerRequest',
      'bytesPerRequest',
    ]),
    before: z.number().min(0).describe('Times: a ratio to singular on the same requests. Counts: as counted.'),
    after: z.number().min(0),
    ratio: z.number().min(0).nullable().describe('after over before; null where before is 0.'),
    interval: ConfidenceInterval.nullable().describe(
      'At least 90%: of two 95% intervals to singular, which served the same requests in the same rounds as each plan. null: counted, or no interval is known.',
    ),
    verdict: z
      .enum(['lower', 'equal', 'higher', 'undecided'])
      .describe('Of after. undecided: the interval holds 1, or there is none.'),
  })
  .meta({ id: 'MeasuredDifference', description: 'A measured figure, before and after.' });
export type MeasuredDifference = z.infer<typeof MeasuredDifference>;

export const MeasuredComparison = z
  .strictObject({
    status: z.enum(['compared', 'notMeasured', 'otherRequests', 'otherMachine']),
    differences: z.array(MeasuredDifference),
    notes: z.array(z.string()).describe('What cannot be said, and why.'),
  })
  .meta({ id: 'MeasuredComparison', description: 'Only of measurements on the same requests and machine.' });
export type MeasuredComparison = z.infer<typeof MeasuredComparison>;

export const Dominance = z
  .enum(['before', 'after', 'equal', 'neither'])
  .meta({ id: 'Dominance', description: 'Which one is as good in every objective of the problem, and better in one.' });
export type Dominance = z.infer<typeof Dominance>;

export const PlanComparison = z
  .strictObject({
    compared: z.literal('plans'),
    problems: ProblemComparison,
    before: ComparedPlacement,
    after: ComparedPlacement,
    movement: Movement,
    objectives: z.array(ObjectiveDifference).describe('None where one side has no estimate.'),
    dominates: Dominance.nullable().describe('null where one side is illegal, or problems differ.'),
    proofs: ProofComparison,
    measured: MeasuredComparison,
    summary: z.array(z.string()).describe('In words.'),
  })
  .meta({ id: 'PlanComparison', description: 'Two placements, each judged under its problem.' });
export type PlanComparison = z.infer<typeof PlanComparison>;

export const FrontierPlanFate = z
  .strictObject({
    position: Count.describe('In its own frontier.'),
    placementHash: Hash,
    fate: z
      .enum(['same', 'equal', 'dominated', 'alone'])
      .describe(
        'In the other frontier: the same placement, one with the same objective values, one that dominates it, or none of these.',
      ),
    by: Count.optional().describe('The position of that plan in the other frontier.'),
  })
  .meta({ id: 'FrontierPlanFate', description: 'What became of a plan of the first frontier.' });

export const FrontierComparison = z
  .strictObject({
    compared: z.literal('frontiers'),
    problems: ProblemComparison,
    objectives: z.array(ObjectiveName).describe('Those that both have in common.'),
    best: z.array(ObjectiveDifference).describe('The least value of each on either frontier.'),
    before: z.array(FrontierPlanFate),
    after: z.array(FrontierPlanFate),
    summary: z.array(z.string()).describe('In words.'),
  })
  .meta({ id: 'FrontierComparison', description: 'Two frontiers, plan by plan, by their estimates.' });
export type FrontierComparison = z.infer<typeof FrontierComparison>;

export const ProblemsCompared = z
  .strictObject({ compared: z.literal('problems'), problems: ProblemComparison, summary: z.array(z.string()) })
  .meta({ id: 'ProblemsCompared', description: 'The same problem, or what makes them two.' });
export type ProblemsCompared = z.infer<typeof ProblemsCompared>;

export const ComparisonResult = z
  .discriminatedUnion('compared', [PlanComparison, FrontierComparison, ProblemsCompared])
  .meta({ id: 'ComparisonResult', description: 'What differs between the two.' });
export type ComparisonResult = z.infer<typeof ComparisonResult>;
