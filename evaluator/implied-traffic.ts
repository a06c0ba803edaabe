import type { Host } from '../domain/fleet.ts';
import { MAIN_HOST } from '../domain/fleet.ts';
import type { Model, Table } from '../domain/model.ts';
import type { Placement, TableSlice } from '../domain/placement.ts';
import { cutBatches } from './runtime/compact-trace.ts';
import type { Batch } from './runtime/compact-trace.ts';
import type { JaggedFeature, JaggedTrace } from './trace/jagged.ts';
import { shuffledPosition } from './trace/row-order.ts';

/** RPCs and payload bytes of one batch. */
export interface BatchTraffic {
  readonly rpcs: number;
  readonly bytes: number;
}

/**
 * What a trace implies for a placement, batch by batch, worked out from stored rows alone: a second opinion on the router,
 * with which it shares nothing but the cut into batches and the row order. A sparse host is called once for a net and batch
 * where it holds a slice with an index; a slice costs 4 + 4 v + 4 lookups + 4 v width bytes, v being its vectors.
 */
export function impliedTraffic(
  model: Model,
  hosts: readonly Pick<Host, 'name'>[],
  placement: Placement,
  trace: JaggedTrace,
  batchSize: number,
): BatchTraffic[] {
  const batches = cutBatches(trace, batchSize).flat();
  const called = batches.map(() => new Set<string>());
  const bytes = batches.map(() => 0);
  let firstFeature = 0;
  for (const table of model.tables) {
    const slices = placement.shards.flatMap((shard) =>
      shard.slices.filter((slice) => slice.table === table.name).map((slice) => ({ host: shard.host, slice })),
    );
    const servesBatch = turns(
      hosts,
      slices.map(({ host, slice }) => ({ host, whole: slice.kind === 'whole' })),
    );
    const features = [firstFeature, firstFeature + table.features.length];
    firstFeature = features[1];
    const shuffled = shuffledPosition(table.name, table.rows);
    for (const batch of batches) {
      const rows = rowsOf(table, trace.requests[batch.request].features.slice(features[0], features[1]), batch);
      const positions = slices.some(({ slice }) => slice.kind === 'rows' && slice.rowOrder === 'shuffled')
        ? rows.map((row) => shuffled(row))
        : rows;
      for (const { host, slice } of slices) {
        if (host === MAIN_HOST || !servesBatch(host, batch.number)) continue;
        const lookups = lookupsIn(slice, positions);
        if (lookups === 0) continue;
        called[batch.number].add(JSON.stringify([table.net, host]));
        bytes[batch.number] += sliceBytes(table, slice, batch.samples, lookups);
      }
    }
  }
  return batches.map(({ number }) => ({ rpcs: called[number].size, bytes: bytes[number] }));
}

/** Whether a host serves a batch of a table: the hosts that hold it whole take turns in the fleet's order. */
function turns(
  hosts: readonly Pick<Host, 'name'>[],
  holders: readonly { readonly host: string; readonly whole: boolean }[],
): (host: string, batch: number) => boolean {
  const replicas = hosts
    .map(({ name }) => name)
    .filter((name) => holders.some(({ host, whole }) => whole && host === name));
  return (host, batch) => replicas.length === 0 || replicas[batch % replicas.length] === host;
}

/** Stored rows that a batch looks up in a table, all features together. */
function rowsOf(table: Table, features: readonly JaggedFeature[], batch: Batch): number[] {
  return features.flatMap(({ lengths, indices }) => {
    if (table.lookupsPer === 'request') return [...indices];
    const before = lengths.subarray(0, batch.firstSample).reduce((sum, length) => sum + length, 0);
    const within = lengths
      .subarray(batch.firstSample, batch.firstSample + batch.samples)
      .reduce((sum, length) => sum + length, 0);
    return [...indices.subarray(before, before + within)];
  });
}

function lookupsIn(slice: TableSlice, positions: readonly number[]): number {
  if (slice.kind !== 'rows') return positions.length;
  return positions.reduce((count, position) => count + (position >= slice.start && position < slice.end ? 1 : 0), 0);
}

function sliceBytes(table: Table, slice: TableSlice, samples: number, lookups: number): number {
  const vectors = table.features.length * (table.lookupsPer === 'request' ? 1 : samples);
  const width = slice.kind === 'columns' ? slice.end - slice.start : table.dim;
  return 4 + 4 * vectors + 4 * lookups + 4 * vectors * width;
}
