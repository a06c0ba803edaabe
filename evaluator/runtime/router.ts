import type { Model } from '../../domain/model.ts';
import { MAIN_HOST } from '../../domain/fleet.ts';
import type { Batch, BatchLookups, CompactTrace } from './compact-trace.ts';
import type { SliceRows } from './embedding-store.ts';
import type { ServedPart } from './served-parts.ts';
import { rowOrderOf } from './served-parts.ts';
import type { CallBuffer, SliceShape } from './wire.ts';
import { appendSlice, createCallBuffer } from './wire.ts';

/** The slices that one host serves; a slice's number in calls is its position here. */
export interface HostSlices {
  readonly host: string;
  readonly parts: readonly ServedPart[];
  readonly slices: readonly SliceRows[];
  readonly shapes: readonly SliceShape[];
}

/** One RPC: a net's lookups of a batch on one host, in the format of wire.ts. */
export interface Call {
  readonly host: string;
  readonly words: Uint32Array<ArrayBuffer>;
  /** Parts that the call names, in its order: the answer's order. */
  readonly parts: readonly ServedPart[];
}

/** Lookups that the main shard answers from its own store, part by part. */
export interface LocalLookups {
  readonly part: ServedPart;
  /** Number of the slice in the main shard's own store. */
  readonly slice: number;
  readonly lookups: BatchLookups;
}

export interface Router {
  readonly hosts: readonly HostSlices[];
  /** What a batch of a net asks of sparse hosts and of the main shard's own store; hosts without an index are left out. */
  route(net: number, batch: Batch): { readonly calls: Call[]; readonly local: LocalLookups[] };
}

/** Routes batches to the parts of one placement. Buffers are reused between calls: one router serves one run. */
export function createRouter(model: Model, parts: readonly ServedPart[], compact: CompactTrace): Router {
  const hosts = listHosts(model, parts);
  const numberOn = new Map(
    hosts.map(({ host, parts: held }) => [host, new Map(held.map((part, i) => [part.part, i]))]),
  );
  const netParts = model.nets.map((net) => parts.filter((part) => model.tables[part.table].net === net.name));
  const lookupsOf = parts.map((part) => compact.table(part.table, rowOrderOf(part.slice)).batches);
  const buffers = new Map<string, { call: CallBuffer; parts: ServedPart[] }>(
    hosts.map(({ host }) => [host, { call: createCallBuffer(), parts: [] }]),
  );
  return {
    hosts,
    route(net, batch) {
      const local: LocalLookups[] = [];
      for (const buffer of buffers.values()) {
        buffer.call.used = 0;
        buffer.parts = [];
      }
      for (const part of netParts[net]) {
        const host = part.hosts[batch.number % part.hosts.length];
        const lookups = lookupsOf[part.part][batch.number];
        const slice = numberOn.get(host)!.get(part.part)!;
        const all = part.slice.kind !== 'rows';
        if (host === MAIN_HOST) {
          const within = all ? lookups : cutLookups(lookups, part);
          if (within.ids.length > 0) local.push({ part, slice, lookups: within });
          continue;
        }
        const buffer = buffers.get(host)!;
        if (appendSlice(buffer.call, slice, lookups, part.firstId, part.endId, all)) buffer.parts.push(part);
      }
      const calls = [...buffers]
        .filter(([, buffer]) => buffer.call.used > 0)
        .map(([host, { call, parts: named }]) => ({ host, words: call.words.slice(0, call.used), parts: named }));
      return { calls, local };
    },
  };
}

/** The lookups of a row slice that stays on the main shard. */
function cutLookups(lookups: BatchLookups, part: ServedPart): BatchLookups {
  const call = createCallBuffer();
  if (!appendSlice(call, 0, lookups, part.firstId, part.endId, false))
    return { lengths: lookups.lengths, ids: new Uint32Array(0) };
  const idsAt = 1 + lookups.lengths.length;
  return { lengths: call.words.subarray(1, idsAt), ids: call.words.subarray(idsAt, call.used) };
}

function listHosts(model: Model, parts: readonly ServedPart[]): HostSlices[] {
  const byHost = new Map<string, ServedPart[]>();
  for (const part of parts) for (const host of part.hosts) byHost.set(host, [...(byHost.get(host) ?? []), part]);
  return [...byHost].map(([host, held]) => ({
    host,
    parts: held,
    slices: held.map((part) => part.rows),
    shapes: held.map(({ table, columnStart, columnEnd }) => ({
      features: model.tables[table].features.length,
      perRequest: model.tables[table].lookupsPer === 'request',
      width: columnEnd - columnStart,
    })),
  }));
}
