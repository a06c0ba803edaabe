import type { Caps, SolvedObjective } from '../caps.ts';
import { hostCount, partCount, type Instance } from '../instance.ts';
import type { MipColumn } from './engine.ts';

/** Objectives that the program has rows for. */
export const MIP_OBJECTIVES = ['hostsUsed', 'peakLoad', 'bytesOnWire', 'fanOut'] as const satisfies SolvedObjective[];

export const isMipObjective = (objective: SolvedObjective): boolean =>
  (MIP_OBJECTIVES as readonly SolvedObjective[]).includes(objective);

/** One objective to minimise under caps on the others; both in solver units. */
export interface MipGoal {
  readonly objective: SolvedObjective;
  readonly caps: Caps;
}

/** Equal parts of one option: x[h] says whether one of them lies on host hosts[h], column firstColumn + h. */
export interface PartGroup {
  readonly option: number;
  readonly table: number;
  /** Indices of the parts within the option. */
  readonly parts: readonly number[];
  readonly bytes: number;
  readonly load: number;
  readonly service: number;
  readonly read: number;
  /** Hosts that may take such a part by themselves. */
  readonly hosts: readonly number[];
  readonly firstColumn: number;
}

/** What each column of the program stands for; formulation.md names them. */
export interface ProgramColumns {
  readonly columns: readonly MipColumn[];
  readonly groups: readonly PartGroup[];
  /** Column w of each option; -1 for options of one part, whose x say it. */
  readonly optionColumn: Int32Array;
  /** Column y of [net][host], flattened; -1 where calls do not matter or cannot be. */
  readonly callColumn: Int32Array;
  /** Column u of each host; -1 where the count of hosts does not matter. */
  readonly hostColumn: Int32Array;
  /** Column z; -1 unless peakLoad is minimised. */
  readonly peakColumn: number;
  readonly scales: Scales;
}

/** Program units per solver unit: powers of two, so that scaling rounds nothing. */
export interface Scales {
  readonly load: number;
  readonly wire: number;
  readonly bytes: number;
}

/** Lays out the columns: part groups first, then options, calls, hosts, peak. */
export function layOutColumns(instance: Instance, goal: MipGoal): ProgramColumns {
  const hosts = hostCount(instance);
  const scales = scalesOf(instance);
  const columns: MipColumn[] = [];
  const add = (name: string, objective: number, upper = 1, lower = 0, integer = true): number =>
    columns.push({ name, objective, lower, upper, integer }) - 1;
  const wireCost = (o: number): number => (goal.objective === 'bytesOnWire' ? instance.optionWire[o] * scales.wire : 0);

  const groups = partGroups(instance, goal);
  for (const group of groups) {
    const cost = partCount(instance, group.option) === 1 ? wireCost(group.option) : 0;
    for (const h of group.hosts) add(`x${group.option}.${group.parts[0]},${h}`, cost);
  }
  const optionColumn = Int32Array.from(instance.optionTable, (t, o) => {
    if (partCount(instance, o) === 1) return -1;
    const sole = instance.optionFirst[t + 1] - instance.optionFirst[t] === 1;
    return add(`w${o}`, wireCost(o), 1, sole ? 1 : 0);
  });
  const callColumn = new Int32Array(instance.netCount * hosts).fill(-1);
  if (countsCalls(instance, goal))
    for (const { table, hosts: places } of groups) {
      if (!instance.lookedUp[table]) continue;
      const n = instance.netOf[table];
      for (const h of places)
        if (callColumn[n * hosts + h] < 0)
          callColumn[n * hosts + h] = add(`y${n},${h}`, goal.objective === 'fanOut' ? 1 : 0);
    }
  const hostColumn = new Int32Array(hosts).fill(-1);
  if (goal.objective === 'hostsUsed' || goal.caps.hostsUsed < hosts)
    for (let h = 0; h < hosts; h++) hostColumn[h] = add(`u${h}`, goal.objective === 'hostsUsed' ? 1 : 0);
  const peak = goal.caps.peakLoad * scales.load;
  const peakColumn = goal.objective === 'peakLoad' ? add('z', 1, peak, 0, false) : -1;
  return { columns, groups, optionColumn, callColumn, hostColumn, peakColumn, scales };
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

/** Calls matter where fan-out does, and where an RPC costs load or service that something limits. */
const countsCalls = (instance: Instance, { objective, caps }: MipGoal): boolean =>
  objective === 'fanOut' ||
  caps.fanOut < Infinity ||
  instance.rpcService > 0 ||
  (instance.rpcLoad > 0 && (objective === 'peakLoad' || caps.peakLoad < Infinity));

/** Parts of an option that cost the same, as one group: which of them lies where makes no difference. */
function partGroups(instance: Instance, { caps }: MipGoal): PartGroup[] {
  const groups: PartGroup[] = [];
  let firstColumn = 0;
  instance.optionTable.forEach((table, option) => {
    const first = instance.partFirst[option];
    const parts = Array.from({ length: partCount(instance, option) }, (_, i) => i);
    const figures = (i: number) => ({
      bytes: instance.partBytes[first + i],
      load: instance.partLoad[first + i],
      service: instance.partService[first + i],
      read: instance.partRead[first + i],
    });
    for (const equal of Map.groupBy(parts, (i) => Object.values(figures(i)).join()).values()) {
      const cost = figures(equal[0]);
      const hosts = instance.hostNames.flatMap((_, h) => (mayTake(instance, caps, table, h, cost) ? [h] : []));
      groups.push({ option, table, parts: equal, ...cost, hosts, firstColumn });
      firstColumn += hosts.length;
    }
  });
  return groups;
}

type PartFigures = Pick<PartGroup, 'bytes' | 'load' | 'service' | 'read'>;

const mayTake = (instance: Instance, caps: Caps, table: number, h: number, part: PartFigures): boolean =>
  instance.allowed[table * hostCount(instance) + h] === 1 &&
  part.bytes <= instance.capacityBytes[h] &&
  part.read <= instance.readCap[h] &&
  part.service <= instance.serviceCap[h] &&
  part.load <= caps.peakLoad * instance.speed[h];

/**
 * Mean load of a host about 1000, the dearest option about 1000, bytes in MiB or finer, so that the largest host has about 1000 at
 * least: engines compare to 1e-6 absolute, and GLPK's presolver to 1e-3.
 */
function scalesOf(instance: Instance): Scales {
  let load = 0;
  for (let t = 0; t < instance.tables.length; t++) {
    const first = instance.partFirst[instance.optionFirst[t]] ?? 0;
    const last = instance.partFirst[instance.optionFirst[t] + 1] ?? 0;
    for (let p = first; p < last; p++) load += instance.partLoad[p];
  }
  const speed = instance.speed.reduce((sum, s) => sum + s, 0);
  const dearest = instance.optionWire.reduce((most, wire) => Math.max(most, wire), 0);
  const bytes = Math.max(2 ** -20, scaleTo1000(Math.max(...instance.capacityBytes)));
  return { load: scaleTo1000(load / speed), wire: scaleTo1000(dearest), bytes };
}

/** The power of two that brings a size near 1000. */
export const scaleTo1000 = (size: number): number =>
  size > 0 && Number.isFinite(size) ? 2 ** Math.round(Math.log2(1000 / size)) : 1;
