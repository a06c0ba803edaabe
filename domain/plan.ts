import * as z from 'zod';
import { Name } from './names.ts';
import { Placement } from './placement.ts';
import { Epsilon, LoadMeasure, ObjectiveName } from './problem.ts';
import { Infeasibility } from './infeasibility.ts';
import { Measurement } from './measurement.ts';
import { Bytes, Count, Hash, Share, Pointers } from './quantities.ts';

export const HostEstimate = z
  .strictObject({
    host: Name,
    memoryBytes: Bytes,
    memoryShare: Share.describe('Of capacity: memory less reservation.'),
    relativeSpeed: z.number().gt(0).describe('What its load is divided by in peakLoad; the fastest sparse host has 1.'),
    load: z
      .number()
      .min(0)
      .describe("meanLoad over all nets per batch, in the problem's load measure, at reference speed."),
    tables: Count.describe('Tables with a slice here.'),
    rpcsPerRequest: z.number().min(0).describe('Calls that one request makes to it on average.'),
    utilisation: z
      .number()
      .min(0)
      .optional()
      .describe('The higher of CPU and memory bandwidth, where a request rate is given.'),
  })
  .meta({ id: 'HostEstimate', description: 'What one host holds and is asked for.' });
export type HostEstimate = z.infer<typeof HostEstimate>;

export const Estimate = z
  .strictObject({
    hostsUsed: Count.describe('Sparse hosts that hold anything.'),
    hostCost: z.number().min(0).describe("Summed costs of the hosts used, in the fleet's unit."),
    peakMemory: Share.describe('Largest share of a host that is full, 0 to 1.'),
    peakLoad: z.number().min(0).describe('Largest load of a host per batch, divided by its relative speed.'),
    criticalLoad: z.number().min(0).describe('Sum over nets of the largest batchLoad: nets run one after another.'),
    fanOut: Count.describe('Sum over nets of the sparse hosts that may be called for one batch.'),
    expectedRpcsPerRequest: z.number().min(0).describe('Calls to sparse shards that one request makes on average.'),
    bytesOnWire: Bytes.describe('Payload bytes per request: lengths and indices out, pooled vectors back.'),
    latencyMs: z.number().min(0).describe('Predicted critical path of a request, by the cost model.'),
    cpuMs: z.number().min(0).describe('Predicted CPU of a request, all shards together, at cpuSpeed 1.'),
    movedBytes: Bytes.optional().describe('Where a current placement is given.'),
    loadMeasure: LoadMeasure,
    coefficientsSource: z.string(),
    hosts: z.array(HostEstimate),
  })
  .meta({ id: 'Estimate', description: 'What the cost model predicts of a placement. Never measured.' });
export type Estimate = z.infer<typeof Estimate>;

const LAYOUT_LIMITS = {
  whole: z.boolean(),
  mainShard: z.boolean().describe('Whole on the main shard, as far as pins and forbidden hosts let it.'),
  mostParts: z.int().min(1).describe('Row-wise in 2 to so many equal parts; 1 where tables are not split by rows.'),
  mostColumnParts: z
    .int()
    .min(1)
    .describe('Column-wise in 2 to so many parts of 4 columns or a multiple; 1 where tables are not split by columns.'),
  mostReplicas: z.int().min(1).describe('Replicated on 2 to so many hosts; 1 where tables are not replicated.'),
};

export const OptionSet = z
  .strictObject({
    ...LAYOUT_LIMITS,
    exceptions: z.array(z.strictObject({ table: Name, ...LAYOUT_LIMITS })).describe('Tables with limits of their own.'),
  })
  .meta({
    id: 'OptionSet',
    description:
      'The layouts that a proof considered: all that the problem lets a search use. Row ranges of unequal length, and parts or replicas on the main shard beside sparse ones, which a placement of your own may have, are outside of it.',
  });
export type OptionSet = z.infer<typeof OptionSet>;

export const BoundKind = z
  .enum([
    'sum',
    'largestPart',
    'leastWire',
    'netHosts',
    'l2',
    'dualFeasible',
    'columnGeneration',
    'lagrangian',
    'core',
    'movement',
    'mip',
    'none',
  ])
  .meta({
    id: 'BoundKind',
    description:
      'The argument behind a bound; docs/ARCHITECTURE.md states each. `mip` rests on an engine and is not re-verified.',
  });
