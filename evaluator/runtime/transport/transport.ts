import type { TransportName } from '../../../domain/measurement.ts';
import type { Call } from '../router.ts';
import type { CallBuffer } from '../wire.ts';
import type { CallTimes } from './call-handler.ts';

/** What a sparse shard answered to one call. */
export interface Answer {
  /** In the format of wire.ts; readable until `begin`. */
  readonly vectors: Float32Array;
  readonly times: CallTimes;
}

/** The data plane between the main shard and the sparse shards of one placement; hosts go by their position in the lease. */
export interface ShardLinks {
  /** Where the next call to each host is written; empty after `send`. */
  readonly callBuffers: readonly CallBuffer[];
  /** Answers until here may be overwritten. */
  begin(): void;
  /** Sends the calls of one net of a batch, as they stand in their hosts' buffers. One send at a time is under way. */
  send(calls: readonly Call[], samples: number): void;
  /**
   * The answers in the order of the calls. Rejects where a shard refuses its call or its thread ends.
   */
  receive(): Promise<readonly Answer[]>;
}

/** One way to carry calls, over all placements of a lease. */
export interface Transport {
  readonly name: TransportName;
  /** By placement. */
  readonly links: readonly ShardLinks[];
  /** Shards answer calls between `open` and `close` alone; control calls (comlink) go before or after. */
  open(): Promise<void>;
  close(): Promise<void>;
}

/** The largest call and answers that a host will see: what regions of a fixed size have to hold. */
export interface CallSizes {
  readonly callWords: number;
  /** Values of all answers together that have to stay readable. */
  readonly answerValues: number;
}
