import type { Certificate, Multipliers } from '../../domain/plan.ts';
import { certifiedBound } from '../../evaluator/certificate.ts';
import { groundOf } from '../../evaluator/certified-layouts.ts';
import { countedHosts, fixableTables } from '../../evaluator/lagrangian-certificate.ts';
import { toUnits, type Caps } from '../caps.ts';
import type { LpLimits, MipEngine } from '../exact/engine.ts';
import { hostCount, type Instance } from '../instance.ts';
import type { Bound } from './bound.ts';
import { certificateOf } from './certify.ts';
import { buildRelaxation, type HostClass, type Relaxation } from './peak-relaxation.ts';

/** Columns of the largest program: two seconds by interior point. */
const MOST_COLUMNS = 120_000;
/** Below it simplex is as quick, and its duals are exact. */
const SIMPLEX_COLUMNS = 20_000;
/** A safety net: an answer that it ends is none. */
const SECONDS = 60;
/** Relative: less is not worth a linear program. */
export const OPEN_GAP = 1e-4;
/** The largest multiplier is written down with so many bits. */
const BITS = 50;

/** Where a plan's peak leaves a gap to a bound, the better of the two bounds: this one also sees memory, and how hosts differ. */
export async function tightened(
  instance: Instance,
  caps: Caps,
  closed: Bound,
  peak: number,
  engine: MipEngine,
  signal?: AbortSignal,
): Promise<Bound> {
  if (peak <= closed.value * (1 + OPEN_GAP) || signal?.aborted) return closed;
  const priced = await lagrangianBound(instance, caps, engine, peak, signal);
  return priced !== undefined && priced.value > closed.value ? priced : closed;
}

/**
 * The safe bound on peakLoad with the duals of a linear program as its multipliers: how load and memory trade off on hosts that differ, or that are not
 * free to take anything, as giants lie on them. The bound is the evaluator's, exact whatever the multipliers: rounding here only loosens it.
 * `peak` is that of a known plan. undefined where tables may lie on the main shard, or the program is too large, or was not solved.
 */
export async function lagrangianBound(
  instance: Instance,
  caps: Caps,
  engine: MipEngine,
  peak: number,
  signal?: AbortSignal,
): Promise<Bound | undefined> {
  if (instance.mainHost >= 0) return undefined;
  const none = certificateOf(instance, 'peakLoad', caps, { kind: 'lagrangian', value: 0 });
  const { classes, fixed } = hostClasses(instance, none);
  if (instance.optionTable.length * classes.length > MOST_COLUMNS) return undefined;
  const relaxation = buildRelaxation(instance, caps, classes, fixed, peak);
  const isLarge = relaxation.program.columns.length > SIMPLEX_COLUMNS;
  const method: LpLimits['method'] = isLarge ? 'ipm' : 'simplex';
  const { rowDuals } = await engine.relax(relaxation.program, { seconds: SECONDS, method }, signal);
  if (rowDuals === undefined) return undefined;
  const multipliers = multipliersOf(instance, relaxation, classes, fixed, rowDuals);
  const value = toUnits(instance, 'peakLoad', certifiedBound(instance.problem, { ...none, multipliers }));
  return { kind: 'lagrangian', value, evidence: { multipliers } };
}

/** Hosts that a part does not tell apart, as one: each host that a giant is fixed to is a class of its own. */
function hostClasses(instance: Instance, certificate: Certificate) {
  const ground = groundOf(instance.problem, certificate);
  const counted = countedHosts(ground);
  const fixed = new Map<string, number>();
  const taken = new Set<number>();
  // Largest first: of too many giants the largest say most about memory.
  const giants = fixableTables(ground).toSorted((a, b) => bytesOf(instance, b.table) - bytesOf(instance, a.table));
  for (const { table, hosts } of giants) {
    const host = hosts.find((h) => !taken.has(h));
    if (host === undefined || instance.optionTable.length * (taken.size + 2) > MOST_COLUMNS) break;
    fixed.set(table, host);
    taken.add(host);
  }
  const classes = Map.groupBy(counted, (h) => (taken.has(h) ? `alone ${h}` : placesKey(instance, h)));
  return { classes: [...classes.values()].map((hosts): HostClass => ({ hosts })), fixed };
}

const bytesOf = (instance: Instance, table: string): number =>
  instance.partBytes[instance.partFirst[instance.optionFirst[instance.costs.tableIndex(table) ?? 0]]];

/** Memory, speed, and which tables may lie there. */
function placesKey(instance: Instance, h: number): string {
  const hosts = hostCount(instance);
  const barred = instance.tables.flatMap((_, t) => (instance.allowed[t * hosts + h] === 1 ? [] : [t]));
  return [instance.capacityBytes[h], instance.speed[h], ...barred].join();
}

/** Duals as integers: of each host's load and memory row, less than 0 as more room lowers the peak, and of the wire row. */
function multipliersOf(
  instance: Instance,
  { loadRow, usedLoadRow, memoryRow, wireRow, scales }: Relaxation,
  classes: readonly HostClass[],
  fixed: ReadonlyMap<string, number>,
  duals: Float64Array,
): Multipliers {
  const priceOf = (row: number): number => Math.max(0, -duals[row]);
  const prices = classes.flatMap(({ hosts }, c) =>
    hosts.map((h) => ({
      h,
      load: (priceOf(loadRow[c]) + (usedLoadRow.length > 0 ? priceOf(usedLoadRow[c]) : 0)) * scales.load,
      memory: priceOf(memoryRow[c]) * scales.bytes,
    })),
  );
  const wire = wireRow < 0 ? 0 : priceOf(wireRow) * scales.wire;
  const largest = Math.max(wire, ...prices.flatMap(({ load, memory }) => [load, memory]));
  const unit = largest > 0 ? 2 ** (BITS - Math.ceil(Math.log2(largest))) : 1;
  const sorted = prices.toSorted((a, b) => a.h - b.h);
  return {
    load: sorted.map(({ load }) => Math.round(load * unit)),
    memory: sorted.map(({ memory }) => Math.round(memory * unit)),
    ...(wire > 0 ? { wire: Math.round(wire * unit) } : {}),
    fixed: [...fixed].map(([table, h]) => ({ table, host: instance.hostNames[h] })),
  };
}
