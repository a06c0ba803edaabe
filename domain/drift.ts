import * as z from 'zod';
import { Name } from './names.ts';
import { Count, Share } from './quantities.ts';

const expectedAndSeen = <S extends z.ZodType>(value: S) => z.strictObject({ expected: value, seen: value });
const Amount = z.number().min(0);

export const TableDrift = z
  .strictObject({
    table: Name,
    loadShare: expectedAndSeen(Share).describe("Of the whole table's lookup bytes among those of all tables."),
    poolingFactor: expectedAndSeen(Amount).describe(
      'Lookups per sample (or request), features added up, zeros included.',
    ),
    standardErrors: z
      .number()
      .nullable()
      .describe(
        'Of the difference in pooling factor; beyond 3 it is no chance of the sample. null where nothing varies.',
      ),
    popularityDistance: Share.describe(
      'Largest difference of the two cumulative popularities (Kolmogorov), rows in stored order.',
    ),
    popularityByChance: Share.describe('95% of samples of so many lookups lie within this of their own workload.'),
  })
  .meta({ id: 'TableDrift', description: 'How far the lookups of one table have moved.' });
export type TableDrift = z.infer<typeof TableDrift>;

export const HostDrift = z
  .strictObject({ host: Name, load: expectedAndSeen(Amount) })
  .meta({ id: 'HostDrift', description: "A host's load per batch, in the problem's load measure." });
export type HostDrift = z.infer<typeof HostDrift>;

export const DriftReport = z
  .strictObject({
    requests: Count.describe('Of the trace.'),
    samplesPerRequest: expectedAndSeen(Amount),
    distance: Share.describe(
      'Total variation of the load shares of tables: the share of load that moved to other tables.',
    ),
    distanceByChance: Share.describe(
      'What a trace of so many requests from the workload itself would show on average.',
    ),
    drifted: z.array(Name).describe('Tables whose pooling factor or popularity differs by more than chance.'),
    tables: z.array(TableDrift).describe('Those whose share of load changed most, first.'),
    balance: z
      .strictObject({
        peakLoad: expectedAndSeen(Amount),
        peakOverMean: expectedAndSeen(Amount).describe('Over the hosts that the placement uses, speeds considered.'),
        latencyMs: expectedAndSeen(Amount),
        hosts: z.array(HostDrift),
      })
      .optional()
      .describe('What the drift does to a placement, by the cost model; where one was given.'),
  })
  .meta({ id: 'DriftReport', description: 'How far a trace is from the workload that a plan was made for.' });
export type DriftReport = z.infer<typeof DriftReport>;
