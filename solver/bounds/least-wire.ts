import { leastOnSparse, type Ground } from './ground.ts';

/** Bytes on wire per request. Proof: wire bytes depend on a table's option alone, so the least of each table add up, less what the main shard can spare. */
export const leastWireBound = (ground: Ground): number => leastOnSparse(ground, (option) => option.wire);
