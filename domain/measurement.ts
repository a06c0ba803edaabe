import * as z from 'zod';
import { Name } from './names.ts';
import { Bytes, Count, Hash, Share } from './quantities.ts';
import { ConfidenceInterval, Reconstruction } from './reconstruction.ts';

export const Percentile = z
  .strictObject({
    value: z.number().min(0).nullable().describe('null where the sample cannot carry the percentile.'),
    n: Count.describe('Sample count.'),
    note: z.literal('n too small').optional(),
  })
  .meta({ id: 'Percentile', description: 'A percentile of a sample, with what its size allows to say of it.' });
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
    requestsCompared: Count.describe('Requests whose outputs were compared.'),
    vectorsCompared: Count.describe('Pooled vectors that were compared.'),
    lookupsCompared: Count.describe(
      'Rows that the compared requests look up; with none, all vectors are zeros and nothing was put to the test.',
    ),
    vectorsDiffering: Count.describe('Pooled vectors outside the rule.'),
    largestScoreDifference: z.number().min(0).describe('Absolute; 1e-5 is allowed where rows are split.'),
    holds: z.boolean(),
  })
  .meta({ id: 'Agreement', description: "The plan's outputs against the singular run's, on the same requests." });
export type Agreement = z.infer<typeof Agreement>;

export const TransportName = z.enum(['sharedArrayBuffer', 'postMessage', 'comlink']).meta({
  id: 'TransportName',
  description:
    'What carries calls to sparse shards and answers back: shared memory with futexes, messages whose buffers are transferred, or comlink on top of such messages.',
});
export type TransportName = z.infer<typeof TransportName>;

export const ShardThreads = z.enum(['perShard', 'perCore']).meta({
  id: 'ShardThreads',
  description:
    "Threads of sparse shards: one for each, or one for each core but the main shard's, which shards then share. Shared threads are woken once a net and keep their code in the caches: nearer to hosts of their own in what shards compute, further from them in what wake-ups cost; replayed latency charges every call a wake-up.",
});
export type ShardThreads = z.infer<typeof ShardThreads>;

export const MeasurementEnvironment = z
  .strictObject({
    cpu: z.string(),
    cores: Count,
    node: z.string(),
    platform: z.string(),
    denseEngine: z.string(),
    embeddingKernel: z.string(),
    transport: TransportName,
    threads: Count.describe('Threads that serve: of sparse shards, which may share some, and of the main shard.'),
    oversubscribed: z
      .boolean()
      .describe('More shards than cores, the main one included: wall latency then says nothing of a deployment.'),
    notes: z.array(z.string()),
  })
  .meta({ id: 'MeasurementEnvironment', description: 'The machine and what ran on it.' });
export type MeasurementEnvironment = z.infer<typeof MeasurementEnvironment>;

export const Phases = z
  .strictObject({
    denseMs: z.number().min(0).describe('Bottom MLP, interaction and top MLP.'),
    embeddingMs: z.number().min(0).describe('Pooling, and copying what was pooled out of the kernels.'),
    serializationMs: z.number().min(0).describe('Building calls; making room for answers.'),
    deserializationMs: z.number().min(0).describe('Taking calls and answers apart, adding up row-split tables.'),
    rpcServiceMs: z
      .number()
      .min(0)
      .describe(
        'The rest of handling RPCs: sending, falling asleep and waking up, the event loop where it carries calls.',
      ),
  })
  .meta({ id: 'Phases', description: 'Mean CPU milliseconds of one thread a request, by what it did.' });
export type Phases = z.infer<typeof Phases>;

export const ShardMeasurement = z
  .strictObject({
    host: Name,
    rpcs: Count.describe('Calls answered over the whole run.'),
    placedBytes: Bytes.describe('What the placement puts here.'),
    materialisedBytes: Bytes.describe('What the trace touched, and memory therefore held.'),
    cpuMsPerRequest: z.number().min(0).describe('CPU milliseconds of its thread.'),
    phases: Phases,
    waitingMs: z.number().min(0).describe("Wall time of a request less this thread's CPU: asleep, or without a core."),
    modelledNetworkMs: z
      .number()
      .min(0)
      .describe(
        "Not measured: round trips and payload over the fleet's links, a request; of the main shard the critical path of its nets.",
      ),
    boundedRequests: Count.describe(
      'Requests of which this shard took the longest: whose calls that were the last of their net by service time add up to most.',
    ),
  })
  .meta({ id: 'ShardMeasurement', description: 'What one sparse shard did in the run.' });
