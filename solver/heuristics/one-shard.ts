import { canonicalPlacement } from '../../domain/placement.ts';
import { tableBytes } from '../../domain/row-bytes.ts';
import type { Strategy } from './strategy.ts';

/** Every table on one sparse shard, the largest host: what distribution alone costs. Source: Lui et al. 2020, "1 shard". */
export const placeOnOneShard: Strategy = (instance) => {
  const { hostNames, tables } = instance;
  const capacityBytes = instance.capacityBytes.subarray(0, instance.sparseHosts);
  const largest = capacityBytes.reduce((best, bytes, h) => (bytes > capacityBytes[best] ? h : best), 0);
  const bytes = tables.reduce((sum, table) => sum + tableBytes(table), 0);
  if (bytes > capacityBytes[largest])
    return {
      status: 'unplaced',
      note: `all tables take ${bytes} bytes, ${bytes - capacityBytes[largest]} more than host ${hostNames[largest]} holds`,
    };
  const slices = tables.map(({ name }) => ({ kind: 'whole' as const, table: name }));
  return { status: 'placed', placement: canonicalPlacement({ shards: [{ host: hostNames[largest], slices }] }) };
};
