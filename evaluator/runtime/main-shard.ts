import type { Model, Table } from '../../domain/model.ts';
import type { BatchRecord, CallRecord } from '../service-record.ts';
import type { JaggedRequest } from '../trace/jagged.ts';
import { occasionsOf } from '../trace/jagged.ts';
import type { Batch, CompactTrace } from './compact-trace.ts';
import { copyStrided, createScratch } from './dense-part.ts';
import type { DensePart } from './dense-part.ts';
import type { EmbeddingStore } from './embedding-store.ts';
import type { Call, LocalLookups, Router } from './router.ts';
import type { ServedPart } from './served-parts.ts';
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
  /** CPU of the main shard that sending, sleeping, waking and taking answers in took: its part of the RPCs' service. */
  readonly rpcMs: number;
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
  const means = listMeans(model, compact);
  /** By slot, by place of the batch in its request. */
  const pooledBuffers: PooledBuffers[][] = [];

  async function serveBatch(request: JaggedRequest, batch: Batch, buffers: PooledBuffers): Promise<BatchAnswer> {
    const { samples, firstSample } = batch;
    const blocks: Blocks = model.tables.map(() => undefined);
    const blockOf = (table: number): Float32Array => buffers(table, samples);
    let bottom: Float32Array = new Float32Array(0);
    const callRecords: CallRecord[][] = [];
    for (let net = 0; net < model.nets.length; net++) {
      const [local, serialize, deserialize] = netPhases(net);
      const { calls, local: inPlace } = router.route(net, batch, links.callBuffers);
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
      finishNet(net, batch.number, blockOf, blocks);
      callRecords.push(calls.map((call, c) => recordOf(call, answers[c])));
      timer.mark(isLocal ? local : deserialize);
    }
    const pooled = blocks.map((block) => block!);
    const scores = await dense?.runTop(bottom, pooled, samples);
    timer.mark(TOP);
    timer.settle();
    const record = takeRecord(timer, samples, callRecords);
    return { batch, pooled, scores, record, rpcMs: timer.take(RPC) };
  }

  /** The thread may sleep until the answers are there. */
  async function receive(): Promise<readonly Answer[]> {
    timer.settle();
    const answers = await links.receive();
    timer.settleAs(RPC);
    return answers;
  }

  /** Tables without a lookup pool to zeros; sums of `mean` features are divided. */
  function finishNet(net: number, batch: number, blockOf: (table: number) => Float32Array, blocks: Blocks): void {
    for (const t of means[net].tables) blocks[t] ??= blockOf(t).fill(0);
    for (const { table, lengths } of means[net].means) finishMeans(model.tables[table], blocks[table]!, lengths[batch]);
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

/** What the timer has of a batch; `calls` by net. */
function takeRecord(timer: PhaseTimer, samples: number, calls: readonly (readonly CallRecord[])[]): BatchRecord {
  const nets = calls.map((ofNet, net) => {
    const [localMs, serializeMs, deserializeMs] = netPhases(net).map((phase) => timer.take(phase));
    return { localMs, serializeMs, deserializeMs, calls: ofNet };
  });
  return { samples, bottomMs: timer.take(BOTTOM), topMs: timer.take(TOP), nets };
}

const recordOf = (call: Call, { vectors, times }: Answer) => ({
  host: call.host,
  callBytes: call.words.byteLength,
  answerBytes: vectors.byteLength,
  ...times,
});

/** Pooled vectors of each table, [feature][occasion][dim], as far as they are there. */
type Blocks = (Float32Array | undefined)[];

/** Vectors that one part of a table answered: [feature][occasion][columns of the part]. */
interface PartVectors {
  readonly part: ServedPart;
  readonly vectors: Float32Array;
}

/** Gives each table a block for its pooled vectors, [feature][occasion][dim], kept from use to use of the slot. */
type PooledBuffers = (table: number, samples: number) => Float32Array;

function createPooledBuffers(tables: readonly Table[]): PooledBuffers {
  const buffers = tables.map(() => createScratch());
  return (t, samples) => buffers[t](tables[t].features.length * occasionsOf(tables[t], samples) * tables[t].dim);
}

/** Pools the main shard's own parts: whole tables straight into their block, others into vectors yet to assemble. */
function poolLocal(
  store: EmbeddingStore | undefined,
  local: readonly LocalLookups[],
  blockOf: (table: number) => Float32Array,
  blocks: Blocks,
  cut: PartVectors[],
): void {
  for (const { part, slice, lookups } of local) {
    const whole = part.slice.kind === 'whole';
    const out = whole
      ? blockOf(part.table)
      : new Float32Array(lookups.lengths.length * (part.columnEnd - part.columnStart));
    store!.pool(slice, lookups.ids, lookups.lengths, out);
    if (whole) blocks[part.table] = out;
    else cut.push({ part, vectors: out });
  }
}

/** Cuts an answer into the vectors of the parts that its call named: whole tables are blocks, others have yet to be assembled. */
function cutAnswer(
  tables: readonly Table[],
  call: Call,
  answer: Float32Array,
  samples: number,
  blocks: Blocks,
  cut: PartVectors[],
): void {
  let at = 0;
  for (const part of call.parts) {
    const table = tables[part.table];
    const values = table.features.length * occasionsOf(table, samples) * (part.columnEnd - part.columnStart);
    const vectors = answer.subarray(at, at + values);
    at += values;
    if (part.slice.kind === 'whole') blocks[part.table] = vectors;
    else cut.push({ part, vectors });
  }
  if (at !== answer.length)
    throw new Error(`Host ${call.host} answered ${answer.length} values where ${at} were asked for.`);
}

/** Puts parts into their tables' blocks in slice order: the order of a row split's sums, whoever answered first. */
function assemble(
  tables: readonly Table[],
  cut: PartVectors[],
  blockOf: (table: number) => Float32Array,
  blocks: Blocks,
): void {
  for (const { part, vectors } of cut.sort((a, b) => a.part.part - b.part.part)) {
    const table = tables[part.table];
    const block = blocks[part.table];
    if (part.slice.kind === 'columns') {
      const width = part.columnEnd - part.columnStart;
      const target = block ?? blockOf(part.table);
      copyStrided(vectors, 0, width, width, target, part.columnStart, table.dim, vectors.length / width);
      blocks[part.table] = target;
    } else if (block === undefined) blocks[part.table] = vectors;
    else addTo(block, vectors);
  }
}

function addTo(block: Float32Array, values: Float32Array): void {
  for (let i = 0; i < block.length; i++) block[i] += values[i];
}

/** Of each net: its tables, and those with a `mean` feature with their lengths by batch. */
const listMeans = (model: Model, compact: CompactTrace) =>
  model.nets.map(({ name }) => {
    const tables = model.tables.flatMap(({ net }, t) => (net === name ? [t] : []));
    const means = tables
      .filter((t) => model.tables[t].features.some(({ pooling }) => pooling === 'mean'))
      .map((table) => ({
        table,
        lengths: compact.table(table, 'shuffled').batches.map((batch) => batch.lengths),
      }));
    return { tables, means };
  });

/** Divides the sums of `mean` features by their bags' lookups: split and whole tables share this last step. */
function finishMeans(table: Table, block: Float32Array, lengths: Uint32Array): void {
  const occasions = lengths.length / table.features.length;
  table.features.forEach(({ pooling }, f) => {
    if (pooling !== 'mean') return;
    for (let bag = f * occasions; bag < (f + 1) * occasions; bag++)
      if (lengths[bag] > 1) for (let i = bag * table.dim; i < (bag + 1) * table.dim; i++) block[i] /= lengths[bag];
  });
}
