import { sum } from 'simple-statistics';
import type { Clock } from '../domain/clock.ts';
import type { AgreementJudge } from './agreement.ts';
import type { BatchTraffic } from './implied-traffic.ts';
import type { CompactTrace } from './runtime/compact-trace.ts';
import type { BatchAnswer, MainShard } from './runtime/main-shard.ts';
import type { LeasedShards } from './runtime/shard-pool.ts';
import type { ThreadCpuClock } from './runtime/thread-cpu-clock.ts';
import type { JaggedTrace } from './trace/jagged.ts';

/** What serving a trace takes besides the placement. */
export interface Bench {
  readonly trace: JaggedTrace;
  readonly compact: CompactTrace;
  readonly singular: MainShard;
  readonly warmupRequests: number;
  readonly clock: Clock;
  /** Of the calling thread, the main shard's. */
  readonly cpuMs: ThreadCpuClock;
}

/** One entry for each timed request, in order. */
export interface Run {
  readonly latencyMs: number[];
  readonly singularLatencyMs: number[];
  /** Of the main shard's thread. */
  readonly mainCpuMs: number[];
  readonly singularCpuMs: number[];
  readonly embeddingMs: number[];
  readonly denseMs: number[];
  /** Traffic counted, and implied by the trace. */
  readonly counted: BatchTraffic[];
  readonly implied: BatchTraffic[];
  /** CPU of each sparse shard's thread over the timed requests, and its calls. */
  readonly shardCpuMs: Map<string, number>;
  readonly shardRpcs: Map<string, number>;
}

/**
 * Serves every request by the placement and by the singular model, in turns, and compares the outputs.
 * `implied` is the traffic of each batch; throws as a bug where another is counted.
 */
export async function serveTrace(
  bench: Bench,
  sharded: MainShard,
  shards: Pick<LeasedShards, 'cpuMs'>,
  judge: AgreementJudge,
  implied: readonly BatchTraffic[],
  hooks: { readonly signal?: AbortSignal; onRequest?(done: number, of: number): void },
): Promise<Run> {
  const { trace, compact, warmupRequests } = bench;
  const run: Run = {
    latencyMs: [],
    singularLatencyMs: [],
    mainCpuMs: [],
    singularCpuMs: [],
    embeddingMs: [],
    denseMs: [],
    counted: [],
    implied: [],
    shardCpuMs: new Map(),
    shardRpcs: new Map(),
  };
  let cpuBefore = new Map<string, number>();
  for (let r = 0; r < trace.requests.length; r++) {
    hooks.signal?.throwIfAborted();
    if (r === warmupRequests) cpuBefore = await shards.cpuMs();
    // In turns, so that neither form always finds the caches that the other left.
    const first = await serveRequest(bench, r % 2 === 0 ? bench.singular : sharded, r);
    const second = await serveRequest(bench, r % 2 === 0 ? sharded : bench.singular, r);
    const [singular, plan] = r % 2 === 0 ? [first, second] : [second, first];
    const wanted = compact.requests[r].map((batch) => implied[batch.number]);
    checkTraffic(plan.answers, wanted);
    if (r >= warmupRequests) {
      record(run, singular, plan, wanted);
      compare(judge, compact, singular.answers, plan.answers);
    }
    hooks.onRequest?.(r + 1, trace.requests.length);
  }
  for (const [host, cpuMs] of await shards.cpuMs()) run.shardCpuMs.set(host, cpuMs - cpuBefore.get(host)!);
  return run;
}

interface Served {
  readonly answers: readonly BatchAnswer[];
  readonly wallMs: number;
  readonly cpuMs: number;
}

async function serveRequest(
  { trace, compact, clock, cpuMs }: Bench,
  form: MainShard,
  request: number,
): Promise<Served> {
  const cpuBegun = cpuMs();
  const begun = clock.now();
  const answers = await form.serve(trace.requests[request], compact.requests[request]);
  return { answers, wallMs: clock.now() - begun, cpuMs: cpuMs() - cpuBegun };
}

/** Counted traffic must be what the trace implies: anything else is a bug here, not a property of the plan. */
function checkTraffic(answers: readonly BatchAnswer[], implied: readonly BatchTraffic[]): void {
  answers.forEach(({ batch, calledHosts, bytes }, b) => {
    const { rpcs, bytes: impliedBytes } = implied[b];
    if (calledHosts.length !== rpcs || bytes !== impliedBytes)
      throw new Error(
        `Batch ${batch.number} took ${calledHosts.length} RPCs and ${bytes} bytes; the trace implies ${rpcs} and ${impliedBytes}.`,
      );
  });
}

function record(run: Run, singular: Served, plan: Served, implied: readonly BatchTraffic[]): void {
  run.latencyMs.push(plan.wallMs);
  run.singularLatencyMs.push(singular.wallMs);
  run.mainCpuMs.push(plan.cpuMs);
  run.singularCpuMs.push(singular.cpuMs);
  run.embeddingMs.push(sum(singular.answers.map((answer) => answer.localPoolingMs)));
  run.denseMs.push(sum(singular.answers.map((answer) => answer.denseMs)));
  run.counted.push(...plan.answers.map(({ calledHosts, bytes }) => ({ rpcs: calledHosts.length, bytes })));
  run.implied.push(...implied);
  for (const host of plan.answers.flatMap((answer) => answer.calledHosts))
    run.shardRpcs.set(host, (run.shardRpcs.get(host) ?? 0) + 1);
}

function compare(
  judge: AgreementJudge,
  compact: CompactTrace,
  singular: readonly BatchAnswer[],
  plan: readonly BatchAnswer[],
): void {
  singular.forEach((reference, b) =>
    judge.compare(reference, plan[b], (t) => compact.table(t, 'shuffled').batches[reference.batch.number]),
  );
  judge.endRequest();
}
