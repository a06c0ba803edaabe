import { expect, test } from 'vitest';
import { systemClock } from '../../../domain/clock.ts';
import { Coefficients } from '../../../domain/coefficients.ts';
import { Problem } from '../../../domain/problem.ts';
import { calibrate } from '../../../evaluator/calibrate/calibrate.ts';
import { estimate } from '../../../evaluator/estimate.ts';
import { tinyProblem } from '../tiny-models.ts';

test(
  'a calibration gives constants that a problem takes, and says how well they fit',
  { timeout: 120_000 },
  async () => {
    let steps = 0;
    const { coefficients, fit } = await calibrate({
      clock: systemClock,
      seed: 1,
      machine: 'the machine of the tests',
      requests: 2,
      onProgress: () => steps++,
    });
    expect(Coefficients.parse(coefficients)).toEqual(coefficients);
    expect(coefficients.source).toContain('the machine of the tests');
    expect(steps).toBe(fit.slice(0, 3).reduce((sum, { count }) => sum + count, 0));
    const { model, workload, fleet } = tinyProblem([{ name: 'a' }, { name: 'b' }]);
    const placement = {
      shards: ['host-0', 'host-1'].map((host, h) => ({ host, slices: [{ kind: 'whole' as const, table: 'ab'[h] }] })),
    };
    const problem = Problem.parse({ model, workload, fleet, objectives: ['peakLoad'], coefficients });
    const { cpuMs, latencyMs, coefficientsSource } = estimate(problem, placement);
    expect(coefficientsSource).toBe(coefficients.source);
    expect(Math.min(cpuMs, latencyMs)).toBeGreaterThan(0);
  },
);
