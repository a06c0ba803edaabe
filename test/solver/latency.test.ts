import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadFleetFixture, loadModelFixture } from '../../api/fixtures.ts';
import { Problem, type OptionKind } from '../../domain/problem.ts';
import { DEFAULT_COEFFICIENTS } from '../../evaluator/coefficients.ts';
import { estimate } from '../../evaluator/estimate.ts';
import { compileInstance, completeInstance } from '../../solver/instance.ts';
import { solve } from '../../solver/solve.ts';
import { tinyProblem } from '../evaluator/tiny-models.ts';
import { expectOptima, nothingReached } from './oracle.ts';
import { OPTIONS } from './random-problems.ts';

const host = fc.record({
  cpuSpeed: fc.constantFrom(0.5, 1, 2),
  link: fc.record({
    roundTripMs: fc.constantFrom(0.001, 0.02),
    bandwidthBytesPerSecond: fc.constantFrom(1e7, 1e8, 1e9),
  }),
});

/** Hosts and links that differ, requests of several batches, small costs of RPCs: every term of the critical path binds now and then. */
const mixedProblem = fc
  .record({
    shapes: fc.array(
      fc.record({
        rows: fc.integer({ min: 10, max: 90 }),
        dim: fc.constantFrom(4, 8, 16),
        poolingFactor: fc.integer({ min: 0, max: 30 }),
        net: fc.constantFrom('user', 'item'),
        lookupsPer: fc.constantFrom('sample', 'request'),
      }),
      { minLength: 3, maxLength: 3 },
    ),
    hosts: fc.tuple(host, host, host),
    slack: fc.double({ min: 1.1, max: 4, noNaN: true }),
    mainShare: fc.double({ min: 0.1, max: 1.2, noNaN: true }),
    samples: fc.constantFrom(4, 12),
    rpcSeconds: fc.constantFrom(0, 1e-6, 4e-5),
    mainRpcSeconds: fc.constantFrom(0, 1e-6, 4e-5),
    sliceSeconds: fc.constantFrom(0, 2e-7, 4e-6),
    allow: fc.subarray<OptionKind>(['whole', 'rowWise', 'columnWise', 'replicated', 'mainShard'], {
      minLength: 1,
      maxLength: 3,
    }),
  })
  .map(({ shapes, hosts, slack, mainShare, samples, allow, ...costs }): Problem => {
    const { model, workload, fleet } = tinyProblem(
      shapes.map((own, t) => ({ name: `t${t}`, presence: Math.min(1, own.poolingFactor), ...own })),
      { samples, batchSize: 4 },
    );
    const bytes = shapes.reduce((sum, { rows, dim }) => sum + rows * dim * 4, 0);
    const [main, ...sparse] = hosts;
    const memoryBytes = Math.ceil((bytes * slack) / 2);
    return Problem.parse({
      model,
      workload,
      fleet: {
        main: { ...fleet.main, ...main, memoryBytes: Math.ceil(bytes * mainShare) },
        hostTypes: sparse.map((own, i) => ({ ...fleet.main, ...own, name: `host${i}`, count: 1, memoryBytes })),
      },
      objectives: ['latencyMs'],
      constraints: [{ kind: 'tableOptions', allow, maxParts: 2 }],
      coefficients: {
        source: 'test',
        embeddingBytesPerSecond: 1e8,
        lookupSeconds: 2e-7,
        partSeconds: 1e-6,
        ...costs,
        serializationBytesPerSecond: 1e9,
        denseFlopsPerSecond: 1e9,
      },
    });
  });

test('on hosts and links that differ the least latency is that of enumeration, capped or not, and bounds are below it', () => {
  const reached = nothingReached();
  fc.assert(
    fc.property(mixedProblem, fc.nat(10_000), (problem, pick) => {
      const instance = completeInstance(compileInstance(problem));
      expectOptima(problem, instance, pick, reached, ['latencyMs']);
      // The cap on latency is the last of all.
      expectOptima(problem, instance, pick | 256, reached, ['peakLoad', 'bytesOnWire']);
    }),
    { seed: 47, endOnFailure: true, numRuns: 40 },
  );
  expect(reached.found).toBeGreaterThan(130);
  expect(reached.optimal).toBeGreaterThan(reached.found * 0.95);
  expect(reached.capped).toBeGreaterThan(65);
  expect(reached.tight).toBeGreaterThan(50);
  for (const kind of ['whole', 'rowWise', 'columnWise', 'replicated', 'mainShard'])
    expect(reached.kinds.get(kind), kind).toBeGreaterThan(10);
});

test('criteo over 8 hosts comes within 2% of its latency bound, and no later where the main shard may hold tables', async () => {
  const { model, workload } = loadModelFixture('criteo-terabyte-dcnv2');
  const latencyOf = async (allow: OptionKind[]): Promise<number> => {
    const fleet = loadFleetFixture('8x32gib');
    const constraints = [{ kind: 'tableOptions', allow }];
    const answer = await solve(
      Problem.parse({ model, workload, fleet, objectives: ['latencyMs'], constraints }),
      OPTIONS,
    );
    if (!('plan' in answer)) throw new Error(answer.status);
    expect(answer.plan.proof.gap).toBeLessThan(0.02);
    return answer.plan.estimate.latencyMs;
  };
  const without = await latencyOf(['whole', 'rowWise']);
  expect(await latencyOf(['whole', 'rowWise', 'mainShard'])).toBeLessThan(without);
});

test('where calls cost the main shard more, fewer hosts are called, and the bound of 20 hosts stays below every latency', async () => {
  const { model, workload } = loadModelFixture('criteo-terabyte-dcnv2');
  const { main, hostTypes } = loadFleetFixture('8x32gib');
  const calls: number[] = [];
  for (const mainRpcSeconds of [0, 1e-4]) {
    const problem = Problem.parse({
      model,
      workload,
      fleet: { main, hostTypes: [{ ...hostTypes[0], count: 20 }] },
      objectives: ['latencyMs'],
      coefficients: { ...DEFAULT_COEFFICIENTS, mainRpcSeconds, sliceSeconds: 1e-6 },
    });
    const answer = await solve(problem, OPTIONS);
    if (!('plan' in answer)) throw new Error(answer.status);
    const { estimate: own, proof, placement } = answer.plan;
    calls.push(own.fanOut);
    expect(own.latencyMs).toBeCloseTo(estimate(problem, placement).latencyMs, 9);
    expect(proof.bound).toBeLessThanOrEqual(own.latencyMs);
    expect(proof.gap).toBeLessThan(0.05);
  }

  expect(calls[1]).toBeLessThan(calls[0]);
});
