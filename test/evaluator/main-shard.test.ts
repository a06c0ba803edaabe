import { expect, test } from 'vitest';
import { hostsOf } from '../../domain/fleet.ts';
import type { Dense, Model } from '../../domain/model.ts';
import { compactTrace } from '../../evaluator/runtime/compact-trace.ts';
import { createDenseEngine } from '../../evaluator/runtime/dense-engine.ts';
import { createDensePart } from '../../evaluator/runtime/dense-part.ts';
import { createEmbeddingStore } from '../../evaluator/runtime/embedding-store.ts';
import { createMainShard, mainPhases } from '../../evaluator/runtime/main-shard.ts';
import { createRouter } from '../../evaluator/runtime/router.ts';
import { listServedParts, singularPlacement } from '../../evaluator/runtime/served-parts.ts';
import { createPhaseTimer } from '../../evaluator/runtime/phase-timer.ts';
import { systemClock } from '../../domain/clock.ts';
import { createThreadCpuClock } from '../../evaluator/runtime/thread-cpu-clock.ts';
import { synthesizeTrace } from '../../evaluator/trace/synthesize.ts';
import { tinyProblem } from './tiny-models.ts';

const { model, workload, fleet } = tinyProblem(
  [
    { name: 'user', net: 'user', lookupsPer: 'request', dim: 4, features: [{ name: 'u', pooling: 'mean' }] },
    { name: 'item', net: 'item', features: [{ name: 'i' }, { name: 'j', pooling: 'mean' }], dtype: 'int8' },
  ],
  { samples: 5, batchSize: 3 },
);
const trace = synthesizeTrace(model, workload, { requests: 3, seed: 8 });

test('the singular model answers what its definition says, worked out bag by bag from stored rows', async () => {
  const compact = compactTrace(model, trace, workload.batchSize);
  const parts = listServedParts(model, hostsOf(fleet), singularPlacement(model, 'main'), compact);
  const engine = await createDenseEngine('wasm');
  const singular = createMainShard({
    model,
    compact,
    router: createRouter(model, parts, compact),
    store: await createEmbeddingStore(parts.map((part) => part.rows)),
    dense: await createDensePart(model as Model & { dense: Dense }, engine, 21),
    links: {
      callBuffers: [],
      begin() {},
      send: (calls) => expect(calls).toEqual([]),
      receive: () => Promise.resolve([]),
    },
    timer: createPhaseTimer(await createThreadCpuClock(), systemClock, mainPhases(model)),
  });
  // Every row of both tables, so that a slot is a stored row.
  const rows = Uint32Array.from({ length: 200 }, (_, row) => row);
  const everyRow = await createEmbeddingStore(
    model.tables.map((table) => ({ table, columnStart: 0, columnEnd: table.dim, rowIds: rows })),
  );
  const pool = (t: number, dim: number, indices: Uint32Array, mean: boolean): number[] => {
    const out = new Float32Array(dim);
    everyRow.pool(t, indices, Uint32Array.of(indices.length), out);
    return [...(mean && indices.length > 0 ? out.map((value) => value / indices.length) : out)];
  };
  const bottom = await engine.createMlp({ inputWidth: 3, widths: [8, 4], seed: 21, finalActivation: 'relu' });
  const top = await engine.createMlp({
    inputWidth: 4 + 4 + 8 + 8,
    widths: [8, 1],
    seed: 22,
    finalActivation: 'sigmoid',
  });
  let compared = 0;
  for (const [r, request] of trace.requests.entries()) {
    const answers = await singular.serve(request, compact.requests[r], 0);
    expect(answers.map(({ batch }) => batch.samples)).toEqual([3, 2]);
    const [u, i, j] = request.features;
    const bag = ({ lengths, indices }: typeof u, sample: number): Uint32Array => {
      const start = lengths.subarray(0, sample).reduce((sum, length) => sum + length, 0);
      return indices.subarray(start, start + lengths[sample]);
    };
    const user = pool(0, 4, u.indices, true);
    for (const { batch, pooled, scores } of answers)
      for (let s = 0; s < batch.samples; s++) {
        const sample = batch.firstSample + s;
        const items = [pool(1, 8, bag(i, sample), false), pool(1, 8, bag(j, sample), true)];
        expect([...pooled[0]]).toEqual(user);
        // Feature by feature, then sample by sample.
        for (const f of [0, 1]) {
          const at = (f * batch.samples + s) * 8;
          expect([...pooled[1].subarray(at, at + 8)]).toEqual(items[f]);
        }
        const bottomOut = new Float32Array(4);
        await bottom.run(request.dense.slice(3 * sample, 3 * sample + 3), 1, bottomOut);
        const score = new Float32Array(1);
        await top.run(Float32Array.of(...bottomOut, ...user, ...items[0], ...items[1]), 1, score);
        expect(scores![s]).toBe(score[0]);
        compared++;
      }
  }
  expect(compared).toBe(15);
});
