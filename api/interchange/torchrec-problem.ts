import type { Constraint, OptionKind } from '../../domain/problem.ts';
import type { Dtype } from '../../domain/row-bytes.ts';
import { BadInputError, jsonPointer, parseInput, shortened, type InputProblem } from '../bad-input.ts';
import { closestName } from '../closest-name.ts';
import {
  type EmbeddingBagConfig,
  type ParameterConstraints,
  type ShardingType,
  TorchRecTables,
} from './torchrec-schemas.ts';

/** What TorchRec's files leave open. */
export interface ImportOptions {
  /** Of the model. */
  readonly name: string;
  /** Of the tables where no module path names one. */
  readonly net: string;
  /** Popularity of the rows of every table. */
  readonly zipfExponent: number;
  readonly batchSize?: number;
  readonly samplesPerRequest?: number;
  readonly fleet: string;
}

export interface Imported<T> {
  readonly value: T;
  /** What was read otherwise than written, or has no meaning here. */
  readonly notes: readonly string[];
}

/** A table's config, its net and its place in the file. */
interface Found {
  readonly config: EmbeddingBagConfig;
  readonly net: string;
  readonly pointer: string;
}

/** TorchRec's own default, torchrec/distributed/planner/constants.py. */
const DEFAULT_BATCH_SIZE = 512;
const DEFAULT_POOLING_FACTOR = 1;

/**
 * A problem of TorchRec's table configs and constraints.
 * @throws BadInputError that lists every fault.
 */
export function problemOfTorchRec(document: unknown, options: ImportOptions): Imported<Record<string, unknown>> {
  const input = parseInput(TorchRecTables, Array.isArray(document) ? { tables: document } : document);
  const found = tablesOf(input, options.net);
  const constraints = new Map(Object.entries(input.constraints ?? {}));
  const faults = [...faultsOf(input, found), ...constraintFaults(found, constraints)];
  if (faults.length > 0) throw new BadInputError(faults);
  const features = featureNames(found);
  const { batchSize, notes } = batchSizeOf(input, options);
  return {
    value: {
      model: {
        name: options.name,
        nets: [...new Set(found.map(({ net }) => net))].map((name) => ({ name })),
        tables: found.map(({ config, net }, t) => ({
          name: config.name,
          net,
          rows: config.num_embeddings_post_pruning ?? config.num_embeddings,
          dim: config.embedding_dim,
          dtype: DTYPES[config.data_type ?? 'FP32'],
          features: features[t].map((name) => ({ name, pooling: config.pooling === 'MEAN' ? 'mean' : 'sum' })),
        })),
      },
      workload: {
        batchSize,
        samplesPerRequest: options.samplesPerRequest ?? batchSize,
        tables: found.map(({ config: { name } }, t) => ({
          table: name,
          popularity: { kind: 'zipf', exponent: options.zipfExponent },
          features: features[t].map((feature, f) => {
            const poolingFactor = constraints.get(name)?.pooling_factors?.[f] ?? DEFAULT_POOLING_FACTOR;
            return { feature, poolingFactor, presence: Math.min(1, poolingFactor) };
          }),
        })),
      },
      fleet: { fixture: options.fleet },
      constraints: found.flatMap(({ config }) => layoutsOf(config, constraints.get(config.name))),
    },
    notes: [
      ...notes,
      ...found.flatMap(({ config }, t) => tableNotes(config, features[t], constraints.get(config.name))),
    ],
  };
}

/** bf16 takes the bytes of fp16; int8 and int4 rows carry a scale and a bias, here as there. */
const DTYPES: Readonly<Record<NonNullable<EmbeddingBagConfig['data_type']>, Dtype>> = {
  FP32: 'fp32',
  FP16: 'fp16',
  BF16: 'fp16',
  INT8: 'int8',
  UINT8: 'int8',
  INT4: 'int4',
};

