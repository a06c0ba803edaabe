import { Fleet } from '../../domain/fleet.ts';
import { Model } from '../../domain/model.ts';
import type { Placement } from '../../domain/placement.ts';
import { Workload } from '../../domain/trace.ts';

/** A synthetic model that makes one kind of work dominant, and how its tables lie. */
export interface Probe {
  readonly model: Model;
  readonly workload: Workload;
  readonly placement: Placement;
}

const HOST = {
  memoryBytes: 1e15,
  memoryBandwidthBytesPerSecond: 1e11,
  cores: 1,
  link: { roundTripMs: 0, bandwidthBytesPerSecond: 1e12 },
};
const MOST_HOSTS = 4;
export const PROBE_FLEET = Fleet.parse({ main: HOST, hostTypes: [{ name: 'host', count: MOST_HOSTS, ...HOST }] });

const SAMPLES = 16;

interface Shape {
  readonly tables: number;
  readonly rows: number;
  readonly dim: number;
  readonly poolingFactor: number;
  readonly samples?: number;
  readonly hosts?: number;
  readonly mlp?: readonly number[];
}

function probeOf({ tables, rows, dim, poolingFactor, samples = SAMPLES, hosts = 0, mlp }: Shape): Probe {
  const names = Array.from({ length: tables }, (_, t) => `t${t}`);
  const placedOn = Array.from({ length: Math.max(1, hosts) }, (_, h) => (hosts === 0 ? 'main' : `host-${h}`));
  return {
    model: Model.parse({
      name: 'probe',
      nets: [{ name: 'net' }],
      tables: names.map((name) => ({ name, net: 'net', rows, dim, features: [{ name }] })),
      ...(mlp === undefined
        ? {}
        : { dense: { inputFeatures: mlp[0], bottomMlp: mlp, interaction: { kind: 'cat' }, topMlp: [1] } }),
    }),
    workload: Workload.parse({
      batchSize: samples,
      samplesPerRequest: samples,
      tables: names.map((table) => ({
        table,
        popularity: { kind: 'zipf', exponent: 0 },
        features: [{ feature: table, poolingFactor }],
      })),
    }),
    placement: {
      shards: placedOn.map((host, h) => ({
        host,
        slices: names.filter((_, t) => t % placedOn.length === h).map((table) => ({ kind: 'whole' as const, table })),
      })),
    },
  };
}

const DIMS = [32, 128];
const POOLING = [1, 10];
const TABLES = 32;
/** Small tables where rows are not what is measured. */
const FEW_ROWS = 40;
/**
 * What a served model does besides what a probe measures: caches and threads are then as they are in service. A kernel alone in a loop costs half.
 */
const BESIDE_MLP = [512, 512, 512, 512];
const BESIDE_TABLES = { tables: 32, rows: 8192, dim: 64, poolingFactor: 4 };

/** Of all tables together: from what second-level caches hold to what only memory does. */
const TABLE_BYTES = [2 ** 20, 2 ** 22, 2 ** 24, 2 ** 26, 2 ** 30];

/** Uniform lookups in tables of several sizes. */
export const lookupProbes = (): Probe[] =>
  TABLE_BYTES.flatMap((bytes) =>
    DIMS.flatMap((dim) => {
      const rows = Math.floor(bytes / (TABLES * 4 * dim));
      return POOLING.map((poolingFactor) => probeOf({ tables: TABLES, rows, dim, poolingFactor, mlp: BESIDE_MLP }));
    }),
  );

/** MLPs of four layers, by width and samples: of 64 KiB to 64 MiB of weights. */
export const denseProbes = (): Probe[] =>
  [64, 256, 512, 1024, 2048].flatMap((width) =>
    [1, 8, 32, 128].map((samples) => probeOf({ ...BESIDE_TABLES, samples, mlp: [width, width, width, width] })),
  );

/** Small tables on one to four hosts, with answers of 1 KiB to 1 MiB. */
export const rpcProbes = (): Probe[] =>
  [1, 2, MOST_HOSTS].flatMap((hosts) =>
    [4, 64].flatMap((dim) =>
      [4, 64].map((samples) =>
        probeOf({ tables: 16, rows: FEW_ROWS, dim, poolingFactor: 1, samples, hosts, mlp: BESIDE_MLP }),
      ),
    ),
  );
