import * as z from 'zod';
import { Name } from './names.ts';
import { Placement } from './placement.ts';
import { Epsilon, LoadMeasure, ObjectiveName } from './problem.ts';

const Count = z.int().min(0);
const Bytes = z.number().min(0);
const Share = z.number().min(0);
const Hash = z.string().length(64).describe('SHA-256, hexadecimal.');

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
    rpcsPerRequest: z.number().min(0),
    utilisation: z
      .number()
      .min(0)
      .optional()
      .describe('The higher of CPU and memory bandwidth, where a request rate is given.'),
  })
  .meta({ id: 'HostEstimate' });
export type HostEstimate = z.infer<typeof HostEstimate>;

export const Estimate = z
  .strictObject({
    hostsUsed: Count,
    hostCost: z.number().min(0),
    peakMemory: Share,
    peakLoad: z.number().min(0).describe('Largest load of a host per batch, divided by its relative speed.'),
    criticalLoad: z.number().min(0).describe('Sum over nets of the largest batchLoad: nets run one after another.'),
    fanOut: Count.describe('Sum over nets of the sparse hosts that may be called for one batch.'),
    expectedRpcsPerRequest: z.number().min(0),
    bytesOnWire: Bytes.describe('Payload bytes per request: lengths and indices out, pooled vectors back.'),
    latencyMs: z.number().min(0).describe('Predicted critical path of a request, by the cost model.'),
    movedBytes: Bytes.optional().describe('Where a current placement is given.'),
    loadMeasure: LoadMeasure,
    coefficientsSource: z.string(),
    hosts: z.array(HostEstimate),
  })
  .meta({ id: 'Estimate', description: 'What the cost model predicts of a placement. Never measured.' });
export type Estimate = z.infer<typeof Estimate>;

export const Percentile = z
  .strictObject({
    value: z.number().min(0).nullable().describe('null where the sample cannot carry the percentile.'),
    n: Count.describe('Sample count.'),
    note: z.literal('n too small').optional(),
  })
  .meta({ id: 'Percentile' });
export type Percentile = z.infer<typeof Percentile>;

export const LatencySummary = z
  .strictObject({ p50: Percentile, p90: Percentile, p99: Percentile, meanMs: z.number().min(0) })
  .meta({ id: 'LatencySummary', description: 'Milliseconds per request.' });
export type LatencySummary = z.infer<typeof LatencySummary>;

export const Agreement = z
  .strictObject({
    rule: z
      .enum(['bitIdentical', 'boundedRounding'])
      .describe(
        'Whole, column-wise and replicated tables answer the bits of singular; row-wise ones lie within 2 (p - 1) 2^-24 sum|x|.',
      ),
    requestsCompared: Count,
    vectorsCompared: Count,
    vectorsDiffering: Count.describe('Pooled vectors outside the rule.'),
    largestScoreDifference: z.number().min(0).describe('Absolute; 1e-5 is allowed where rows are split.'),
    holds: z.boolean(),
  })
  .meta({ id: 'Agreement', description: "The plan's outputs against the singular run's, on the same requests." });
export type Agreement = z.infer<typeof Agreement>;

export const MeasurementEnvironment = z
  .strictObject({
    cpu: z.string(),
    cores: Count,
    node: z.string(),
    platform: z.string(),
    denseEngine: z.string(),
    embeddingKernel: z.string(),
    transport: z.string(),
    threads: Count.describe('Threads that serve: sparse shards and the main shard.'),
    oversubscribed: z.boolean().describe('More threads than cores: wall latency then says nothing of a deployment.'),
    notes: z.array(z.string()),
  })
  .meta({ id: 'MeasurementEnvironment' });
export type MeasurementEnvironment = z.infer<typeof MeasurementEnvironment>;

export const ShardMeasurement = z
  .strictObject({
    host: Name,
    rpcs: Count.describe('Calls answered over the whole run.'),
    placedBytes: Bytes.describe('What the placement puts here.'),
    materialisedBytes: Bytes.describe('What the trace touched, and memory therefore held.'),
    cpuMsPerRequest: z.number().min(0),
  })
  .meta({ id: 'ShardMeasurement' });
export type ShardMeasurement = z.infer<typeof ShardMeasurement>;

export const Measurement = z
  .strictObject({
    requests: Count.describe('Requests timed, after the warm-up.'),
    warmupRequests: Count,
    latencyMs: LatencySummary.describe('Wall time of a request on this machine.'),
    singularLatencyMs: LatencySummary.describe(
      'The unsharded model on the same requests, interleaved in the same run.',
    ),
    ratioToSingular: z
      .strictObject({
        latencyP50: z.number().min(0).nullable().describe('Median of the per-request ratios.'),
        cpu: z.number().min(0).nullable(),
      })
      .describe('Paired, from the same run.'),
    cpuMsPerRequest: z.number().min(0).describe('All serving threads together.'),
    singularCpuMsPerRequest: z.number().min(0),
    singularOperators: z
      .strictObject({
        embeddingMsPerRequest: z.number().min(0),
        denseMsPerRequest: z.number().min(0),
        embeddingShare: Share,
      })
      .describe('Operator time of the singular run, wall time on one thread.'),
    rpcsPerRequest: z.number().min(0),
    impliedRpcsPerRequest: z.number().min(0).describe('What the trace implies for this placement.'),
    bytesPerRequest: Bytes,
    shards: z.array(ShardMeasurement),
    agreement: Agreement,
    traceHash: Hash,
    seed: z.int(),
    environment: MeasurementEnvironment,
  })
  .meta({ id: 'Measurement', description: 'What was observed when the plan served sampled requests.' });
