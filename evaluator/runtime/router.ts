import type { Model } from '../../domain/model.ts';
import { MAIN_HOST } from '../../domain/fleet.ts';
import { rowBytes } from '../../domain/row-bytes.ts';
import type { Batch, BatchLookups, CompactTrace, RowOrder } from './compact-trace.ts';
import type { SliceRows } from './embedding-store.ts';
import type { ServedPart } from './served-parts.ts';
import { rowOrderOf } from './served-parts.ts';
import type { CallBuffer, SliceShape } from './wire.ts';
import { packBatches } from './packed-batches.ts';
import { appendRange, appendRanges, appendWhole, createCallBuffer, type PackedLookups } from './wire.ts';

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
  /** Position of the host among the router's sparse ones. */
  readonly hostNumber: number;
  /** As they stand in the host's call buffer. */
  readonly words: Uint32Array;
  /** Of the rows that its lookups read. */
  readonly readBytes: number;
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

export interface Routed {
  readonly calls: readonly Call[];
  readonly local: readonly LocalLookups[];
  /** Of the rows that local lookups read. */
  readonly localReadBytes: number;
}

export interface Router {
  readonly sparse: readonly HostSlices[];
  /** The main shard's own slices; undefined where it has none. */
  readonly local: HostSlices | undefined;
  /**
   * What a batch of a net asks of sparse hosts and of the main shard's own store; hosts without an index are left out. Calls
   * are written into the hosts' buffers.
   */
  route(net: number, batch: Batch, buffers: readonly CallBuffer[]): Routed;
}

/** Where a part lies on one of its hosts. `hostNumber` -1 is the main shard. */
interface Target {
  readonly hostNumber: number;
  readonly slice: number;
}

/** Routes batches to the parts of one placement. */
export function createRouter(model: Model, parts: readonly ServedPart[], compact: CompactTrace): Router {
  const hosts = listHosts(model, parts);
  const sparse = hosts.filter(({ host }) => host !== MAIN_HOST);
  const targets = listTargets(parts, hosts, sparse);
  const netParts = model.nets.map((net) => parts.filter((part) => model.tables[part.table].net === net.name));
  const { packed, packedOf } = packFor(model, netParts.flat(), compact);
  const splits = netParts.map((own) => listSplits(own, targets));
  const appended = new Uint32Array(parts.length);
  const rowBytesOf = parts.map((part) => rowBytes(model.tables[part.table], part.columnEnd - part.columnStart));
  return {
    sparse,
    local: hosts.find(({ host }) => host === MAIN_HOST),
    route(net, batch, buffers) {
      const local: LocalLookups[] = [];
      const named: ServedPart[][] = sparse.map(() => []);
      const words = packed.words[batch.number];
      const readBytes = new Float64Array(sparse.length);
      let localReadBytes = 0;
      const own = netParts[net];
      for (let i = 0; i < own.length; i++) {
        const part = own[i];
        const p = packedOf[part.part];
        const lengthsAt = packed.starts[batch.number * packed.stride + p];
        const end = packed.starts[batch.number * packed.stride + p + 1];
        const idsAt = lengthsAt + packed.lengthsOf(p, batch.samples);
        if (idsAt === end) continue;
        const lookups = { words, lengthsAt, idsAt, end };
        const split = splits[net][i];
        if (split > 0) {
          const ranges = own.slice(i, i + split).map((of) => ({ of, ...targets[of.part][0] }));
          appendRanges(
            ranges.map(({ of, hostNumber, slice }) => ({
              call: buffers[hostNumber],
              slice,
              firstId: of.firstId,
              endId: of.endId,
            })),
            lookups,
            appended,
          );
          for (const [r, { of, hostNumber }] of ranges.entries()) {
            if (appended[r] === 0) continue;
            named[hostNumber].push(of);
            readBytes[hostNumber] += appended[r] * rowBytesOf[of.part];
          }
          i += split - 1;
          continue;
        }
        const turns = targets[part.part];
        const { hostNumber, slice } = turns.length === 1 ? turns[0] : turns[batch.number % turns.length];
        const all = part.slice.kind !== 'rows';
        if (hostNumber < 0) {
          const within = all ? viewLookups(lookups) : cutLookups(lookups, part);
          if (within.ids.length > 0) local.push({ part, slice, lookups: within });
          localReadBytes += within.ids.length * rowBytesOf[part.part];
          continue;
        }
        const buffer = buffers[hostNumber];
        const newIdsAt = buffer.used + 1 + idsAt - lengthsAt;
        if (all) appendWhole(buffer, slice, lookups);
        else if (!appendRange(buffer, slice, lookups, part.firstId, part.endId)) continue;
        named[hostNumber].push(part);
        readBytes[hostNumber] += (buffer.used - newIdsAt) * rowBytesOf[part.part];
      }
      const calls = named.flatMap((partsOfCall, hostNumber): Call[] => {
        const { words: written, used } = buffers[hostNumber];
        const { host } = sparse[hostNumber];
        if (used === 0) return [];
        const own = { words: written.subarray(0, used), readBytes: readBytes[hostNumber], parts: partsOfCall };
        return [{ host, hostNumber, ...own }];
      });
      return { calls, local, localReadBytes };
    },
  };
}

