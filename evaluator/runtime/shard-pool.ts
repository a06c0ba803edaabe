import type { Remote } from 'comlink';
import { transfer, wrap } from 'comlink';
import { Worker } from 'node:worker_threads';
import { endpointOf } from './comlink-endpoint.ts';
import type { Guard } from './guard.ts';
import { createGuard } from './guard.ts';
import type { HostSlices } from './router.ts';
import type { SparseShard } from './sparse-shard.ts';

/** Sparse shards that serve one placement. */
export interface LeasedShards {
  /** By host. */
  readonly materialisedBytes: ReadonlyMap<string, number>;
  /** Sends one call; the words' buffer changes hands. Rejects where the shard fails, its thread ends or the lease is aborted. */
  answer(host: string, words: Uint32Array<ArrayBuffer>, samples: number): Promise<Float32Array>;
  /** CPU milliseconds of each shard's thread so far, by host. */
  cpuMs(): Promise<Map<string, number>>;
  /** Ends a thread from outside, as running out of memory does: calls under way and later ones reject. */
  crash(host: string): Promise<void>;
  /** Gives the threads back for the next placement; all of them end where one failed. */
  release(): Promise<void>;
}

/** Worker threads kept warm from one placement to the next. */
export interface ShardPool {
  /** Starts or reuses a thread for each host and loads its slices, all at once. An abort fails whatever is under way. */
  lease(hosts: readonly HostSlices[], signal?: AbortSignal): Promise<LeasedShards>;
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
    async lease(hosts, signal) {
      signal?.throwIfAborted();
      const shards = new Map(hosts.map(({ host }) => [host, idle.pop() ?? startShard()]));
      const all = [...shards.values()];
      for (const shard of all) started.add(shard);
      const onAbort = (): void => all.forEach(({ guard }) => guard.fail(asError(signal!.reason)));
      signal?.addEventListener('abort', onAbort);
      const release = async (): Promise<void> => {
        signal?.removeEventListener('abort', onAbort);
        if (all.some(({ guard }) => guard.failed)) return end(all);
        await Promise.all(all.map(({ remote, guard }) => guard.watch(remote.unload())));
        idle.push(...all);
      };
      try {
        const bytes = await Promise.all(hosts.map((host) => load(shards.get(host.host)!, host)));
        return { ...serve(shards), materialisedBytes: new Map(hosts.map(({ host }, i) => [host, bytes[i]])), release };
      } catch (error) {
        signal?.removeEventListener('abort', onAbort);
        await end(all);
        throw error;
      }
    },
    dispose: () => end([...started]),
  };
}

function serve(shards: ReadonlyMap<string, PooledShard>): Pick<LeasedShards, 'answer' | 'cpuMs' | 'crash'> {
  return {
    async answer(host, words, samples) {
      const { remote, guard } = shards.get(host)!;
      const call = words.buffer;
      return new Float32Array(await guard.watch(remote.answer(transfer(call, [call]), samples)));
    },
    async cpuMs() {
      const times = [...shards].map(
        async ([host, { remote, guard }]) => [host, await guard.watch(remote.cpuMs())] as const,
      );
      return new Map(await Promise.all(times));
    },
    async crash(host) {
      await shards.get(host)!.worker.terminate();
    },
  };
}

/** The worker file's extension is this file's own: .ts in a clone, .js where it was built. */
function startShard(): PooledShard {
  const extension = import.meta.url.slice(import.meta.url.lastIndexOf('.'));
  const worker = new Worker(new URL(`./sparse-shard${extension}`, import.meta.url));
  const guard = createGuard();
  worker.on('error', (cause) =>
    guard.fail(new Error(`A sparse shard's thread failed: ${asError(cause).message}`, { cause })),
  );
  worker.on('exit', (code) => guard.fail(new Error(`A sparse shard's thread ended with code ${code}.`)));
  return { worker, remote: wrap<SparseShard>(endpointOf(worker)), guard };
}

function load({ remote, guard }: PooledShard, { slices, shapes }: HostSlices): Promise<number> {
  // Row ids are copied to go: a view would take its whole table's buffer along.
  const own = slices.map((slice) => ({ ...slice, rowIds: slice.rowIds.slice() }));
  const message = transfer(
    own,
    own.map((slice) => slice.rowIds.buffer),
  );
  return guard.watch(remote.load(message, [...shapes]));
}

const asError = (reason: unknown): Error => (reason instanceof Error ? reason : new Error(String(reason)));
