import type { Remote } from 'comlink';
import { transfer, wrap } from 'comlink';
import { MessageChannel, Worker } from 'node:worker_threads';
import type { TransportName } from '../../domain/measurement.ts';
import { endpointOf } from './comlink-endpoint.ts';
import type { Guard } from './guard.ts';
import { createGuard } from './guard.ts';
import type { HostSlices } from './router.ts';
import type { SparseShard } from './sparse-shard.ts';
import { callOver } from './transport/message-port.ts';
import type { MessagingShard } from './transport/messages.ts';
import { createMessageTransport } from './transport/messages.ts';
import type { Serve, SharedShard } from './transport/shared-array-buffer.ts';
import { createSharedTransport } from './transport/shared-array-buffer.ts';
import { createSharedRegion, viewRegion } from './transport/shared-region.ts';
import type { CallSizes, Transport } from './transport/transport.ts';

/** What one sparse host of a placement has to hold, and the largest calls that it will see. */
export interface LeasedHost extends HostSlices {
  readonly sizes: CallSizes;
}

/** Sparse shards that serve the placements of a lease: host i of each of them is served by thread i, modulo the number of threads. */
export interface LeasedShards {
  readonly transport: Transport;
  /** By placement, by position of the host. */
  readonly materialisedBytes: readonly (readonly number[])[];
  readonly threads: number;
  /** CPU milliseconds of each thread so far; while the transport is closed. */
  cpuMs(): Promise<number[]>;
  /** Ends a host's thread from outside, as running out of memory does: calls under way and later ones reject. */
  crash(hostNumber: number): Promise<void>;
  /** Gives the threads back for the next lease; all of them end where one failed. */
  release(): Promise<void>;
}

/** Worker threads kept warm from one lease to the next. */
export interface ShardPool {
  /**
   * Starts or reuses as many threads as the largest placement has sparse hosts and loads the slices of all placements, all
   * threads at once. An abort until then rejects; a lease that serves is not touched by it, as its calls are short.
   * In shared memory hosts may share threads: then there are at most `mostThreads`.
   */
  lease(
    placements: readonly (readonly LeasedHost[])[],
    transport: TransportName,
    options?: { readonly signal?: AbortSignal | undefined; readonly mostThreads?: number | undefined },
  ): Promise<LeasedShards>;
  /** Ends every thread. */
  dispose(): Promise<void>;
}

interface PooledShard {
  readonly worker: Worker;
  readonly remote: Remote<SparseShard>;
  /** Fails when the thread ends: comlink by itself would wait for ever. */
  readonly guard: Guard;
}

export function createShardPool(): ShardPool {
  let idle: PooledShard[] = [];
  const started = new Set<PooledShard>();
  const end = async (shards: readonly PooledShard[]): Promise<void> => {
    for (const shard of shards) started.delete(shard);
    idle = idle.filter((shard) => !shards.includes(shard));
    await Promise.all(shards.map((shard) => shard.worker.terminate()));
  };
  return {
    async lease(placements, transportName, { signal, mostThreads = Infinity } = {}) {
      signal?.throwIfAborted();
      const hosts = placements.reduce((most, own) => Math.max(most, own.length), 0);
      const threads = transportName === 'sharedArrayBuffer' ? Math.min(hosts, mostThreads) : hosts;
      const shards = Array.from({ length: threads }, () => idle.pop() ?? startShard());
      for (const shard of shards) started.add(shard);
      const onAbort = (): void => shards.forEach(({ guard }) => guard.fail(asError(signal!.reason)));
      signal?.addEventListener('abort', onAbort);
      const cleanUp: (() => void)[] = [];
      let isServing = false;
      try {
        const materialisedBytes = await loadAll(shards, placements);
        const transport = await createTransport(transportName, shards, placements, cleanUp);
        signal?.throwIfAborted();
        return {
          transport: {
            ...transport,
            async open() {
              isServing = true;
              await transport.open();
            },
            async close() {
              await transport.close();
              isServing = false;
            },
          },
          materialisedBytes,
          threads,
          cpuMs: () => Promise.all(shards.map(({ remote, guard }) => guard.watch(remote.cpuMs()))),
          crash: async (hostNumber) => void (await shards[hostNumber % threads].worker.terminate()),
          async release() {
            for (const step of cleanUp) step();
            // A thread that still serves may be in the middle of a call that nobody will take.
            if (isServing || shards.some(({ guard }) => guard.failed)) return end(shards);
            await Promise.all(shards.map(({ remote, guard }) => guard.watch(remote.unload())));
            idle.push(...shards);
          },
        };
      } catch (error) {
        for (const step of cleanUp) step();
        await end(shards);
        throw error;
      } finally {
        signal?.removeEventListener('abort', onAbort);
      }
    },
    dispose: () => end([...started]),
  };
}

