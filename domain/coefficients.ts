import * as z from 'zod';

const Rate = z.number().gt(0).max(1e18);
const Cost = z.number().min(0).max(60);

/** The cost model's constants, for one core of a machine with cpuSpeed 1. */
export const Coefficients = z
  .strictObject({
    source: z.string().max(2000).describe('Where the figures come from.'),
    embeddingBytesPerSecond: Rate.describe('Rows read and pooled by one thread, tables outside the caches.'),
    lookupSeconds: Cost.describe('Fixed cost of one lookup.'),
    partSeconds: Cost.describe('Fixed cost of one table slice called in a batch.'),
    rpcSeconds: Cost.describe('CPU time that one RPC costs the shard that answers it.'),
    serializationBytesPerSecond: Rate,
    denseFlopsPerSecond: Rate.describe('Multiply and add counted as two.'),
  })
  .meta({ id: 'Coefficients', description: 'Constants of the cost model behind estimates.' });
export type Coefficients = z.infer<typeof Coefficients>;
