import type * as z from 'zod';
import type { Coefficients } from './coefficients.ts';
import type { Model, Table } from './model.ts';
import { breach, type RuleBreach } from './names.ts';
import { rowBytes, tableBytes } from './row-bytes.ts';
import type { Workload } from './trace.ts';

/** What of a problem has to stay in range when it is multiplied out. */
interface Quantities {
  readonly model: Model;
  readonly workload: Workload;
  readonly coefficients?: Coefficients | undefined;
}

/** Load is counted in 2^-10 bytes, 2^-20 lookups and nanoseconds (evaluator/costs.ts), exactly: below 2^53 of them. */
const MOST_BYTES_READ = 2 ** 43;
const MOST_LOOKUPS = 2 ** 33;
const MOST_SECONDS = 2 ** 53 / 1e9;

const inModel = (table: number): RuleBreach['path'] => ['model', 'tables', table, 'rows'];

/** Sums over all tables stay where doubles count exactly. The table that takes the most is pointed at. */
export function checkQuantities({ model, workload, coefficients }: Quantities, context: z.core.$RefinementCtx): void {
  const traffic = new Map(workload.tables.map((entry, index) => [entry.table, { entry, index }]));
  const lookupsOf = (table: Table): number => {
    const pooling = traffic.get(table.name)?.entry.features.reduce((sum, one) => sum + one.poolingFactor, 0) ?? 0;
    return pooling * (table.lookupsPer === 'request' ? 1 : workload.batchSize);
  };
  const inWorkload = (table: number): RuleBreach['path'] => [
    'workload',
    'tables',
    traffic.get(model.tables[table].name)?.index ?? 0,
    'features',
  ];
  const check = (of: (table: Table) => number, most: number, what: string, path: (t: number) => RuleBreach['path']) => {
    const each = model.tables.map(of);
    const sum = each.reduce((a, b) => a + b, 0);
    if (sum < most) return;
    const largest = each.reduce((best, value, t) => (value > each[best] ? t : best), 0);
    breach(context, {
      path: path(largest),
      rule: `${what} of all tables stay below ${most}`,
      seen: sum,
      maybe: `Maybe a digit or a unit slipped: this table alone has ${each[largest]}.`,
    });
  };
  check(tableBytes, 2 ** 53, 'bytes', inModel);
  check(lookupsOf, MOST_LOOKUPS, 'lookups per batch', inWorkload);
  check((table) => lookupsOf(table) * rowBytes(table), MOST_BYTES_READ, 'bytes read per batch', inWorkload);
  check(
    (table) => 8 * table.features.length * table.dim * workload.samplesPerRequest,
    2 ** 53,
    'bytes of pooled vectors per request',
    inWorkload,
  );
  if (coefficients === undefined) return;
  const { partSeconds, lookupSeconds, embeddingBytesPerSecond } = coefficients;
  check(
    (table) => partSeconds + lookupsOf(table) * (lookupSeconds + rowBytes(table) / embeddingBytesPerSecond),
    MOST_SECONDS,
    'seconds of service per batch',
    inWorkload,
  );
}
