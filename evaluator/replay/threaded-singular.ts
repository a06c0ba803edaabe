import type { RequestRecord } from '../service-record.ts';

/**
 * The unsharded model's request as `threads` threads of one machine would serve it, at best: embedding work of a net is divided evenly and
 * without loss, beside the bottom MLP in the first net; dense operators run on one thread each. No real program is faster at that.
 */
export function threadedSingular({ batches }: RequestRecord, threads: number): RequestRecord {
  return {
    batches: batches.map((batch) => ({
      ...batch,
      nets: batch.nets.map((net, n) => {
        const besideMs = n === 0 ? batch.bottomMs : 0;
        const localMs = Math.max(besideMs, (besideMs + net.localMs) / threads) - besideMs;
        return { ...net, localMs };
      }),
    })),
  };
}
