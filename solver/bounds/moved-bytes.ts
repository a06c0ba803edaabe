import { tableBytes } from '../../domain/row-bytes.ts';
import { heldBytes } from '../../evaluator/moved-bytes.ts';
import { hostCount } from '../instance.ts';
import type { Ground } from './ground.ts';

/**
 * Bytes moved. Proof: every layout holds each of a table's bytes once at least, and a host that it may use brings at most what it holds of the
 * table now; the rest has to move.
 */
export function movedBytesBound({ instance }: Ground): number {
  const { problem, hostNames, tables, allowed } = instance;
  if (problem.currentPlacement === undefined) return 0;
  const held = heldBytes(problem, problem.currentPlacement);
  return tables.reduce((sum, table, t) => {
    const stays = hostNames.reduce(
      (bytes, host, h) => bytes + (allowed[t * hostCount(instance) + h] ? held(table, host) : 0),
      0,
    );
    return sum + Math.max(0, tableBytes(table) - stays);
  }, 0);
}
