import { expect, test } from 'vitest';
import { Trace, Workload } from '../../../domain/trace.ts';
import { estimateWorkload } from '../../../evaluator/trace/estimate-workload.ts';
import { fitZipfExponent } from '../../../evaluator/trace/fit-popularity.ts';
import { fromTrace, toTrace, traceHash } from '../../../evaluator/trace/jagged.ts';
import { synthesizeTrace } from '../../../evaluator/trace/synthesize.ts';
import { tinyProblem } from '../tiny-models.ts';

const { model, workload } = tinyProblem(
  [
    { name: 'one', poolingFactor: 1, poolingSpread: 0, presence: 1, exponent: 0 },
    { name: 'sometimes', poolingFactor: 0.3, poolingSpread: 0, presence: 0.3, exponent: 1 },
    { name: 'rounded', poolingFactor: 2.4, poolingSpread: 0, presence: 0.75, exponent: 0.5 },
    { name: 'narrow', poolingFactor: 20, poolingSpread: 1, presence: 1, exponent: 1.1 },
    { name: 'wide', poolingFactor: 12, poolingSpread: 15, presence: 0.6, exponent: 0.9, rows: 1_000_000 },
    { name: 'user', poolingFactor: 5, poolingSpread: 3, presence: 0.9, lookupsPer: 'request', exponent: 0.7 },
    { name: 'shared', features: [{ name: 'a' }, { name: 'b' }], rows: 10_000 },
  ],
  { samples: 40 },
);
const trace = synthesizeTrace(model, workload, { requests: 400, seed: 5 });

test('a synthesised trace has the means, spreads and presences of its workload, and its estimate recovers them', () => {
  const seen = estimateWorkload(model, trace, { requests: 400, seed: 1, batchSize: 40 });
  expect(Workload.parse(seen)).toEqual(seen);
  expect(seen.samplesPerRequest).toBe(40);
  let checked = 0;
  workload.tables.forEach((table, t) =>
    table.features.forEach((wanted, f) => {
      const found = seen.tables[t].features[f];
      const occasions = model.tables[t].lookupsPer === 'request' ? 400 : 16_000;
      const mean = wanted.presence === 0 ? 0 : wanted.poolingFactor / wanted.presence;
      // An integer count of mean m cannot spread less than its rounding does.
      const floor = Math.sqrt((mean % 1) * (1 - (mean % 1)));
      const spread = Math.max(wanted.poolingSpread, floor);
      const deviation = Math.sqrt(wanted.presence * (spread ** 2 + (1 - wanted.presence) * mean ** 2));
      const label = `${table.table} ${wanted.feature}`;
      expect(Math.abs(found.presence - wanted.presence), label).toBeLessThanOrEqual(
        5 * Math.sqrt((wanted.presence * (1 - wanted.presence)) / occasions),
      );
      expect(Math.abs(found.poolingFactor - wanted.poolingFactor), label).toBeLessThanOrEqual(
        (5 * deviation) / Math.sqrt(occasions) + 1e-12,
      );
      expect(Math.abs(found.poolingSpread - spread), label).toBeLessThanOrEqual(0.12 * spread + 1e-12);
      checked++;
    }),
  );
  expect(checked).toBe(8);
});

test('the estimate recovers a Zipf exponent within 0.05, and few lookups do not make one up', () => {
  const seen = estimateWorkload(model, trace, { requests: 400, seed: 1, batchSize: 40 });
  const exponents = seen.tables.map(({ popularity }) => (popularity.kind === 'zipf' ? popularity.exponent : NaN));
  workload.tables.forEach(({ popularity }, t) => {
    const wanted = popularity.kind === 'zipf' ? popularity.exponent : NaN;
    expect(Math.abs(exponents[t] - wanted), seen.tables[t].table).toBeLessThan(0.05);
  });
  expect(
    fitZipfExponent(
      1000,
      Uint32Array.from({ length: 1000 }, (_, i) => i),
    ),
  ).toBeLessThan(1e-6);
  expect(fitZipfExponent(4_000_000_000, Uint32Array.of(3_999_999_999))).toBe(0);
});

test('a popularity that is no Zipf law is recovered as an empirical one', () => {
  const shares = [
    { rows: 0.2, lookups: 0.7 },
    { rows: 1, lookups: 1 },
  ];
  const stepped: Workload = {
    ...workload,
    tables: workload.tables.map((table) =>
      table.table === 'wide' ? { ...table, popularity: { kind: 'empirical', shares } } : table,
    ),
  };
  const seen = estimateWorkload(model, synthesizeTrace(model, stepped, { requests: 200, seed: 2 }), {
    requests: 200,
    seed: 1,
    batchSize: 40,
  });
  const { popularity } = Workload.parse(seen).tables[4];
  expect(popularity.kind).toBe('empirical');
  if (popularity.kind !== 'empirical') return;
  const near = popularity.shares.find((share) => share.rows >= 0.17);
  expect(near!.lookups / near!.rows).toBeGreaterThan(2.8);
});

test('sampling fewer requests than the trace has is seeded and draws without replacement', () => {
  const estimate = (seed: number) => estimateWorkload(model, trace, { requests: 50, seed, batchSize: 40 });
  expect(estimate(3)).toEqual(estimate(3));
  expect(estimate(3)).not.toEqual(estimate(4));
  const all = estimateWorkload(model, trace, { requests: 1e6, seed: 9, batchSize: 40 });
  expect(all).toEqual(estimateWorkload(model, trace, { requests: 400, seed: 2, batchSize: 40 }));
});

test('same seed, same bytes; a longer trace begins with the shorter one', () => {
  const short = synthesizeTrace(model, workload, { requests: 20, seed: 5 });
  expect(traceHash({ requests: trace.requests.slice(0, 20) })).toBe(traceHash(short));
  expect(traceHash(synthesizeTrace(model, workload, { requests: 20, seed: 6 }))).not.toBe(traceHash(short));
});

test('a trace written and read again is the same trace', () => {
  const short = { requests: trace.requests.slice(0, 5) };
  const reading = fromTrace(Trace.parse(JSON.parse(JSON.stringify(toTrace(short)))), model);
  expect(reading.status).toBe('read');
  if (reading.status === 'read') expect(traceHash(reading.trace)).toBe(traceHash(short));
});

test('a trace that does not fit its model is refused with every mismatch', () => {
  const reading = fromTrace(
    {
      requests: [
        { samples: 2, dense: [0, 0, 0, 0, 0, 0], features: [{ feature: 'one/f', lengths: [1, 1], indices: [3, 200] }] },
        {
          samples: 1,
          dense: [1],
          features: [
            { feature: 'unknown', lengths: [1], indices: [1] },
            { feature: 'one/f', lengths: [1, 2], indices: [1] },
            { feature: 'one/f', lengths: [0], indices: [] },
          ],
        },
      ],
    },
    model,
  );
  expect(reading.status).toBe('mismatch');
  if (reading.status !== 'mismatch') return;
  expect(reading.problems.map((problem) => problem.pointer)).toEqual([
    '/requests/0/features/0/indices/1',
    '/requests/1/features/0/feature',
    '/requests/1/features/1/lengths',
    '/requests/1/features/1/indices',
    '/requests/1/features/2/feature',
    '/requests/1/dense',
  ]);
  expect(reading.problems.every((problem) => problem.maybe.startsWith('Maybe'))).toBe(true);
});
