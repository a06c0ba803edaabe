import type { Placement, TableSlice } from '../domain/placement.ts';
import type { Estimate, HostEstimate, Violation } from '../domain/plan.ts';
import type { Problem } from '../domain/problem.ts';
import { constraintViolations } from './constraint-violations.ts';
import { createCosts, type Costs } from './costs.ts';
import { estimateParts, objectiveValue } from './estimate.ts';
import { partsOf } from './parts.ts';

/** The load capacity where a request rate is given and no constraint states another; formulation.md. */
export const DEFAULT_MAX_UTILISATION = 0.7;

/** The tightest load capacity that the problem states, as a share of a host. */
export function maxUtilisationOf({ constraints }: Problem): number {
  const stated = constraints.flatMap((c) => (c.kind === 'loadCapacity' ? [c.maxUtilisation] : []));
  return stated.length > 0 ? Math.min(...stated) : DEFAULT_MAX_UTILISATION;
}

/** Lists what is illegal in a placement, and by how much; an empty list makes it legal. */
export const findViolations = (
  problem: Problem,
  placement: Placement,
  costs: Costs = createCosts(problem),
): Violation[] => judge(problem, placement, costs).violations;

/** What is illegal in a placement, and what it is predicted to cost: its parts are listed once for both. */
export function judge(
  problem: Problem,
  placement: Placement,
  costs: Costs = createCosts(problem),
): { readonly violations: Violation[]; readonly estimated: Estimate } {
  const parts = partsOf(problem, placement, costs);
  const { estimated, hosts } = estimateParts(problem, placement, costs, parts);
  const violations = [
    ...unknownNames(placement, costs),
    ...coverageViolations(problem, placement, costs),
    ...capacityViolations(problem, hosts, costs),
    ...constraintViolations(problem, placement, parts, costs),
    ...epsilonViolations(problem, estimated),
  ];
  return { violations, estimated };
}

function unknownNames(placement: Placement, costs: Costs): Violation[] {
  const hosts = new Set(costs.hosts.map((host) => host.name));
  const found: Violation[] = [];
  for (const { host, slices } of placement.shards) {
    if (!hosts.has(host)) found.push({ kind: 'unknownHost', host, message: `the fleet has no host ${host}` });
    for (const { table } of slices)
      if (costs.tableIndex(table) === undefined)
        found.push({ kind: 'unknownTable', host, table, message: `the model has no table ${table}` });
  }
  return found;
}

interface HeldSlice {
  readonly host: string;
  readonly slice: TableSlice;
}

/** Every row and column of a table is held exactly once, or the whole table once or more on hosts that differ. */
function coverageViolations(problem: Problem, placement: Placement, costs: Costs): Violation[] {
  // The first slice of each table, and the others: most tables have none.
  const first: (HeldSlice | undefined)[] = problem.model.tables.map(() => undefined);
  const others = new Map<number, HeldSlice[]>();
  for (const { host, slices } of placement.shards)
    for (const slice of slices) {
      const t = costs.tableIndex(slice.table);
      if (t === undefined) continue;
      if (first[t] === undefined) first[t] = { host, slice };
      else if (others.get(t)?.push({ host, slice }) === undefined) others.set(t, [{ host, slice }]);
    }
  return problem.model.tables.flatMap((table, t) => {
    const one = first[t];
    if (one?.slice.kind === 'whole' && !others.has(t)) return [];
    const held = one === undefined ? [] : [one, ...(others.get(t) ?? [])];
    const wrong = (message: string): Violation => ({
      kind: 'coverage',
      table: table.name,
      message: `table ${table.name}: ${message}`,
    });
    if (held.length === 0) return [wrong('no host holds it')];
    const kinds = new Set(held.map(({ slice }) => (slice.kind === 'rows' ? `rows ${slice.rowOrder}` : slice.kind)));
    if (kinds.size > 1) return [wrong(`mixes ${[...kinds].join(' and ')}; one layout a table`)];
    const found: Violation[] = [];
    const hosts = new Set(held.map(({ host }) => host));
    if (hosts.size < held.length) found.push(wrong('two of its slices lie on one host'));
    if (held[0].slice.kind === 'whole') return found;
    const size = held[0].slice.kind === 'rows' ? table.rows : table.dim;
    return [
      ...found,
      ...rangeFaults(
        held.map(({ slice }) => slice),
        size,
      ).map(wrong),
    ];
  });
}

function rangeFaults(slices: readonly TableSlice[], size: number): string[] {
  const ranges = slices
    .flatMap((slice) => (slice.kind === 'whole' ? [] : [slice]))
    .toSorted((a, b) => a.start - b.start);
  const faults: string[] = [];
  let covered = 0;
  for (const { kind, start, end } of ranges) {
    if (end <= start) faults.push(`${kind} [${start}, ${end}) is empty`);
    if (start > covered) faults.push(`${kind} [${covered}, ${start}) are held nowhere`);
    if (start < covered) faults.push(`${kind} [${start}, ${Math.min(covered, end)}) are held twice`);
    covered = Math.max(covered, end);
  }
  if (covered < size) faults.push(`${ranges[0].kind} [${covered}, ${size}) are held nowhere`);
  if (covered > size) faults.push(`${ranges[0].kind} end at ${covered}, beyond the table's ${size}`);
  return faults;
}

function capacityViolations(problem: Problem, hosts: readonly HostEstimate[], costs: Costs): Violation[] {
  const maxUtilisation = maxUtilisationOf(problem);
  return hosts.flatMap(({ host, memoryBytes, tables, utilisation }, h): Violation[] => {
    const { capacityBytes } = costs.hosts[h];
    const over = memoryBytes - capacityBytes;
    const found: Violation[] = [];
    if (over > 0)
      found.push({
        kind: 'memory',
        host,
        by: over,
        message: `host ${host} holds ${memoryBytes} bytes, ${over} more than its ${capacityBytes}`,
      });
    // The tolerance is for sums of doubles that are equal on paper.
    if ((tables > 0 || h === 0) && utilisation !== undefined && utilisation > maxUtilisation * (1 + 1e-9))
      found.push({
        kind: 'loadCapacity',
        host,
        by: utilisation - maxUtilisation,
        message: `host ${host} would be ${(utilisation * 100).toFixed(1)}% busy, above ${maxUtilisation * 100}%`,
      });
    return found;
  });
}

function epsilonViolations(problem: Problem, estimated: Estimate): Violation[] {
  return problem.epsilons.flatMap(({ objective, atMost }): Violation[] => {
    const value = objectiveValue(estimated, objective);
    // Floating-point sums of equal integers may differ in the last digits.
    if (value <= atMost * (1 + 1e-12)) return [];
    return [{ kind: 'epsilon', by: value - atMost, message: `${objective} is ${value}, above its cap ${atMost}` }];
  });
}
