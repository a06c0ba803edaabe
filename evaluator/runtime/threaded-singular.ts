import { MAIN_HOST } from '../../domain/fleet.ts';
import type { Model } from '../../domain/model.ts';
import type { Placement } from '../../domain/placement.ts';
import { rowBytes } from '../../domain/row-bytes.ts';
import type { CompactTrace } from './compact-trace.ts';

/** The threads of an unsharded model beside the main one, as hosts of a placement. */
export const threadNames = (threads: number): string[] =>
  Array.from({ length: threads - 1 }, (_, i) => `thread-${i + 1}`);

/**
 * The unsharded model on several threads: the tables of each net are dealt to the threads by the bytes that the trace looks up,
 * largest first and each to the least loaded (LPT, Graham 1969). Nets are balanced one by one, as they run one after another.
 */
export function threadedSingular(model: Model, compact: CompactTrace, threads: number): Placement {
  const hosts = [MAIN_HOST, ...threadNames(threads)];
  const slices = hosts.map((): { kind: 'whole'; table: string }[] => []);
  for (const { name: net } of model.nets) {
    const loads = hosts.map(() => 0);
    const tables = model.tables
      .flatMap((table, t) => (table.net === net ? [{ table, bytes: lookupBytes(t) }] : []))
      .toSorted((a, b) => b.bytes - a.bytes || (a.table.name < b.table.name ? -1 : 1));
    for (const { table, bytes } of tables) {
      const least = loads.indexOf(Math.min(...loads));
      loads[least] += bytes;
      slices[least].push({ kind: 'whole', table: table.name });
    }
  }
  return { shards: hosts.map((host, h) => ({ host, slices: slices[h] })) };

  function lookupBytes(t: number): number {
    const lookups = compact.table(t, 'shuffled').batches.reduce((sum, { ids }) => sum + ids.length, 0);
    return lookups * rowBytes(model.tables[t]);
  }
}
