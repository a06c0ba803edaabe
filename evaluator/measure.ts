import { availableParallelism } from 'node:os';
import type { Clock } from '../domain/clock.ts';
import { hostsOf, MAIN_HOST } from '../domain/fleet.ts';
import type { Dense, Model } from '../domain/model.ts';
import type { Placement } from '../domain/placement.ts';
import type { Measurement, ShardThreads, TransportName } from '../domain/measurement.ts';
import type { Problem } from '../domain/problem.ts';
import type { Reconstruction } from '../domain/reconstruction.ts';
import { createRoundingBounds } from './agreement.ts';
import { describeEnvironment } from './environment.ts';
import type { Faults, FormBench, Held } from './loaded-forms.ts';
import { serveBy } from './loaded-forms.ts';
import type { PreparedPlacement } from './prepared-placement.ts';
import { preparePlacement } from './prepared-placement.ts';
import { compactTrace, type CompactTrace } from './runtime/compact-trace.ts';
import type { DenseEngineName } from './runtime/mlp.ts';
import { createDenseEngine } from './runtime/dense-engine.ts';
import { createDensePart } from './runtime/dense-part.ts';
import { createEmbeddingStore } from './runtime/embedding-store.ts';
import type { LoadMeter } from './runtime/foreign-load.ts';
import { wokenApart } from './replay/woken-apart.ts';
import { reconstruct, type ServiceRecords } from './replay/reconstruct.ts';
import { createMainShard, mainPhases } from './runtime/main-shard.ts';
import { createRouter } from './runtime/router.ts';
import { listServedParts, singularPlacement } from './runtime/served-parts.ts';
import { createShardPool } from './runtime/shard-pool.ts';
import { createPhaseTimer } from './runtime/phase-timer.ts';
import { createThreadCpuClock } from './runtime/thread-cpu-clock.ts';
import { threadedSingular, threadNames } from './runtime/threaded-singular.ts';
import type { ShardLinks } from './runtime/transport/transport.ts';
import type { Bench, Form, Run, ServingHooks } from './serve-trace.ts';
import { serveTrace } from './serve-trace.ts';
import type { RequestRecord } from './service-record.ts';
import { describeShards, impliedRpcs, keptOf, summarizeRun, summarizeThreaded } from './summarize-run.ts';
import type { JaggedTrace } from './trace/jagged.ts';
import { occasionsOf, traceHash } from './trace/jagged.ts';

export interface MeasureHooks extends ServingHooks {
  readonly faults?: Faults;
}

/** What serving a placement showed. */
export interface MeasuredPlacement {
  readonly measurement: Measurement;
  /** CPU service times of the requests that count, of the placement and of singular in the same rounds. */
  readonly requests: readonly RequestRecord[];
  readonly singularRequests: readonly RequestRecord[];
  /** Wall milliseconds of the same requests. */
  readonly wallMs: readonly number[];
  readonly singularWallMs: readonly number[];
}

/** Measures placements of one model on one trace. The calling thread is the main shard; one call at a time. */
export interface Measurer {
  /**
   * Serves every request of the trace by each placement and by the singular model, in turns, and compares the outputs. Where a
   * placement serves with no more threads than there are cores, singular on as many threads takes part too.
   * Throws where a placement does not cover the model, where a shard's thread ends, where touched rows exceed a store,
   * when the signal aborts (its reason), and as a bug where counted traffic is not what the trace implies.
   */
  measureTogether(placements: readonly Placement[], hooks?: MeasureHooks): Promise<MeasuredPlacement[]>;
  /** One placement beside singular. */
  measure(placement: Placement, hooks?: MeasureHooks): Promise<Measurement>;
  dispose(): Promise<void>;
}

export interface MeasurerOptions {
  /** Of the trace, for the record; it also seeds the dense weights. */
  readonly seed: number;
  readonly clock: Clock;
  /** The trace's first requests, served but neither timed nor compared. */
  readonly warmupRequests: number;
  /** Default: sharedArrayBuffer. */
  readonly transport?: TransportName;
  /** In shared memory. Default: perShard. */
  readonly shardThreads?: ShardThreads;
  readonly loadMeter?: LoadMeter;
  /** Default: those of this machine. */
  readonly cores?: number;
  /** Where known; computed otherwise. */
  readonly traceHash?: string;
  readonly denseEngine?: DenseEngineName;
  /** Of every link, for reconstructions beside the one on the fleet's own links. */
  readonly roundTripsMs?: readonly number[];
}