export type BoundKind = z.infer<typeof BoundKind>;

export const PackedResource = z
  .enum(['bytes', 'load'])
  .meta({ id: 'PackedResource', description: 'What hosts are packed with: bytes into memory, load under its cap.' });
export type PackedResource = z.infer<typeof PackedResource>;

export const DualFeasible = z
  .strictObject({
    resource: PackedResource,
    family: z
      .enum(['cut', 'rounding', 'halving'])
      .describe('f0 and u(k) of Fekete and Schepers (2001), f1 of Carlier, Clautiaux and Moukrim (2007).'),
    parameter: z.int().min(1).describe('Of the named function.'),
  })
  .meta({ id: 'DualFeasible', description: 'A function that weighs parts such that no host holds more than 1.' });
export type DualFeasible = z.infer<typeof DualFeasible>;

export const PackingDuals = z
  .strictObject({
    resource: PackedResource,
    tables: z
      .array(z.strictObject({ table: Name, dual: z.int().min(1) }))
      .describe('Tables with one layout, in one part; the others count 0.'),
    refuted: z
      .int()
      .min(1)
      .optional()
      .describe(
        'So many hosts are too few: no contents of hosts that are worth enough make up all tables. Tried in every way.',
      ),
  })
  .meta({
    id: 'PackingDuals',
    description:
      'Integer worth of each table: their sum over the most that one host can hold is a bound (Farley 1990), or leaves few contents of hosts to try.',
  });
export type PackingDuals = z.infer<typeof PackingDuals>;

const HostPrices = z
  .array(z.int().min(0))
  .describe(
    'One a sparse host that is not drained, in the order of the fleet; of hosts that are all alike, only as many as hostsUsed is capped at.',
  );

export const Multipliers = z
  .strictObject({
    load: HostPrices,
    memory: HostPrices,
    wire: z.int().min(0).optional().describe('Of a byte on the wire, where those are capped.'),
    fixed: z
      .array(z.strictObject({ table: Name, host: Name }))
      .describe('Tables of more than half a host, fixed to hosts of their own, where nothing tells the hosts apart.'),
  })
  .meta({
    id: 'Multipliers',
    description: 'Prices of load and bytes on each host that a `lagrangian` bound rests on.',
  });
export type Multipliers = z.infer<typeof Multipliers>;

export const Certificate = z
  .strictObject({
    kind: BoundKind,
    objective: ObjectiveName,
    epsilons: z.array(Epsilon),
    bound: z.number().min(0).describe('In the unit of the objective.'),
    options: OptionSet,
    dualFeasible: DualFeasible.optional().describe('Of a `dualFeasible` bound.'),
    packingDuals: PackingDuals.optional().describe('Of a `columnGeneration` bound.'),
    multipliers: Multipliers.optional().describe('Where the kind is `lagrangian`.'),
    core: z.array(Name).optional().describe('Of a `core` bound: the tables that are placed in every way.'),
  })
  .meta({ id: 'Certificate', description: 'What a bound rests on; recomputed from the problem without a solver.' });
export type Certificate = z.infer<typeof Certificate>;

export const Proof = z
  .strictObject({
    status: z.enum(['optimal', 'feasible']),
    objective: ObjectiveName,
    value: z.number().min(0).describe('Of the objective, in its unit.'),
    bound: z.number().min(0).describe('No plan is below it; in the unit of the objective.'),
    gap: z.number().min(0).describe('(value - bound) / value; absolute for counts and where the value is 0.'),
    gapKind: z.enum(['relative', 'absolute']),
    certificate: Certificate,
    stoppedBy: z.string().describe('What ended the search.'),
  })
  .meta({
    id: 'Proof',
    description: 'How far the plan may be from the best one for its objective under its epsilons.',
  });
export type Proof = z.infer<typeof Proof>;

export const Provenance = z
  .strictObject({
    method: z.string(),
    seed: z.int(),
    problemHash: Hash,
    version: z.string(),
  })
  .meta({ id: 'Provenance', description: 'Where a plan comes from: the same of all of these gives the same plan.' });
export type Provenance = z.infer<typeof Provenance>;

