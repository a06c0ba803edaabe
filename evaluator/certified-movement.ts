import { MAIN_HOST } from '../domain/fleet.ts';
import type { Epsilon } from '../domain/problem.ts';
import { tableBytes } from '../domain/row-bytes.ts';
import { placeRules, type Ground } from './certified-layouts.ts';
import { leastMoved } from './certified-costs.ts';

/** A table that may stay whole on the one host that it lies on now. */
interface Resident {
  readonly bytes: number;
  /** Units, rounded down. */
  readonly load: number;
}

/** Units of load that tables leave on their hosts, at least, however the bytes that may move are chosen; 0 without a cap on them. */
export function leastPeakByMovement(ground: Ground, epsilons: readonly Epsilon[]): number {
  const stated = epsilons.filter(({ objective }) => objective === 'movedBytes').map(({ atMost }) => atMost);
  const limits = ground.problem.constraints.flatMap((c) =>
    c.kind === 'movementLimit' && c.bytes !== undefined ? [c.bytes] : [],
  );
  const cap = Math.min(Infinity, ...stated, ...limits);
  if (cap === Infinity || ground.problem.currentPlacement === undefined) return 0;
  const spare = cap - mustMove(ground);
  const residents = residentsOf(ground);
  // Any height whose need exceeds what may move is a bound; the need falls as heights rise.
  let refuted = 0;
  let open = Math.max(0, ...residents.map((own, i) => totalOf(own) / ground.speeds[i]));
  if (needOf(ground, residents, 0) <= spare) return 0;
  for (let round = 0; round < 64; round++) {
    const height = refuted + (open - refuted) / 2;
    if (needOf(ground, residents, height) > spare) refuted = height;
    else open = height;
  }
  return refuted * (1 - 1e-9);
}

/** Bytes that have to move so that no host carries more than the cap on the peak load, in units. */
export function leastMovedUnderLoad(ground: Ground): number {
  const { caps, problem } = ground;
  if (caps.load === Infinity || problem.currentPlacement === undefined) return 0;
  return Math.ceil((needOf(ground, residentsOf(ground), caps.load) + mustMove(ground)) * (1 - 1e-9));
}

const mustMove = ({ problem, hosts }: Ground): number => leastMoved(problem, hosts, placeRules(problem));

const totalOf = (own: readonly Resident[]): number => own.reduce((sum, { load }) => sum + load, 0);

/**
 * Per open host. A layout that keeps a share of a table's bytes where they are keeps no less of its load there: row ranges and columns bring load in
 * proportion to their bytes and fixed costs besides, replicas are further bytes. So a byte that moves takes load / bytes along at most.
 */
function residentsOf({ problem, costs, hosts }: Ground): Resident[][] {
  const mayLie = placeRules(problem);
  const copies = new Map<string, number>();
  const shards = problem.currentPlacement?.shards ?? [];
  for (const { slices } of shards) for (const { table } of slices) copies.set(table, (copies.get(table) ?? 0) + 1);
  const held = new Map(shards.map(({ host, slices }) => [host, slices]));
  return hosts.map(({ name: host }) =>
    (host === MAIN_HOST ? [] : (held.get(host) ?? [])).flatMap((slice): Resident[] => {
      const t = costs.tableIndex(slice.table);
      if (t === undefined || slice.kind !== 'whole' || copies.get(slice.table) !== 1 || !mayLie(slice.table, host))
        return [];
      return [{ bytes: tableBytes(problem.model.tables[t]), load: Math.max(0, costs.part(t, slice, 1).load - 1) }];
    }),
  );
}

function needOf({ speeds }: Ground, residents: readonly (readonly Resident[])[], height: number): number {
  let need = 0;
  for (const [i, own] of residents.entries()) {
    let excess = totalOf(own) - height * speeds[i];
    for (const { bytes, load } of own.toSorted((a, b) => b.load / b.bytes - a.load / a.bytes)) {
      if (excess <= 0) break;
      const share = Math.min(1, excess / load);
      need += share * bytes;
      excess -= load;
    }
  }
  return need;
}
