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
  /** Requests that a form serves before the next form's turn; their outputs are kept until all forms have served them. */
  readonly blockRequests: number;
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
  readonly record: RequestRecord;
}

export interface ServingHooks {
  readonly signal?: AbortSignal;
  /** An abort ends the run with the requests that were timed by then, and rejects only where there is none. */
  readonly keepsOnAbort?: boolean;
  /** After each request of each form, warm-up included. */
  onRequest?(done: number, of: number): void;
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
 * Serves the requests block by block, each block by every form and the singular model in turns, and compares the outputs. In a
 * block a form finds its caches as it left them, as a server does; the order rotates, so that no form always comes after the
 * same other one. Throws as a bug where traffic is not what is implied.
 */
export async function serveTrace(
  bench: Bench,
  forms: readonly Form[],
  leases: readonly LeasedShards[],
  hooks: ServingHooks,
): Promise<Run> {
  const { trace, warmupRequests, blockRequests } = bench;
  const timed = trace.requests.length;
  const served = { singular: [] as ServedRequest[], forms: forms.map((): ServedRequest[] => []) };
  const watch = createDisturbanceWatch(bench.loadMeter, bench.clock);

  async function serveBlocks(from: number, to: number, isTimed: boolean): Promise<void> {
    await Promise.all(leases.map(({ transport }) => transport.open()));
    if (isTimed) watch.begin();
    for (let first = from; first < to; first += blockRequests) {
      const last = Math.min(first + blockRequests, to);
      const block = await serveBlock(bench, forms, first, last, hooks).catch((error: unknown) => {
        if (hooks.keepsOnAbort && hooks.signal?.aborted && served.singular.length > 0) return undefined;
        throw error;
      });
      if (block === undefined) break;
      if (!isTimed) continue;
      block.singular.forEach((reference, i) => {
        served.singular.push(reference.took);
        block.forms.forEach((form, f) => served.forms[f].push(form[i].took));
        compareRound(
          bench.compact,
          forms,
          reference,
          block.forms.map((form) => form[i]),
        );
      });
      watch.endRounds(block.singular.length);
    }
    await Promise.all(leases.map(({ transport }) => transport.close()));
  }

  await serveBlocks(0, warmupRequests, false);
  const before = await threadsCpuMs(leases);
  await serveBlocks(warmupRequests, timed, true);
  return { ...served, ...watch.end(), threadsCpuMs: (await threadsCpuMs(leases)) - before };
}

interface Served {
  readonly answers: readonly BatchAnswer[];
  readonly took: ServedRequest;
}

interface Block {
  readonly singular: readonly Served[];
  readonly forms: readonly (readonly Served[])[];
}

/** Requests [from, to) by every form, one form after another: the order rotates from block to block. */
async function serveBlock(
  bench: Bench,
  forms: readonly Form[],
  from: number,
  to: number,
  hooks: ServingHooks,
): Promise<Block> {
  const all = [bench.singular, ...forms.map(({ main }) => main)];
  const served = all.map((): Served[] => []);
  for (let turn = 0; turn < all.length; turn++) {
    const f = (Math.floor(from / bench.blockRequests) + turn) % all.length;
    all[f].begin();
    for (let request = from; request < to; request++) {
      hooks.signal?.throwIfAborted();
      const answer = await serveRequest(bench, all[f], request, request - from);
      if (f > 0) checkTraffic(answer.answers, forms[f - 1].implied);
      served[f].push(answer);
      hooks.onRequest?.(
        from * all.length + turn * (to - from) + request - from + 1,
        bench.trace.requests.length * all.length,
      );
    }
  }
  const [singular, ...others] = served;
  return { singular, forms: others };
}

async function serveRequest(
  { trace, compact, clock, cpuMs }: Bench,
  form: MainShard,
  request: number,
  slot: number,
): Promise<Served> {
  const cpuBegun = cpuMs();
  const begun = clock.now();
  const answers = await form.serve(trace.requests[request], compact.requests[request], slot);
  const wallMs = clock.now() - begun;
  const mainCpuMs = cpuMs() - cpuBegun;
  return { answers, took: { wallMs, mainCpuMs, record: { batches: answers.map(({ record }) => record) } } };
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

/** Compares the outputs of every form on one request with singular's. */
function compareRound(
  compact: CompactTrace,
  forms: readonly Form[],
  singular: Served,
  served: readonly Served[],
): void {
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