export const Plan = z
  .strictObject({
    placement: Placement,
    placementHash: Hash,
    epsilons: z.array(Epsilon).describe('The caps that this plan was solved under.'),
    estimate: Estimate,
    proof: Proof,
    measurement: Measurement.optional(),
    provenance: Provenance,
  })
  .meta({ id: 'Plan', description: 'A placement with its estimate, proof, measurement and provenance.' });
export type Plan = z.infer<typeof Plan>;

export const SolveAnswer = z
  .discriminatedUnion('status', [
    z
      .strictObject({ status: z.literal('optimal'), plan: Plan })
      .meta({ id: 'OptimalAnswer', description: 'A plan that is proven to be the best.' }),
    z
      .strictObject({ status: z.literal('feasible'), plan: Plan })
      .meta({ id: 'FeasibleAnswer', description: 'A plan with a gap that is still open.' }),
    z
      .strictObject({ status: z.literal('infeasible'), reasons: z.array(Infeasibility).min(1) })
      .meta({ id: 'InfeasibleAnswer', description: 'Proven: no placement keeps the rules.' }),
    z
      .strictObject({
        status: z.literal('noPlanFound'),
        stoppedBy: z.string(),
        tried: z.array(z.string()),
        certificate: Certificate.optional().describe('No plan is below its bound, be there one or not.'),
        suspected: Pointers.optional().describe(
          'Constraints that seem to stand in the way: searches without all others found no plan either, and without these they did. Not proven.',
        ),
      })
      .meta({ id: 'NoPlanFoundAnswer', description: 'The search found no plan, and no proof that there is none.' }),
  ])
  .meta({ id: 'SolveAnswer', description: 'The plan, or why there is none.' });
export type SolveAnswer = z.infer<typeof SolveAnswer>;

export const StrategyOutcome = z
  .strictObject({
    strategy: z.string(),
    estimate: Estimate.optional(),
    legal: z.boolean(),
    note: z.string().describe('Why it is not legal, or which frontier point dominates it.'),
  })
  .meta({ id: 'StrategyOutcome', description: 'What a published static strategy would have done.' });
export type StrategyOutcome = z.infer<typeof StrategyOutcome>;

export const Frontier = z
  .strictObject({
    objectives: z.array(ObjectiveName),
    exactness: z.enum(['exact', 'grid']).describe('`grid`: a continuous objective was capped at a grid of values.'),
    gridPoints: z.int().min(1),
    plans: z.array(Plan).describe('None dominates another.'),
    cells: z
      .strictObject({
        solved: Count,
        infeasible: Count,
        noPlanFound: Count,
        skipped: Count.describe('A plan of a tighter cell was as good as the bound.'),
        unswept: Count.describe('Left when the sweep was cancelled.'),
      })
      .describe('Epsilon-constrained problems of the sweep, by answer.'),
    strategies: z.array(StrategyOutcome),
  })
  .meta({ id: 'Frontier', description: 'Plans none of which dominates another, and how they were found.' });
export type Frontier = z.infer<typeof Frontier>;

export const FrontierAnswer = z
  .discriminatedUnion('status', [
    z
      .strictObject({ status: z.literal('solved'), frontier: Frontier })
      .meta({ id: 'FrontierFound', description: 'There is one.' }),
    z
      .strictObject({ status: z.literal('infeasible'), reasons: z.array(Infeasibility).min(1) })
      .meta({ id: 'FrontierInfeasible', description: 'Proven: no placement keeps the rules.' }),
    z
      .strictObject({
        status: z.literal('noPlanFound'),
        stoppedBy: z.string(),
        tried: z.array(z.string()),
        certificate: Certificate.optional(),
        suspected: Pointers.optional(),
      })
      .meta({ id: 'FrontierNotFound', description: 'The search found no plan, and no proof that there is none.' }),
  ])
  .meta({ id: 'FrontierAnswer', description: 'The frontier, or why there is none.' });
export type FrontierAnswer = z.infer<typeof FrontierAnswer>;

export const Violation = z
  .strictObject({
    kind: z.string().describe('What is illegal: memory, loadCapacity, coverage, unknownHost, pin ...'),
    message: z.string(),
    host: Name.optional(),
    table: Name.optional(),
    by: z.number().optional().describe('By how much, in the unit that the message names.'),
  })
  .meta({ id: 'Violation', description: 'A rule that a placement breaks, and by how much.' });
export type Violation = z.infer<typeof Violation>;
