import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DTYPES, rowBytes, tableBytes as sizeOf } from '../../domain/row-bytes.ts';
import { hostsOf, sliceBytes, tableBytes } from '../../web/src/slices.ts';
import { hostsOf as fleetHosts } from '../../domain/fleet.ts';
import { loadFleetFixture, listFleets } from '../../api/fixtures.ts';

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

  test('names hosts and their capacities as the service does', () => {
    for (const name of listFleets()) {
      const fleet = loadFleetFixture(name);
      const expected = fleetHosts(fleet).map((host) => [host.name, host.capacityBytes]);
      expect(hostsOf(fleet).map((host) => [host.name, host.capacityBytes])).toEqual(expected);
    }
  });
});
