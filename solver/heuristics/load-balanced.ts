import { placeByCost } from './greedy.ts';
import type { Strategy } from './strategy.ts';
import { poolingFactors } from './traffic.ts';

/** Shards of about equal summed pooling factor per batch. Source: Lui et al. 2020, "load-balanced". */
export const placeByPooling: Strategy = (instance) => {
  const pooling = poolingFactors(instance);
  const samples = instance.costs.samplesPerBatch;
  return placeByCost(instance, ({ table, share }) => {
    const occasions = instance.tables[table].lookupsPer === 'request' ? 1 : samples;
    return pooling[table] * occasions * share;
  });
};
