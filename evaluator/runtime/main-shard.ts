import type { Clock } from '../../domain/clock.ts';
import type { Model, Table } from '../../domain/model.ts';
import type { JaggedRequest } from '../trace/jagged.ts';
import { occasionsOf } from '../trace/jagged.ts';
import type { Batch, CompactTrace } from './compact-trace.ts';
import { copyStrided, createScratch } from './dense-part.ts';
import type { DensePart } from './dense-part.ts';
import type { EmbeddingStore } from './embedding-store.ts';
import type { Call, LocalLookups, Router } from './router.ts';
import type { ServedPart } from './served-parts.ts';

/** What one batch answered, and what it took. */
export interface BatchAnswer {
  readonly batch: Batch;
  /** Pooled vectors of each table: [feature][occasion][dim]. */
  readonly pooled: readonly Float32Array[];
  /** [samples x scores a sample]; undefined where the model has no dense part. */
  readonly scores: Float32Array | undefined;
  /** Hosts called, once for each RPC. */
  readonly calledHosts: readonly string[];
  /** Payload bytes of calls and answers. */
  readonly bytes: number;
  /** Wall time of pooling in the main shard's own store. */
  readonly localPoolingMs: number;
  /** Wall time of bottom MLP, interaction and top MLP. */
  readonly denseMs: number;
}

/** Answers a call of the router with the values of wire.ts. */
export type AnswerCall = (call: Call, samples: number) => Promise<Float32Array>;

/** The main shard of one placement: with every table local it is the singular model. */
export interface MainShard {
  /** Serves the batches of a request one after another. Answers hold until the next request is served: buffers are reused. */
  serve(request: JaggedRequest, batches: readonly Batch[]): Promise<BatchAnswer[]>;
}

/**
 * Nets run in order. All calls of a net go out at once; meanwhile the main shard pools its own tables and, in the first net,
 * runs the bottom MLP. Then the answers are put together, and after the last net come interaction and top MLP.
 */
export function createMainShard(options: {
  readonly model: Model;
  readonly router: Router;
  readonly compact: CompactTrace;
  /** Rows of the slices that stay on the main shard, in the router's order for its host. */
  readonly store: EmbeddingStore | undefined;
  readonly dense: DensePart | undefined;
  readonly answer: AnswerCall;
  readonly clock: Clock;
}): MainShard {
  const { model, router, compact, store, dense, answer, clock } = options;
  const inputFeatures = model.dense?.inputFeatures ?? 0;
  const means = listMeans(model.tables, compact);
  const pooledBuffers: PooledBuffers[] = [];

  async function serveBatch(request: JaggedRequest, batch: Batch, place: number): Promise<BatchAnswer> {
    const { samples, firstSample } = batch;
    const blocks = new Map<number, Float32Array>();
    const buffers = (pooledBuffers[place] ??= createPooledBuffers(model.tables));
    const blockOf = (table: number): Float32Array => buffers(table, samples);
    const calledHosts: string[] = [];
    let [bytes, localPoolingMs, denseMs] = [0, 0, 0];
    let bottom: Float32Array = new Float32Array(0);
    for (let net = 0; net < model.nets.length; net++) {
      const { calls, local } = router.route(net, batch);
      for (const call of calls) {
        calledHosts.push(call.host);
        bytes += call.words.byteLength;
      }
      const pending = Promise.all(calls.map((call) => answer(call, samples)));
      // A failure while the main shard works is met at the await below.
      pending.catch(() => {});
      const begun = clock.now();
      const localVectors = poolLocal(store, local, blockOf, blocks);
      localPoolingMs += clock.now() - begun;
      if (net === 0 && dense !== undefined) {
        const begunBottom = clock.now();
        const inputs = request.dense.subarray(firstSample * inputFeatures, (firstSample + samples) * inputFeatures);
        bottom = await dense.runBottom(inputs, samples);
        denseMs += clock.now() - begunBottom;
      }
      const answers = await pending;
      bytes += answers.reduce((sum, vectors) => sum + vectors.byteLength, 0);
      const remoteVectors = calls.flatMap((call, c) => cutAnswer(model.tables, call, answers[c], samples));
      assemble(model.tables, [...localVectors, ...remoteVectors], blockOf, blocks);
    }
    const begunFinish = clock.now();
    const pooled = model.tables.map((_, t) => blocks.get(t) ?? blockOf(t).fill(0));
    for (const { table, lengths } of means) finishMeans(model.tables[table], pooled[table], lengths[batch.number]);
    const begunTop = clock.now();
    const scores = await dense?.runTop(bottom, pooled, samples);
    localPoolingMs += begunTop - begunFinish;
    denseMs += clock.now() - begunTop;
    return { batch, pooled, scores, calledHosts, bytes, localPoolingMs, denseMs };
  }

  return {
    async serve(request, batches) {
      const answers: BatchAnswer[] = [];
      for (const [place, batch] of batches.entries()) answers.push(await serveBatch(request, batch, place));
      return answers;
    },
  };
}

