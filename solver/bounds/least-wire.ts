import { leastTotal, type Ground } from './ground.ts';

/** Bytes on wire per request. Proof: wire bytes depend on a table's option alone, so the least of each table add up. */
export const leastWireBound = (ground: Ground): number => leastTotal(ground, (option) => option.wire);