const tablesOf = ({ tables, modules }: TorchRecTables, net: string): Found[] => [
  ...(tables ?? []).map((config, i) => ({ config, net, pointer: jsonPointer(['tables', i]) })),
  ...Object.entries(modules ?? {}).flatMap(([path, configs]) =>
    configs.map((config, i) => ({ config, net: path, pointer: jsonPointer(['modules', path, i]) })),
  ),
];

function faultsOf({ tables, modules, constraints }: TorchRecTables, found: readonly Found[]): InputProblem[] {
  if ((tables === undefined) === (modules === undefined)) {
    const rule = 'either `tables` or `modules`, of at least one EmbeddingBagConfig';
    return [{ pointer: '', seen: tables === undefined ? 'neither' : 'both', rule, maybe: 'Maybe {"tables": [...]}.' }];
  }
  const names = found.map(({ config }) => config.name);
  const repeated = found
    .filter(({ config }, i) => names.indexOf(config.name) < i)
    .map(({ config, pointer }) => ({
      pointer: `${pointer}/name`,
      seen: shortened(config.name),
      rule: 'table names are unique, also among modules',
      maybe: 'Maybe put the module before the name.',
    }));
  const strangers = Object.keys(constraints ?? {})
    .filter((name) => !names.includes(name))
    .map((name) => ({
      pointer: jsonPointer(['constraints', name]),
      seen: shortened(name),
      rule: 'constraints name tables',
      maybe: `Maybe ${closestName(name, names) ?? names[0] ?? 'leave it out'}.`,
    }));
  return [...repeated, ...strangers];
}

function constraintFaults(
  found: readonly Found[],
  constraints: ReadonlyMap<string, ParameterConstraints>,
): InputProblem[] {
  return found.flatMap(({ config }) => {
    const own = constraints.get(config.name);
    const features = ownFeatures(config);
    const at = (field: string): string => jsonPointer(['constraints', config.name, field]);
    const faults: InputProblem[] = [];
    for (const field of ['pooling_factors', 'batch_sizes', 'num_poolings'] as const) {
      const count = own?.[field]?.length ?? features.length;
      if (count === features.length) continue;
      const rule = `one a feature of the table: ${features.length}`;
      faults.push({
        pointer: at(field),
        seen: `${count} entries`,
        rule,
        maybe: `Maybe in the order of ${features.join(', ')}.`,
      });
    }
    const named = own?.feature_names;
    if (named && named.join('\n') !== features.join('\n'))
      faults.push({
        pointer: at('feature_names'),
        seen: named.join(', '),
        rule: "the table's own features",
        maybe: `Maybe ${features.join(', ')}.`,
      });
    if (own?.sharding_types?.every((type) => type === 'grid_shard')) {
      const rule = 'not grid_shard alone: a table slice here is a range of rows or of columns, not of both';
      faults.push({ pointer: at('sharding_types'), seen: 'grid_shard', rule, maybe: 'Maybe row_wise or column_wise.' });
    }
    return faults;
  });
}

/** A config without features serves one of its own name, as in an EmbeddingBagCollection. */
const ownFeatures = ({ name, feature_names }: EmbeddingBagConfig): readonly string[] =>
  feature_names && feature_names.length > 0 ? feature_names : [name];

/** Unique names: one feature that several tables look up is named feature@table, as TorchRec names its outputs. */
function featureNames(found: readonly Found[]): string[][] {
  const uses = new Map<string, number>();
  for (const { config } of found)
    for (const feature of ownFeatures(config)) uses.set(feature, (uses.get(feature) ?? 0) + 1);
  return found.map(({ config }) =>
    ownFeatures(config).map((feature) => ((uses.get(feature) ?? 0) > 1 ? `${feature}@${config.name}` : feature)),
  );
}