/** What measurements of one model and trace share. */
interface SharedBench extends Omit<Bench, 'blockRequests'>, FormBench {
  readonly problem: Pick<Problem, 'model' | 'workload' | 'fleet'>;
  readonly seed: number;
  readonly transport: TransportName;
  /** At most, in shared memory. */
  readonly shardThreads: number;
  readonly cores: number;
  readonly traceHash: string;
  readonly denseEngine: string;
  readonly roundTripsMs: readonly number[];
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
  const store = await createEmbeddingStore(parts.map((part) => part.rows));
  const router = createRouter(model, parts, compact);
  const cpuMs = await createThreadCpuClock();
  const cores = options.cores ?? availableParallelism();
  const timer = createPhaseTimer(cpuMs, options.clock, mainPhases(model));
  const bench: SharedBench = {
    problem,
    trace,
    compact,
    seed: options.seed,
    transport: options.transport ?? 'sharedArrayBuffer',
    shardThreads: options.shardThreads === 'perCore' ? Math.max(1, cores - 1) : Infinity,
    cores,
    traceHash: options.traceHash ?? traceHash(trace),
    warmupRequests: options.warmupRequests,
    clock: options.clock,
    ...(options.loadMeter === undefined ? {} : { loadMeter: options.loadMeter }),
    dense,
    denseEngine: engine?.name ?? 'none',
    roundTripsMs: options.roundTripsMs ?? [],
    bounds: createRoundingBounds(model, store),
    singular: createMainShard({ model, router, compact, store, dense, links: NO_LINKS, timer }),
    pool: createShardPool(),
    cpuMs,
    timer,
  };
  return {
    measureTogether: (placements, hooks = {}) => measureTogether(bench, placements, hooks),
    async measure(placement, hooks = {}) {
      const [{ measurement }] = await measureTogether(bench, [placement], hooks);
      return measurement;
    },
    async dispose() {
      await bench.pool.dispose();
      store.dispose();
      dense?.dispose();
    },
  };
}

async function measureTogether(
  bench: SharedBench,
  placements: readonly Placement[],
  hooks: MeasureHooks,
): Promise<MeasuredPlacement[]> {
  const { model, fleet } = bench.problem;
  const prepare = (placement: Placement, hosts: readonly { readonly name: string }[]): PreparedPlacement =>
    preparePlacement(bench.problem, hosts, placement, bench.trace, bench.compact);
  const hosts = hostsOf(fleet);
  const plans = placements.map((placement) => prepare(placement, hosts));
  const threads = threadCounts(plans, bench.cores);
  const threaded = threads.map((count) =>
    prepare(
      threadedSingular(model, bench.compact, count),
      [MAIN_HOST, ...threadNames(count)].map((name) => ({ name })),
    ),
  );
  const blockRequests = requestsInBlock(model, bench.compact, [...plans, ...threaded]);
  const held: Held = { blockRequests, leases: [], stores: [] };
  try {
    const forms = await serveBy(bench, plans, bench.transport, held, { ...hooks, mostThreads: bench.shardThreads });
    forms.push(...(await serveBy(bench, threaded, 'sharedArrayBuffer', held, { signal: hooks.signal })));
    const run = await serveTrace({ ...bench, blockRequests }, forms, held.leases, hooks);
    if (forms.slice(plans.length).some(({ judge }) => !judge.result().holds))
      throw new Error('The singular model answers otherwise on several threads than on one.');
    return plans.map((plan, p) => {
      const ownThreads = threads.indexOf(plan.hosts.length + 1);
      const threadedForm = ownThreads < 0 ? undefined : plans.length + ownThreads;
      return describe(bench, run, plan, { form: p, judge: forms[p].judge, threadedForm, held });
    });
  } finally {
    for (const store of held.stores) store?.dispose();
    await Promise.all(held.leases.map((lease) => lease.release()));
  }
}

