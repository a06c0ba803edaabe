/*
 * What serving a request cost, by the thread CPU clock: CPU milliseconds on the measuring machine, waiting left out. A replay
 * plays records on the hosts of a deployment. Of a singular run all work is `bottomMs`, `topMs` and `localMs`.
 */

/** CPU service times of one request as measured, milliseconds; what the replay plays on a deployment. */
export interface RequestRecord {
  readonly batches: readonly BatchRecord[];
}

export interface BatchRecord {
  readonly samples: number;
  /** Bottom MLP on the main shard. */
  readonly bottomMs: number;
  /** Joining pooled vectors, interaction and top MLP. */
  readonly topMs: number;
  /** Sending calls, falling asleep and waking up on the main shard, of all nets: its part of the RPCs' service. */
  readonly rpcMs: number;
  /** In the order of execution. */
  readonly nets: readonly NetRecord[];
}

export interface NetRecord {
  /** Pooling of tables in place on the main shard, and the bytes of rows that it reads. */
  readonly localMs: number;
  readonly localReadBytes: number;
  /** Building all calls of the net; taking all its answers apart. */
  readonly serializeMs: number;
  readonly deserializeMs: number;
  readonly calls: readonly CallRecord[];
}

export interface CallRecord {
  readonly host: string;
  readonly callBytes: number;
  readonly answerBytes: number;
  /** Bytes of rows that the call's lookups read. */
  readonly readBytes: number;
  /** On the sparse shard: taking the call apart, pooling, building the answer, and the rest of handling it. */
  readonly deserializeMs: number;
  readonly embeddingMs: number;
  readonly serializeMs: number;
  readonly overheadMs: number;
}

/** CPU of a call on its sparse shard. */
export const callMs = ({ deserializeMs, embeddingMs, serializeMs, overheadMs }: CallRecord): number =>
  deserializeMs + embeddingMs + serializeMs + overheadMs;

/** Every call of a request. */
export const callsOfRequest = ({ batches }: RequestRecord): CallRecord[] =>
  batches.flatMap(({ nets }) => nets.flatMap(({ calls }) => calls));

/** CPU of a request, main and sparse shards together. */
export const recordCpuMs = ({ batches }: RequestRecord): number =>
  batches.reduce(
    (sum, { bottomMs, topMs, rpcMs, nets }) =>
      nets.reduce(
        (all, { localMs, serializeMs, deserializeMs, calls }) =>
          calls.reduce((own, call) => own + callMs(call), all + localMs + serializeMs + deserializeMs),
        sum + bottomMs + topMs + rpcMs,
      ),
    0,
  );
