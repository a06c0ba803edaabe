import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compactTrace, firstIdFrom } from '../../evaluator/runtime/compact-trace.ts';
import { packBatches } from '../../evaluator/runtime/packed-batches.ts';
import {
  appendRange,
  appendRanges,
  appendWhole,
  createCallBuffer,
  type CallBuffer,
  readCall,
  type PackedLookups,
} from '../../evaluator/runtime/wire.ts';
import { shuffledPosition } from '../../evaluator/trace/row-order.ts';
import { synthesizeTrace } from '../../evaluator/trace/synthesize.ts';
import { tinyProblem } from './tiny-models.ts';

const { model, workload } = tinyProblem(
  [
    { name: 'user', lookupsPer: 'request', poolingFactor: 7 },
    { name: 'big', rows: 4_000_000_000, features: [{ name: 'x' }, { name: 'y' }], exponent: 0.6 },
  ],
  { samples: 5, batchSize: 2 },
);
const trace = synthesizeTrace(model, workload, { requests: 8, seed: 2 });
const compact = compactTrace(model, trace, workload.batchSize);

test('compact ids name the stored rows of the trace, each touched row once, in the order of positions', () => {
  for (const order of ['shuffled', 'asStored'] as const)
    model.tables.forEach((table, t) => {
      const { rowIds, positions, batches } = compact.table(t, order);
      const position = order === 'shuffled' ? shuffledPosition(table.name, table.rows) : (row: number) => row;
      expect(new Set(rowIds).size).toBe(rowIds.length);
      expect([...positions]).toEqual([...positions].toSorted((a, b) => a - b));
      expect([...rowIds].map(position)).toEqual([...positions]);
      const touched = trace.requests.flatMap((request) =>
        request.features.filter(({ feature }) => table.features.some(({ name }) => name === feature)),
      );
      expect(new Set(rowIds)).toEqual(new Set(touched.flatMap(({ indices }) => [...indices])));
      expect(batches).toHaveLength(8 * 3);
    });
});

test('batches of a request hold its lookups in order; request-level lookups travel with each', () => {
  expect(compact.requests[1].map(({ number, firstSample, samples }) => [number, firstSample, samples])).toEqual([
    [3, 0, 2],
    [4, 2, 2],
    [5, 4, 1],
  ]);
  const rowsOf = (t: number, number: number) => {
    const { rowIds, batches } = compact.table(t, 'shuffled');
    return [...batches[number].ids].map((id) => rowIds[id]);
  };
  const [user, x, y] = trace.requests[1].features;
  for (const number of [3, 4, 5]) expect(rowsOf(0, number)).toEqual([...user.indices]);
  const cut = ({ lengths, indices }: typeof x, first: number, samples: number): number[] => {
    const before = lengths.subarray(0, first).reduce((sum, length) => sum + length, 0);
    return [
      ...indices.subarray(
        before,
        before + lengths.subarray(first, first + samples).reduce((sum, length) => sum + length, 0),
      ),
    ];
  };
  expect(rowsOf(1, 4)).toEqual([...cut(x, 2, 2), ...cut(y, 2, 2)]);
  expect(rowsOf(1, 5)).toEqual([...cut(x, 4, 1), ...cut(y, 4, 1)]);
});

const packed = packBatches(model, compact, [
  { table: 1, rowOrder: 'shuffled' },
  { table: 0, rowOrder: 'asStored' },
]);

function packedLookups(table: number, batch: number): PackedLookups {
  const p = table === 1 ? 0 : 1;
  const lengthsAt = packed.starts[batch * packed.stride + p];
  const idsAt = lengthsAt + packed.lengthsOf(p, compact.batches[batch].samples);
  return { words: packed.words[batch], lengthsAt, idsAt, end: packed.starts[batch * packed.stride + p + 1] };
}

test('packed batches hold the lookups of their tables, and a call takes them over whole', () => {
  for (const [t, order] of [
    [0, 'asStored'],
    [1, 'shuffled'],
  ] as const)
    for (const [number, { lengths, ids }] of compact.table(t, order).batches.entries()) {
      const { words, lengthsAt, idsAt, end } = packedLookups(t, number);
      expect(words.slice(lengthsAt, idsAt)).toEqual(lengths);
      expect(words.slice(idsAt, end)).toEqual(ids);
      if (ids.length === 0) continue;
      const call = createCallBuffer();
      appendWhole(call, 0, packedLookups(t, number));
      const shapes = [{ features: model.tables[t].features.length, perRequest: t === 0, width: 8 }];
      const [read] = readCall(shapes, call.words.slice(0, call.used), compact.batches[number].samples);
      expect({ lengths: read.lengths, ids: read.slots }).toEqual({ lengths, ids });
    }
});

