import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placementHash, type Placement, type TableSlice } from '../../domain/placement.ts';

const slice: fc.Arbitrary<TableSlice> = fc.oneof(
  fc.record({ kind: fc.constant('whole' as const), table: fc.string({ minLength: 1 }) }),
  fc.record({
    kind: fc.constant('rows' as const),
    table: fc.string({ minLength: 1 }),
    rowOrder: fc.constantFrom('shuffled' as const, 'asStored' as const),
    start: fc.nat(100),
    end: fc.integer({ min: 101, max: 200 }),
  }),
);
const placement: fc.Arbitrary<Placement> = fc.record({
  shards: fc.uniqueArray(
    fc.record({
      host: fc.string({ minLength: 1 }),
      slices: fc.uniqueArray(slice, { maxLength: 6, selector: (s) => s.table }),
    }),
    { maxLength: 5, selector: (shard) => shard.host },
  ),
});

test('the order in which a placement is written does not change its hash', () => {
  let reordered = 0;
  fc.assert(
    fc.property(placement, (given) => {
      const reversed = {
        shards: given.shards.toReversed().map((s) => ({ host: s.host, slices: s.slices.toReversed() })),
      };
      if (given.shards.length > 1) reordered += 1;
      expect(placementHash(reversed)).toBe(placementHash(given));
    }),
    { seed: 1 },
  );
  expect(reordered).toBeGreaterThan(20);
});

test('shards without a slice, and the split of one host over two entries, do not change the hash', () => {
  const a: TableSlice = { kind: 'whole', table: 'a' };
  const b: TableSlice = { kind: 'whole', table: 'b' };
  const once = { shards: [{ host: 'h-0', slices: [a, b] }] };
  const twice = {
    shards: [
      { host: 'h-0', slices: [b] },
      { host: 'h-1', slices: [] },
      { host: 'h-0', slices: [a] },
    ],
  };
  expect(placementHash(twice)).toBe(placementHash(once));
});

test('another host, range or row order is another hash', () => {
  const rows = { kind: 'rows' as const, table: 'a', rowOrder: 'shuffled' as const, start: 0, end: 10 };
  const on = (host: string, s: TableSlice): string => placementHash({ shards: [{ host, slices: [s] }] });
  const hashes = [
    on('h', rows),
    on('g', rows),
    on('h', { ...rows, end: 11 }),
    on('h', { ...rows, rowOrder: 'asStored' }),
  ];
  expect(new Set(hashes).size).toBe(4);
});
