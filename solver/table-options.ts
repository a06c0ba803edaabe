import type { Table } from '../domain/model.ts';
import type { ObjectiveName, OptionKind, Problem } from '../domain/problem.ts';
import type { Checkpoint } from '../evaluator/certified-layouts.ts';
import type { Costs, PartCosts } from '../evaluator/costs.ts';
import { tableLayouts, type TableLayouts } from '../evaluator/option-set.ts';
import type { Rules } from './rules.ts';
import { slicesOf } from './slices.ts';

/** The search tries powers of two; a proof considers every count. */
const isPowerOfTwo = (k: number): boolean => (k & (k - 1)) === 0;

/**
 * Which tables may be split, within what the problem allows. `default`: those that fit on no host whole, and those whose load
 * exceeds half the mean load per host (the whole mean would leave synthetic-jumbo, 80 tables of 0.8 on 64 hosts, at 1.6 times the
 * mean; half still offers splits to fewer than two tables a host); where criticalLoad or peakMemory is minimised or capped, also those of over a
 * 128th of the mean load of their net, or of the mean bytes, per host: with few a host, whole ones need not level; and where hostCost is, those of
 * over an eighth of the smallest host. `wide`: also those of over a sixteenth of the largest host, for fleets too tight to pack them
 * whole. `every`: all tables in any number of parts, which is what a proof of infeasibility has to rule out.
 */
export type OptionRule = 'default' | 'wide' | 'every';

/** What an instance knows before its options: Instance has the meaning of each field. */
export interface Frame {
  readonly problem: Problem;
  readonly rules: Rules;
  readonly costs: Costs;
  readonly hostNames: readonly string[];
  readonly mainHost: number;
  readonly capacityBytes: Float64Array;
  readonly speed: Float64Array;
  readonly readCap: Float64Array;
  readonly serviceCap: Float64Array;
  readonly tables: readonly Table[];
  readonly lookedUp: Uint8Array;
  readonly allowed: Uint8Array;
  readonly rpcService: number;
}

/** `asked`: a constraint names the table and lets it be split, so splits are offered whatever its size. */
interface LayoutLimits extends TableLayouts {
  readonly asked: boolean;
}

function layoutLimits(problem: Problem): LayoutLimits[] {
  const asked = new Set(
    problem.constraints.flatMap((c) =>
      c.kind === 'tableOptions' && c.allow.some((kind) => kind !== 'whole') ? (c.tables ?? []) : [],
    ),
  );
  return tableLayouts(problem).map((layouts, t) => ({ ...layouts, asked: asked.has(problem.model.tables[t].name) }));
}

export interface PartFigures {
  readonly bytes: number;
  readonly load: number;
  /** Of the replica that serves the batch. */
  readonly batchLoad: number;
  readonly service: number;
  readonly read: number;
  /** Seconds at cpuSpeed 1 and payload bytes a request, both of the replica that serves the batch. */
  readonly batchSeconds: number;
  readonly batchWire: number;
  /** Expected: payload bytes a request, and seconds of the main shard for the called slice. */
  readonly payload: number;
  readonly handlingSeconds: number;
}

/** Parts in the order of rows or columns, and the expected payload bytes per request of all of them. */
export interface TableOption {
  readonly kind: OptionKind;
  readonly parts: readonly PartFigures[];
  readonly wire: number;
}

