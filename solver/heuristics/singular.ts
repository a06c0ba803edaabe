import { MAIN_HOST } from '../../domain/fleet.ts';
import { canonicalPlacement } from '../../domain/placement.ts';
import type { Strategy } from './strategy.ts';

/** The unsharded model: every table on the main shard. It is judged, not searched. Source: Lui et al. 2020, "singular". */
export const placeSingular: Strategy = (instance) => ({
  status: 'placed',
  placement: canonicalPlacement({
    shards: [{ host: MAIN_HOST, slices: instance.tables.map(({ name }) => ({ kind: 'whole', table: name })) }],
  }),
});
