import type { Model } from '../../domain/model.ts';
import type { FeatureTraffic, Popularity, Workload } from '../../domain/trace.ts';
import { traceHash, type JaggedTrace } from '../../evaluator/trace/jagged.ts';
import { formatCount, significant } from './format.ts';
import { layOut } from './table.ts';

interface FeatureRow {
  readonly table: string;
  readonly popularity: Popularity;
  readonly traffic: FeatureTraffic;
}

/** What a trace holds, for people. */
export function reportTrace(model: Model, trace: JaggedTrace, seen: Workload): string {
  const lookups = trace.requests.reduce(
    (sum, { features }) => sum + features.reduce((own, { indices }) => own + indices.length, 0),
    0,
  );
  const rows = seen.tables.flatMap(({ table, popularity, features }) =>
    features.map((traffic): FeatureRow => ({ table, popularity, traffic })),
  );
  return `${model.name}: ${formatCount(trace.requests.length, 'request')} of ${seen.samplesPerRequest} samples on average, ${formatCount(lookups, 'lookup')}; hash ${traceHash(trace).slice(0, 12)}

${layOut(rows, [
  { head: ['table', ''], align: 'left', cell: ({ table }) => table },
  { head: ['feature', ''], align: 'left', cell: ({ traffic }) => traffic.feature },
  { head: ['pooling', 'factor'], cell: ({ traffic }) => significant(traffic.poolingFactor) },
  { head: ['spread', ''], cell: ({ traffic }) => significant(traffic.poolingSpread) },
  { head: ['presence', ''], cell: ({ traffic }) => significant(traffic.presence) },
  { head: ['corre-', 'lation'], cell: ({ traffic }) => significant(traffic.correlation ?? 0) },
  {
    head: ['popularity', ''],
    align: 'left',
    cell: ({ popularity }) =>
      popularity.kind === 'zipf' ? `zipf ${significant(popularity.exponent)}` : `${popularity.shares.length} points`,
  },
])}
`;
}
