import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DTYPES, rowBytes, tableBytes as sizeOf } from '../../domain/row-bytes.ts';
import type { Placement, TableSlice } from '../../domain/placement.ts';
import { movedByTable } from '../../evaluator/moved-bytes.ts';
import { tableMoves } from '../../web/src/plan/differences.ts';
import { hostsOf, placedSlices, sliceBytes, tableBytes } from '../../web/src/slices.ts';
import { hostsOf as fleetHosts } from '../../domain/fleet.ts';
import { loadFleetFixture, listFleets } from '../../api/fixtures.ts';
import { smallProblem } from '../small-problem.ts';

// The page imports nothing of the service: what it computes itself is held against the service's own here.

const table = fc.record({
  rows: fc.integer({ min: 1, max: 2 ** 32 }),
  dim: fc.integer({ min: 2, max: 512 }).map((half) => half * 4),
  dtype: fc.constantFrom(...DTYPES),
});

describe('what the page computes itself', () => {
  test('is a table slice of the size that the service counts', () => {
    let reached = 0;
    fc.assert(
      fc.property(table, (shape) => {
        reached += 1;
        const columns = { kind: 'columns', table: 't', start: 0, end: shape.dim / 2 } as const;
        const rows = {
          kind: 'rows',
          table: 't',
          rowOrder: 'shuffled',
          start: 0,
          end: Math.ceil(shape.rows / 2),
        } as const;
        expect(tableBytes(shape)).toBe(sizeOf(shape));
        expect(sliceBytes(shape, columns)).toBe(shape.rows * rowBytes(shape, shape.dim / 2));
        expect(sliceBytes(shape, rows)).toBe(rows.end * rowBytes(shape));
      }),
    );
    expect(reached).toBeGreaterThan(50);
  });

  test('moves the bytes that the service counts, table by table', () => {
    const problem = smallProblem(
      [
        { name: 'a', rows: 1000 },
        { name: 'b', rows: 777, dim: 32 },
        { name: 'c', rows: 64 },
      ],
      { hosts: 4 },
    );
    const model = problem.model as Parameters<typeof placedSlices>[0];
    let moving = 0;
    let split = 0;
    fc.assert(
      fc.property(placements(problem.model.tables), placements(problem.model.tables), (before, after) => {
        const counted = movedByTable(problem, before, after);
        const shown = new Map(tableMoves(model, before, after).map((move) => [move.table, move.movedBytes]));
        for (const { name } of problem.model.tables) expect(shown.get(name) ?? 0).toBe(counted.get(name) ?? 0);
        moving += shown.size > 0 ? 1 : 0;
        split += placedSlices(model, after).some(({ slice }) => slice.kind !== 'whole') ? 1 : 0;
      }),
    );
    expect(moving).toBeGreaterThan(30);
    expect(split).toBeGreaterThan(30);
  });

  test('names hosts and their capacities as the service does', () => {
    for (const name of listFleets()) {
      const fleet = loadFleetFixture(name);
      const expected = fleetHosts(fleet).map((host) => [host.name, host.capacityBytes]);
      expect(hostsOf(fleet).map((host) => [host.name, host.capacityBytes])).toEqual(expected);
    }
  });
});

/** Each table whole, or in equal row ranges on hosts of their own. */
function placements(tables: readonly { readonly name: string; readonly rows: number }[]): fc.Arbitrary<Placement> {
  const layout = fc.record({ parts: fc.integer({ min: 1, max: 3 }), first: fc.integer({ min: 0, max: 3 }) });
  return fc.array(layout, { minLength: tables.length, maxLength: tables.length }).map((layouts) => {
    const byHost = new Map<string, TableSlice[]>();
    tables.forEach(({ name, rows }, t) => {
      const { parts, first } = layouts[t];
      for (let part = 0; part < parts; part++) {
        const host = `host-${(first + part) % 4}`;
        const [start, end] = [Math.floor((rows * part) / parts), Math.floor((rows * (part + 1)) / parts)];
        const slice: TableSlice =
          parts === 1
            ? { kind: 'whole', table: name }
            : { kind: 'rows', table: name, rowOrder: 'shuffled', start, end };
        byHost.set(host, [...(byHost.get(host) ?? []), slice]);
      }
    });
    return { shards: [...byHost].map(([host, slices]) => ({ host, slices })) };
  });
}
