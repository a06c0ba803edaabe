import * as z from 'zod';
import { breach, Name, repeatedAt } from './names.ts';
import { DTYPES, tableBytes } from './row-bytes.ts';

export const Dtype = z.enum(DTYPES).meta({
  id: 'Dtype',
  description: 'Of the elements of a row. int8 and int4 rows carry a scale and a bias of two bytes each beside them.',
});
export type Dtype = z.infer<typeof Dtype>;

export const Pooling = z.enum(['sum', 'mean']).meta({
  id: 'Pooling',
  description: 'How the rows that one feature looks up become one vector.',
});
export type Pooling = z.infer<typeof Pooling>;

export const Feature = z.strictObject({ name: Name, pooling: Pooling.default('sum') }).meta({
  id: 'Feature',
  description: 'A sparse input. Each feature answers one pooled vector a sample (or a request).',
});
export type Feature = z.infer<typeof Feature>;

export const Table = z
  .strictObject({
    name: Name,
    net: Name.describe('The net that the table belongs to.'),
    rows: z
      .int()
      .min(1)
      .max(2 ** 32)
      .describe('Number of rows, at most 2^32: indices travel as unsigned 32-bit.'),
    dim: z.int().min(1).max(65_536).describe('Embedding dimension: elements per row.'),
    dtype: Dtype.default('fp32'),
    lookupsPer: z
      .enum(['sample', 'request'])
      .default('sample')
      .describe('A `request` table (user side) is looked up once and its vector broadcast over the samples.'),
    features: z.array(Feature).min(1).describe('One table may serve several features.'),
  })
  .meta({ id: 'Table', description: 'An embedding table: rows of dim elements, looked up by its features.' });
export type Table = z.infer<typeof Table>;

export const Net = z
  .strictObject({ name: Name })
  .meta({ id: 'Net', description: 'Tables and operators executed as a unit; nets run in the order listed.' });
export type Net = z.infer<typeof Net>;

const Mlp = z.array(z.int().min(1).max(65_536)).max(64).describe('Layer widths, input layer left out.');

export const Interaction = z
  .discriminatedUnion('kind', [
    z
      .strictObject({ kind: z.literal('dot') })
      .meta({ id: 'DotInteraction', description: 'Dot products of all pairs, beside the dense features.' }),
    z
      .strictObject({
        kind: z.literal('cat'),
        stride: z.int().min(1).optional().describe('Averages the concatenation over windows of this width.'),
      })
      .meta({ id: 'CatInteraction', description: 'All of them side by side.' }),
  ])
  .meta({ id: 'Interaction', description: 'How the dense features meet the pooled embeddings.' });
export type Interaction = z.infer<typeof Interaction>;

export const Dense = z
  .strictObject({
    inputFeatures: z.int().min(1).max(65_536).describe('Dense inputs of a sample.'),
    bottomMlp: Mlp.describe('Widths of the bottom MLP; empty where dense inputs go to the interaction as they are.'),
    interaction: Interaction,
    topMlp: Mlp.min(1).describe('Widths of the top MLP; the last one is the number of scores a sample.'),
  })
  .meta({ id: 'Dense', description: 'The dense part, run on the main shard.' });
export type Dense = z.infer<typeof Dense>;

export const Model = z
  .strictObject({
    name: Name,
    note: z.string().max(2000).optional().describe('What a report on this model has to say of it.'),
    nets: z.array(Net).min(1).max(64),
    tables: z.array(Table).min(1).max(100_000),
    dense: Dense.optional().describe('A model without a dense part is measured on its embedding part.'),
  })
  .superRefine((model, context) => {
    checkNames(model, context);
    checkTables(model, context);
    checkDotDims(model, context);
  })
  .meta({ id: 'Model', description: 'A recommendation model: nets, embedding tables, dense part.' });
export type Model = z.infer<typeof Model>;

/** Width of the vector that the interaction hands to the top MLP. Source: DLRM (Naumov et al. 2019), section 2.1.4. */
export function interactionWidth(model: Model & { dense: Dense }): number {
  const { dense } = model;
  const bottom = dense.bottomMlp.at(-1) ?? dense.inputFeatures;
  const vectors = model.tables.reduce((sum, table) => sum + table.features.length, 0);
  if (dense.interaction.kind === 'dot') return bottom + ((vectors + 1) * vectors) / 2;
  const concatenated = model.tables.reduce((sum, table) => sum + table.features.length * table.dim, bottom);
  return Math.ceil(concatenated / (dense.interaction.stride ?? 1));
}

type Context = z.core.$RefinementCtx;
type Draft = { nets: readonly Net[]; tables: readonly Table[]; dense?: Dense | undefined };

function checkNames(model: Draft, context: Context): void {
  const maybe = 'Maybe two entries were copied: rename one.';
  for (const i of repeatedAt(model.nets.map((net) => net.name)))
    breach(context, { path: ['nets', i, 'name'], rule: 'net names are unique', seen: model.nets[i].name, maybe });
  for (const i of repeatedAt(model.tables.map((table) => table.name)))
    breach(context, { path: ['tables', i, 'name'], rule: 'table names are unique', seen: model.tables[i].name, maybe });
  const at = model.tables.flatMap((table, t) => table.features.map((feature, f) => ({ t, f, name: feature.name })));
  for (const i of repeatedAt(at.map((feature) => feature.name))) {
    const { t, f, name } = at[i];
    breach(context, {
      path: ['tables', t, 'features', f, 'name'],
      rule: 'feature names are unique',
      seen: name,
      maybe,
    });
  }
}

function checkTables(model: Draft, context: Context): void {
  const nets = new Set(model.nets.map((net) => net.name));
  model.tables.forEach((table, t) => {
    if (!nets.has(table.net))
      breach(context, {
        path: ['tables', t, 'net'],
        rule: 'a table belongs to a net of the model',
        seen: table.net,
        maybe: `Maybe one of: ${[...nets].slice(0, 5).join(', ')}.`,
      });
    if (table.dtype === 'int4' && table.dim % 2 !== 0)
      breach(context, {
        path: ['tables', t, 'dim'],
        rule: 'int4 tables have an even dim: two elements share a byte',
        seen: table.dim,
        maybe: `Maybe pad to ${table.dim + 1}.`,
      });
    if (!Number.isSafeInteger(tableBytes(table)))
      breach(context, {
        path: ['tables', t, 'rows'],
        rule: 'rows x bytes per row stays below 2^53',
        seen: table.rows,
        maybe: 'Maybe rows or dim has a digit too many.',
      });
  });
}

function checkDotDims(model: Draft, context: Context): void {
  if (model.dense?.interaction.kind !== 'dot') return;
  const dim = model.dense.bottomMlp.at(-1) ?? model.dense.inputFeatures;
  model.tables.forEach((table, t) => {
    if (table.dim !== dim)
      breach(context, {
        path: ['tables', t, 'dim'],
        rule: `a dot interaction takes vectors of one width: the bottom MLP's output, ${dim}`,
        seen: table.dim,
        maybe: 'Maybe the interaction is `cat`, or the bottom MLP ends in another width.',
      });
  });
}
