import type { Multipliers } from '../domain/plan.ts';
import type { Problem } from '../domain/problem.ts';
import { tableBytes } from '../domain/row-bytes.ts';
import type { Costs } from './costs.ts';
import { tableLayouts } from './option-set.ts';

/** Constraints under which equal hosts may be renamed, and a plan stays legal. */
const NAMELESS = ['tableOptions', 'drained', 'loadCapacity'];

/**
 * A lower bound on peakLoad, in load units, from integer multipliers lambda (load) and mu (memory), one of each a host. Any plan of peak T has
 * load_h <= T and bytes_h <= M_h on every host, hence T times the sum of lambda is at least the sum over hosts of lambda_h load_h + mu_h bytes_h, less
 * that of mu_h M_h; and each table adds at least its least lambda_h load + mu_h bytes over the hosts that it may use. Exact, in BigInt.
 * Source: Lagrangian relaxation (Geoffrion 1974); formulation.md, "Bounds and certificates".
 *
 * Tables of more than half a host may be fixed to hosts of their own where all hosts are equal and nothing tells them apart: no two of them
 * share a host in any plan, and the plan's hosts can be renamed. 0 where a condition fails, or a table need not stay whole.
 */
export function lagrangianBound(problem: Problem, costs: Costs, multipliers: Multipliers): number {
  const drained = new Set(problem.constraints.flatMap((c) => (c.kind === 'drained' ? c.hosts : [])));
  const open = costs.hosts.map((_, h) => h).filter((h) => h > 0 && !drained.has(costs.hosts[h].name));
  const { load, memory } = multipliers;
  const total = load.reduce((sum, lambda) => sum + BigInt(lambda), 0n);
  const isShaped = load.length === open.length && memory.length === open.length && total > 0n;
  if (!isShaped || !staysWhole(problem) || open.some((h) => costs.hostSpeeds[h] !== 1)) return 0;
  const fixed = fixedHosts(problem, costs, open, multipliers);
  if (fixed === undefined) return 0;
  let sum = 0n;
  for (const [t, table] of problem.model.tables.entries()) {
    const units = BigInt(costs.part(t, { kind: 'whole', table: table.name }, 1).load);
    const bytes = BigInt(tableBytes(table));
    const priceOn = (i: number): bigint => BigInt(load[i]) * units + BigInt(memory[i]) * bytes;
    const own = fixed.get(table.name);
    const prices =
      own === undefined
        ? open.flatMap((h, i) => (mayLie(problem, table.name, costs.hosts[h].name) ? [priceOn(i)] : []))
        : [priceOn(own)];
    if (prices.length === 0) return Infinity;
    sum += prices.reduce((least, price) => (price < least ? price : least));
  }
  open.forEach((h, i) => (sum -= BigInt(memory[i]) * BigInt(costs.hosts[h].capacityBytes)));
  // Loads are integers: so is the peak.
  return sum <= 0n ? 0 : Number((sum + total - 1n) / total);
}

const staysWhole = (problem: Problem): boolean =>
  tableLayouts(problem).every(
    (own) => own.whole && own.mostParts === 1 && own.mostColumnParts === 1 && own.mostReplicas === 1,
  ) && !problem.constraints.some((c) => c.kind === 'tableOptions' && c.allow.includes('mainShard'));

const mayLie = ({ constraints }: Problem, table: string, host: string): boolean =>
  constraints.every(
    (c) =>
      (c.kind !== 'pin' && c.kind !== 'forbid') || c.table !== table || c.hosts.includes(host) === (c.kind === 'pin'),
  );

/** Index of the open host of each fixed table; undefined where the tables may not be fixed so. */
function fixedHosts(
  problem: Problem,
  costs: Costs,
  open: readonly number[],
  { fixed }: Multipliers,
): Map<string, number> | undefined {
  const found = new Map<string, number>();
  if (fixed.length === 0) return found;
  const capacity = costs.hosts[open[0]].capacityBytes;
  const areEqual = open.every((h) => costs.hosts[h].capacityBytes === capacity);
  const hasNames =
    problem.constraints.some(({ kind }) => !NAMELESS.includes(kind)) || problem.currentPlacement !== undefined;
  if (!areEqual || hasNames) return undefined;
  for (const { table, host } of fixed) {
    const i = open.findIndex((h) => costs.hosts[h].name === host);
    const t = costs.tableIndex(table);
    if (i < 0 || t === undefined || tableBytes(problem.model.tables[t]) * 2 <= capacity) return undefined;
    found.set(table, i);
  }
  return new Set(found.values()).size === fixed.length ? found : undefined;
}
