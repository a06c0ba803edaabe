import { mean } from 'simple-statistics';
import { MAIN_HOST, type Fleet } from '../../domain/fleet.ts';
import { seededRandom } from '../../domain/random.ts';
import type {
  EstimatedPercentile,
  LatencyRatio,
  OpenLoop,
  ReconstructedLatency,
  Reconstruction,
} from '../../domain/reconstruction.ts';
import { bootstrapInterval, resampledPercentile } from '../bootstrap.ts';
import type { RequestRecord } from '../service-record.ts';
import { percentile } from '../statistics.ts';
import { poissonArrivals } from './arrivals.ts';
import { deploymentOf, singularDeployment, type Deployment } from './deployment.ts';
import { replay } from './replay.ts';
import { threadedSingular } from './threaded-singular.ts';
import { utilisationAt } from './utilisation.ts';

/** What was measured of a plan and of the singular model, on the same requests in the same order. */
export interface ServiceRecords {
  readonly plan: readonly RequestRecord[];
  readonly singular: readonly RequestRecord[];
  /** Threads that served the plan: sparse shards and the main shard. */
  readonly threads: number;
}

export interface ReconstructOptions {
  readonly seed: number;
  /** Of every link, milliseconds; left out: the fleet's own. */
  readonly roundTripMs?: number;
  /** Poisson arrivals at this rate too, where given. */
  readonly requestsPerSecond?: number;
}

const PERCENTS = [50, 90, 99] as const;

/** Latency of a deployment on the fleet's machines, replayed from measured service times, beside the singular model's on the main host. */
export function reconstruct(records: ServiceRecords, fleet: Fleet, options: ReconstructOptions): Reconstruction {
  const deployment = deploymentOf(fleet, options.roundTripMs);
  const plan = oneAtATime(records.plan, deployment);
  const singular = oneAtATime(records.singular, singularDeployment(deployment, 1));
  const batched = oneAtATime(records.singular, deployment);
  const threaded = oneAtATime(
    records.singular.map((record) => threadedSingular(record, records.threads)),
    singularDeployment(deployment, records.threads),
  );
  const { requestsPerSecond, seed } = options;
  return {
    roundTripMs: options.roundTripMs ?? null,
    closedLoop: {
      latencyMs: summarize(plan, seed),
      singularLatencyMs: summarize(singular, seed),
      batchedSingularLatencyMs: summarize(batched, seed),
      threadedSingularLatencyMs: summarize(threaded, seed),
      threads: records.threads,
      ratioToSingular: ratios(plan, singular, seed),
      ratioToBatchedSingular: ratios(plan, batched, seed),
      ratioToThreadedSingular: ratios(plan, threaded, seed),
    },
    ...(requestsPerSecond === undefined
      ? {}
      : { openLoop: openLoop(records.plan, deployment, requestsPerSecond, seed) }),
    assumptions: assumptionsOf(deployment),
  };
}

const oneAtATime = (records: readonly RequestRecord[], deployment: Deployment): Float64Array =>
  Float64Array.from(replay(records, deployment, 'closedLoop').latencyMs);

/** Requests come in the order of the trace, after a tenth of them as warm-up that is not counted. */
function openLoop(
  records: readonly RequestRecord[],
  deployment: Deployment,
  requestsPerSecond: number,
  seed: number,
): OpenLoop {
  const utilisation = utilisationAt(replay(records, deployment, 'closedLoop').used, deployment, {
    requests: records.length,
    requestsPerSecond,
  });
  const isSaturated = utilisation.some(({ cores, memory, link }) => Math.max(cores, memory, link) >= 1);
  if (isSaturated) return { requestsPerSecond, status: 'saturated', utilisation };
  const warmup = records.slice(0, Math.ceil(records.length / 10));
  const served = [...warmup, ...records];
  const arrivals = poissonArrivals(served.length, requestsPerSecond, seededRandom(seed, 'arrivals'));
  const latencyMs = Float64Array.from(replay(served, deployment, arrivals).latencyMs.slice(warmup.length));
  // Requests that wait for each other are alike: resampled in runs.
  const blockLength = Math.ceil(Math.sqrt(records.length));
  return { requestsPerSecond, status: 'served', utilisation, latencyMs: summarize(latencyMs, seed, blockLength) };
}

function summarize(latencyMs: Float64Array, seed: number, blockLength = 1): ReconstructedLatency {
  const [p50, p90, p99] = PERCENTS.map((percent): EstimatedPercentile => {
    const { value } = percentile([...latencyMs], percent);
    const random = seededRandom(seed, `bootstrap p${percent}`);
    const statistic = resampledPercentile(latencyMs, percent);
    const interval = value === null ? null : bootstrapInterval(latencyMs.length, statistic, { random, blockLength });
    return { value, interval };
  });
  return { n: latencyMs.length, p50, p90, p99, meanMs: mean([...latencyMs]) };
}

function ratios(values: Float64Array, references: Float64Array, seed: number) {
  const [p50, p90, p99] = PERCENTS.map((percent): LatencyRatio => {
    const isCarried = percentile([...values], percent).value !== null;
    if (!isCarried || references.some((reference) => reference === 0)) return null;
    const [above, below] = [resampledPercentile(values, percent), resampledPercentile(references, percent)];
    const ratio = (positions: Uint32Array): number => above(positions) / below(positions);
    const random = seededRandom(seed, `bootstrap ratio p${percent}`);
    const value = ratio(Uint32Array.from(values, (_, i) => i));
    return { value, interval: bootstrapInterval(values.length, ratio, { random }) };
  });
  return { p50, p90, p99 };
}

const assumptionsOf = (deployment: Deployment): string[] => [
  `Service times are CPU times measured here, divided by each host's cpuSpeed; nothing else runs on its cores (${deployment.get(MAIN_HOST)!.cores} on the main shard's).`,
  'Calls of a net leave together; hosts serve them first come, first served; a hop takes half a round trip; links pass one message after another in each direction.',
  "Embedding work on one host shares its memory bandwidth; the network's own CPU cost is what the transport took here.",
];
