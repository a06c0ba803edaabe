import { seededRandom, type Random } from '../../domain/random.ts';
import type { ReferenceInstance } from './reference-instance.ts';

/** Shape of a generated instance: log-normal rows and pooling factors, as the published marginals of production tables. */
export interface Shape {
  readonly name: string;
  readonly tables: number;
  readonly devices: number;
  readonly bytesPerElem: 2 | 4;
  readonly dims: readonly number[];
  /** Medians, and sigmas of the logarithms. */
  readonly rows: readonly [median: number, sigma: number];
  readonly pooling: readonly [median: number, sigma: number];
  /** Largest table in bytes, as a share of the mean bytes a device. */
  readonly largestShare: number;
  /** Device memory over the mean bytes a device. */
  readonly memoryRatio: number;
}

const DRM = { bytesPerElem: 4, dims: [32, 64, 128], rows: [3e5, 2], pooling: [6, 1.1], largestShare: 0.15 } as const;
const DLRM = { bytesPerElem: 2, dims: [4, 8, 16, 32, 64, 128], rows: [3e5, 2.2], pooling: [5, 1.3] } as const;
const SYNTHETIC = { bytesPerElem: 2, dims: [16, 32, 64, 128], rows: [4e5, 2.2], pooling: [3, 1.1] } as const;

/** Instances like the published ones, and two larger; `tight` ones leave hosts 1 to 3% of free memory. */
export const SHAPES: readonly Shape[] = [
  { name: 'like-b-257x8', tables: 257, devices: 8, memoryRatio: 1.41, ...DRM },
  { name: 'like-b-257x8-tight', tables: 257, devices: 8, memoryRatio: 1.03, ...DRM },
  { name: 'like-c-856x16', tables: 856, devices: 16, memoryRatio: 1.34, largestShare: 0.9, ...DLRM },
  { name: 'like-c-856x16-tight', tables: 856, devices: 16, memoryRatio: 1.02, largestShare: 0.9, ...DLRM },
  { name: 'like-d-5000x64', tables: 5000, devices: 64, memoryRatio: 1.46, largestShare: 0.5, ...SYNTHETIC },
  { name: 'like-d-5000x64-tight', tables: 5000, devices: 64, memoryRatio: 1.01, largestShare: 0.5, ...SYNTHETIC },
  { name: 'like-20000x256', tables: 20_000, devices: 256, memoryRatio: 1.4, largestShare: 0.5, ...SYNTHETIC },
  { name: 'like-20000x256-tight', tables: 20_000, devices: 256, memoryRatio: 1.01, largestShare: 0.5, ...SYNTHETIC },
];

/** The instance of a shape and a seed: the same on every machine. */
export function generateInstance(shape: Shape, seed: number): ReferenceInstance {
  const random = seededRandom(seed, shape.name.replace('-tight', ''));
  const drawn = Array.from({ length: shape.tables }, (_, t) => ({
    name: `t${t}`,
    rows: Math.ceil(logNormal(random, shape.rows)),
    dim: shape.dims[random.below(shape.dims.length)],
    bytes_per_elem: shape.bytesPerElem,
    pooling_factor: Math.round(logNormal(random, shape.pooling) * 1000) / 1000,
  }));
  const tables = cutLargest(drawn, shape.largestShare / shape.devices);
  const bytes = tables.reduce((sum, table) => sum + bytesOf(table), 0);
  const mem_bytes = Math.ceil((bytes / shape.devices) * shape.memoryRatio);
  return {
    name: shape.name,
    batch_size: 512,
    tables,
    devices: Array.from({ length: shape.devices }, () => ({ mem_bytes })),
  };
}

type DrawnTable = ReferenceInstance['tables'][number];

const bytesOf = ({ rows, dim, bytes_per_elem }: DrawnTable): number => rows * dim * bytes_per_elem;

/** Cuts rows until no table is more than the share of all bytes: each round the total falls, and less than before. */
function cutLargest(drawn: readonly DrawnTable[], share: number): DrawnTable[] {
  let tables = [...drawn];
  for (let round = 0; round < 20; round++) {
    const most = share * tables.reduce((sum, table) => sum + bytesOf(table), 0);
    tables = tables.map((table) => ({
      ...table,
      rows: Math.max(1, Math.min(table.rows, Math.floor((most * table.rows) / bytesOf(table)))),
    }));
  }
  return tables;
}

/** Box and Muller 1958. */
function logNormal(random: Random, [median, sigma]: readonly [number, number]): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.next()));
  return median * Math.exp(sigma * radius * Math.cos(2 * Math.PI * random.next()));
}