/** The options of every table: whole first, then on the main shard, then the others by rising part count; none that some part of could not be placed. */
export function tableOptions(frame: Frame, rule: OptionRule, check?: Checkpoint): TableOption[][] {
  const limits = layoutLimits(frame.problem);
  const wholes = frame.tables.map((_, t) => optionOf(frame, t, 'whole', 1));
  const meanLoad =
    wholes.reduce((sum, option) => sum + option.parts[0].load, 0) / frame.speed.reduce((a, b) => a + b, 0);
  const onMain = wholes.map((option) => ({ ...option, kind: 'mainShard' as const, wire: 0 }));
  const largest = Math.max(0, ...frame.capacityBytes);
  const isLarge = largeShares(frame, wholes);
  const also = countsBeside(frame);
  const isViable = viabilityIn(frame);
  const staysWhole = limits.map((own, t) => own.whole && isViable(t, wholes[t]));
  const isOffered = (t: number): boolean => {
    const { bytes, load } = wholes[t].parts[0];
    return (
      !staysWhole[t] ||
      limits[t].asked ||
      load * 2 > meanLoad ||
      isLarge(t) ||
      rule === 'every' ||
      (rule === 'wide' && bytes > largest / 16)
    );
  };
  const divided = dividedOptions(frame, isViable);
  const options = limits.map((own, t) => {
    check?.();
    const unit = frame.rules.units[t];
    const kept = [
      ...(staysWhole[t] ? [wholes[t]] : []),
      ...(frame.mainHost >= 0 && isViable(t, onMain[t]) ? [onMain[t]] : []),
    ];
    const tried = unit.length > 1 ? 'every' : rule;
    if (!unit.some(isOffered)) return kept;
    const { rows } = frame.tables[t];
    return [
      ...kept,
      ...divided(t, 'rowWise', Math.min(own.mostParts, rows), tried, !staysWhole[t], also),
      ...divided(t, 'columnWise', own.mostColumnParts, tried, !staysWhole[t] && own.mostParts < 2, also),
      ...divided(t, 'replicated', own.mostReplicas, tried, false, NONE),
    ];
  });
  return options.map((own, t) => {
    // Tables that lie together lie on equally many hosts.
    const others = frame.rules.units[t].slice(1);
    const isCommon = ({ parts }: TableOption): boolean =>
      others.every((other) => options[other].some((option) => option.parts.length === parts.length));
    return others.length === 0 ? own : own.filter(isCommon);
  });
}

const asks = (problem: Problem, objective: ObjectiveName): boolean =>
  problem.objectives.includes(objective) || problem.epsilons.some((epsilon) => epsilon.objective === objective);

/**
 * Part counts beside the powers of two. Where hosts are levelled: how many are as fast, or as large, as each of them, for so many equal parts need no
 * lesser one. Where hosts are paid for: every count, for a few full hosts take as many parts as they are.
 */
function countsBeside({ problem, speed, capacityBytes, hostNames }: Frame): Set<number> {
  if (asks(problem, 'hostCost')) return new Set(hostNames.keys().map((h) => h + 1));
  if (!asks(problem, 'criticalLoad') && !asks(problem, 'peakMemory')) return new Set();
  const counts = [speed, capacityBytes].flatMap((widths) =>
    Array.from(widths, (width) => widths.filter((other) => other >= width).length),
  );
  return new Set(counts);
}

/** Parts a host that level well enough. */
const GRAINS = 128;
/** Of the smallest host, what a table may leave empty beside it. */
const FRAGMENTS = 8;

/** Whether a table holds so much of what the problem minimises or caps, its net's load or memory, that a whole table may stand in the way. */
function largeShares(
  { problem, tables, hostNames, capacityBytes }: Frame,
  wholes: readonly TableOption[],
): (t: number) => boolean {
  const [asksNets, asksMemory] = [asks(problem, 'criticalLoad'), asks(problem, 'peakMemory')];
  const netLoads = new Map<string, number>();
  wholes.forEach(({ parts: [{ batchLoad }] }, t) =>
    netLoads.set(tables[t].net, (netLoads.get(tables[t].net) ?? 0) + batchLoad),
  );
  const allBytes = wholes.reduce((sum, { parts }) => sum + parts[0].bytes, 0);
  const pieces = hostNames.length * GRAINS;
  const asksCost = asks(problem, 'hostCost');
  const smallest = Math.min(...capacityBytes);
  return (t) => {
    const { batchLoad, bytes } = wholes[t].parts[0];
    const netLoad = netLoads.get(tables[t].net) ?? 0;
    return (
      (asksNets && batchLoad * pieces > netLoad) ||
      (asksMemory && bytes * pieces > allBytes) ||
      (asksCost && bytes * FRAGMENTS > smallest)
    );
  };
}

const NONE: ReadonlySet<number> = new Set();