/** So many that most requests of a block find the caches warm, and few enough that a busy spell of the machine meets all forms. */
const BLOCK_REQUESTS = 5;
/** Outputs and answers of a block are kept for the comparison. */
const OUTPUTS_LIMIT_BYTES = 2 ** 28;

function requestsInBlock(model: Model, { requests }: CompactTrace, placements: readonly PreparedPlacement[]): number {
  const outputs = requests.map((batches) =>
    batches.reduce(
      (sum, { samples }) =>
        model.tables.reduce((all, table) => all + table.features.length * occasionsOf(table, samples) * table.dim, sum),
      0,
    ),
  );
  const largest = outputs.reduce((most, values) => Math.max(most, values), 1);
  const answers = placements.flatMap(({ hosts }) => hosts.map(({ sizes }) => sizes.answerValues));
  const values = answers.reduce((sum, count) => sum + count, largest * (placements.length + 1));
  return Math.max(1, Math.min(BLOCK_REQUESTS, Math.floor(OUTPUTS_LIMIT_BYTES / (4 * values))));
}

/** Threads of the plans that have a core for each, the main shard's included. */
const threadCounts = (plans: readonly PreparedPlacement[], cores: number): number[] =>
  [...new Set(plans.map(({ hosts }) => hosts.length + 1))].filter((count) => count > 1 && count <= cores);

function describe(
  bench: SharedBench,
  run: Run,
  plan: PreparedPlacement,
  at: {
    readonly form: number;
    readonly judge: Form['judge'];
    readonly threadedForm: number | undefined;
    readonly held: Held;
  },
): MeasuredPlacement {
  const { problem, compact, warmupRequests, seed } = bench;
  const { model, workload, fleet } = problem;
  const [shards] = at.held.leases;
  const materialised = new Map(plan.hosts.map(({ host }, h) => [host, shards.materialisedBytes[at.form][h]]));
  materialised.set(MAIN_HOST, at.held.stores[at.form]?.bytes ?? 0);
  const threads = plan.hosts.length + 1;
  const implied = compact.requests
    .slice(warmupRequests)
    .map((batches) => batches.map(({ number }) => plan.implied[number]));
  const shardThreads = Math.min(plan.hosts.length, shards.threads);
  const [served, singular] = [keptOf(run, run.forms[at.form]), keptOf(run, run.singular)];
  const [requests, singularRequests] = [served, singular].map((all) => all.map(({ record }) => record));
  const deployed = shardThreads < plan.hosts.length ? requests.map(wokenApart) : requests;
  return {
    measurement: {
      ...summarizeRun(run, at.form, seed),
      impliedRpcsPerRequest: impliedRpcs(run, implied),
      warmupRequests,
      singularThreaded:
        at.threadedForm === undefined ? null : summarizeThreaded(run, at.form, at.threadedForm, threads),
      shards: describeShards(model, hostsOf(fleet), plan.router, run, at.form, materialised),
      reconstructions: reconstructAll({ plan: deployed, singular: singularRequests, threads }, bench),
      agreement: at.judge.result(),
      traceHash: bench.traceHash,
      seed,
      environment: describeEnvironment(model, workload, {
        denseEngine: bench.denseEngine,
        transport: bench.transport,
        cores: bench.cores,
        sparseShards: plan.hosts.length,
        shardThreads,
        forms: run.forms.length + 1,
      }),
    },
    requests,
    singularRequests,
    wallMs: served.map(({ wallMs }) => wallMs),
    singularWallMs: singular.map(({ wallMs }) => wallMs),
  };
}

/** On the fleet's own links, and with each round trip time that was asked for. */
const reconstructAll = (
  records: ServiceRecords,
  { problem: { fleet, workload }, seed, roundTripsMs }: SharedBench,
): Reconstruction[] =>
  [undefined, ...roundTripsMs].map((roundTripMs) =>
    reconstruct(records, fleet, {
      seed,
      ...(roundTripMs === undefined ? {} : { roundTripMs }),
      ...(workload.requestsPerSecond === undefined ? {} : { requestsPerSecond: workload.requestsPerSecond }),
    }),
  );

/** The singular model has no sparse shard. */
const NO_LINKS: ShardLinks = {
  callBuffers: [],
  begin() {},
  send() {},
  receive: () => Promise.resolve([]),
};
