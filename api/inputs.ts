import * as z from 'zod';
import { Fleet } from '../domain/fleet.ts';
import { Model } from '../domain/model.ts';
import { ShardThreads, TransportName } from '../domain/measurement.ts';
import { breach } from '../domain/names.ts';
import { Placement } from '../domain/placement.ts';
import { Plan } from '../domain/plan.ts';
import { Problem } from '../domain/problem.ts';
import { Trace, Workload } from '../domain/trace.ts';
import { ENGINE_NAMES } from '../solver/exact/engines.ts';
import { STRATEGY_NAMES } from '../solver/heuristics/strategies.ts';
import { listFixtures, listFleets } from './fixtures.ts';

/** The shapes of requests: what HTTP bodies and problem files may say. api/studies.ts turns them into work. */

export const ModelFixtureName = z.enum(listFixtures()).meta({
  id: 'ModelFixtureName',
  description: 'A model that ships with Shardwright; GET /v1/fixtures lists them.',
});

export const FleetFixtureName = z.enum(listFleets()).meta({
  id: 'FleetFixtureName',
  description: 'A fleet that ships with Shardwright; GET /v1/fixtures lists them.',
});

export const ModelReference = z
  .strictObject({ fixture: ModelFixtureName })
  .meta({ id: 'ModelReference', description: 'A model, or a workload, that ships with Shardwright.' });
export const FleetReference = z
  .strictObject({ fixture: FleetFixtureName })
  .meta({ id: 'FleetReference', description: 'A fleet that ships with Shardwright.' });

const Seed = z
  .int()
  .min(0)
  .max(2 ** 32 - 1);

