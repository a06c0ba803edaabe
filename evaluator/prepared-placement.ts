import type { Host } from '../domain/fleet.ts';
import type { Model } from '../domain/model.ts';
import type { Placement } from '../domain/placement.ts';
import type { Workload } from '../domain/trace.ts';
import type { BatchTraffic } from './implied-traffic.ts';
import { impliedTraffic } from './implied-traffic.ts';
import type { CompactTrace } from './runtime/compact-trace.ts';
import type { Router } from './runtime/router.ts';
import { createRouter } from './runtime/router.ts';
import type { ServedPart } from './runtime/served-parts.ts';
import { listServedParts } from './runtime/served-parts.ts';
import type { LeasedHost } from './runtime/shard-pool.ts';
import { largestCalls } from './runtime/transport/call-sizes.ts';
import type { JaggedTrace } from './trace/jagged.ts';

/** A placement, worked out as far as it can be before anything is materialised. */
export interface PreparedPlacement {
  readonly router: Router;
  /** In the router's order; their sizes are those of one request. */
  readonly hosts: readonly LeasedHost[];
  /** By batch number. */
  readonly implied: readonly BatchTraffic[];
  /** By table, whether its rows are split. */
  readonly splitByRows: readonly boolean[];
}

/** Throws where the placement does not cover the model. `hosts` are those that it may name. */
export function preparePlacement(
  problem: { readonly model: Model; readonly workload: Workload },
  hosts: readonly Pick<Host, 'name'>[],
  placement: Placement,
  trace: JaggedTrace,
  compact: CompactTrace,
): PreparedPlacement {
  const { model, workload } = problem;
  const parts = listServedParts(model, hosts, placement, compact);
  const router = createRouter(model, parts, compact);
  return {
    router,
    hosts: router.sparse.map((host) => ({ ...host, sizes: largestCalls(model, host, compact) })),
    implied: impliedTraffic(model, hosts, placement, trace, workload.batchSize),
    splitByRows: rowSplitTables(model, parts),
  };
}

const rowSplitTables = (model: Model, parts: readonly ServedPart[]): boolean[] => {
  const split = new Set(parts.filter(({ slice }) => slice.kind === 'rows').map(({ table }) => table));
  return model.tables.map((_, t) => split.has(t));
};
