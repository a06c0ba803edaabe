import * as z from 'zod';
import { Name } from './names.ts';
import { Count } from './quantities.ts';

const Milliseconds = z.number().min(0);

export const ConfidenceInterval = z
  .strictObject({ low: z.number().min(0), high: z.number().min(0) })
  .meta({ id: 'ConfidenceInterval', description: '95%, by the bootstrap over requests.' });
export type ConfidenceInterval = z.infer<typeof ConfidenceInterval>;

export const EstimatedPercentile = z
  .strictObject({
    value: Milliseconds.nullable().describe('null where the sample cannot carry the percentile.'),
    interval: ConfidenceInterval.nullable(),
  })
  .meta({ id: 'EstimatedPercentile', description: 'A percentile with its interval.' });
export type EstimatedPercentile = z.infer<typeof EstimatedPercentile>;

export const ReconstructedLatency = z
  .strictObject({
    n: Count.describe('Requests replayed.'),
    p50: EstimatedPercentile,
    p90: EstimatedPercentile,
    p99: EstimatedPercentile,
    meanMs: Milliseconds,
  })
  .meta({ id: 'ReconstructedLatency', description: 'Milliseconds per request.' });
export type ReconstructedLatency = z.infer<typeof ReconstructedLatency>;

export const LatencyRatio = z
  .strictObject({ value: z.number().min(0), interval: ConfidenceInterval })
  .nullable()
  .meta({
    id: 'LatencyRatio',
    description: 'Of the percentiles, requests paired; null where the sample cannot carry it.',
  });
export type LatencyRatio = z.infer<typeof LatencyRatio>;

const Ratios = z.strictObject({ p50: LatencyRatio, p90: LatencyRatio, p99: LatencyRatio });

export const HostUtilisation = z
  .strictObject({
    host: Name,
    cores: z.number().min(0).describe('Core time over cores.'),
    memory: z.number().min(0).describe('Bytes of rows read over the memory bandwidth.'),
    link: z.number().min(0).describe("The busier direction of the host's link."),
  })
  .meta({ id: 'HostUtilisation', description: 'Shares of what the host can do at the rate.' });
export type HostUtilisation = z.infer<typeof HostUtilisation>;

export const OpenLoop = z
  .strictObject({
    requestsPerSecond: z.number().gt(0),
    status: z
      .enum(['served', 'saturated'])
      .describe('saturated: some share reaches 1, the queue grows for ever, and no percentile exists.'),
    utilisation: z.array(HostUtilisation),
    latencyMs: ReconstructedLatency.optional().describe('From the scheduled arrival. Left out where saturated.'),
  })
  .meta({ id: 'OpenLoop', description: 'Poisson arrivals at a rate.' });
export type OpenLoop = z.infer<typeof OpenLoop>;

export const Reconstruction = z
  .strictObject({
    roundTripMs: z.number().min(0).nullable().describe("Of every link; null: the fleet's own."),
    closedLoop: z
      .strictObject({
        latencyMs: ReconstructedLatency,
        singularLatencyMs: ReconstructedLatency.describe('The unsharded model on one thread.'),
        batchedSingularLatencyMs: ReconstructedLatency.describe(
          "The unsharded model on one thread a batch, on the main host's cores, as the plan's main shard serves batches.",
        ),
        threadedSingularLatencyMs: ReconstructedLatency.describe(
          'The unsharded model on as many threads as the plan uses, work divided without loss: no real program is faster.',
        ),
        threads: Count,
        ratioToSingular: Ratios,
        ratioToBatchedSingular: Ratios,
        ratioToThreadedSingular: Ratios,
      })
      .describe('One request at a time.'),
    openLoop: OpenLoop.optional().describe('Where a rate is given.'),
    assumptions: z.array(z.string()),
  })
  .meta({
    id: 'Reconstruction',
    description:
      'Latency of a deployment, replayed from measured CPU service times: neither an estimate nor wall time.',
  });
export type Reconstruction = z.infer<typeof Reconstruction>;