export const UploadReference = z
  .strictObject({ hash: z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in hexadecimal, 64 digits') })
  .meta({ id: 'UploadReference', description: 'What was uploaded before, by its content hash.' });

/** A trace, or the hash of one. */
export const TraceGiven = z.union([UploadReference, Trace]);
export type TraceGiven = z.infer<typeof TraceGiven>;

export const TraceWorkload = z
  .strictObject({
    trace: TraceGiven,
    requests: z
      .int()
      .min(1)
      .max(100_000)
      .default(1000)
      .describe('Requests sampled from the trace (all, where it holds fewer).'),
    seed: Seed.default(1),
    batchSize: z.int().min(1).max(65_536).describe('Samples that are served together.'),
    requestsPerSecond: z.number().gt(0).max(1e9).optional(),
  })
  .meta({ id: 'TraceWorkload', description: 'A workload estimated from sampled requests, as the paper does.' });

const { objectives, epsilons, constraints, loadMeasure, coefficients, currentPlacement } = Problem.shape;

export const ProblemInput = z
  .strictObject({
    model: z.union([ModelReference, UploadReference, Model]),
    workload: z
      .union([ModelReference, UploadReference, TraceWorkload, Workload])
      .optional()
      .describe("Left out: that of the model's fixture."),
    fleet: z.union([FleetReference, UploadReference, Fleet]),
    objectives: objectives
      .optional()
      .describe(
        'Left out: for a frontier hostsUsed, peakLoad, bytesOnWire, and fanOut where the model has two nets or more; for a plan peakLoad. A plan minimises the first.',
      ),
    epsilons,
    constraints,
    loadMeasure,
    coefficients,
    currentPlacement,
  })
  .meta({
    id: 'ProblemInput',
    description: 'A problem whose parts are given inline, by the name of a fixture or by the hash of an upload.',
  });
export type ProblemInput = z.infer<typeof ProblemInput>;

/** A problem, or the hash of one. */
export const ProblemGiven = z.union([UploadReference, ProblemInput]);
export type ProblemGiven = z.infer<typeof ProblemGiven>;

export const MeasureOptions = z
  .strictObject({
    requests: z.int().min(1).max(10_000).default(100).describe('Requests timed. P99 needs more than P90 does.'),
    warmupRequests: z.int().min(0).max(1000).default(5).describe('Served first, and neither timed nor compared.'),
    maxPlans: z
      .int()
      .min(1)
      .max(100)
      .default(12)
      .describe('A longer frontier is measured at so many points, evenly spread.'),
    transport: TransportName.default('sharedArrayBuffer'),
    shardThreads: ShardThreads.default('perShard'),
    roundTripsMs: z
      .array(z.number().min(0).max(60_000))
      .max(10)
      .default([])
      .describe("Reconstruct latency with these round trip times of every link too, besides the fleet's own."),
  })
  .refine(({ transport, shardThreads }) => shardThreads === 'perShard' || transport === 'sharedArrayBuffer', {
    path: ['shardThreads'],
    message: 'has to be perShard where calls travel as messages: these need a thread for each shard',
  })
  .meta({ id: 'MeasureOptions', description: 'How plans are executed.' });
export type MeasureOptions = z.infer<typeof MeasureOptions>;

export const StrategyName = z
  .enum(STRATEGY_NAMES)
  .meta({ id: 'StrategyName', description: 'A published static strategy, or our greedy start with local search.' });

export const MethodName = z.union([z.enum(['auto', 'mip']), StrategyName]).meta({
  id: 'MethodName',
  description: '`auto` searches and closes the gap, `mip` solves the assignment program; or a published strategy.',
});
export type MethodName = z.infer<typeof MethodName>;

export const EngineName = z
  .enum(ENGINE_NAMES)
  .meta({ id: 'EngineName', description: 'What solves mixed-integer programs.' });
export type EngineName = z.infer<typeof EngineName>;

/** Fields that requests share whose plans are executed. */
const shared = {
  problem: ProblemGiven,
  seed: Seed.default(1).describe('Of every random choice: search, sampling, weights.'),
  measure: z
    .union([z.literal(false), MeasureOptions])
    .prefault({})
    .describe('How plans are executed as sharded inference; false: not at all.'),
  trace: TraceGiven.optional().describe('Requests to serve; synthesised from the workload when left out.'),
};

/** Fields that requests share that make the solver work. */
const solving = {
  engine: EngineName.default('highs'),
  effort: z
    .number()
    .min(0.01)
    .max(1000)
    .default(1)
    .describe(
      'Factor of the default work. Work is counted in moves and nodes, not in time: the same effort and seed give the same plans on any machine. Gaps that are left open are then searched by large-neighbourhood search with HiGHS too: floor(6 x (effort - 1)) sub-problems, hence none by default.',
    ),
  timeLimitSeconds: z
    .number()
    .gt(0)
    .max(86_400)
    .optional()
    .describe(
      'Wall time of solving, after which it ends as if cancelled and answers with what it has; `stoppedBy` then says `time limit`, and plans depend on the machine.',
    ),
};

export const FrontierRequest = z
  .strictObject({
    ...shared,
    ...solving,
    gridPoints: z.int().min(2).max(50).default(8).describe('Caps tried on an objective that is not a count.'),
  })
  .meta({
    id: 'FrontierRequest',
    description: 'A problem whose objectives are traded off against each other, and how hard to search and measure.',
  });
export type FrontierRequest = z.infer<typeof FrontierRequest>;

export const PlanRequest = z
  .strictObject({ ...shared, ...solving, method: MethodName.default('auto') })
  .meta({ id: 'PlanRequest', description: 'A problem of which the first objective is minimised, and how.' });
export type PlanRequest = z.infer<typeof PlanRequest>;

export const EvaluationRequest = z
  .strictObject({ ...shared, placement: Placement })
  .meta({ id: 'EvaluationRequest', description: 'A placement of your own, to be judged.' });
export type EvaluationRequest = z.infer<typeof EvaluationRequest>;

export const EstimateRequest = z
  .strictObject({
    problem: ProblemGiven,
    placement: Placement,
    proofs: z.boolean().default(true).describe('Whether bounds are computed: they take longer than all else.'),
  })
  .meta({ id: 'EstimateRequest', description: 'A placement to be judged without being run.' });
export type EstimateRequest = z.infer<typeof EstimateRequest>;

export const DriftRequest = z
  .strictObject({
    problem: ProblemGiven,
    seed: shared.seed,
    trace: TraceGiven.describe('Requests as they are now.'),
    requests: z
      .int()
      .min(1)
      .max(100_000)
      .default(100_000)
      .describe('Requests sampled from the trace (all, where it holds fewer).'),
    placement: Placement.optional().describe('What serves now: the report says what the drift does to its balance.'),
  })
  .meta({ id: 'DriftRequest', description: 'A trace to be compared with the workload of a problem.' });
export type DriftRequest = z.infer<typeof DriftRequest>;

export const ExplanationRequest = z
  .strictObject({
    problem: ProblemGiven,
    seed: shared.seed,
    ...solving,
    placement: Placement.optional().describe("Explained under the problem's own epsilons, for its first objective."),
    plan: Plan.optional().describe('Explained under its own epsilons, for the objective of its proof.'),
    reSolves: z
      .boolean()
      .default(true)
      .describe('Whether the problem is solved again, as it is and with changes: several times what a plan takes.'),
  })
  .superRefine(({ placement, plan }, context) => {
    if ((placement === undefined) !== (plan === undefined)) return;
    breach(context, {
      path: [],
      rule: 'either a plan or a placement is explained',
      seen: plan === undefined ? 'neither' : 'both',
      maybe: 'Maybe {"plan": ...} as a job answered it.',
    });
  })
  .meta({ id: 'ExplanationRequest', description: 'A plan, or a placement of your own, to be explained.' });
export type ExplanationRequest = z.infer<typeof ExplanationRequest>;
