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
    denseLayerSeconds: Cost.optional().describe('Fixed cost of one layer of an MLP a batch; 0 when left out.'),
    denseWeightBytesPerSecond: Rate.optional().describe(
      'Weights that a batch reads from memory, those of all MLPs beyond `cache.bytes`; no cost when left out.',
    ),
    mainRpcSeconds: Cost.optional().describe('CPU time that one RPC costs the main shard; 0 when left out.'),
    sliceSeconds: Cost.optional().describe(
      'CPU time, both sides together, that a table slice in a call costs beside its bytes; 0 when left out.',
    ),
    cache: z
      .strictObject({
        bytes: z
          .number()
          .gt(0)
          .max(1e15)
          .describe('Of rows that stay in the caches, dealt to the tables by load; and, apart from them, of weights.'),
        lookupSeconds: Cost,
        bytesPerSecond: Rate,
      })
      .optional()
      .describe('Lookups of the most popular rows, which the caches hold; all lookups miss them when left out.'),
  })
  .meta({ id: 'Coefficients', description: 'Constants of the cost model behind estimates.' });
export type Coefficients = z.infer<typeof Coefficients>;
