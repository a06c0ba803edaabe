import { EXAMPLES } from '../../api/http/examples.ts';

/** A fresh copy of the small inline problem of the examples: three tables, two nets, two hosts. */
export const smallProblem = (): Record<string, unknown> & {
  model: { tables: Record<string, unknown>[] } & Record<string, unknown>;
  fleet: { hostTypes: Record<string, unknown>[] } & Record<string, unknown>;
  workload: { tables: Record<string, unknown>[] } & Record<string, unknown>;
} => JSON.parse(JSON.stringify(EXAMPLES.evaluation.rowWise.value.problem));

/** A legal placement of it with one table split by rows. */
export const smallPlacement = (): unknown => structuredClone(EXAMPLES.evaluation.rowWise.value.placement);
