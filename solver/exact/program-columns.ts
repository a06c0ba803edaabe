import type { Caps, SolvedObjective } from '../caps.ts';
import { hostCount, partCount, type Instance } from '../instance.ts';
import { reaches } from '../stop.ts';

/** One objective to minimise under caps on the others; both in solver units. */
export interface MipGoal {
  readonly objective: SolvedObjective;
  readonly caps: Caps;
}

/** Whether an objective is minimised or capped. */
export const matters = ({ objective, caps }: MipGoal, name: SolvedObjective): boolean =>
  objective === name || caps[name] < Infinity;

/** Equal parts of one option: x[h] says whether one of them lies on host hosts[h], column firstColumn + h. */
export interface PartGroup {
  readonly option: number;
  readonly table: number;
  /** Indices of the parts within the option. */
  readonly parts: readonly number[];
  readonly bytes: number;
  readonly load: number;
  readonly batchLoad: number;
  readonly service: number;
  readonly read: number;
  /** Bytes that such a part moves to each host of the instance; empty where movement does not matter. */
  readonly moves: Float64Array;
  /** Hosts that may take such a part by themselves. */
  readonly hosts: readonly number[];
  readonly firstColumn: number;
}

/** Program units per solver unit: powers of two, so that scaling rounds nothing. */
export interface Scales {
  readonly load: number;
  readonly wire: number;
  readonly bytes: number;
  readonly moved: number;
  readonly cost: number;
  readonly share: number;
}

/** Program units per solver unit of an objective. */
export function scaleOf({ load, wire, moved, cost, share }: Scales, objective: SolvedObjective): number {
  const scales: Readonly<Record<SolvedObjective, number>> = {
    hostsUsed: 1,
    fanOut: 1,
    peakLoad: load,
    criticalLoad: load,
    bytesOnWire: wire,
    hostCost: cost,
    peakMemory: share,
    movedBytes: moved,
    // Has no rows: mipRefusal says so.
    latencyMs: 1,
  };
  return scales[objective];
}

/** About how many columns the program would have, from pins alone: to refuse a large one before it is laid out. */
export function countColumns(instance: Instance): number {
  const hosts = hostCount(instance);
  const placed = instance.optionTable.reduce((sum, t) => {
    for (let h = t * hosts; h < (t + 1) * hosts; h++) sum += instance.allowed[h];
    return sum;
  }, 0);
  return placed + (instance.netCount + 1) * hosts;
}

/** Parts of an option that cost the same, as one group: which of them lies where makes no difference. */
export function partGroups(instance: Instance, goal: MipGoal): PartGroup[] {
  const groups: PartGroup[] = [];
  const moves = movesOf(instance, goal);
  let firstColumn = 0;
  instance.optionTable.forEach((table, option) => {
    const first = instance.partFirst[option];
    const parts = Array.from({ length: partCount(instance, option) }, (_, i) => i);
    const figures = (i: number) => ({
      bytes: instance.partBytes[first + i],
      load: instance.partLoad[first + i],
      batchLoad: instance.partBatchLoad[first + i],
      service: instance.partService[first + i],
      read: instance.partRead[first + i],
      moves: moves(first + i),
    });
    for (const equal of Map.groupBy(parts, (i) => Object.values(figures(i)).join()).values()) {
      const cost = figures(equal[0]);
      const hosts = instance.hostNames.flatMap((_, h) => (mayTake(instance, goal, table, h, cost) ? [h] : []));
      groups.push({ option, table, parts: equal, ...cost, hosts, firstColumn });
      firstColumn += hosts.length;
    }
  });
  return groups;
}

/** Row ranges of one length move differently, so that they are equal only where movement does not matter. */
function movesOf({ problem, partMoves, hostNames, rules }: Instance, goal: MipGoal): (part: number) => Float64Array {
  const isWatched = matters(goal, 'movedBytes') || rules.movableBytes < Infinity || rules.movableTables < Infinity;
  if (!isWatched || problem.currentPlacement === undefined) return () => new Float64Array(0);
  if (partMoves.length === 0) throw new Error('an instance without its matrix of moves is too large for the program');
  const hosts = hostNames.length;
  return (part) => partMoves.subarray(part * hosts, (part + 1) * hosts);
}

type PartFigures = Pick<PartGroup, 'bytes' | 'load' | 'service' | 'read'>;

const mayTake = (instance: Instance, { caps }: MipGoal, table: number, h: number, part: PartFigures): boolean =>
  instance.allowed[table * hostCount(instance) + h] === 1 &&
  part.bytes <= instance.capacityBytes[h] &&
  part.read <= instance.readCap[h] &&
  part.service <= instance.serviceCap[h] &&
  reaches(part.bytes / instance.capacityBytes[h], caps.peakMemory) &&
  reaches(part.load / instance.speed[h], caps.peakLoad);

/**
 * Mean load of a host about 1000, the dearest option, host and part about 1000, bytes in MiB or finer, so that the largest host has about 1000
 * at least: engines compare to 1e-6 absolute, and GLPK's presolver to 1e-3.
 */
export function scalesOf(instance: Instance): Scales {
  let load = 0;
  for (let t = 0; t < instance.tables.length; t++) {
    const first = instance.partFirst[instance.optionFirst[t]] ?? 0;
    const last = instance.partFirst[instance.optionFirst[t] + 1] ?? 0;
    for (let p = first; p < last; p++) load += instance.partLoad[p];
  }
  const speed = instance.speed.reduce((sum, s) => sum + s, 0);
  return {
    load: scaleTo1000(load / speed),
    wire: scaleTo1000(largest(instance.optionWire)),
    bytes: Math.max(2 ** -20, scaleTo1000(largest(instance.capacityBytes))),
    moved: scaleTo1000(largest(instance.partMoves)),
    cost: scaleTo1000(largest(instance.hostCost)),
    share: 2 ** 10,
  };
}

const largest = (values: Float64Array): number => values.reduce((most, value) => Math.max(most, value), 0);

/** The power of two that brings a size near 1000. */
export const scaleTo1000 = (size: number): number =>
  size > 0 && Number.isFinite(size) ? 2 ** Math.round(Math.log2(1000 / size)) : 1;

const INTEGERS: ReadonlySet<SolvedObjective> = new Set(['hostsUsed', 'fanOut', 'bytesOnWire', 'movedBytes']);

/** Whether an objective's values are integers, in solver units: counts and bytes, loads on hosts of speed 1, and costs where each is one. */
export function takesIntegers({ speed, hostCost }: Instance, objective: SolvedObjective): boolean {
  if (objective === 'hostCost') return hostCost.every(Number.isSafeInteger);
  const isLoad = objective === 'peakLoad' || objective === 'criticalLoad';
  return INTEGERS.has(objective) || (isLoad && speed.every((s) => s === 1));
}
