import { mean, sampleStandardDeviation } from 'simple-statistics';
import type { Model } from '../../domain/model.ts';
import type { FeatureTraffic, Workload } from '../../domain/trace.ts';
import { fitPopularity } from './fit-popularity.ts';
import { concatenate, type JaggedFeature, type JaggedTrace } from './jagged.ts';
import { sampleRequests } from './sample-requests.ts';
import { estimateCorrelation } from './sample-correlation.ts';

/**
 * The workload seen in `requests` requests sampled without replacement from a trace (all of them, where it has no more),
 * as the paper samples production requests for its pooling factors: means count zeros, presence is the share of occasions
 * with a lookup, the spread is the sample standard deviation over those; popularity is described at fitPopularity,
 * correlation at estimateCorrelation.
 * `samplesPerRequest` is the rounded mean. Nothing is corrected for the sample's size: presence and pooling of a feature that
 * the sample never saw come out as 0.
 */
export function estimateWorkload(
  model: Model,
  trace: JaggedTrace,
  options: {
    readonly requests: number;
    readonly seed: number;
    readonly batchSize: number;
    readonly requestsPerSecond?: number;
  },
): Workload {
  const sampled = sampleRequests(trace.requests, options.requests, options.seed);
  let position = 0;
  const tables = model.tables.map((table) => {
    const features = table.features.map((_, f) => sampled.map((request) => request.features[position + f]));
    position += table.features.length;
    const indices = features.flatMap((requests) => requests.map((entry) => entry.indices));
    return {
      table: table.name,
      popularity: fitPopularity(table.rows, concatenate(indices)),
      features: features.map((requests, f) => ({
        ...estimateFeature(table.features[f].name, concatenate(requests.map((entry) => entry.lengths))),
        ...(table.lookupsPer === 'request' ? {} : correlationOf(requests)),
      })),
    };
  });
  return {
    batchSize: options.batchSize,
    samplesPerRequest: Math.max(1, Math.round(mean(sampled.map((request) => request.samples)))),
    ...(options.requestsPerSecond === undefined ? {} : { requestsPerSecond: options.requestsPerSecond }),
    tables,
  };
}

function estimateFeature(feature: string, lengths: Uint32Array): FeatureTraffic {
  const present = Array.from(lengths).filter((length) => length > 0);
  const lookups = present.reduce((sum, length) => sum + length, 0);
  return {
    feature,
    poolingFactor: lookups / lengths.length,
    poolingSpread: present.length > 1 ? sampleStandardDeviation(present) : 0,
    presence: present.length / lengths.length,
  };
}

function correlationOf(requests: readonly JaggedFeature[]): Pick<FeatureTraffic, 'correlation'> {
  const correlation = estimateCorrelation(requests);
  return correlation === 0 ? {} : { correlation };
}
