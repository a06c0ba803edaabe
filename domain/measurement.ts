import * as z from 'zod';
import { Name } from './names.ts';
import { Bytes, Count, Hash, Share } from './quantities.ts';

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
