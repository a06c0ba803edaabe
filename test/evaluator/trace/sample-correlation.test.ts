import { expect, test } from 'vitest';
import { createCosts } from '../../../evaluator/costs.ts';
import { estimateWorkload } from '../../../evaluator/trace/estimate-workload.ts';
import { synthesizeTrace } from '../../../evaluator/trace/synthesize.ts';
import { Problem } from '../../../domain/problem.ts';
import { tinyProblem } from '../tiny-models.ts';

const SAMPLES = 16;
const REQUESTS = 3000;

/** One table of 1,000 rows whose samples share lookups to a degree. */
function withCorrelation(correlation: number, presence = 0.8) {
  const { model, workload, fleet } = tinyProblem(
    [{ name: 't', rows: 1000, poolingFactor: 2 * presence, poolingSpread: 1, presence, exponent: 0.9 }],
    { samples: SAMPLES, dense: false },
  );
  const [traffic] = workload.tables;
  const tables = [{ ...traffic, features: [{ ...traffic.features[0], correlation }] }];
  return { model, fleet, workload: { ...workload, tables } };
}

test('correlated samples keep their means, and the estimate recovers their correlation', () => {
  for (const correlation of [0, 0.1, 0.5, 1]) {
    const { model, workload } = withCorrelation(correlation);
    const trace = synthesizeTrace(model, workload, { requests: REQUESTS, seed: 3 });
    const { features } = estimateWorkload(model, trace, { requests: REQUESTS, seed: 1, batchSize: SAMPLES }).tables[0];
    // Correlated samples say less of the mean: at 1 only the requests count.
    expect(Math.abs(features[0].poolingFactor - 1.6), `mean at ${correlation}`).toBeLessThan(0.12);
    expect(Math.abs((features[0].correlation ?? 0) - correlation), `correlation ${correlation}`).toBeLessThan(0.02);
  }
});

test('the probability that a row range is called is what a correlated trace shows', () => {
  for (const correlation of [0, 0.3, 0.8]) {
    const { model, workload, fleet } = withCorrelation(correlation, 0.5);
    const problem = Problem.parse({ model, workload, fleet, objectives: ['peakLoad'] });
    const trace = synthesizeTrace(model, workload, { requests: REQUESTS, seed: 4 });
    const slice = { kind: 'rows', table: 't', start: 0, end: 20, rowOrder: 'asStored' } as const;
    const called = trace.requests.filter(({ features: [{ indices }] }) =>
      indices.some((index) => index < slice.end),
    ).length;
    const { calledProbability } = createCosts(problem).part(0, slice, 1);
    // Counts are taken near their mean, which overstates a call a little.
    expect(Math.abs(called / REQUESTS - calledProbability), `correlation ${correlation}`).toBeLessThan(0.05);
  }
});
