import type { Instance } from '../instance.ts';

/** Mean lookups of each table per sample (per request for request-level tables), summed over its features. */
export function poolingFactors({ problem }: Instance): number[] {
  const traffic = new Map(problem.workload.tables.map((entry) => [entry.table, entry.features]));
  return problem.model.tables.map((table) =>
    (traffic.get(table.name) ?? []).reduce((sum, feature) => sum + feature.poolingFactor, 0),
  );
}
