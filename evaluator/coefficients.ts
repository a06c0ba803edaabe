import type { Coefficients } from '../domain/coefficients.ts';

/** One core of the machine that the prototypes ran on; calibration on the user's own machine replaces it. */
export const DEFAULT_COEFFICIENTS: Coefficients = {
  source:
    'built in, not of your machine: medians on one 2-core AMD EPYC virtual machine; docs/decisions/0002-cost-model-constants.md',
  embeddingBytesPerSecond: 5.5e9,
  lookupSeconds: 25e-9,
  partSeconds: 0.5e-6,
  rpcSeconds: 40e-6,
  serializationBytesPerSecond: 4e9,
  denseFlopsPerSecond: 77e9,
};
