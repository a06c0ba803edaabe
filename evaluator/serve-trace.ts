import type { Clock } from '../domain/clock.ts';
import type { ForeignLoad } from '../domain/measurement.ts';
import type { AgreementJudge } from './agreement.ts';
import { createDisturbanceWatch } from './disturbance.ts';
import type { BatchTraffic } from './implied-traffic.ts';
import type { CompactTrace } from './runtime/compact-trace.ts';
import type { LoadMeter } from './runtime/foreign-load.ts';
import type { BatchAnswer, MainShard } from './runtime/main-shard.ts';
import type { LeasedShards } from './runtime/shard-pool.ts';
import type { ThreadCpuClock } from './runtime/thread-cpu-clock.ts';
import type { RequestRecord } from './service-record.ts';
import { callsOfRequest } from './service-record.ts';
import type { JaggedTrace } from './trace/jagged.ts';

/** What serving a trace takes besides the placements. */
export interface Bench {
  readonly trace: JaggedTrace;
  readonly compact: CompactTrace;
  readonly singular: MainShard;
  readonly warmupRequests: number;
  readonly clock: Clock;
  /** Of the calling thread, the main shard's. */
  readonly cpuMs: ThreadCpuClock;
  /** Left out: nothing is known of other load, and no round is discarded. */
  readonly loadMeter?: LoadMeter;
}

/** A form of the model that serves beside singular. */
export interface Form {
  readonly main: MainShard;
  readonly judge: AgreementJudge;
  /** Traffic of each batch as the trace implies it. */
  readonly implied: readonly BatchTraffic[];
}

/** What one form took of one request. */
export interface ServedRequest {
  readonly wallMs: number;
  /** Of the main shard's thread. */
  readonly mainCpuMs: number;
  /** The part of it that RPCs' service took. */
  readonly mainRpcMs: number;
  readonly record: RequestRecord;
}

/** One entry for each timed request, in order. */
export interface Run {
  readonly singular: readonly ServedRequest[];
  /** By form. */
  readonly forms: readonly (readonly ServedRequest[])[];
  /** Whether a request's round counts. */
  readonly kept: readonly boolean[];
  readonly foreignLoad: ForeignLoad;
  /** CPU of all sparse threads over the timed requests. */
  readonly threadsCpuMs: number;
}

/**
 * Serves every request by each form and by the singular model in one round, and compares the outputs. The order rotates, so
 * that no form always finds the caches that the same other one left. Throws as a bug where traffic is not what is implied.
 */
export async function serveTrace(
  bench: Bench,
  forms: readonly Form[],
  leases: readonly LeasedShards[],
  hooks: { readonly signal?: AbortSignal; onRequest?(done: number, of: number): void },
): Promise<Run> {
  const { trace, warmupRequests } = bench;
  const timed = trace.requests.length;
  const served = { singular: [] as ServedRequest[], forms: forms.map((): ServedRequest[] => []) };
  const watch = createDisturbanceWatch(bench.loadMeter, bench.clock);

  async function serveRounds(from: number, to: number, isTimed: boolean): Promise<void> {
    await Promise.all(leases.map(({ transport }) => transport.open()));
    if (isTimed) watch.begin();
    for (let r = from; r < to; r++) {
      hooks.signal?.throwIfAborted();
      const round = await serveRound(bench, forms, r);
      if (isTimed) {
        served.singular.push(round.singular.took);
        round.forms.forEach(({ took }, f) => served.forms[f].push(took));
        compareRound(bench.compact, forms, round);
        watch.endRound();
      }
      hooks.onRequest?.(r + 1, trace.requests.length);
    }
    await Promise.all(leases.map(({ transport }) => transport.close()));
  }

  await serveRounds(0, warmupRequests, false);
  const before = await threadsCpuMs(leases);
  await serveRounds(warmupRequests, timed, true);
  return { ...served, ...watch.end(), threadsCpuMs: (await threadsCpuMs(leases)) - before };
}

interface Served {
  readonly answers: readonly BatchAnswer[];
  readonly took: ServedRequest;
}

interface Round {
  readonly singular: Served;
  readonly forms: readonly Served[];
}

async function serveRound(bench: Bench, forms: readonly Form[], request: number): Promise<Round> {
  const all = [bench.singular, ...forms.map(({ main }) => main)];
  const served: Served[] = [];
  for (let turn = 0; turn < all.length; turn++) {
    const f = (request + turn) % all.length;
    served[f] = await serveRequest(bench, all[f], request);
    if (f > 0) checkTraffic(served[f].answers, forms[f - 1].implied);
  }
  const [singular, ...others] = served;
  return { singular, forms: others };
}

async function serveRequest(
  { trace, compact, clock, cpuMs }: Bench,
  form: MainShard,
  request: number,
): Promise<Served> {
  const cpuBegun = cpuMs();
  const begun = clock.now();
  const answers = await form.serve(trace.requests[request], compact.requests[request]);
  const wallMs = clock.now() - begun;
  const mainCpuMs = cpuMs() - cpuBegun;
  const mainRpcMs = answers.reduce((sum, { rpcMs }) => sum + rpcMs, 0);
  return { answers, took: { wallMs, mainCpuMs, mainRpcMs, record: { batches: answers.map(({ record }) => record) } } };
}

/** Counted traffic must be what the trace implies: anything else is a bug here, not a property of the plan. */
function checkTraffic(answers: readonly BatchAnswer[], implied: readonly BatchTraffic[]): void {
  for (const { batch, record } of answers) {
    const calls = callsOfRequest({ batches: [record] });
    const bytes = calls.reduce((sum, { callBytes, answerBytes }) => sum + callBytes + answerBytes, 0);
    const { rpcs, bytes: impliedBytes } = implied[batch.number];
    if (calls.length !== rpcs || bytes !== impliedBytes)
      throw new Error(
        `Batch ${batch.number} took ${calls.length} RPCs and ${bytes} bytes; the trace implies ${rpcs} and ${impliedBytes}.`,
      );
  }
}

function compareRound(compact: CompactTrace, forms: readonly Form[], { singular, forms: served }: Round): void {
  forms.forEach(({ judge }, f) => {
    singular.answers.forEach((reference, b) =>
      judge.compare(
        reference,
        served[f].answers[b],
        (t) => compact.table(t, 'shuffled').batches[reference.batch.number],
      ),
    );
    judge.endRequest();
  });
}

async function threadsCpuMs(leases: readonly LeasedShards[]): Promise<number> {
  const times = await Promise.all(leases.map((shards) => shards.cpuMs()));
  return times.flat().reduce((sum, ms) => sum + ms, 0);
}
