import { expect, test } from 'vitest';
import { formatAgreement } from '../../api/cli/measures.ts';
import { createAgreementJudge, createRoundingBounds } from '../../evaluator/agreement.ts';
import { createEmbeddingStore } from '../../evaluator/runtime/embedding-store.ts';
import { tinyProblem } from './tiny-models.ts';

const { model } = tinyProblem([{ name: 't', dim: 4, features: [{ name: 's' }, { name: 'm', pooling: 'mean' }] }]);
const [table] = model.tables;
const store = await createEmbeddingStore([{ table, columnStart: 0, columnEnd: 4, rowIds: Uint32Array.of(3, 9, 27) }]);
/** Bags of `s`: three rows, one row; of `m`: two rows, none. */
const lookups = { lengths: Uint32Array.of(3, 1, 2, 0), ids: Uint32Array.of(0, 1, 2, 1, 0, 2) };

const row = (slot: number): Float32Array => {
  const out = new Float32Array(4);
  store.pool(0, Uint32Array.of(slot), Uint32Array.of(1), out);
  return out;
};
const pooled = new Float32Array(16);
store.pool(0, lookups.ids, lookups.lengths, pooled);
for (let i = 8; i < 12; i++) pooled[i] /= 2;

function judge(splitByRows: boolean, element: number, difference: number, scores?: [number, number]) {
  const agreement = createAgreementJudge(model, [splitByRows], createRoundingBounds(model, store));
  const observed = pooled.slice();
  observed[element] += difference;
  agreement.compare(
    { pooled: [pooled], scores: scores && Float32Array.of(scores[0]) },
    { pooled: [observed], scores: scores && Float32Array.of(scores[1]) },
    () => lookups,
  );
  agreement.endRequest();
  return { ...agreement.result(), moved: observed[element] !== pooled[element] };
}

const sumOf = (slots: number[]): number => slots.reduce((sum, slot) => sum + Math.abs(row(slot)[0]), 0);

test('a sum of p rows may differ by 2 (p - 1) 2^-24 sum|x|, and by no more', () => {
  const bound = 2 * 2 * 2 ** -24 * sumOf([0, 1, 2]);
  expect(judge(true, 0, bound * 0.6)).toMatchObject({
    rule: 'boundedRounding',
    vectorsDiffering: 0,
    holds: true,
    moved: true,
  });
  expect(judge(true, 0, bound * 1.6)).toMatchObject({ vectorsDiffering: 1, holds: false });
});

test('a mean of p rows may differ by 2 p 2^-24 sum|x| / p, and by no more', () => {
  const bound = 2 * 2 ** -24 * sumOf([0, 2]);
  expect(judge(true, 8, bound * 0.7)).toMatchObject({ vectorsDiffering: 0, holds: true });
  expect(judge(true, 8, bound * 1.6)).toMatchObject({ vectorsDiffering: 1, holds: false });
});

test('a single row, and a bag without rows, are exact even where rows are split', () => {
  expect(judge(true, 4, 2 ** -26)).toMatchObject({ vectorsDiffering: 1, holds: false, moved: true });
  expect(judge(true, 12, 1e-30)).toMatchObject({ vectorsDiffering: 1, holds: false });
});

test('without row splits the least difference counts, and NaN always does', () => {
  expect(judge(false, 0, 0)).toMatchObject({ rule: 'bitIdentical', holds: true, vectorsCompared: 4 });
  expect(judge(false, 0, 2 ** -26)).toMatchObject({ vectorsDiffering: 1, holds: false, moved: true });
  expect(judge(true, 0, NaN)).toMatchObject({ vectorsDiffering: 1, holds: false });
});

test('scores may differ by 1e-5 where rows are split, else not at all', () => {
  expect(judge(true, 0, 0, [0.5, 0.500009])).toMatchObject({ holds: true });
  expect(judge(true, 0, 0, [0.5, 0.50002])).toMatchObject({ holds: false, vectorsDiffering: 0 });
  expect(judge(true, 0, 0, [0.5, NaN])).toMatchObject({ holds: false });
  expect(judge(false, 0, 0, [0.5, 0.5000001])).toMatchObject({ holds: false });
});

test('an agreement about nothing does not hold', () => {
  expect(createAgreementJudge(model, [false], createRoundingBounds(model, store)).result().holds).toBe(false);
});

test('without a lookup all vectors are zeros: they agree, and the count of lookups tells that nothing was tested', () => {
  const agreement = createAgreementJudge(model, [true], createRoundingBounds(model, store));
  const none = { lengths: new Uint32Array(4), ids: new Uint32Array(0) };
  const zeros = new Float32Array(16);
  agreement.compare({ pooled: [zeros], scores: undefined }, { pooled: [zeros], scores: undefined }, () => none);
  agreement.endRequest();
  expect(agreement.result()).toMatchObject({ holds: true, vectorsCompared: 4, lookupsCompared: 0 });
  expect(formatAgreement(agreement.result())).toBe('nothing looked up');
  expect(judge(true, 0, 0)).toMatchObject({ lookupsCompared: 6 });
  expect(formatAgreement(judge(true, 0, 0))).toBe('within bound');
});
