import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import * as z from 'zod';
import { Problem } from '../../domain/problem.ts';

/** A table-wise sharding instance as other planners read it: a table's load is pooling_factor x dim x bytes_per_elem a sample. */
export const ReferenceInstance = z.object({
  name: z.string(),
  batch_size: z.int(),
  tables: z
    .array(
      z.object({
        name: z.string(),
        rows: z.int(),
        dim: z.int(),
        bytes_per_elem: z.union([z.literal(4), z.literal(2), z.literal(1)]),
        pooling_factor: z.number(),
      }),
    )
    .min(1),
  devices: z.array(z.object({ mem_bytes: z.int() })).min(1),
});
export type ReferenceInstance = z.infer<typeof ReferenceInstance>;

/** Every instance in a folder, plain or gzipped JSON, by file name. */
export function readInstances(folder: string): ReferenceInstance[] {
  return readdirSync(folder)
    .filter((file) => /\.json(\.gz)?$/.test(file))
    .toSorted()
    .map((file) => {
      const bytes = readFileSync(join(folder, file));
      const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
      return ReferenceInstance.parse(JSON.parse(text));
    });
}

// int8 rows would carry 4 bytes of scale and bias that these instances do not count.
const DTYPE = { 4: 'fp32', 2: 'fp16' } as const;

/**
 * The instance as a problem: table-wise only, load in lookup bytes, equal hosts, tables dealt to `nets` nets by index modulo.
 * @throws Error on one-byte elements or unequal devices, which the format allows and these instances do not use.
 */
export function problemOfInstance(
  instance: ReferenceInstance,
  nets: number,
  objectives: readonly string[],
  deviceCount = instance.devices.length,
): Problem {
  const [{ mem_bytes: memoryBytes }] = instance.devices;
  if (instance.devices.some((device) => device.mem_bytes !== memoryBytes))
    throw new Error(`${instance.name}: its devices differ`);
  const host = {
    memoryBytes,
    memoryBandwidthBytesPerSecond: 1e11,
    cores: 16,
    link: { roundTripMs: 0.05, bandwidthBytesPerSecond: 3.125e9 },
  };
  return Problem.parse({
    model: {
      name: instance.name,
      nets: Array.from({ length: nets }, (_, n) => ({ name: `net${n}` })),
      tables: instance.tables.map((table, t) => {
        if (table.bytes_per_elem === 1) throw new Error(`${instance.name}: one-byte elements`);
        const dtype = DTYPE[table.bytes_per_elem];
        const features = [{ name: table.name }];
        return { name: table.name, net: `net${t % nets}`, rows: table.rows, dim: table.dim, dtype, features };
      }),
    },
    workload: {
      batchSize: instance.batch_size,
      samplesPerRequest: instance.batch_size,
      tables: instance.tables.map(({ name, pooling_factor: poolingFactor }) => ({
        table: name,
        popularity: { kind: 'zipf', exponent: 1.05 },
        features: [{ feature: name, poolingFactor, presence: Math.min(1, poolingFactor) }],
      })),
    },
    fleet: { main: host, hostTypes: [{ name: 'host', count: deviceCount, ...host }] },
    objectives,
    constraints: [{ kind: 'tableOptions', allow: ['whole'] }],
  });
}
