import type { Model } from '../domain/model.ts';
import type { TransportName } from '../domain/measurement.ts';
import { createAgreementJudge, type RoundingBounds } from './agreement.ts';
import type { PreparedPlacement } from './prepared-placement.ts';
import type { CompactTrace } from './runtime/compact-trace.ts';
import type { DensePart } from './runtime/dense-part.ts';
import type { EmbeddingStore } from './runtime/embedding-store.ts';
import { createEmbeddingStore } from './runtime/embedding-store.ts';
import { createMainShard } from './runtime/main-shard.ts';
import type { PhaseTimer } from './runtime/phase-timer.ts';
import type { Call } from './runtime/router.ts';
import type { LeasedShards, ShardPool } from './runtime/shard-pool.ts';
import type { CallSizes, ShardLinks } from './runtime/transport/transport.ts';
import type { Form } from './serve-trace.ts';

/** Negative controls: what is changed here, the comparison with singular has to find. */
export interface Faults {
  call?(call: Call, samples: number): void;
  answer?(call: Call, vectors: Float32Array): void;
  /** Called once the shards are loaded. */
  shards?(shards: LeasedShards): void;
}

/** What forms of one model and trace share. */
export interface FormBench {
  readonly problem: { readonly model: Model };
  readonly compact: CompactTrace;
  readonly dense: DensePart | undefined;
  readonly bounds: RoundingBounds;
  readonly pool: ShardPool;
  /** Of the main shard's thread: forms take turns. */
  readonly timer: PhaseTimer;
}

/** What a run holds until its end. */
export interface Held {
  /** Answers to so many requests stay readable at once. */
  readonly blockRequests: number;
  readonly leases: LeasedShards[];
  /** The main shard's own rows, by form. */
  readonly stores: (EmbeddingStore | undefined)[];
}

export interface ServeByOptions {
  readonly signal?: AbortSignal | undefined;
  readonly faults?: Faults | undefined;
  /** Of sparse shards that share memory; left out: a thread for each. */
  readonly mostThreads?: number | undefined;
}

/** Loads placements into threads, joined by a transport, as forms of the model. */
export async function serveBy(
  bench: FormBench,
  placements: readonly PreparedPlacement[],
  transport: TransportName,
  held: Held,
  { faults, ...leasing }: ServeByOptions,
): Promise<Form[]> {
  if (placements.length === 0) return [];
  const { compact, dense, timer, problem } = bench;
  const { model } = problem;
  const shards = await bench.pool.lease(
    placements.map(({ hosts }) =>
      hosts.map((host) => ({ ...host, sizes: blockSizes(host.sizes, held.blockRequests) })),
    ),
    transport,
    leasing,
  );
  held.leases.push(shards);
  const forms: Form[] = [];
  for (const [p, { router, implied, splitByRows }] of placements.entries()) {
    const store = router.local && (await createEmbeddingStore(router.local.slices));
    held.stores.push(store);
    const links = withFaults(shards.transport.links[p], faults);
    const main = createMainShard({ model, router, compact, store, dense, links, timer });
    forms.push({ main, judge: createAgreementJudge(model, splitByRows, bench.bounds), implied });
  }
  faults?.shards?.(shards);
  return forms;
}

const blockSizes = ({ callWords, answerValues }: CallSizes, requests: number): CallSizes => ({
  callWords,
  answerValues: requests * answerValues,
});

function withFaults(links: ShardLinks, faults: Faults | undefined): ShardLinks {
  if (faults === undefined) return links;
  let sent: readonly Call[] = [];
  return {
    ...links,
    send(calls, samples) {
      sent = calls;
      for (const call of calls) faults.call?.(call, samples);
      links.send(calls, samples);
    },
    async receive() {
      const answers = await links.receive();
      answers.forEach(({ vectors }, c) => faults.answer?.(sent[c], vectors));
      return answers;
    },
  };
}
