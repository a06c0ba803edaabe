import * as z from 'zod';
import { Name } from '../../domain/names.ts';

/*
 * TorchRec's dataclasses as JSON: what `dataclasses.asdict` leaves of them, null where nothing was set, enums by name or as
 * Python prints them (`DataType.FP32`). Fields: torchrec/modules/embedding_configs.py, torchrec/distributed/planner/types.py.
 */

const optional = <S extends z.ZodType>(schema: S) => schema.nullish();

/** `DataType.FP32`, `FP32` and `fp32` are the same. */
const enumName = <const T extends readonly [string, ...string[]]>(names: T) =>
  z
    .string()
    .transform((text) => text.slice(text.lastIndexOf('.') + 1).toUpperCase())
    .pipe(z.enum(names));

/** Has no JSON form and no meaning to a placement: initial values, kernels' caches. */
const anything = z.unknown().optional();

export const EmbeddingBagConfig = z.strictObject({
  name: Name,
  num_embeddings: z.int().min(1),
  embedding_dim: z.int().min(1),
  data_type: optional(enumName(['FP32', 'FP16', 'BF16', 'INT8', 'UINT8', 'INT4'])),
  feature_names: optional(z.array(Name)),
  pooling: optional(enumName(['SUM', 'MEAN'])),
  num_embeddings_post_pruning: optional(z.int().min(1)),
  need_pos: optional(z.boolean()),
  use_virtual_table: optional(z.literal(false, 'false: tables of 2^50 rows have no size to place')),
  weight_init_max: anything,
  weight_init_min: anything,
  init_fn: anything,
  input_dim: anything,
  total_num_buckets: anything,
  virtual_table_eviction_policy: anything,
});
export type EmbeddingBagConfig = z.output<typeof EmbeddingBagConfig>;

export const SHARDING_TYPES = [
  'data_parallel',
  'table_wise',
  'column_wise',
  'row_wise',
  'table_row_wise',
  'table_column_wise',
  'grid_shard',
] as const;
export const ShardingType = z.enum(SHARDING_TYPES);
export type ShardingType = z.infer<typeof ShardingType>;

export const ParameterConstraints = z.strictObject({
  sharding_types: optional(z.array(ShardingType).min(1)),
  min_partition: optional(z.int().min(1)),
  pooling_factors: optional(z.array(z.number().min(0).max(1e6)).min(1)),
  num_poolings: optional(z.array(z.literal(1, '1: list a feature that is pooled several times as several features'))),
  batch_sizes: optional(z.array(z.int().min(1))),
  feature_names: optional(z.array(Name)),
  device_group: optional(z.literal('cpu', 'cpu: hosts have no other device')),
  is_weighted: optional(z.boolean()),
  output_dtype: optional(z.string()),
  compute_kernels: optional(z.array(z.string())),
  cache_params: anything,
  enforce_hbm: optional(z.boolean()),
  stochastic_rounding: optional(z.boolean()),
  bounds_check_mode: anything,
  key_value_params: anything,
  use_virtual_table: optional(z.literal(false, 'false: tables of 2^50 rows have no size to place')),
});
export type ParameterConstraints = z.output<typeof ParameterConstraints>;

const Configs = z.array(EmbeddingBagConfig).min(1);

/** One collection's tables, or those of several by module path; constraints by table name, as the planner takes them. */
export const TorchRecTables = z
  .strictObject({
    tables: Configs.optional(),
    modules: z.record(Name, Configs).optional(),
    constraints: optional(z.record(Name, ParameterConstraints)),
    batch_size: optional(z.int().min(1).max(65_536)),
  })
  .meta({
    id: 'TorchRecTables',
    description: 'EmbeddingBagConfigs and ParameterConstraints as JSON. A bare array of configs is read as `tables`.',
  });
export type TorchRecTables = z.output<typeof TorchRecTables>;

const Pair = z.tuple([z.int().min(0), z.int().min(0)]);

export const ShardMetadata = z.strictObject({
  shard_offsets: Pair.describe('Row and column at which the shard begins.'),
  shard_sizes: Pair.describe('Its rows and columns.'),
  placement: z.string().regex(/^rank:\d+\/\S+$/, 'a rank and its device, as rank:0/cpu'),
});

export type ShardMetadata = z.output<typeof ShardMetadata>;

export const ParameterSharding = z.strictObject({
  sharding_type: ShardingType,
  compute_kernel: z.string(),
  ranks: z.array(z.int().min(0)).nullish(),
  sharding_spec: z
    .strictObject({ shards: z.array(ShardMetadata).min(1) })
    .nullish()
    .describe('null where the parameter is replicated.'),
});
export type ParameterSharding = z.output<typeof ParameterSharding>;

/** What TorchRec's plan has no field for. */
export const PlanExtension = z.strictObject({
  hosts: z.array(Name).describe('Host of each rank.'),
  rowOrder: z
    .record(Name, z.enum(['shuffled', 'asStored']))
    .describe('Of the tables that are split by rows; asStored where left out.'),
  placementHash: z.string().length(64),
  notes: z.array(z.string()),
});

export const TorchRecPlan = z
  .strictObject({
    plan: z.record(z.string(), z.record(Name, ParameterSharding)).describe('Module path, parameter, sharding.'),
    shardwright: PlanExtension.optional(),
  })
  .meta({ id: 'TorchRecPlan', description: "TorchRec's ShardingPlan as JSON." });
export type TorchRecPlan = z.output<typeof TorchRecPlan>;
