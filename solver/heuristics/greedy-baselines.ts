import { tableBytes } from '../../domain/row-bytes.ts';
import { placeByCost } from './greedy.ts';
import type { Strategy } from './strategy.ts';
import { poolingFactors } from './traffic.ts';

/** The four greedy baselines with hand-made costs. Source: Zha et al. 2022, "AutoShard" and "DreamShard"; kept in "NeuroShard" 2023. */

/** Cost: the embedding dimension. */
export const placeByDim: Strategy = (instance) =>
  placeByCost(instance, ({ table, share }) => instance.tables[table].dim * share);

/** Cost: the table's size. */
export const placeBySize: Strategy = (instance) =>
  placeByCost(instance, ({ table, share }) => tableBytes(instance.tables[table]) * share);

/** Cost: dimension times mean pooling factor. */
export const placeByLookup: Strategy = (instance) => {
  const pooling = poolingFactors(instance);
  return placeByCost(instance, ({ table, share }) => instance.tables[table].dim * pooling[table] * share);
};

/** Cost: dimension times mean pooling factor times size. */
export const placeBySizeLookup: Strategy = (instance) => {
  const pooling = poolingFactors(instance);
  return placeByCost(instance, ({ table, share }) => {
    const { dim } = instance.tables[table];
    return dim * pooling[table] * tableBytes(instance.tables[table]) * share;
  });
};
