import type { Costs } from './costs.ts';
import type { PlacedPart } from './parts.ts';

/** The work that one net leaves on one host per batch: an RPC to a sparse shard, or work in place on the main shard. */
export interface NetOnHost {
  readonly net: number;
  /** 0 is the main shard's own host: no RPC. */
  readonly host: number;
  /** Probability that a batch needs the host, tables taken as independent. */
  readonly probability: number;
  /** 1 where an RPC may be sent at all, else 0. */
  readonly rpcs: 0 | 1;
  /** Load units of the batch, the RPC's fixed cost included. */
  readonly batchLoad: number;
  /** Seconds at cpuSpeed 1, the RPC's fixed cost included. */
  readonly batchServiceSeconds: number;
  /** Payload bytes both ways of a batch that all of its replicas serve. */
  readonly wireBytesPerBatch: number;
  /** Expected payload bytes, both ways, and seconds of the main shard for called slices: of replicas, the one whose turn it is. */
  readonly payloadBytesPerBatch: number;
  readonly handlingSeconds: number;
}

/** Groups parts by net and host, nets in the order of execution. */
export function callsOf(parts: readonly PlacedPart[], costs: Costs): NetOnHost[] {
  const groups = Map.groupBy(parts, (part) => part.net * costs.hosts.length + part.host);
  return [...groups.values()].map((group) => {
    const { net, host } = group[0];
    const missed = group.reduce((p, part) => p * (1 - part.costs.calledProbability), 1);
    const rpcs = host > 0 && group.some((part) => part.costs.lookups > 0) ? 1 : 0;
    const sum = (of: (part: PlacedPart) => number): number => group.reduce((total, part) => total + of(part), 0);
    const wire = (of: (part: PlacedPart) => number): number => (host === 0 ? 0 : sum(of) / costs.batchesPerRequest);
    return {
      net,
      host,
      probability: rpcs === 1 ? 1 - missed : 0,
      rpcs,
      batchLoad: sum((part) => part.costs.batchLoad) + rpcs * costs.rpcLoad,
      batchServiceSeconds: sum((part) => part.costs.batchServiceSeconds) + rpcs * costs.coefficients.rpcSeconds,
      // wireBytes of a replica is its share of the batches; the one that serves a batch carries it all.
      wireBytesPerBatch: wire((part) => part.costs.wireBytes * part.replicas),
      payloadBytesPerBatch: wire((part) => part.costs.wireBytes),
      handlingSeconds: host === 0 ? 0 : sum((part) => part.costs.handlingSeconds),
    };
  });
}
