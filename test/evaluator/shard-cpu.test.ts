import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TableSlice } from '../../domain/placement.ts';
import { callsOf } from '../../evaluator/calls.ts';
import { createCosts, equalRowRanges } from '../../evaluator/costs.ts';
import { estimate } from '../../evaluator/estimate.ts';
import { partsOf } from '../../evaluator/parts.ts';
import { predictShardCpu } from '../../evaluator/shard-cpu.ts';
import { smallProblem } from '../small-problem.ts';

const problem = smallProblem(
  [
    { name: 'a', rows: 1000, poolingFactor: 10 },
    { name: 'b', rows: 500, poolingFactor: 2, presence: 0.4, net: 'user' },
    { name: 'c', rows: 64, poolingFactor: 3 },
  ],
  { hosts: 3 },
);

/** Each table whole, replicated, split by rows, or whole on the main shard. */
const layout = fc.array(fc.record({ kind: fc.constantFrom('whole', 'rows', 'replicated', 'main'), first: fc.nat(2) }), {
  minLength: 3,
  maxLength: 3,
});

describe('predicted CPU by shard', () => {
  test('adds up to the predicted CPU of a request, whatever the layout', () => {
    const reached = new Set<string>();
    const costs = createCosts(problem);
    fc.assert(
      fc.property(layout, (layouts) => {
        const byHost = new Map<string, TableSlice[]>();
        const put = (host: string, slice: TableSlice): void =>
          void byHost.set(host, [...(byHost.get(host) ?? []), slice]);
        problem.model.tables.forEach(({ name: table, rows }, t) => {
          const { kind, first } = layouts[t];
          reached.add(kind);
          const hosts = [`host-${first}`, `host-${(first + 1) % 3}`];
          if (kind === 'rows')
            equalRowRanges(rows, 2).forEach((range, i) =>
              put(hosts[i], { kind: 'rows', table, rowOrder: 'shuffled', ...range }),
            );
          else if (kind === 'replicated') for (const host of hosts) put(host, { kind: 'whole', table });
          else put(kind === 'main' ? 'main' : hosts[0], { kind: 'whole', table });
        });
        const placement = { shards: [...byHost].map(([host, slices]) => ({ host, slices })) };
        const parts = partsOf(problem, placement, costs);
        const shards = predictShardCpu(problem.model, costs, parts, callsOf(parts, costs));
        const total = shards.reduce(
          (sum, { denseMs, embeddingMs, payloadMs, rpcServiceMs }) =>
            sum + denseMs + embeddingMs + payloadMs + rpcServiceMs,
          0,
        );
        expect(total).toBeCloseTo(estimate(problem, placement, costs).cpuMs, 9);
        expect(shards[0].host).toBe('main');
        expect(new Set(shards.slice(1).map(({ host }) => host))).toEqual(
          new Set([...byHost.keys()].filter((host) => host !== 'main')),
        );
      }),
    );
    expect(reached).toEqual(new Set(['whole', 'rows', 'replicated', 'main']));
  });
});
