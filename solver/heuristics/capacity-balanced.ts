import { placeByCost } from './greedy.ts';
import type { Strategy } from './strategy.ts';

/** Shards of about equal bytes. Source: Lui et al. 2020, "capacity-balanced". */
export const placeByCapacity: Strategy = (instance) => placeByCost(instance, (part) => part.bytes);
