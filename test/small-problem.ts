import { Problem } from '../domain/problem.ts';

export interface SmallTable {
  readonly name: string;
  readonly rows: number;
  readonly dim?: number;
  readonly poolingFactor?: number;
  readonly presence?: number;
  readonly net?: string;
  readonly features?: readonly string[];
  readonly lookupsPer?: 'request' | 'sample';
}

const GiB = 2 ** 30;

/** One equal host type named `host`, no request rate, fp32 tables, dim 64 and pooling factor 1 unless said otherwise. */
export function smallProblem(
  tables: readonly SmallTable[],
  {
    hosts = 2,
    memoryBytes = GiB,
    ...rest
  }: { hosts?: number; memoryBytes?: number } & Partial<Record<keyof Problem, unknown>> = {},
): Problem {
  const host = {
    memoryBytes,
    memoryBandwidthBytesPerSecond: 1e11,
    cores: 16,
    link: { roundTripMs: 0.05, bandwidthBytesPerSecond: 3.125e9 },
  };
  const nets = [...new Set(tables.map((table) => table.net ?? 'net'))].toSorted();
  const featuresOf = (table: SmallTable): readonly string[] => table.features ?? [table.name];
  const input = {
    model: {
      name: 'small',
      nets: nets.map((name) => ({ name })),
      tables: tables.map((table) => ({
        name: table.name,
        net: table.net ?? 'net',
        rows: table.rows,
        dim: table.dim ?? 64,
        lookupsPer: table.lookupsPer ?? 'sample',
        features: featuresOf(table).map((name) => ({ name })),
      })),
    },
    workload: {
      batchSize: 16,
      samplesPerRequest: 16,
      tables: tables.map((table) => ({
        table: table.name,
        popularity: { kind: 'zipf', exponent: 1.05 },
        features: featuresOf(table).map((feature) => ({
          feature,
          poolingFactor: table.poolingFactor ?? 1,
          presence: table.presence ?? Math.min(1, table.poolingFactor ?? 1),
        })),
      })),
    },
    fleet: { main: host, hostTypes: [{ name: 'host', count: hosts, ...host }] },
    objectives: ['peakLoad'],
    ...rest,
  };
  return Problem.parse(input);
}
