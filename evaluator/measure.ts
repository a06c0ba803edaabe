import type { Clock } from '../domain/clock.ts';
import { hostsOf, MAIN_HOST } from '../domain/fleet.ts';
import type { Dense, Model } from '../domain/model.ts';
import type { Placement } from '../domain/placement.ts';
import type { Measurement } from '../domain/measurement.ts';
import type { Problem } from '../domain/problem.ts';
import { createAgreementJudge } from './agreement.ts';
import { describeEnvironment } from './environment.ts';
import { impliedTraffic } from './implied-traffic.ts';
import { compactTrace } from './runtime/compact-trace.ts';
import type { DenseEngineName } from './runtime/mlp.ts';
import { createDenseEngine } from './runtime/dense-engine.ts';
import type { DensePart } from './runtime/dense-part.ts';
import { createDensePart } from './runtime/dense-part.ts';
import type { EmbeddingStore } from './runtime/embedding-store.ts';
import { createEmbeddingStore } from './runtime/embedding-store.ts';
import type { AnswerCall } from './runtime/main-shard.ts';
import { createMainShard } from './runtime/main-shard.ts';
import type { Call } from './runtime/router.ts';
import { createRouter } from './runtime/router.ts';
import type { ServedPart } from './runtime/served-parts.ts';
import { listServedParts, singularPlacement } from './runtime/served-parts.ts';
import type { LeasedShards, ShardPool } from './runtime/shard-pool.ts';
import { createShardPool } from './runtime/shard-pool.ts';
import { createThreadCpuClock } from './runtime/thread-cpu-clock.ts';
import type { Bench } from './serve-trace.ts';
import { serveTrace } from './serve-trace.ts';
import { describeShards, summarizeRun } from './summarize-run.ts';
import type { JaggedTrace } from './trace/jagged.ts';
import { traceHash } from './trace/jagged.ts';

export interface MeasureHooks {
  readonly signal?: AbortSignal;
  /** After each request, warm-up included. */
  onRequest?(done: number, of: number): void;
  /** Negative controls: what is changed here, the comparison with singular has to find. */
  readonly faults?: {
    call?(call: Call, samples: number): void;
    answer?(call: Call, vectors: Float32Array): void;
    /** Called once the shards are loaded. */
    shards?(shards: LeasedShards): void;
  };
}

/** Measures placements of one model on one trace. The calling thread is the main shard; measure one at a time. */
export interface Measurer {
  /**
   * Serves every request of the trace twice, by the placement and by the singular model, and compares the outputs.
   * Throws where the placement does not cover the model, where a shard's thread ends, where touched rows exceed a store,
   * when the signal aborts (its reason), and as a bug where counted traffic is not what the trace implies.
   */
  measure(placement: Placement, hooks?: MeasureHooks): Promise<Measurement>;
  dispose(): Promise<void>;
}

export interface MeasurerOptions {
  /** Of the trace, for the record; it also seeds the dense weights. */
  readonly seed: number;
  readonly clock: Clock;
  /** The trace's first requests, served but neither timed nor compared. */
  readonly warmupRequests: number;
  /** Where known; computed otherwise. */
  readonly traceHash?: string;
  readonly denseEngine?: DenseEngineName;
}

/** What measurements of one model and trace share. */
interface SharedBench extends Bench {
  readonly problem: Pick<Problem, 'model' | 'workload' | 'fleet'>;
  readonly seed: number;
  readonly traceHash: string;
  readonly dense: DensePart | undefined;
  readonly denseEngine: string;
  readonly singularStore: EmbeddingStore;
  readonly pool: ShardPool;
}

/** Compacts the trace and materialises the singular model. Throws where the trace has no request after the warm-up. */
export async function createMeasurer(
  problem: Pick<Problem, 'model' | 'workload' | 'fleet'>,
  trace: JaggedTrace,
  options: MeasurerOptions,
): Promise<Measurer> {
  const { model, workload, fleet } = problem;
  if (trace.requests.length <= options.warmupRequests)
    throw new RangeError(
      `A trace of ${trace.requests.length} requests leaves none after a warm-up of ${options.warmupRequests}.`,
    );
  const compact = compactTrace(model, trace, workload.batchSize);
  const engine = model.dense && (await createDenseEngine(options.denseEngine));
  const dense = engine && (await createDensePart(model as Model & { dense: Dense }, engine, options.seed));
  const parts = listServedParts(model, hostsOf(fleet), singularPlacement(model, MAIN_HOST), compact);
  const singularStore = await createEmbeddingStore(parts.map((part) => part.rows));
  const router = createRouter(model, parts, compact);
  const bench: SharedBench = {
    problem,
    trace,
    compact,
    seed: options.seed,
    traceHash: options.traceHash ?? traceHash(trace),
    warmupRequests: options.warmupRequests,
    clock: options.clock,
    dense,
    denseEngine: engine?.name ?? 'none',
    singularStore,
    singular: createMainShard({
      model,
      router,
      compact,
      store: singularStore,
      dense,
      answer: refuseCall,
      clock: options.clock,
    }),
    pool: createShardPool(),
    cpuMs: await createThreadCpuClock(),
  };
  return {
    measure: (placement, hooks = {}) => measure(bench, placement, hooks),
    async dispose() {
      await bench.pool.dispose();
      singularStore.dispose();
      dense?.dispose();
    },
  };
}

async function measure(bench: SharedBench, placement: Placement, hooks: MeasureHooks): Promise<Measurement> {
  const { trace, compact, dense, clock, warmupRequests, seed } = bench;
  const { model, workload, fleet } = bench.problem;
  const hosts = hostsOf(fleet);
  const parts = listServedParts(model, hosts, placement, compact);
  const router = createRouter(model, parts, compact);
  const sparse = router.hosts.filter(({ host }) => host !== MAIN_HOST);
  const local = router.hosts.find(({ host }) => host === MAIN_HOST);
  const implied = impliedTraffic(model, hosts, placement, trace, workload.batchSize);
  const shards = await bench.pool.lease(sparse, hooks.signal);
  let store: EmbeddingStore | undefined;
  try {
    store = local && (await createEmbeddingStore(local.slices));
    hooks.faults?.shards?.(shards);
    const answer: AnswerCall = async (call, samples) => {
      hooks.faults?.call?.(call, samples);
      const vectors = await shards.answer(call.host, call.words, samples);
      hooks.faults?.answer?.(call, vectors);
      return vectors;
    };
    const sharded = createMainShard({ model, router, compact, store, dense, answer, clock });
    const judge = createAgreementJudge(model, rowSplitTables(model, parts), bench.singularStore);
    const run = await serveTrace(bench, sharded, shards, judge, implied, hooks);
    const materialised = new Map([...shards.materialisedBytes, [MAIN_HOST, store?.bytes ?? 0]]);
    return {
      ...summarizeRun(run),
      warmupRequests,
      shards: describeShards(model, router, run, materialised),
      agreement: judge.result(),
      traceHash: bench.traceHash,
      seed,
      environment: describeEnvironment(model, workload, bench.denseEngine, sparse.length),
    };
  } finally {
    store?.dispose();
    await shards.release();
  }
}

/** The singular model has no sparse shard. */
const refuseCall: AnswerCall = (call) => Promise.reject(new Error(`The singular model calls ${call.host}.`));

const rowSplitTables = (model: Model, parts: readonly ServedPart[]): boolean[] => {
  const split = new Set(parts.filter(({ slice }) => slice.kind === 'rows').map(({ table }) => table));
  return model.tables.map((_, t) => split.has(t));
};
