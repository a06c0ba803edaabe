import * as z from 'zod';
import { Fleet, HostType, MainHost } from '../domain/fleet.ts';
import { Dense, Dtype, Model } from '../domain/model.ts';
import { Name } from '../domain/names.ts';
import { Workload } from '../domain/trace.ts';

/** Consecutive tables that are alike, written once. One pooling factor a feature: a table may serve several. */
export const TableRun = z.strictObject({
  count: z.int().min(1).default(1),
  rows: z.int().min(1),
  dim: z.int().min(1),
  dtype: Dtype.optional(),
  net: Name.optional(),
  lookupsPer: z.enum(['sample', 'request']).optional(),
  poolingFactors: z.array(z.number().min(0)).min(1),
  poolingSpread: z.number().min(0).optional(),
  presence: z.number().min(0).max(1).optional(),
});
export type TableRun = z.infer<typeof TableRun>;

/** A file of fixtures/models: a model and how it is asked, with the origin of both. */
export const ModelFixtureFile = z.strictObject({
  about: z.string(),
  source: z.string(),
  licence: z.string(),
  synthetic: z.boolean(),
  reportNote: z.string().optional().describe("Becomes the model's note, which every report prints."),
  notes: z.array(z.string()),
  ours: z.array(z.string()).describe('Fields of this file that the source does not give: our choice.'),
  nets: z.array(Name).min(1),
  dense: Dense.optional(),
  batchSize: z.int().min(1),
  samplesPerRequest: z.int().min(1),
  zipfExponent: z.number().min(0).describe('Popularity of the rows of every table.'),
  dtype: Dtype.describe('Of the tables that state none.'),
  tables: z.array(TableRun).min(1),
});
export type ModelFixtureFile = z.infer<typeof ModelFixtureFile>;

/** The file fixtures/fleets.json: host types, and fleets that count them. */
export const FleetFixtureFile = z.strictObject({
  about: z.string(),
  main: MainHost,
  hostTypes: z.array(HostType.omit({ count: true })),
  fleets: z.array(
    z.strictObject({
      name: Name,
      hosts: z.array(z.strictObject({ type: Name, count: z.int().min(1) })).min(1),
    }),
  ),
});
export type FleetFixtureFile = z.infer<typeof FleetFixtureFile>;

interface NamedRun {
  readonly run: TableRun;
  readonly table: string;
  readonly features: readonly string[];
}

/** Model and workload of a file. Tables are t0, t1 ... in the file's order; table t3's features f3, or f3.0, f3.1 ... */
export function expandModel(name: string, file: ModelFixtureFile): { model: Model; workload: Workload } {
  const runs = file.tables.flatMap((run) => Array.from({ length: run.count }, () => run)).map(nameRun);
  const model = Model.parse({
    name,
    ...(file.reportNote === undefined ? {} : { note: file.reportNote }),
    nets: file.nets.map((net) => ({ name: net })),
    tables: runs.map(({ run, table, features }) => ({
      name: table,
      net: run.net ?? file.nets[0],
      rows: run.rows,
      dim: run.dim,
      dtype: run.dtype ?? file.dtype,
      lookupsPer: run.lookupsPer ?? 'sample',
      features: features.map((feature) => ({ name: feature, pooling: 'sum' })),
    })),
    ...(file.dense === undefined ? {} : { dense: file.dense }),
  });
  const workload = Workload.parse({
    batchSize: file.batchSize,
    samplesPerRequest: file.samplesPerRequest,
    tables: runs.map(({ run, table, features }) => ({
      table,
      popularity: { kind: 'zipf', exponent: file.zipfExponent },
      features: features.map((feature, f) => ({
        feature,
        poolingFactor: run.poolingFactors[f],
        poolingSpread: run.poolingSpread ?? 0,
        presence: run.presence ?? 1,
      })),
    })),
  });
  return { model, workload };
}

/** The fleet `name` of the file, or undefined. Throws where the file counts a host type that it does not describe. */
export function expandFleet(name: string, file: FleetFixtureFile): Fleet | undefined {
  const found = file.fleets.find((fleet) => fleet.name === name);
  return (
    found &&
    Fleet.parse({
      main: file.main,
      hostTypes: found.hosts.map(({ type, count }) => ({
        ...file.hostTypes.find((host) => host.name === type),
        count,
      })),
    })
  );
}

function nameRun(run: TableRun, t: number): NamedRun {
  const features = run.poolingFactors.length === 1 ? [`f${t}`] : run.poolingFactors.map((_, f) => `f${t}.${f}`);
  return { run, table: `t${t}`, features };
}