function batchSizeOf({ constraints, batch_size }: TorchRecTables, options: ImportOptions) {
  const stated = [...new Set(Object.values(constraints ?? {}).flatMap(({ batch_sizes }) => batch_sizes ?? []))];
  if (stated.length > 1)
    throw new BadInputError([
      {
        pointer: '/constraints',
        seen: `batch_sizes ${stated.join(', ')}`,
        rule: 'one batch size for all features',
        maybe: 'Maybe scale pooling_factors by batch size over the common one.',
      },
    ]);
  const batchSize = options.batchSize ?? batch_size ?? stated[0] ?? DEFAULT_BATCH_SIZE;
  const isDefault = options.batchSize === undefined && !batch_size && stated.length === 0;
  const said = isDefault ? [`No batch size is given: ${DEFAULT_BATCH_SIZE}, TorchRec's default.`] : [];
  const samples = options.samplesPerRequest;
  return {
    batchSize,
    notes: [
      ...said,
      `Requests take ${samples ?? batchSize} samples${samples === undefined ? ', one batch' : ''}; rows are looked up by Zipf ${options.zipfExponent}: TorchRec's files say nothing of either.`,
    ],
  };
}

const OPTIONS: Readonly<Record<ShardingType, OptionKind | undefined>> = {
  data_parallel: 'replicated',
  table_wise: 'whole',
  column_wise: 'columnWise',
  table_column_wise: 'columnWise',
  row_wise: 'rowWise',
  table_row_wise: 'rowWise',
  grid_shard: undefined,
};

/** Without sharding types, the layouts that a search uses by default. */
function layoutsOf({ name, embedding_dim }: EmbeddingBagConfig, own: ParameterConstraints | undefined): Constraint[] {
  const types = own?.sharding_types;
  if (!types) return [];
  const allow = [...new Set(types.flatMap((type) => OPTIONS[type] ?? []))];
  const maxParts = partsLimit(own, allow, embedding_dim);
  return [{ kind: 'tableOptions', tables: [name], allow, ...(maxParts === undefined ? {} : { maxParts }) }];
}

/** `min_partition` is the narrowest column part; maxParts limits row parts as well, so it can say so only where there are none. */
function partsLimit(
  { min_partition }: ParameterConstraints,
  allow: readonly OptionKind[],
  dim: number,
): number | undefined {
  if (!min_partition || !allow.includes('columnWise') || allow.includes('rowWise') || allow.includes('replicated'))
    return undefined;
  return Math.max(1, Math.floor(dim / min_partition));
}

function tableNotes(
  config: EmbeddingBagConfig,
  features: readonly string[],
  own: ParameterConstraints | undefined,
): string[] {
  const types = own?.sharding_types ?? [];
  const allow = types.flatMap((type) => OPTIONS[type] ?? []);
  const isUnused = own?.min_partition && partsLimit(own, allow, config.embedding_dim) === undefined;
  const ignored = (
    [
      'compute_kernels',
      'cache_params',
      'enforce_hbm',
      'stochastic_rounding',
      'bounds_check_mode',
      'key_value_params',
      'output_dtype',
    ] as const
  ).filter((field) => own?.[field] !== undefined && own[field] !== null);
  const notes = [
    config.data_type === 'BF16' ? 'BF16 is read as fp16: the same bytes' : '',
    config.num_embeddings_post_pruning ? `${config.num_embeddings_post_pruning} rows are left after pruning` : '',
    config.need_pos || own?.is_weighted ? 'weights of lookups are left out' : '',
    own?.pooling_factors ? '' : `no pooling_factors: ${DEFAULT_POOLING_FACTOR} a feature, TorchRec's default`,
    features.some((feature) => !ownFeatures(config).includes(feature))
      ? `features that other tables look up too are named ${features.join(', ')}`
      : '',
    types.some((type) => type === 'table_row_wise' || type === 'table_column_wise')
      ? 'parts may lie on any hosts: nodes of several ranks are not known here'
      : '',
    types.includes('grid_shard') ? 'grid_shard is left out' : '',
    types.includes('data_parallel') ? 'data_parallel is read as replicas on 2 hosts or more, not on all' : '',
    isUnused
      ? 'min_partition is left out: only column-wise tables that may be neither row-wise nor replicated can say it'
      : '',
    ignored.length > 0 ? `${ignored.join(', ')} ha${ignored.length === 1 ? 's' : 've'} no meaning here` : '',
  ].filter(Boolean);
  return notes.map((note) => `${config.name}: ${note}.`);
}