export type Measurement = z.infer<typeof Measurement>;

const LAYOUT_LIMITS = {
  whole: z.boolean(),
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
      'The layouts that a proof considered: all that the problem lets a search use. Row ranges of unequal length, which a placement of your own may have, are outside of it.',
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
    parameter: z.int().min(1),
  })
  .meta({ id: 'DualFeasible', description: 'A function that weighs parts such that no host holds more than 1.' });
export type DualFeasible = z.infer<typeof DualFeasible>;

export const PackingDuals = z
  .strictObject({
    resource: PackedResource,
    tables: z
      .array(z.strictObject({ table: Name, dual: z.int().min(1) }))
      .describe('Tables with one layout, in one part; the others count 0.'),
  })
  .meta({
    id: 'PackingDuals',
    description:
      'Integer worth of each table: their sum over the most that one host can hold is a bound (Farley 1990).',
  });
export type PackingDuals = z.infer<typeof PackingDuals>;

const HostPrices = z
  .array(z.int().min(0))
  .describe('One a sparse host that is not drained, in the order of the fleet.');

export const Multipliers = z
  .strictObject({
    load: HostPrices,
    memory: HostPrices,
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
    bound: z.number().min(0),
    options: OptionSet,
    dualFeasible: DualFeasible.optional().describe('Of a `dualFeasible` bound.'),
    packingDuals: PackingDuals.optional().describe('Of a `columnGeneration` bound.'),
    multipliers: Multipliers.optional().describe('Where the kind is `lagrangian`.'),
  })
  .meta({ id: 'Certificate', description: 'What a bound rests on; recomputed from the problem without a solver.' });
export type Certificate = z.infer<typeof Certificate>;

export const Proof = z
  .strictObject({
    status: z.enum(['optimal', 'feasible']),
    objective: ObjectiveName,
    value: z.number().min(0),
    bound: z.number().min(0),
    gap: z.number().min(0).describe('(value - bound) / value; absolute for counts and where the value is 0.'),
    gapKind: z.enum(['relative', 'absolute']),
    certificate: Certificate,
    stoppedBy: z.string().describe('What ended the search.'),
  })
  .meta({ id: 'Proof' });
export type Proof = z.infer<typeof Proof>;

export const Provenance = z
  .strictObject({
    method: z.string(),
    seed: z.int(),
    problemHash: Hash,
    version: z.string(),
  })
  .meta({ id: 'Provenance' });
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

const Pointer = z.string().describe('JSON pointer into the problem.');
const Pointers = z.array(Pointer);

