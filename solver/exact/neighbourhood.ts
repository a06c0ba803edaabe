import type { Random } from '../../domain/random.ts';
import type { SolvedObjective } from '../caps.ts';
import { hostCount, tableCount, type Assignment, type Instance } from '../instance.ts';
import { createState, loadAssignment, type State } from '../state.ts';

/** An incumbent's hosts, as a neighbourhood is drawn among them. */
export interface Surroundings {
  /** Hosts that bound the objective, the first few of them. */
  readonly bounding: readonly number[];
  /** Of each host: how likely an exchange with the bounding ones is; 0 where none is possible. */
  readonly weights: Float64Array;
}

/** Relative: hosts so near the largest pressure bound the objective with it. */
const TIE = 1e-9;
/** More of them are not freed at once, as there would be little room to exchange anything. */
const MOST_BOUNDING = 6;
/** A host as full and as loaded as any can still swap tables. */
const LEAST_ROOM = 0.1;

export function surroundingsOf(instance: Instance, assignment: Assignment, objective: SolvedObjective): Surroundings {
  const state = createState(instance);
  loadAssignment(state, assignment);
  const pressure = pressuresOf(state, objective);
  const largest = Math.max(...pressure);
  const bounding = [...pressure.keys()].filter((h) => pressure[h] >= largest * (1 - TIE)).slice(0, MOST_BOUNDING);
  const swaps = exchangesWith(state, bounding);
  const weights = pressure.map((own, h) => {
    const isLess = largest > 0 ? 1 - own / largest : 0;
    const free = 1 - state.memory[h] / instance.capacityBytes[h];
    return swaps[h] * (LEAST_ROOM + isLess + free);
  });
  return { bounding, weights };
}

/** How much each host has to do with the objective's value; what is largest has to change for the value to fall. */
function pressuresOf(state: State, objective: SolvedObjective): Float64Array {
  const { instance, load, memory } = state;
  const { speed, capacityBytes, hostCost } = instance;
  switch (objective) {
    case 'peakLoad':
      return load.map((own, h) => own / speed[h]);
    case 'peakMemory':
      return memory.map((own, h) => own / capacityBytes[h]);
    case 'criticalLoad':
    case 'latencyMs':
      return criticalPressures(state);
    case 'hostsUsed':
    case 'hostCost':
      // The emptiest for its cost is the one to give up.
      return memory.map((own, h) =>
        state.slotsOn[h].length === 0
          ? 0
          : (objective === 'hostCost' ? hostCost[h] : 1) * (1 + LEAST_ROOM - own / capacityBytes[h]),
      );
    case 'fanOut':
      return thinCalls(state);
    case 'bytesOnWire':
      return slotSums(state, (option, t) => dearness(instance, option, t));
    case 'movedBytes':
      return slotSums(state, (_option, _t, part, h) =>
        instance.partMoves.length === 0 ? 0 : instance.partMoves[part * hostCount(instance) + h],
      );
  }
}

/** The load that each host makes nets wait for: of every net, on its bounding host. */
function criticalPressures(state: State): Float64Array {
  const { instance, callers } = state;
  const hosts = hostCount(instance);
  const waits = new Float64Array(hosts);
  for (let n = 0; n < instance.netCount; n++) {
    const loads = slotSums(state, (_option, t, part) => (instance.netOf[t] === n ? instance.partBatchLoad[part] : 0));
    const worth = loads.map(
      (own, h) => (own + (callers[n * hosts + h] > 0 ? instance.rpcLoad : 0)) / instance.speed[h],
    );
    const bounding = worth.indexOf(Math.max(...worth));
    waits[bounding] += worth[bounding];
  }
  return waits;
}

/** Calls for few parts are the easiest to save. */
function thinCalls({ instance, callers }: State): Float64Array {
  const hosts = hostCount(instance);
  const thin = new Float64Array(hosts);
  callers.forEach((parts, at) => {
    if (parts > 0) thin[at % hosts] += 1 / parts;
  });
  return thin;
}

/** A part's share of the wire bytes that its table could do without. */
function dearness({ optionFirst, optionWire, partFirst }: Instance, option: number, t: number): number {
  const least = optionWire.subarray(optionFirst[t], optionFirst[t + 1]).reduce((a, b) => Math.min(a, b), Infinity);
  return (optionWire[option] - least) / (partFirst[option + 1] - partFirst[option]);
}

function slotSums(
  { instance, slotsOn, slotTable, option }: State,
  of: (option: number, t: number, part: number, h: number) => number,
): Float64Array {
  return Float64Array.from(slotsOn, (on, h) =>
    on.reduce((sum, slot) => {
      const t = slotTable[slot];
      const part = instance.partFirst[option[t]] + slot - t * instance.mostParts;
      return sum + of(option[t], t, part, h);
    }, 0),
  );
}

/** Parts on the bounding hosts that a host may take, and parts of its own that one of them may. */
function exchangesWith({ instance, slotsOn, slotTable }: State, bounding: readonly number[]): Float64Array {
  const hosts = hostCount(instance);
  const mayLie = (slot: number, h: number): number => instance.allowed[slotTable[slot] * hosts + h];
  return Float64Array.from(slotsOn, (own, h) => {
    if (bounding.includes(h)) return 0;
    const given = bounding.reduce((sum, b) => sum + slotsOn[b].reduce((n, slot) => n + mayLie(slot, h), 0), 0);
    const taken = own.filter((slot) => bounding.some((b) => mayLie(slot, b) === 1)).length;
    return given + taken;
  });
}

/** Hosts to free, in order of their index: as many bounding ones as there is room for beside one other, the rest drawn by weight. */
export function drawHosts({ bounding, weights }: Surroundings, size: number, random: Random): number[] {
  const freed = bounding.slice(0, Math.max(1, size - 1));
  const left = Float64Array.from(weights);
  for (const h of freed) left[h] = 0;
  while (freed.length < size) {
    let at = random.next() * left.reduce((sum, weight) => sum + weight, 0);
    const h = left.findIndex((weight) => weight > 0 && (at -= weight) <= 0);
    if (h < 0) break;
    left[h] = 0;
    freed.push(h);
  }
  return freed.toSorted((a, b) => a - b);
}

/**
 * The instance with all tables held where they lie, but those with a part on a freed host: these may lie on any of the freed ones too.
 * `freeColumns` is about how many columns those have in the program.
 */
export function freedInstance(
  instance: Instance,
  assignment: Assignment,
  freed: readonly number[],
): { readonly instance: Instance; readonly freeColumns: number } {
  const hosts = hostCount(instance);
  const allowed = new Uint8Array(instance.allowed.length);
  let freeColumns = 0;
  for (let t = 0; t < tableCount(instance); t++) {
    const own = assignment.hosts.subarray(t * instance.mostParts, (t + 1) * instance.mostParts).filter((h) => h >= 0);
    for (const h of own) allowed[t * hosts + h] = 1;
    if (!own.some((h) => freed.includes(h))) continue;
    for (const h of freed) allowed[t * hosts + h] = instance.allowed[t * hosts + h];
    const places = allowed.subarray(t * hosts, (t + 1) * hosts).reduce((sum, may) => sum + may, 0);
    freeColumns += places * (instance.optionFirst[t + 1] - instance.optionFirst[t]);
  }
  return { instance: { ...instance, allowed }, freeColumns };
}