/** Vectors that one part answered: [feature][occasion][columns of the part]. */
interface PartVectors {
  readonly part: ServedPart;
  readonly vectors: Float32Array;
}

/** Gives each table a block for its pooled vectors, [feature][occasion][dim], kept from request to request. */
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
  blocks: Map<number, Float32Array>,
): PartVectors[] {
  return local.flatMap(({ part, slice, lookups }) => {
    const whole = part.slice.kind === 'whole';
    const out = whole
      ? blockOf(part.table)
      : new Float32Array(lookups.lengths.length * (part.columnEnd - part.columnStart));
    store!.pool(slice, lookups.ids, lookups.lengths, out);
    if (!whole) return [{ part, vectors: out }];
    blocks.set(part.table, out);
    return [];
  });
}

/** Cuts an answer into the vectors of the parts that its call named. */
function cutAnswer(tables: readonly Table[], call: Call, answer: Float32Array, samples: number): PartVectors[] {
  let at = 0;
  const cut = call.parts.map((part) => {
    const table = tables[part.table];
    const values = table.features.length * occasionsOf(table, samples) * (part.columnEnd - part.columnStart);
    at += values;
    return { part, vectors: answer.subarray(at - values, at) };
  });
  if (at !== answer.length)
    throw new Error(`Host ${call.host} answered ${answer.length} values where ${at} were asked for.`);
  return cut;
}

/** Puts parts into their tables' blocks in slice order: the order of a row split's sums, whoever answered first. */
function assemble(
  tables: readonly Table[],
  vectors: readonly PartVectors[],
  blockOf: (table: number) => Float32Array,
  blocks: Map<number, Float32Array>,
): void {
  for (const { part, vectors: values } of vectors.toSorted((a, b) => a.part.part - b.part.part)) {
    const table = tables[part.table];
    const block = blocks.get(part.table);
    if (part.slice.kind === 'columns') {
      const width = part.columnEnd - part.columnStart;
      const target = block ?? blockOf(part.table);
      copyStrided(values, 0, width, width, target, part.columnStart, table.dim, values.length / width);
      blocks.set(part.table, target);
    } else if (block === undefined) blocks.set(part.table, values);
    else addTo(block, values);
  }
}

function addTo(block: Float32Array, values: Float32Array): void {
  for (let i = 0; i < block.length; i++) block[i] += values[i];
}

/** The tables with a `mean` feature, and their lengths by batch. */
const listMeans = (tables: readonly Table[], compact: CompactTrace) =>
  tables.flatMap(({ features }, table) =>
    features.some(({ pooling }) => pooling === 'mean')
      ? [{ table, lengths: compact.table(table, 'shuffled').batches.map((batch) => batch.lengths) }]
      : [],
  );

/** Divides the sums of `mean` features by their bags' lookups: split and whole tables share this last step. */
function finishMeans(table: Table, block: Float32Array, lengths: Uint32Array): void {
  const occasions = lengths.length / table.features.length;
  table.features.forEach(({ pooling }, f) => {
    if (pooling !== 'mean') return;
    for (let bag = f * occasions; bag < (f + 1) * occasions; bag++)
      if (lengths[bag] > 1) for (let i = bag * table.dim; i < (bag + 1) * table.dim; i++) block[i] /= lengths[bag];
  });
}