export type ShardMeasurement = z.infer<typeof ShardMeasurement>;

export const ForeignLoad = z
  .strictObject({
    rule: z.string().describe('When a round, one request served by every form of the model, is discarded.'),
    rounds: Count.describe('All of the run.'),
    disturbedRounds: Count.describe('In which others took more than a tenth of the cores.'),
    discardedRounds: Count.describe('Left out of all figures.'),
    cpuShare: Share.nullable().describe("Share of the cores' time that went elsewhere; null: not known here."),
    stolenShare: Share.nullable().describe('The part of it that the hypervisor took.'),
    queuedShare: Share.nullable().describe("Share of the time in which the main shard's thread waited for a core."),
    loadAverage: z.number().min(0).nullable().describe('Of the minute before.'),
  })
  .meta({ id: 'ForeignLoad', description: 'What else ran on the machine meanwhile.' });
export type ForeignLoad = z.infer<typeof ForeignLoad>;

export const ThreadedSingular = z
  .strictObject({
    threads: Count.describe('That served it.'),
    latencyMs: LatencySummary,
    cpuMsPerRequest: z.number().min(0).describe('CPU milliseconds of all of them together.'),
    ratioLatencyP50: z.number().min(0).nullable().describe("The plan's latency over this one, median of pairs."),
  })
  .meta({
    id: 'ThreadedSingular',
    description:
      "The unsharded model on as many threads as the plan serves with: each net's tables are dealt to the threads by lookup bytes, the largest first, and joined in shared memory.",
  });
export type ThreadedSingular = z.infer<typeof ThreadedSingular>;

export const Measurement = z
  .strictObject({
    requests: Count.describe(
      'Requests timed, after the warm-up; those of discarded rounds are left out of the figures.',
    ),
    warmupRequests: Count.describe('Served first, and neither timed nor compared.'),
    latencyMs: LatencySummary.describe(
      'Wall time of a request on this machine. Where `environment.oversubscribed`, it says nothing of a deployment.',
    ),
    singularLatencyMs: LatencySummary.describe(
      'The unsharded model on the same requests, interleaved in the same run.',
    ),
    ratioToSingular: z
      .strictObject({
        latencyP50: z.number().min(0).nullable().describe('Median of the per-request ratios.'),
        cpu: z.number().min(0).nullable().describe('Median of the per-request ratios.'),
        cpuInterval: ConfidenceInterval.nullable().describe('Of that median.'),
        cpuOfSums: z.number().min(0).nullable().describe('All CPU of the plan over all CPU of singular.'),
      })
      .describe('Paired, from the same run.'),
    cpuMsPerRequest: z.number().min(0).describe('All serving threads together.'),
    singularCpuMsPerRequest: z.number().min(0).describe('CPU milliseconds of the unsharded model.'),
    singularOperators: z
      .strictObject({
        embeddingMsPerRequest: z.number().min(0),
        denseMsPerRequest: z.number().min(0),
        embeddingShare: Share,
      })
      .describe('Operator time of the singular run: CPU of its one thread.'),
    singularThreaded: ThreadedSingular.nullable().describe(
      'null where these threads are more than the cores, or no more than one.',
    ),
    rpcsPerRequest: z.number().min(0).describe('Calls to sparse shards, as counted.'),
    impliedRpcsPerRequest: z.number().min(0).describe('What the trace implies for this placement.'),
    bytesPerRequest: Bytes.describe('Sent over the transport, both ways, as counted.'),
    shards: z.array(ShardMeasurement).describe('The main shard first. Phases of all add up to the CPU of a request.'),
    unattributedShare: z
      .number()
      .min(-1)
      .max(1)
      .describe("Share of the serving threads' CPU over the run that is in no phase."),
    foreignLoad: ForeignLoad,
    reconstructions: z
      .array(Reconstruction)
      .min(1)
      .describe("The first on the fleet's own links, then one for each of `measure.roundTripsMs`."),
    agreement: Agreement,
    traceHash: Hash,
    seed: z.int(),
    environment: MeasurementEnvironment,
  })
  .meta({ id: 'Measurement', description: 'What was observed when the plan served sampled requests.' });
export type Measurement = z.infer<typeof Measurement>;
