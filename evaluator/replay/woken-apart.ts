import type { RequestRecord } from '../service-record.ts';

/**
 * A request whose sparse shards shared threads, as hosts of their own would serve it. A thread is woken once a net, for the calls of all its
 * shards, where each host of a deployment is woken for its own: every call is charged the most that one of its net cost beside its work.
 */
export function wokenApart({ batches }: RequestRecord): RequestRecord {
  return {
    batches: batches.map((batch) => ({
      ...batch,
      nets: batch.nets.map((net) => {
        const overheadMs = net.calls.reduce((most, call) => Math.max(most, call.overheadMs), 0);
        return { ...net, calls: net.calls.map((call) => ({ ...call, overheadMs })) };
      }),
    })),
  };
}
