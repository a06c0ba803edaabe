import { Model } from '../../domain/model.ts';
import { Workload } from '../../domain/trace.ts';
import { Fleet } from '../../domain/fleet.ts';

export interface TinyTable {
  name: string;
  rows?: number;
  dim?: number;
  net?: string;
  dtype?: 'fp32' | 'fp16' | 'int8' | 'int4';
  lookupsPer?: 'sample' | 'request';
  features?: { name: string; pooling?: 'sum' | 'mean' }[];
  poolingFactor?: number;
  poolingSpread?: number;
  presence?: number;
  exponent?: number;
}

/** A model and its workload from a few table shapes; `cat` interaction, so that dims may differ. */
export function tinyProblem(
  tables: readonly TinyTable[],
  options: { samples?: number; batchSize?: number; dense?: boolean } = {},
): { model: Model; workload: Workload; fleet: Fleet } {
  const nets = [...new Set(tables.map((table) => table.net ?? 'net'))].map((name) => ({ name }));
  const model = Model.parse({
    name: 'tiny',
    nets,
    tables: tables.map(
      ({ name, rows = 200, dim = 8, net = 'net', dtype = 'fp32', lookupsPer = 'sample', features }) => ({
        name,
        rows,
        dim,
        net,
        dtype,
        lookupsPer,
        features: features ?? [{ name: `${name}/f` }],
      }),
    ),
    ...(options.dense === false
      ? {}
      : { dense: { inputFeatures: 3, bottomMlp: [8, 4], interaction: { kind: 'cat' }, topMlp: [8, 1] } }),
  });
  const workload = Workload.parse({
    batchSize: options.batchSize ?? options.samples ?? 4,
    samplesPerRequest: options.samples ?? 4,
    tables: tables.map((table, t) => ({
      table: table.name,
      popularity: { kind: 'zipf', exponent: table.exponent ?? 0.8 },
      features: model.tables[t].features.map((feature) => ({
        feature: feature.name,
        poolingFactor: table.poolingFactor ?? 3,
        poolingSpread: table.poolingSpread ?? 1.5,
        presence: table.presence ?? 0.8,
      })),
    })),
  });
  return { model, workload, fleet: tinyFleet };
}

const host = {
  memoryBytes: 1e12,
  memoryBandwidthBytesPerSecond: 1e10,
  cores: 2,
  link: { roundTripMs: 0.1, bandwidthBytesPerSecond: 1e9 },
};

/** Hosts `host-0` to `host-15`. */
export const tinyFleet: Fleet = Fleet.parse({ main: host, hostTypes: [{ name: 'host', count: 16, ...host }] });
