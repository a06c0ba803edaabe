import { expect, test } from 'vitest';
import { loadFleetFixture, loadModelFixture } from '../../api/fixtures.ts';
import { hostsOf } from '../../domain/fleet.ts';
import type { Placement } from '../../domain/placement.ts';
import { Problem } from '../../domain/problem.ts';
import { seededRandom } from '../../domain/random.ts';
import { callsOf } from '../../evaluator/calls.ts';
import { DEFAULT_COEFFICIENTS } from '../../evaluator/coefficients.ts';
import { createCosts } from '../../evaluator/costs.ts';
import { estimate } from '../../evaluator/estimate.ts';
import { fixedSteps } from '../../evaluator/latency.ts';
import { partsOf } from '../../evaluator/parts.ts';
import { deploymentOf } from '../../evaluator/replay/deployment.ts';
import { replay } from '../../evaluator/replay/replay.ts';
import type { RequestRecord } from '../../evaluator/service-record.ts';

test('over links of no width to speak of, the predicted latency is that of a replay of the predicted work', () => {
  const { model, workload } = loadModelFixture('criteo-kaggle');
  const base = loadFleetFixture('8x32gib');
  const link = { roundTripMs: 0.02, bandwidthBytesPerSecond: 1e15 };
  const fleet = {
    main: { ...base.main, link, cpuSpeed: 0.5 },
    hostTypes: [{ ...base.hostTypes[0], link, cpuSpeed: 2 }],
  };
  const random = seededRandom(1, 'placements');
  let calls = 0;
  for (const hosts of [1, 2, 3, 5, 8]) {
    const problem = Problem.parse({
      model,
      workload,
      fleet,
      objectives: ['latencyMs'],
      coefficients: { ...DEFAULT_COEFFICIENTS, mainRpcSeconds: 1e-5, sliceSeconds: 1e-6 },
    });
    // Host 0 is the main shard's.
    const on = model.tables.map(() => random.below(hosts + 1));
    const names = hostsOf(problem.fleet).map(({ name }) => name);
    const placement: Placement = {
      shards: names.slice(0, hosts + 1).map((host, h) => ({
        host,
        slices: model.tables.filter((_, t) => on[t] === h).map(({ name }) => ({ kind: 'whole', table: name })),
      })),
    };
    const record = recordOf(problem, placement);
    calls += record.batches[0].nets.reduce((sum, net) => sum + net.calls.length, 0);
    const { latencyMs } = replay([record], deploymentOf(problem.fleet), 'closedLoop');
    expect(estimate(problem, placement).latencyMs / latencyMs[0]).toBeCloseTo(1, 6);
  }
  expect(calls).toBeGreaterThan(15);
});

/** A request that costs what the cost model says. */
function recordOf(problem: Problem, placement: Placement): RequestRecord {
  const costs = createCosts(problem);
  const { coefficients } = costs;
  const { bottom, join, top } = fixedSteps(problem.model, costs);
  const calls = callsOf(partsOf(problem, placement, costs), costs);
  // Work of the main shard is recorded as on a core of cpuSpeed 1, where fixed steps are of its own.
  const mainMs = (seconds: number): number => seconds * 1000 * costs.hosts[0].cpuSpeed;
  return {
    batches: [
      {
        samples: costs.samplesPerBatch,
        bottomMs: mainMs(bottom),
        topMs: mainMs(join + top),
        rpcMs: calls.reduce((sum, { rpcs }) => sum + rpcs, 0) * (coefficients.mainRpcSeconds ?? 0) * 1000,
        nets: problem.model.nets.map((_, net) => {
          const own = calls.filter((call) => call.net === net);
          const bytes = own.reduce((sum, call) => sum + call.payloadBytesPerBatch, 0);
          return {
            localMs: own
              .filter(({ host }) => host === 0)
              .reduce((sum, call) => sum + 1000 * call.batchServiceSeconds, 0),
            localReadBytes: 0,
            serializeMs: own.reduce((sum, call) => sum + 1000 * call.handlingSeconds, 0),
            deserializeMs: (1000 * bytes) / coefficients.serializationBytesPerSecond,
            calls: own
              .filter(({ rpcs }) => rpcs === 1)
              .map((call) => ({
                host: costs.hosts[call.host].name,
                callBytes: call.wireBytesPerBatch,
                answerBytes: 0,
                readBytes: 0,
                deserializeMs: (1000 * call.wireBytesPerBatch) / coefficients.serializationBytesPerSecond,
                embeddingMs: 1000 * call.batchServiceSeconds,
                serializeMs: 0,
                overheadMs: 0,
              })),
          };
        }),
      },
    ],
  };
}
