import type { Model } from '../../domain/model.ts';
import type { Placement, TableSlice } from '../../domain/placement.ts';
import type { Estimate } from '../../domain/plan.ts';
import type { Problem } from '../../domain/problem.ts';
import { tableBytes } from '../../domain/row-bytes.ts';
import { movedByTable, movementFrom } from '../../evaluator/moved-bytes.ts';
import type { Movement } from './comparison.ts';

export interface Placed {
  /** In canonical order. */
  readonly placement: Placement;
  readonly estimate?: Estimate | undefined;
}

/** What has to move so that one placement takes the place of another; bytes are those of the second problem's tables. */
export function compareMovement(problem: Problem, before: Placed, after: Placed): Movement {
  const byTable = movedByTable(problem, before.placement, after.placement);
  const [own, others] = [slicesByTable(before.placement), slicesByTable(after.placement)];
  const tables = [...new Set([...own.keys(), ...others.keys()])]
    .map((table) => ({
      table,
      bytes: byTable.get(table) ?? 0,
      before: own.get(table) ?? [],
      after: others.get(table) ?? [],
    }))
    .filter((move) => move.bytes > 0 || move.before.join('\n') !== move.after.join('\n'))
    .toSorted((a, b) => b.bytes - a.bytes);
  const bytes = byTable.values().reduce((sum, moved) => sum + moved, 0);
  const all = problem.model.tables.reduce((sum, table) => sum + tableBytes(table), 0);
  return { bytes, share: bytes / all, tables, hosts: compareHosts(problem.model, before, after) };
}

function slicesByTable({ shards }: Placement): Map<string, string[]> {
  const byTable = new Map<string, string[]>();
  for (const { host, slices } of shards)
    for (const slice of slices) {
      const written = `${host}${describeRange(slice)}`;
      const known = byTable.get(slice.table);
      if (known === undefined) byTable.set(slice.table, [written]);
      else known.push(written);
    }
  return byTable;
}

const describeRange = (slice: TableSlice): string =>
  slice.kind === 'whole' ? '' : ` ${slice.kind} ${slice.start}-${slice.end}`;

function compareHosts(model: Model, before: Placed, after: Placed): Movement['hosts'] {
  const received = receivedByHost(model, before.placement, after.placement);
  const [own, others] = [hostsOf(before), hostsOf(after)];
  return [...new Set([...own.keys(), ...others.keys(), ...received.keys()])]
    .map((host) => ({
      host,
      receivedBytes: received.get(host) ?? 0,
      memoryBytesBefore: own.get(host)?.memoryBytes ?? 0,
      memoryBytesAfter: others.get(host)?.memoryBytes ?? 0,
      loadBefore: own.get(host)?.load ?? 0,
      loadAfter: others.get(host)?.load ?? 0,
    }))
    .filter(
      (change) =>
        change.receivedBytes > 0 ||
        change.memoryBytesBefore !== change.memoryBytesAfter ||
        change.loadBefore !== change.loadAfter,
    )
    .toSorted((a, b) => b.receivedBytes - a.receivedBytes);
}

const hostsOf = ({ estimate }: Placed) => new Map(estimate?.hosts.map((host) => [host.host, host]));

function receivedByHost({ tables }: Model, before: Placement, after: Placement): Map<string, number> {
  const byName = new Map(tables.map((table) => [table.name, table]));
  const moved = movementFrom(before);
  return new Map(
    after.shards.map(({ host, slices }) => [
      host,
      slices.reduce((sum, slice) => {
        const table = byName.get(slice.table);
        return table === undefined ? sum : sum + moved(table, slice, host);
      }, 0),
    ]),
  );
}
