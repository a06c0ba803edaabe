import type { Model } from '../../domain/model.ts';
import type { BatchRecord, CallRecord, NetRecord } from '../service-record.ts';
import type { JaggedRequest } from '../trace/jagged.ts';
import type { Batch, CompactTrace } from './compact-trace.ts';
import type { DensePart } from './dense-part.ts';
import type { EmbeddingStore } from './embedding-store.ts';
import type { Blocks, PartVectors, PooledBuffers } from './pooled-vectors.ts';
import { assemble, createPooledBuffers, cutAnswer, finishTables, poolLocal, tablesOfNet } from './pooled-vectors.ts';
import type { Call, Router } from './router.ts';
import type { PhaseTimer } from './phase-timer.ts';
import type { Answer, ShardLinks } from './transport/transport.ts';

/** What one batch answered, and what it took. */
export interface BatchAnswer {
  readonly batch: Batch;
  /** Pooled vectors of each table: [feature][occasion][dim]. */
  readonly pooled: readonly Float32Array[];
  /** [samples x scores a sample]; undefined where the model has no dense part. */
  readonly scores: Float32Array | undefined;
  readonly record: BatchRecord;
}

/** The main shard of one placement: with every table local it is the singular model. */
export interface MainShard {
  /** Buffers of all slots are free again: answers until here no longer hold. */
  begin(): void;
  /** Serves the batches of a request one after another. A slot serves one request between two calls of `begin`. */
  serve(request: JaggedRequest, batches: readonly Batch[], slot: number): Promise<BatchAnswer[]>;
}

/** What a main shard serves with. */
export interface MainShardOptions {
  readonly model: Model;
  readonly router: Router;
  readonly compact: CompactTrace;
  /** Rows of the slices that stay on the main shard, in the router's order for its host. */
  readonly store: EmbeddingStore | undefined;
  readonly dense: DensePart | undefined;
  readonly links: ShardLinks;
  /** Of the calling thread; for `mainPhases` of the model. */
  readonly timer: PhaseTimer;
}

/**
 * Nets run in order. All calls of a net go out at once; meanwhile the main shard pools its own tables and, in the first net,
 * runs the bottom MLP. Then the answers are put together, and after the last net come interaction and top MLP.
 */
export function createMainShard(options: MainShardOptions): MainShard {
  const { model, router, compact, store, dense, links, timer } = options;
  const inputFeatures = model.dense?.inputFeatures ?? 0;
  const finished = model.nets.map(({ name }) => tablesOfNet(model, name, compact));
  /** By slot, by place of the batch in its request. */
  const pooledBuffers: PooledBuffers[][] = [];

  async function serveBatch(request: JaggedRequest, batch: Batch, buffers: PooledBuffers): Promise<BatchAnswer> {
    const { samples, firstSample } = batch;
    const blocks: Blocks = model.tables.map(() => undefined);
    const blockOf = (table: number): Float32Array => buffers(table, samples);
    let bottom: Float32Array = new Float32Array(0);
    const counted: CountedNet[] = [];
    for (let net = 0; net < model.nets.length; net++) {
      const [local, serialize, deserialize] = netPhases(net);
      const { calls, local: inPlace, localReadBytes } = router.route(net, batch, links.callBuffers);
      // A net without calls is all its own pooling.
      const isLocal = calls.length === 0;
      timer.mark(isLocal ? local : serialize);
      if (!isLocal) {
        // A shard that is woken may take this core at once: a stretch of its own for the timer, as for the sleep below.
        timer.settle();
        links.send(calls, samples);
        timer.settleAs(RPC);
      }
      const cut: PartVectors[] = [];
      poolLocal(store, inPlace, blockOf, blocks, cut);
      timer.mark(local);
      if (net === 0 && dense !== undefined) {
        const inputs = request.dense.subarray(firstSample * inputFeatures, (firstSample + samples) * inputFeatures);
        bottom = await dense.runBottom(inputs, samples);
        timer.mark(BOTTOM);
      }
      const answers = isLocal ? [] : await receive();
      calls.forEach((call, c) => cutAnswer(model.tables, call, answers[c].vectors, samples, blocks, cut));
      assemble(model.tables, cut, blockOf, blocks);
      finishTables(model.tables, finished[net], batch.number, blockOf, blocks);
      counted.push({ localReadBytes, calls: calls.map((call, c) => recordOf(call, answers[c])) });
      timer.mark(isLocal ? local : deserialize);
    }
    const pooled = blocks.map((block) => block!);
    const scores = await dense?.runTop(bottom, pooled, samples);
    if (dense !== undefined) timer.mark(TOP);
    timer.settle();
    return { batch, pooled, scores, record: takeRecord(timer, samples, counted) };
  }

  /** The thread may sleep until the answers are there. */
  async function receive(): Promise<readonly Answer[]> {
    timer.settle();
    const answers = await links.receive();
    timer.settleAs(RPC);
    return answers;
  }

  return {
    begin: () => links.begin(),
    async serve(request, batches, slot) {
      const buffers = (pooledBuffers[slot] ??= []);
      timer.start();
      const answers: BatchAnswer[] = [];
      for (const [place, batch] of batches.entries()) {
        buffers[place] ??= createPooledBuffers(model.tables);
        answers.push(await serveBatch(request, batch, buffers[place]));
      }
      return answers;
    },
  };
}

/** Phases of the timer: some of the batch, and three for each net (pooling in place, serialization, deserialization). */
const [BOTTOM, TOP, RPC, FIRST_NET] = [0, 1, 2, 3];
const netPhases = (net: number): [number, number, number] => [
  FIRST_NET + 3 * net,
  FIRST_NET + 3 * net + 1,
  FIRST_NET + 3 * net + 2,
];

/** Phases of the timer that `createMainShard` takes. */
export const mainPhases = (model: Model): number => FIRST_NET + 3 * model.nets.length;

/** What is known of a net's work besides its times. */
type CountedNet = Pick<NetRecord, 'calls' | 'localReadBytes'>;

/** What the timer has of a batch; `counted` by net. */
function takeRecord(timer: PhaseTimer, samples: number, counted: readonly CountedNet[]): BatchRecord {
  const nets = counted.map((ofNet, net) => {
    const [localMs, serializeMs, deserializeMs] = netPhases(net).map((phase) => timer.take(phase));
    return { localMs, serializeMs, deserializeMs, ...ofNet };
  });
  return { samples, bottomMs: timer.take(BOTTOM), topMs: timer.take(TOP), rpcMs: timer.take(RPC), nets };
}

const recordOf = (call: Call, { vectors, times }: Answer): CallRecord => ({
  host: call.host,
  readBytes: call.readBytes,
  callBytes: call.words.byteLength,
  answerBytes: vectors.byteLength,
  ...times,
});