test('row ranges of a table cut its lookups into calls that together hold each lookup once, in order', () => {
  const { positions, batches } = compact.table(1, 'shuffled');
  const edges = [0, 1e9, 1.5e9, 4e9].map((start) => firstIdFrom(positions, start));
  for (const [number, lookups] of batches.entries()) {
    const packed = packedLookups(1, number);
    const found = lookups.lengths.reduce<number[][]>((bags) => [...bags, []], []);
    for (let part = 0; part < 3; part++) {
      const call = createCallBuffer();
      const shapes = [{ features: 2, perRequest: false, width: 8 }];
      if (!appendRange(call, 0, packed, edges[part], edges[part + 1])) continue;
      const [{ lengths, slots }] = readCall(shapes, call.words.slice(0, call.used), lookups.lengths.length / 2);
      let at = 0;
      lengths.forEach((length, bag) => {
        for (const end = at + length; at < end; at++) found[bag].push(slots[at] + edges[part]);
      });
    }
    let at = 0;
    lookups.lengths.forEach((length, bag) => {
      expect(Uint32Array.from(found[bag]).sort()).toEqual(lookups.ids.slice(at, at + length).sort());
      at += length;
    });
  }
});

test('ranges that are told apart in one pass get what each gets by itself', () => {
  let idsRead = 0;
  for (const starts of [
    [0, 1e9, 2e9, 3e9],
    // Ranges far from equal, and empty ones first, in the middle and last.
    [0, 1, 2, 3.9e9],
    [0, 3.9e9, 3.9e9 + 1, 3.9e9 + 2, 3.9e9 + 3],
  ]) {
    const { positions, batches } = compact.table(1, 'shuffled');
    const edges = [...starts, 4e9].map((start) => firstIdFrom(positions, start));
    for (const number of batches.keys()) {
      const packed = packedLookups(1, number);
      // Something stands in the calls already.
      const [apart, alone] = [0, 1].map(() =>
        starts.map(() => ({ ...createCallBuffer(), words: Uint32Array.of(8), used: 1 })),
      );
      const ranges = starts.map((_, r) => ({ slice: r + 3, firstId: edges[r], endId: edges[r + 1] }));
      const counts = new Uint32Array(starts.length);
      appendRanges(
        ranges.map((range, r) => ({ ...range, call: apart[r] })),
        packed,
        counts,
      );
      ranges.forEach(({ slice, firstId, endId }, r) => {
        expect(appendRange(alone[r], slice, packed, firstId, endId)).toBe(counts[r] > 0);
        const written = ({ words, used }: CallBuffer): Uint32Array => words.slice(0, used);
        expect(written(apart[r])).toEqual(written(alone[r]));
        idsRead += counts[r];
      });
    }
  }
  expect(idsRead).toBe(3 * compact.table(1, 'shuffled').batches.reduce((sum, { ids }) => sum + ids.length, 0));
  expect(idsRead).toBeGreaterThan(100);
});

test('compaction equals sorting, whatever the rows of the table and the lookups', () => {
  let repeated = 0;
  const lookups = fc.tuple(fc.constantFrom(1, 2, 3, 2048, 2049, 5_000_000, 2 ** 32 - 1, 2 ** 32), fc.array(fc.nat()));
  const property = fc.property(
    lookups,
    fc.constantFrom('shuffled' as const, 'asStored' as const),
    ([rows, raw], order) => {
      const indices = Uint32Array.from(raw, (value) => (value * 2.1) % rows);
      const { model: of } = tinyProblem([{ name: 'giant', rows, lookupsPer: 'request' }], { samples: 1, batchSize: 1 });
      const features = [{ feature: of.tables[0].features[0].name, lengths: Uint32Array.of(indices.length), indices }];
      const requests = [{ samples: 1, features, dense: new Float32Array(0) }];
      const { rowIds, positions, batches } = compactTrace(of, { requests }, 1).table(0, order);
      const position = order === 'shuffled' ? shuffledPosition('giant', rows) : (row: number) => row;
      const sorted = [...new Set(indices)].toSorted((a, b) => position(a) - position(b));
      expect([...rowIds]).toEqual(sorted);
      expect([...positions]).toEqual(sorted.map(position));
      expect([...batches[0].ids]).toEqual([...indices].map((row) => sorted.indexOf(row)));
      repeated += indices.length - sorted.length;
    },
  );
  fc.assert(property, { seed: 3, numRuns: 150 });
  expect(repeated).toBeGreaterThan(50);
});
