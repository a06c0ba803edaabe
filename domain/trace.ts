import * as z from 'zod';
import { breach, Name, repeatedAt } from './names.ts';

/** Which rows are looked up. Row 0 of the stored order is the most popular, as in frequency-ordered vocabularies. */
export const Popularity = z
  .discriminatedUnion('kind', [
    z
      .strictObject({
        kind: z.literal('zipf'),
        exponent: z.number().min(0).max(10).describe('P(rank r) is proportional to (r + 1)^-exponent; 0 is uniform.'),
      })
      .meta({
        id: 'ZipfPopularity',
        description: 'The i-th most popular row is looked up in proportion to i to the power of -exponent.',
      }),
    z
      .strictObject({
        kind: z.literal('empirical'),
        shares: z
          .array(z.strictObject({ rows: z.number().gt(0).max(1), lookups: z.number().min(0).max(1) }))
          .min(1)
          .max(10_000)
          .describe('F(x): the most popular share `rows` of rows gets the share `lookups`; linear between points.'),
      })
      .meta({
        id: 'EmpiricalPopularity',
        description: 'As counted: shares of the rows, the most popular first, with the lookups that they take.',
      }),
  ])
  .meta({ id: 'Popularity', description: 'How lookups spread over the rows of a table.' });
export type Popularity = z.infer<typeof Popularity>;

export const FeatureTraffic = z
  .strictObject({
    feature: Name,
    poolingFactor: z
      .number()
      .min(0)
      .max(1e6)
      .describe('p_t: mean lookups per sample (per request for request-level tables), zeros included.'),
    poolingSpread: z
      .number()
      .min(0)
      .max(1e6)
      .default(0)
      .describe('Standard deviation of the lookups of a sample that has any.'),
    presence: z.number().min(0).max(1).default(1).describe('a_t: share of samples (requests) with any lookup.'),
    correlation: z
      .number()
      .min(0)
      .max(1)
      .optional()
      .describe(
        'Of the lookups of any two samples of a request: each sample repeats those that its request has in common with probability sqrt(correlation). 0 when left out; nothing at request level.',
      ),
  })
  .meta({ id: 'FeatureTraffic', description: 'How one feature is looked up, on average.' });
export type FeatureTraffic = z.infer<typeof FeatureTraffic>;

export const TableTraffic = z
  .strictObject({ table: Name, popularity: Popularity, features: z.array(FeatureTraffic).min(1) })
  .meta({ id: 'TableTraffic', description: 'How one table is looked up.' });
export type TableTraffic = z.infer<typeof TableTraffic>;

export const Workload = z
  .strictObject({
    batchSize: z
      .int()
      .min(1)
      .max(65_536)
      .describe('Most samples that one inference takes; a request may need several.'),
    samplesPerRequest: z.int().min(1).max(1_000_000).describe('Samples (items to rank) of one request.'),
    requestsPerSecond: z.number().gt(0).max(1e9).optional().describe('Q; where given, hosts have a load capacity.'),
    tables: z.array(TableTraffic).min(1).max(100_000),
  })
  .superRefine((workload, context) => {
    for (const t of repeatedAt(workload.tables.map((traffic) => traffic.table)))
      breach(context, {
        path: ['tables', t, 'table'],
        rule: 'each table has one entry in the workload',
        seen: workload.tables[t].table,
        maybe: 'Maybe two entries were copied: remove one.',
      });
    workload.tables.forEach((traffic, t) => {
      checkFeatureTraffic(traffic, t, context);
      checkShares(traffic.popularity, t, context);
    });
  })
  .meta({ id: 'Workload', description: 'How a model is asked: per table pooling factors, presence and popularity.' });
export type Workload = z.infer<typeof Workload>;

/** Number of batches of a request, k. */
export const batchesPerRequest = (workload: Workload): number =>
  Math.ceil(workload.samplesPerRequest / workload.batchSize);

/** Mean samples of a batch, B. The last batch of a request may be smaller, hence the mean. */
export const samplesPerBatch = (workload: Workload): number => workload.samplesPerRequest / batchesPerRequest(workload);

const JaggedFeature = z
  .strictObject({
    feature: Name,
    lengths: z.array(z.int().min(0).max(1e6)).describe('Lookups of each sample (one entry for request-level tables).'),
    indices: z
      .array(
        z
          .int()
          .min(0)
          .max(2 ** 32 - 1),
      )
      .describe('Row indices of all samples, one after another.'),
  })
  .meta({ id: 'JaggedFeature', description: "As in TorchRec's KeyedJaggedTensor: one key with lengths and values." });

export const TraceRequest = z
  .strictObject({
    samples: z.int().min(1).max(1_000_000),
    features: z.array(JaggedFeature),
    dense: z
      .array(z.number())
      .describe('samples x inputFeatures, row by row; empty where the model has no dense part.'),
  })
  .meta({
    id: 'TraceRequest',
    description: 'One inference request: its samples, what each feature looks up, its dense inputs.',
  });
export type TraceRequest = z.infer<typeof TraceRequest>;

export const Trace = z
  .strictObject({ requests: z.array(TraceRequest).min(1).max(100_000) })
  .meta({ id: 'Trace', description: 'Sampled requests; features without an entry were not looked up.' });
export type Trace = z.infer<typeof Trace>;

type Context = z.core.$RefinementCtx;

function checkFeatureTraffic(traffic: TableTraffic, t: number, context: Context): void {
  traffic.features.forEach(({ poolingFactor, presence }, f) => {
    const path = ['tables', t, 'features', f, 'poolingFactor'];
    if (poolingFactor < presence || (presence === 0 && poolingFactor > 0))
      breach(context, {
        path,
        rule: 'poolingFactor counts zeros, and a sample that is present looks up at least one row: presence <= poolingFactor, and 0 where presence is 0',
        seen: poolingFactor,
        maybe:
          presence === 0
            ? 'Maybe presence was meant to be above 0.'
            : `Maybe presence is ${poolingFactor}, not ${presence}.`,
      });
  });
}

function checkShares(popularity: Popularity, t: number, context: Context): void {
  if (popularity.kind !== 'empirical') return;
  const { shares } = popularity;
  const path = ['tables', t, 'popularity', 'shares'];
  const last = shares[shares.length - 1];
  if (last.rows !== 1 || last.lookups !== 1)
    breach(context, {
      path: [...path, shares.length - 1],
      rule: 'an empirical popularity ends at rows 1, lookups 1',
      seen: last,
      maybe: 'Maybe append {"rows": 1, "lookups": 1}.',
    });
  let before = { rows: 0, lookups: 0, slope: Infinity };
  shares.forEach((share, i) => {
    const slope = (share.lookups - before.lookups) / (share.rows - before.rows);
    if (share.rows <= before.rows || share.lookups < before.lookups || slope > before.slope * (1 + 1e-9))
      breach(context, {
        path: [...path, i],
        rule: 'shares rise in rows and lookups, the most popular rows first (concave)',
        seen: share,
        maybe: 'Maybe the points are not sorted by popularity.',
      });
    before = { ...share, slope };
  });
}