export const Infeasibility = z
  .discriminatedUnion('kind', [
    z
      .strictObject({ kind: z.literal('memoryShort'), neededBytes: Bytes, availableBytes: Bytes, shortBytes: Bytes })
      .meta({ id: 'MemoryShort', description: 'All allowed hosts together are too small.' }),
    z
      .strictObject({
        kind: z.literal('tableFitsNowhere'),
        table: Name,
        partBytes: Bytes.describe("The table's smallest allowed part."),
        parts: z.int().min(1),
        largestHostBytes: Bytes,
        shortBytes: Bytes,
      })
      .meta({
        id: 'TableFitsNowhere',
        description: 'A table has no allowed layout whose parts fit on hosts it may use.',
      }),
    z
      .strictObject({
        kind: z.literal('hostOverfull'),
        host: Name,
        tables: z.array(Name),
        neededBytes: Bytes,
        availableBytes: Bytes,
        shortBytes: Bytes,
      })
      .meta({ id: 'HostOverfull', description: 'Tables pinned to one host exceed its memory.' }),
    z
      .strictObject({
        kind: z.literal('tooManyLargeTables'),
        tables: z.array(Name),
        hosts: Count,
        hostBytes: Bytes,
      })
      .meta({ id: 'TooManyLargeTables', description: 'More unsplittable tables of over half a host than hosts.' }),
    z.strictObject({ kind: z.literal('noLayout'), table: Name, rule: z.string() }).meta({
      id: 'NoLayout',
      description:
        'tableOptions leave a table no layout, or its smallest parts overload every host at the request rate.',
    }),
    z
      .strictObject({
        kind: z.literal('loadCapacityShort'),
        resource: z.enum(['memoryBandwidth', 'cpu']),
        host: Name.optional().describe('Where one host alone is short: the main shard with its dense part.'),
        needed: z.number().min(0).describe('Bytes per second, or CPU seconds per second at cpuSpeed 1.'),
        available: z.number().min(0).describe('The same, within the load capacity.'),
        short: z.number().min(0),
      })
      .meta({
        id: 'LoadCapacityShort',
        description: 'At the request rate, the hosts within their load capacity are too slow together.',
      }),
    z
      .strictObject({
        kind: z.literal('capBelowBound'),
        objective: ObjectiveName,
        cap: z.number(),
        bound: z.number(),
        short: z.number(),
      })
      .meta({ id: 'CapBelowBound', description: 'An epsilon or a capacity lies below what any placement needs.' }),
    z
      .strictObject({
        kind: z.literal('togetherApartClash'),
        tables: z.array(Name).describe('Joined by the one, parted by the other.'),
        together: Pointers,
        apart: Pointer,
      })
      .meta({ id: 'TogetherApartClash', description: 'Tables have to lie together and apart.' }),
    z
      .strictObject({
        kind: z.literal('togetherFitsNowhere'),
        tables: z.array(Name),
        together: Pointers,
        openHosts: Count.describe('Hosts that all of the tables may use.'),
        parts: Count.describe('Hosts they would lie on; 0 where they have no number of parts in common.'),
        neededBytes: Bytes.describe('On each of so many hosts, at least.'),
        hostBytes: Bytes.describe('Of the smallest of so many open hosts, the largest taken; 0 where there are fewer.'),
        shortBytes: Bytes,
      })
      .meta({ id: 'TogetherFitsNowhere', description: 'Tables that have to lie together have no hosts for it.' }),
    z
      .strictObject({
        kind: z.literal('apartShort'),
        tables: z.array(Name),
        scope: z.enum(['host', 'failureDomain']),
        places: z.array(z.string()).describe('All that these tables may use: fewer than tables.'),
        apart: Pointer,
      })
      .meta({ id: 'ApartShort', description: 'Tables that have to stay apart have too few hosts or failure domains.' }),
    z
      .strictObject({
        kind: z.literal('conflict'),
        constraints: Pointers.describe('Together they leave no plan: all else was left out, or made endless.'),
        needed: Pointers.describe('Those of them without which the others have a plan; the rest was not decided.'),
        proof: z.literal('enumeration'),
        nodes: Count.describe('Choices tried in the proof.'),
      })
      .meta({
        id: 'Conflict',
        description: 'A small set of constraints that leaves no placement in equal parts, proven by trying all.',
      }),
  ])
  .meta({ id: 'Infeasibility', description: 'Why no placement exists, in numbers.' });
export type Infeasibility = z.infer<typeof Infeasibility>;

export const SolveAnswer = z
  .discriminatedUnion('status', [
    z.strictObject({ status: z.literal('optimal'), plan: Plan }).meta({ id: 'OptimalAnswer' }),
    z.strictObject({ status: z.literal('feasible'), plan: Plan }).meta({ id: 'FeasibleAnswer' }),
    z
      .strictObject({ status: z.literal('infeasible'), reasons: z.array(Infeasibility).min(1) })
      .meta({ id: 'InfeasibleAnswer' }),
    z
      .strictObject({
        status: z.literal('noPlanFound'),
        stoppedBy: z.string(),
        tried: z.array(z.string()),
        suspected: Pointers.optional().describe(
          'Constraints that seem to stand in the way: searches without all others found no plan either, and without these they did. Not proven.',
        ),
      })
      .meta({ id: 'NoPlanFoundAnswer' }),
  ])
  .meta({ id: 'SolveAnswer' });
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
  .meta({ id: 'Frontier' });
export type Frontier = z.infer<typeof Frontier>;

export const FrontierAnswer = z
  .discriminatedUnion('status', [
    z.strictObject({ status: z.literal('solved'), frontier: Frontier }).meta({ id: 'FrontierFound' }),
    z
      .strictObject({ status: z.literal('infeasible'), reasons: z.array(Infeasibility).min(1) })
      .meta({ id: 'FrontierInfeasible' }),
    z
      .strictObject({
        status: z.literal('noPlanFound'),
        stoppedBy: z.string(),
        tried: z.array(z.string()),
        suspected: Pointers.optional(),
      })
      .meta({ id: 'FrontierNotFound' }),
  ])
  .meta({ id: 'FrontierAnswer' });
export type FrontierAnswer = z.infer<typeof FrontierAnswer>;

export const Violation = z
  .strictObject({
    kind: z.string().describe('What is illegal: memory, loadCapacity, coverage, unknownHost, pin ...'),
    message: z.string(),
    host: Name.optional(),
    table: Name.optional(),
    by: z.number().optional().describe('By how much, in the unit that the message names.'),
  })
  .meta({ id: 'Violation' });
export type Violation = z.infer<typeof Violation>;
