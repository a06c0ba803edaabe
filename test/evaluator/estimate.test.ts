import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Placement, TableSlice } from '../../domain/placement.ts';
import { DEFAULT_COEFFICIENTS } from '../../evaluator/coefficients.ts';
import { equalRowRanges } from '../../evaluator/costs.ts';
import { estimate } from '../../evaluator/estimate.ts';
import { harmonic, popularityShare } from '../../evaluator/popularity.ts';
import { smallProblem } from '../small-problem.ts';

const whole = (table: string): TableSlice => ({ kind: 'whole', table });
const split = (table: string, total: number, parts: number): TableSlice[] =>
  equalRowRanges(total, parts).map((range) => ({ kind: 'rows', table, rowOrder: 'shuffled', ...range }));
const place = (slices: TableSlice[][]): Placement => ({
  shards: slices.map((held, h) => ({ host: `host-${h}`, slices: held })),
});

describe('loads and bytes', () => {
  const problem = smallProblem(
    [
      { name: 'a', rows: 1000, poolingFactor: 10 },
      { name: 'b', rows: 500, poolingFactor: 2, net: 'user' },
    ],
    { hosts: 4 },
  );

  test('lookup bytes are lookups per batch times bytes per row', () => {
    const found = estimate(problem, place([[whole('a')], [whole('b')]]));
    expect(found.hosts.map((host) => host.load)).toEqual([10 * 16 * 256, 2 * 16 * 256, 0, 0]);
    expect(found).toMatchObject({ hostsUsed: 2, fanOut: 2, peakLoad: 10 * 16 * 256, criticalLoad: 12 * 16 * 256 });
    expect(found.hosts[0].memoryBytes).toBe(1000 * 256);
  });

  test('wire bytes of whole tables are slice ids, lengths, indices and pooled vectors', () => {
    const perTable = (lookups: number) => 4 + 4 * 16 + 4 * lookups + 4 * 16 * 64;
    expect(estimate(problem, place([[whole('a'), whole('b')]])).bytesOnWire).toBe(perTable(160) + perTable(32));
  });

  test('nets on one host cost one RPC each', () => {
    expect(estimate(problem, place([[whole('a'), whole('b')]])).expectedRpcsPerRequest).toBe(2);
  });

  test('a row-wise split divides load and memory, keeps their sums, and costs wire bytes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 4 }), (parts) => {
        const before = estimate(problem, place([[whole('a'), whole('b')]]));
        const pieces = split('a', 1000, parts).map((slice, i) => (i === 0 ? [slice, whole('b')] : [slice]));
        const after = estimate(problem, place(pieces));
        const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
        expect(sum(after.hosts.map((host) => host.load))).toBeCloseTo(before.peakLoad, 1);
        expect(sum(after.hosts.map((host) => host.memoryBytes))).toBe(before.hosts[0].memoryBytes);
        expect(after.bytesOnWire).toBeGreaterThan(before.bytesOnWire);
        expect(after.fanOut).toBe(parts + 1);
      }),
      { seed: 1 },
    );
  });

  test('a replica carries its share of the mean load, and the whole batch when its turn comes', () => {
    const found = estimate(problem, place([[whole('a')], [whole('a'), whole('b')]]));
    expect(found.hosts[0].load).toBe(5 * 16 * 256);
    expect(found.criticalLoad).toBe((10 + 2) * 16 * 256);
    expect(found.fanOut).toBe(2);
  });

  test('a request-level table is looked up once, whatever the samples', () => {
    const request = smallProblem([{ name: 'a', rows: 1000, poolingFactor: 10, lookupsPer: 'request' }]);
    expect(estimate(request, place([[whole('a')]])).peakLoad).toBe(10 * 256);
  });

  test('a request-level table with one lookup calls one of its parts, however many there are', () => {
    const request = smallProblem([{ name: 'a', rows: 1024, poolingFactor: 1, lookupsPer: 'request' }], { hosts: 8 });
    const found = estimate(request, place(split('a', 1024, 8).map((slice) => [slice])));
    expect(found.expectedRpcsPerRequest).toBeCloseTo(1, 9);
    expect(found.fanOut).toBe(8);
  });
});

