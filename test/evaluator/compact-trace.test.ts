import { expect, test } from 'vitest';
import { compactTrace, firstIdFrom } from '../../evaluator/runtime/compact-trace.ts';
import { appendSlice, createCallBuffer, readCall } from '../../evaluator/runtime/wire.ts';
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

test('row ranges of a table cut its lookups into calls that together hold each lookup once, in order', () => {
  const { positions, batches } = compact.table(1, 'shuffled');
  const edges = [0, 1e9, 1.5e9, 4e9].map((start) => firstIdFrom(positions, start));
  for (const lookups of batches) {
    const found = lookups.lengths.reduce<number[][]>((bags) => [...bags, []], []);
    for (let part = 0; part < 3; part++) {
      const call = createCallBuffer();
      const shapes = [{ features: 2, perRequest: false, width: 8 }];
      if (!appendSlice(call, 0, lookups, edges[part], edges[part + 1], false)) continue;
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
