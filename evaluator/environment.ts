import { cpus } from 'node:os';
import type { Model } from '../domain/model.ts';
import type { MeasurementEnvironment, TransportName } from '../domain/measurement.ts';
import type { Workload } from '../domain/trace.ts';
import { batchesPerRequest } from '../domain/trace.ts';

/** How a placement was served. */
export interface Serving {
  readonly denseEngine: string;
  readonly transport: TransportName;
  readonly cores: number;
  readonly sparseShards: number;
  /** Threads beside the main one, which sparse shards may share. */
  readonly shardThreads: number;
  /** Forms of the model that took turns, singular included. */
  readonly forms: number;
}

/** The machine that a measurement ran on, and what its reader has to know. */
export function describeEnvironment(
  model: Model,
  workload: Workload,
  { denseEngine, transport, cores, sparseShards, shardThreads, forms }: Serving,
): MeasurementEnvironment {
  const threads = shardThreads + 1;
  const oversubscribed = sparseShards + 1 > cores;
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    denseEngine,
    embeddingKernel: 'WebAssembly SIMD SparseLengthsSum',
    transport,
    threads,
    oversubscribed,
    notes: [
      ...(model.note === undefined ? [] : [model.note]),
      'Only rows that the trace touches are materialised, side by side: caches are flattered, in the singular run as in the sharded one.',
      "CPU time is that of the serving threads; the runtime's own helper threads (garbage collection, compilation) are left out.",
      `${forms} forms of the model, each with rows of its own, take turns every few requests: caches are shared among them.`,
      'Requests are cut into batches and their row indices renumbered before they are timed.',
      ...(shardThreads < sparseShards
        ? [
            `${sparseShards} sparse shards share ${shardThreads === 1 ? 'a thread' : `${shardThreads} threads`}, woken once a net for all their calls: an RPC costs less CPU than where each shard is woken by itself, and wall latency says nothing of a deployment.`,
          ]
        : []),
      ...(threads > cores
        ? [
            `${threads} threads serve on ${cores} cores: wall latency includes waiting for a core and says nothing of a deployment.`,
          ]
        : []),
      ...(batchesPerRequest(workload) > 1
        ? [
            `The ${batchesPerRequest(workload)} batches of a request run one after another on the one main shard thread.`,
          ]
        : []),
    ],
  };
}
