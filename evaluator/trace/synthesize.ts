import type { Model } from '../../domain/model.ts';
import { seededRandom } from '../../domain/random.ts';
import type { TableTraffic, Workload } from '../../domain/trace.ts';
import type { FeatureOfTable, JaggedFeature, JaggedTrace } from './jagged.ts';
import { concatenate, featuresOf, occasionsOf } from './jagged.ts';
import { createRowSampler } from './popularity.ts';
import { createCountSampler } from './pooling-count.ts';
import { oneByOne } from './zipf.ts';

/**
 * Requests that a workload describes: `workload.samplesPerRequest` samples each, lookups per table and feature, dense inputs
 * uniform in [0, 1). Features and lookups are independent of each other, and so are samples but for their stated correlation:
 * each repeats the lookups that its request has in common with the probability whose square that is, which leaves every
 * sample's own distribution as it is. Each feature draws from its own stream, so a longer trace begins with the shorter
 * one, and another table changes nothing. Throws where the workload leaves a
 * table or feature of the model out.
 */
export function synthesizeTrace(
  model: Model,
  workload: Workload,
  options: { readonly requests: number; readonly seed: number },
): JaggedTrace {
  const samples = workload.samplesPerRequest;
  const traffic = new Map(workload.tables.map((entry) => [entry.table, entry]));
  const sources = featuresOf(model).map((feature) =>
    createSource(feature, traffic.get(feature.table.name), options.seed),
  );
  const denseRandom = seededRandom(options.seed, 'trace/dense');
  const denseWidth = model.dense?.inputFeatures ?? 0;
  return {
    requests: Array.from({ length: options.requests }, () => ({
      samples,
      features: sources.map((source) => source(samples)),
      dense: Float32Array.from({ length: samples * denseWidth }, () => denseRandom.next()),
    })),
  };
}

/** Draws one feature's lookups, request after request. */
function createSource(
  { table, feature }: FeatureOfTable,
  tableTraffic: TableTraffic | undefined,
  seed: number,
): (samples: number) => JaggedFeature {
  const traffic = tableTraffic?.features.find((entry) => entry.feature === feature.name);
  if (tableTraffic === undefined || traffic === undefined)
    throw new Error(`The workload does not describe feature ${feature.name} of table ${table.name}.`);
  const random = seededRandom(seed, `trace/${feature.name}`);
  const count = createCountSampler(traffic);
  const counts = oneByOne(count);
  const row = createRowSampler(table.rows, tableTraffic.popularity);
  const repeats = table.lookupsPer === 'request' ? 0 : Math.sqrt(traffic.correlation ?? 0);
  if (repeats > 0)
    return (samples) => {
      const common = row.draw(count(random), random);
      const own = Array.from({ length: samples }, () =>
        random.next() < repeats ? common : row.draw(count(random), random),
      );
      const lengths = Uint32Array.from(own, ({ length }) => length);
      return { feature: feature.name, lengths, indices: concatenate(own) };
    };
  return (samples) => {
    const lengths = counts.draw(occasionsOf(table, samples), random);
    const lookups = lengths.reduce((sum, length) => sum + length, 0);
    return { feature: feature.name, lengths, indices: row.draw(lookups, random) };
  };
}
