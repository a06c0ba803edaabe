import type { Problem } from '../domain/problem.ts';
import { createCosts } from '../evaluator/costs.ts';

/** What each sparse host carries where whole tables are spread evenly, in natural units of load. */
export function meanLoad(problem: Problem): number {
  const costs = createCosts(problem);
  const loads = problem.model.tables.map(({ name: table }, t) => costs.part(t, { kind: 'whole', table }, 1).load);
  return loads.reduce((sum, load) => sum + load, 0) / costs.unitsPerLoad / (costs.hosts.length - 1);
}
