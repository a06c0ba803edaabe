import { placeByCapacity } from './capacity-balanced.ts';
import { placeByDim, placeByLookup, placeBySize, placeBySizeLookup } from './greedy-baselines.ts';
import { placeByPooling } from './load-balanced.ts';
import { placeByLocalSearch } from './local-search.ts';
import { placeNetSpecific } from './nsbp.ts';
import { placeOnOneShard } from './one-shard.ts';
import { placeSingular } from './singular.ts';
import type { Strategy } from './strategy.ts';

/** Every strategy by its public name. */
export const STRATEGIES = {
  singular: placeSingular,
  'one-shard': placeOnOneShard,
  'capacity-balanced': placeByCapacity,
  'load-balanced': placeByPooling,
  nsbp: placeNetSpecific,
  'greedy-dim': placeByDim,
  'greedy-size': placeBySize,
  'greedy-lookup': placeByLookup,
  'greedy-size-lookup': placeBySizeLookup,
  'local-search': placeByLocalSearch,
} as const satisfies Record<string, Strategy>;

export type StrategyName = keyof typeof STRATEGIES;

export const STRATEGY_NAMES = Object.keys(STRATEGIES) as readonly StrategyName[];