/** Ranges of a table that are worth being told apart in one pass over its ids. */
const FEWEST_RANGES = 4;

/**
 * By place among a net's parts: how many of them, from there on, are all ranges of a table, on as many sparse hosts; 0 for parts that are routed
 * by themselves.
 */
function listSplits(own: readonly ServedPart[], targets: readonly (readonly Target[])[]): Uint32Array {
  const splits = new Uint32Array(own.length);
  for (let i = 0; i < own.length;) {
    const { table, slice } = own[i];
    const ranges = own.slice(i).findIndex((part) => part.table !== table);
    const count = ranges < 0 ? own.length - i : ranges;
    const held = own.slice(i, i + count).map(({ part }) => targets[part]);
    const hosts = new Set(held.map(([{ hostNumber }]) => hostNumber));
    const isAlone = held.every((turns) => turns.length === 1 && turns[0].hostNumber >= 0);
    if (slice.kind === 'rows' && count >= FEWEST_RANGES && isAlone && hosts.size === count) splits[i] = count;
    i += count;
  }
  return splits;
}

/** The batches with the tables in the order in which they are routed; `packedOf` goes by part. */
function packFor(model: Model, routed: readonly ServedPart[], compact: CompactTrace) {
  const places = new Map<string, number>();
  const tables: { table: number; rowOrder: RowOrder }[] = [];
  const packedOf: number[] = [];
  for (const { part, table, slice } of routed) {
    const rowOrder = rowOrderOf(slice);
    const key = `${table} ${rowOrder}`;
    if (!places.has(key)) places.set(key, tables.push({ table, rowOrder }) - 1);
    packedOf[part] = places.get(key)!;
  }
  return { packed: packBatches(model, compact, tables), packedOf };
}

const viewLookups = ({ words, lengthsAt, idsAt, end }: PackedLookups): BatchLookups => ({
  lengths: words.subarray(lengthsAt, idsAt),
  ids: words.subarray(idsAt, end),
});

/** The lookups of a row slice that stays on the main shard. */
function cutLookups(lookups: PackedLookups, part: ServedPart): BatchLookups {
  const call = createCallBuffer();
  const lengths = lookups.idsAt - lookups.lengthsAt;
  if (!appendRange(call, 0, lookups, part.firstId, part.endId))
    return { lengths: new Uint32Array(lengths), ids: new Uint32Array(0) };
  return { lengths: call.words.subarray(1, 1 + lengths), ids: call.words.subarray(1 + lengths, call.used) };
}

/** By part, in the order of its hosts: more than one take turns by batch number. */
function listTargets(
  parts: readonly ServedPart[],
  hosts: readonly HostSlices[],
  sparse: readonly HostSlices[],
): Target[][] {
  const numberOf = new Map(sparse.map(({ host }, hostNumber) => [host, hostNumber]));
  const sliceOn = new Map(hosts.map(({ host, parts: held }) => [host, new Map(held.map((part, i) => [part.part, i]))]));
  return parts.map(({ part, hosts: holders }) =>
    holders.map((host) => ({ hostNumber: numberOf.get(host) ?? -1, slice: sliceOn.get(host)!.get(part)! })),
  );
}

function listHosts(model: Model, parts: readonly ServedPart[]): HostSlices[] {
  const byHost = new Map<string, ServedPart[]>();
  for (const part of parts)
    for (const host of part.hosts) {
      const held = byHost.get(host);
      if (held === undefined) byHost.set(host, [part]);
      else held.push(part);
    }
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