describe('latency', () => {
  test('a longer round trip or a slower core never shortens it', () => {
    const tables = [
      { name: 'a', rows: 1000, poolingFactor: 10 },
      { name: 'b', rows: 500, net: 'user' },
    ];
    const base = smallProblem(tables);
    const at = place([[whole('a')], [whole('b')]]);
    const { latencyMs } = estimate(base, at);
    const changed = (change: (host: (typeof base.fleet.hostTypes)[0]) => void): number => {
      const copy = structuredClone(base);
      copy.fleet.hostTypes.forEach(change);
      return estimate(copy, at).latencyMs;
    };
    expect(changed((host) => void (host.link.roundTripMs += 1))).toBeCloseTo(latencyMs + 2, 9);
    expect(changed((host) => void (host.cpuSpeed = 0.5))).toBeGreaterThan(latencyMs);
  });
});

describe('popularity', () => {
  test('harmonic numbers agree with plain summation', () => {
    for (const s of [0, 0.5, 1, 1.05, 2])
      for (const n of [1, 64, 65, 1000, 20_000]) {
        let sum = 0;
        for (let i = 1; i <= n; i++) sum += i ** -s;
        expect(Math.abs(harmonic(n, s) / sum - 1)).toBeLessThan(1e-9);
      }
  });

  test('shares rise from 0 to 1', () => {
    const zipf = { kind: 'zipf' as const, exponent: 1.05 };
    const shares = [0, 1, 10, 1000, 1e6, 1e9].map((count) => popularityShare(zipf, 1e9, count));
    expect(shares[0]).toBe(0);
    expect(shares.at(-1)).toBe(1);
    expect(shares.toSorted((a, b) => a - b)).toEqual(shares);
    expect(
      popularityShare(
        {
          kind: 'empirical',
          shares: [
            { rows: 0.5, lookups: 0.8 },
            { rows: 1, lookups: 1 },
          ],
        },
        100,
        25,
      ),
    ).toBe(0.4);
  });
});

describe('predicted CPU', () => {
  const problem = smallProblem(
    [
      { name: 'a', rows: 1000, poolingFactor: 10 },
      { name: 'b', rows: 500, poolingFactor: 2 },
    ],
    { hosts: 4 },
  );
  const cpuOf = (placement: Placement, over: object = {}): number =>
    estimate({ ...problem, coefficients: { ...DEFAULT_COEFFICIENTS, ...over } }, placement).cpuMs;
  const together = place([[whole('a'), whole('b')]]);
  const spread = place([[whole('a')], [whole('b')]]);

  test('each further RPC costs what the constants say, on both sides', () => {
    const added = (cpuOf(spread) - cpuOf(together)) / 1000;
    expect(added).toBeCloseTo(DEFAULT_COEFFICIENTS.rpcSeconds, 12);
    const withMain = cpuOf(spread, { mainRpcSeconds: 1e-5 }) - cpuOf(together, { mainRpcSeconds: 1e-5 });
    expect(withMain / 1000).toBeCloseTo(DEFAULT_COEFFICIENTS.rpcSeconds + 1e-5, 12);
  });

  test('caches that hold everything make every lookup a hit, and caches of no size none', () => {
    const cache = { lookupSeconds: 0, bytesPerSecond: 1e18 };
    const misses = cpuOf(together, { cache: { ...cache, bytes: 1 } });
    expect(misses).toBeCloseTo(cpuOf(together), 12);
    const hits = cpuOf(together, { cache: { ...cache, bytes: 1e12 } });
    const lookups = 12 * 16;
    const perRow = DEFAULT_COEFFICIENTS.lookupSeconds + 256 / DEFAULT_COEFFICIENTS.embeddingBytesPerSecond;
    expect((misses - hits) / 1000).toBeCloseTo(lookups * perRow, 9);
    const half = cpuOf(together, { cache: { ...cache, bytes: 1e5 } });
    expect(half).toBeGreaterThan(hits);
    expect(half).toBeLessThan(misses);
  });
});