/** Options of one kind in 2 to `most` parts on hosts of their own. A search tries powers of two, and as many replicas as hosts. */
function dividedOptions(frame: Frame, isViable: Viability) {
  const hosts = frame.hostNames.length;
  return (
    t: number,
    kind: OptionKind,
    most: number,
    rule: OptionRule,
    isForced: boolean,
    also: ReadonlySet<number>,
  ): TableOption[] => {
    if (most < 2) return [];
    let allowed = 0;
    for (let h = 0; h < hosts; h++) if (h !== frame.mainHost) allowed += frame.allowed[t * hosts + h];
    const largest = Math.min(most, allowed);
    const counts = Array.from({ length: Math.max(0, largest - 1) }, (_, i) => i + 2);
    const viable = counts.map((k) => optionOf(frame, t, kind, k)).filter((option) => isViable(t, option));
    // A forced table also gets its smallest viable count, which may be none of the powers of two.
    const smallest = isForced ? viable[0] : undefined;
    const isTried = (option: TableOption): boolean =>
      rule === 'every' ||
      isPowerOfTwo(option.parts.length) ||
      also.has(option.parts.length) ||
      option === smallest ||
      (kind === 'replicated' && option.parts.length === largest);
    return viable.filter(isTried);
  };
}

function optionOf(frame: Frame, t: number, kind: OptionKind, count: number): TableOption {
  // Shuffled ranges of equal length cost the same, and equal parts have at most two lengths.
  const byLength = new Map<number, PartFigures>();
  const replicas = kind === 'replicated' ? count : 1;
  const parts = slicesOf(frame.tables[t], kind, count).map((slice) => {
    const length = slice.kind === 'whole' ? 0 : slice.end - slice.start;
    const known = byLength.get(length) ?? partFigures(frame.costs.part(t, slice, replicas), replicas);
    byLength.set(length, known);
    return known;
  });
  return { kind, parts, wire: parts.reduce((sum, part) => sum + part.payload, 0) };
}

const partFigures = (costs: PartCosts, replicas: number): PartFigures => ({
  bytes: costs.memoryBytes,
  load: costs.load,
  batchLoad: costs.batchLoad,
  service: Math.ceil(costs.serviceSeconds * 1e9),
  read: Math.ceil(costs.bytesRead * 2 ** 10),
  batchSeconds: costs.batchServiceSeconds,
  batchWire: costs.wireBytes * replicas,
  payload: costs.wireBytes,
  handlingSeconds: costs.handlingSeconds,
});

type Viability = (t: number, option: TableOption) => boolean;

/** Whether each part of an option alone fits on enough hosts to give every part its own. Hosts that nothing tells apart are judged once. */
function viabilityIn(frame: Frame): Viability {
  const hosts = frame.hostNames.length;
  const isMain = (h: number): boolean => h === frame.mainHost;
  const everywhere = alikeHosts(frame);
  const isOpen = !frame.allowed.includes(0);
  return (t, { kind, parts }) => {
    const staysOnMain = kind === 'mainShard';
    const rpc = frame.lookedUp[t] && !staysOnMain ? frame.rpcService : 0;
    const takes = (h: number, { bytes, read, service }: PartFigures): boolean =>
      isMain(h) === staysOnMain &&
      bytes <= frame.capacityBytes[h] &&
      read <= frame.readCap[h] &&
      service + rpc <= frame.serviceCap[h];
    const isAllowed = (h: number): boolean => isOpen || frame.allowed[t * hosts + h] === 1;
    return parts.every((part) => {
      let fits = 0;
      for (const alike of everywhere)
        if (takes(alike[0], part)) fits += isOpen ? alike.length : alike.filter(isAllowed).length;
      return fits >= parts.length;
    });
  };
}

/** Hosts grouped by what they take. */
function alikeHosts({ hostNames, mainHost, capacityBytes, readCap, serviceCap }: Frame): number[][] {
  const groups = Map.groupBy(hostNames.keys(), (h) =>
    [h === mainHost, capacityBytes[h], readCap[h], serviceCap[h]].join(' '),
  );
  return [...groups.values()];
}