/** Fills the threads' stores, all threads at once. Returns the bytes by placement and host. */
async function loadAll(
  shards: readonly PooledShard[],
  placements: readonly (readonly LeasedHost[])[],
): Promise<number[][]> {
  const bytes = placements.map((hosts) => hosts.map(() => 0));
  await Promise.all(
    shards.map(async ({ remote, guard }, thread) => {
      for (const [p, hosts] of placements.entries())
        for (let h = thread; h < hosts.length; h += shards.length) {
          const { slices, shapes } = hosts[h];
          // Row ids are copied to go: a view would take its whole table's buffer along.
          const own = slices.map((slice) => ({ ...slice, rowIds: slice.rowIds.slice() }));
          const message = transfer(
            own,
            own.map((slice) => slice.rowIds.buffer),
          );
          bytes[p][h] = await guard.watch(remote.load((h - thread) / shards.length, p, message, [...shapes]));
        }
    }),
  );
  return bytes;
}

async function createTransport(
  name: TransportName,
  shards: readonly PooledShard[],
  placements: readonly (readonly LeasedHost[])[],
  cleanUp: (() => void)[],
): Promise<Transport> {
  const linked = <Shard>(ends: readonly Shard[]): Shard[][] => placements.map((hosts) => ends.slice(0, hosts.length));
  if (name === 'sharedArrayBuffer') {
    const { ends, threads } = shareMemory(shards, placements);
    return createSharedTransport(linked(ends), threads);
  }
  const ends: MessagingShard[] = [];
  for (const { remote, guard } of shards) {
    const begin = (): Promise<void> => guard.watch(remote.begin());
    if (name === 'comlink') {
      ends.push({
        guard,
        begin,
        call: (placement, words, samples) => remote.answer(placement, transfer(words, [words]), samples),
      });
      continue;
    }
    const { port1, port2 } = new MessageChannel();
    cleanUp.push(() => port1.close());
    await guard.watch(remote.servePort(transfer(port2, [port2])));
    ends.push({ guard, begin, call: callOver(port1) });
  }
  return createMessageTransport(name, linked(ends));
}

const word = (): SharedArrayBuffer => new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);

function shareMemory(
  shards: readonly PooledShard[],
  placements: readonly (readonly LeasedHost[])[],
): { readonly ends: SharedShard[]; readonly threads: Serve[] } {
  const outstanding = word();
  const bells = shards.map(word);
  const none: CallSizes = { callWords: 0, answerValues: 0 };
  const hosts = placements.reduce((most, own) => Math.max(most, own.length), 0);
  const regions = Array.from({ length: hosts }, (_, h) =>
    createSharedRegion(
      placements.map((own) => own[h]?.sizes ?? none),
      outstanding,
      bells[h % shards.length],
    ),
  );
  return {
    ends: regions.map((region, h) => {
      const thread = h % shards.length;
      return { region: viewRegion(region), guard: shards[thread].guard, thread };
    }),
    threads: shards.map(({ remote, guard }, thread) => {
      const own = regions.filter((_, h) => h % shards.length === thread);
      return () => guard.watch(remote.serveShared(own));
    }),
  };
}

function startShard(): PooledShard {
  const worker = new Worker(new URL('./sparse-shard.ts', import.meta.url));
  const guard = createGuard();
  worker.on('error', (cause) =>
    guard.fail(new Error(`A sparse shard's thread failed: ${asError(cause).message}`, { cause })),
  );
  worker.on('exit', (code) => guard.fail(new Error(`A sparse shard's thread ended with code ${code}.`)));
  return { worker, remote: wrap<SparseShard>(endpointOf(worker)), guard };
}

const asError = (reason: unknown): Error => (reason instanceof Error ? reason : new Error(String(reason)));
