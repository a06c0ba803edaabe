import { NO_CAPS, type Caps } from './caps.ts';
import { hostCount, partCount, tableCount, type Assignment, type Instance } from './instance.ts';
import { countReplicaGroups } from './replica-groups.ts';
import { book, createLedger, ledgerFigures, ruleExcess, type Ledger } from './ledger.ts';

/** When the incremental figures are compared with a full recomputation. Tests use the last. */
export type CheckLevel = 'never' | 'incumbents' | 'everyMove';

/**
 * A (partial) assignment under change. A slot is t x mostParts + i: part i of table t. All sums are of integers below 2^53,
 * so incremental and full evaluation agree exactly, whatever the order of moves.
 */
export interface State {
  readonly instance: Instance;
  readonly check: CheckLevel;
  /** [table][host], flattened: pins and forbidden pairs, narrowed to the hosts that a search may use. */
  readonly allowed: Uint8Array;
  /** Option of each table; -1 while it has none. */
  readonly option: Int32Array;
  /** Host of each slot; -1 where the slot is unused or not placed. */
  readonly host: Int32Array;
  readonly slotBytes: Float64Array;
  readonly slotLoad: Float64Array;
  readonly slotService: Float64Array;
  readonly slotRead: Float64Array;
  readonly slotTable: Int32Array;
  readonly memory: Float64Array;
  /** Load units, called RPCs included. */
  readonly load: Float64Array;
  readonly service: Float64Array;
  readonly read: Float64Array;
  /** [net][host], flattened: looked-up parts of the net on the host. */
  readonly callers: Int32Array;
  /** The same without parts of replicated tables, which are not called for every batch; empty where there are none. */
  readonly certain: Int32Array;
  /** Slots on each host, in no order, and where in that list a slot stands. */
  readonly slotsOn: number[][];
  readonly position: Int32Array;
  /** Counters of the rules that tie tables; undefined where there are none. */
  readonly ledger: Ledger | undefined;
  /** Wire bytes of the options chosen. */
  wire: number;
  /** Without groups of replicas: fanOutOf adds them. */
  fanOut: number;
  hostsUsed: number;
}

/** Caps on counts and wire bytes are watched by the ledger where the instance has rules at all; else starts and arenas see to them. */
export function createState(instance: Instance, check: CheckLevel = 'never', caps: Caps = NO_CAPS): State {
  const slots = tableCount(instance) * instance.mostParts;
  const hosts = hostCount(instance);
  return {
    instance,
    check,
    allowed: Uint8Array.from(instance.allowed),
    option: new Int32Array(tableCount(instance)).fill(-1),
    host: new Int32Array(slots).fill(-1),
    slotBytes: new Float64Array(slots),
    slotLoad: new Float64Array(slots),
    slotService: new Float64Array(slots),
    slotRead: new Float64Array(slots),
    slotTable: Int32Array.from({ length: slots }, (_, slot) => Math.floor(slot / instance.mostParts)),
    memory: new Float64Array(hosts),
    load: idleLoads(instance),
    service: new Float64Array(hosts),
    read: new Float64Array(hosts),
    callers: new Int32Array(instance.netCount * hosts),
    certain: new Int32Array(instance.hasReplicas ? instance.netCount * hosts : 0),
    slotsOn: Array.from({ length: hosts }, () => []),
    position: new Int32Array(slots).fill(-1),
    ledger: createLedger(instance, caps),
    wire: 0,
    fanOut: 0,
    hostsUsed: 0,
  };
}

/** The main shard carries its dense work from the start. */
function idleLoads(instance: Instance): Float64Array {
  const loads = new Float64Array(hostCount(instance));
  if (instance.mainHost >= 0) loads[instance.mainHost] = instance.denseLoad;
  return loads;
}

/** Gives an unplaced table an option (or none: -1); its parts then await placePart. */
export function setOption(state: State, t: number, option: number): void {
  const { instance } = state;
  if (state.option[t] >= 0) state.wire -= instance.optionWire[state.option[t]];
  state.option[t] = option;
  if (option < 0) return;
  state.wire += instance.optionWire[option];
  const first = instance.partFirst[option];
  for (let i = 0; i < partCount(instance, option); i++) {
    const slot = t * instance.mostParts + i;
    state.slotBytes[slot] = instance.partBytes[first + i];
    state.slotLoad[slot] = instance.partLoad[first + i];
    state.slotService[slot] = instance.partService[first + i];
    state.slotRead[slot] = instance.partRead[first + i];
  }
}

/** A whole table that comes to the main shard or leaves it takes that option: it answers no bytes there, and is not called. */
export function placePart(state: State, slot: number, h: number): void {
  const { instance } = state;
  if (instance.mainHost >= 0) turnOption(state, slot, h === instance.mainHost);
  state.host[slot] = h;
  state.memory[h] += state.slotBytes[slot];
  state.load[h] += state.slotLoad[slot];
  state.service[h] += state.slotService[slot];
  state.read[h] += state.slotRead[slot];
  const on = state.slotsOn[h];
  if (on.length === 0 && h !== instance.mainHost) state.hostsUsed++;
  state.position[slot] = on.length;
  on.push(slot);
  const t = state.slotTable[slot];
  if (state.ledger !== undefined) book(state.ledger, t, partOf(state, slot), h, 1);
  if (!instance.lookedUp[t] || h === instance.mainHost) return;
  const call = instance.netOf[t] * state.memory.length + h;
  if (instance.hasReplicas && !isReplica(state, slot) && state.certain[call]++ === 0) state.fanOut++;
  if (state.callers[call]++ === 0) {
    if (!instance.hasReplicas) state.fanOut++;
    state.load[h] += instance.rpcLoad;
    state.service[h] += instance.rpcService;
  }
}

export function removePart(state: State, slot: number): void {
  const { instance } = state;
  const h = state.host[slot];
  state.host[slot] = -1;
  state.memory[h] -= state.slotBytes[slot];
  state.load[h] -= state.slotLoad[slot];
  state.service[h] -= state.slotService[slot];
  state.read[h] -= state.slotRead[slot];
  const on = state.slotsOn[h];
  const last = on.pop() as number;
  if (last !== slot) {
    on[state.position[slot]] = last;
    state.position[last] = state.position[slot];
  }
  state.position[slot] = -1;
  if (on.length === 0 && h !== instance.mainHost) state.hostsUsed--;
  const t = state.slotTable[slot];
  if (state.ledger !== undefined) book(state.ledger, t, partOf(state, slot), h, -1);
  if (!instance.lookedUp[t] || h === instance.mainHost) return;
  const call = instance.netOf[t] * state.memory.length + h;
  if (instance.hasReplicas && !isReplica(state, slot) && --state.certain[call] === 0) state.fanOut--;
  if (--state.callers[call] === 0) {
    if (!instance.hasReplicas) state.fanOut--;
    state.load[h] -= instance.rpcLoad;
    state.service[h] -= instance.rpcService;
  }
}

function turnOption(state: State, slot: number, toMain: boolean): void {
  const { wholeOption, mainOption, optionWire } = state.instance;
  const t = state.slotTable[slot];
  const [from, to] = toMain ? [wholeOption[t], mainOption[t]] : [mainOption[t], wholeOption[t]];
  if (state.option[t] !== from || from < 0) return;
  state.option[t] = to;
  state.wire += optionWire[to] - optionWire[from];
}

const isReplica = ({ instance, option, slotTable }: State, slot: number): boolean =>
  instance.optionKind[option[slotTable[slot]]] === 'replicated';

/** Sparse hosts that may be called for one batch, summed over nets; a group of replicas counts once, if not called anyway. */
export const fanOutOf = (state: State): number =>
  state.fanOut + (state.instance.hasReplicas ? countReplicaGroups(state) : 0);

/** Index of a slot's part among the instance's parts. */
const partOf = ({ instance, option, slotTable }: State, slot: number): number =>
  instance.partFirst[option[slotTable[slot]]] + (slot % instance.mostParts);

/** Moves a placed part; the caller has checked that it may. */
export function movePart(state: State, slot: number, h: number): void {
  removePart(state, slot);
  placePart(state, slot, h);
}

/** Takes a table off its hosts and leaves it without an option. */
export function clearTable(state: State, t: number): void {
  const { mostParts } = state.instance;
  for (let slot = t * mostParts; slot < (t + 1) * mostParts; slot++) if (state.host[slot] >= 0) removePart(state, slot);
  setOption(state, t, -1);
}

/** Whether the table may lie on the host and has no other part there, but for one that is about to leave. */
export function mayLie(state: State, slot: number, h: number, leaving = -1): boolean {
  const t = state.slotTable[slot];
  if (!state.allowed[t * state.memory.length + h]) return false;
  const { mostParts, mainHost } = state.instance;
  if (mainHost >= 0 && !suits(state, t, h === mainHost)) return false;
  if (mostParts === 1) return true;
  for (let other = t * mostParts; other < (t + 1) * mostParts; other++)
    if (state.host[other] === h && other !== slot && other !== leaving) return false;
  return true;
}

/** Whether a table's option, or the one that it would turn into, is one for the main shard (or for the other hosts). */
function suits({ instance, option }: State, t: number, onMain: boolean): boolean {
  const { wholeOption, mainOption } = instance;
  const isWhole = option[t] === wholeOption[t] || option[t] === mainOption[t];
  return onMain ? isWhole && mainOption[t] >= 0 : option[t] !== mainOption[t] || wholeOption[t] >= 0;
}

/** How far a host with these figures exceeds its capacities, each as a share of the capacity. */
export function excessOf(instance: Instance, h: number, memory: number, service: number, read: number): number {
  let excess = 0;
  if (memory > instance.capacityBytes[h])
    excess += (memory - instance.capacityBytes[h]) / (instance.capacityBytes[h] + 1);
  if (service > instance.serviceCap[h]) excess += (service - instance.serviceCap[h]) / (instance.serviceCap[h] + 1);
  if (read > instance.readCap[h]) excess += (read - instance.readCap[h]) / (instance.readCap[h] + 1);
  return excess;
}

export const excessAt = (state: State, h: number): number =>
  excessOf(state.instance, h, state.memory[h], state.service[h], state.read[h]);

/** How far the rules that tie tables are broken; 0 where all hold, or there are none. */
export const excessOfRules = (state: State): number =>
  state.ledger === undefined ? 0 : ruleExcess(state.ledger, state.hostsUsed, fanOutOf(state), state.wire);

/** Summed over hosts and rules; 0 for a state that is legal. */
export function totalExcess(state: State): number {
  let sum = excessOfRules(state);
  for (let h = 0; h < state.memory.length; h++) sum += excessAt(state, h);
  return sum;
}

/** Largest load over relative speed, in load units, the main shard's own included. */
export function peakLoadOf(state: State): number {
  let peak = state.instance.mainLoad;
  for (let h = 0; h < state.load.length; h++) peak = Math.max(peak, state.load[h] / state.instance.speed[h]);
  return peak;
}

export const assignmentOf = (state: State): Assignment => ({
  options: Int32Array.from(state.option),
  hosts: Int32Array.from(state.host),
});

/** Replaces the assignment; tables that stand as wanted are left alone. */
export function loadAssignment(state: State, { options, hosts }: Assignment): void {
  const { mostParts } = state.instance;
  for (let t = 0; t < options.length; t++) {
    const from = t * mostParts;
    let same = state.option[t] === options[t];
    for (let slot = from; same && slot < from + mostParts; slot++) same = state.host[slot] === hosts[slot];
    if (same) continue;
    clearTable(state, t);
    setOption(state, t, options[t]);
    for (let slot = from; slot < from + mostParts; slot++) if (hosts[slot] >= 0) placePart(state, slot, hosts[slot]);
  }
  verifyState(state, 'incumbents');
}

/**
 * Compares the incremental figures with a full recomputation, where the check level asks for it.
 * @throws Error where they differ: a bug.
 */
export function verifyState(state: State, moment: 'incumbents' | 'everyMove'): void {
  if (state.check === 'never' || (state.check === 'incumbents' && moment === 'everyMove')) return;
  const fresh = createState(state.instance, 'never', state.ledger?.caps);
  state.option.forEach((option, t) => setOption(fresh, t, option));
  state.host.forEach((h, slot) => h >= 0 && placePart(fresh, slot, h));
  if (
    state.ledger !== undefined &&
    fresh.ledger !== undefined &&
    ledgerFigures(state.ledger) !== ledgerFigures(fresh.ledger)
  )
    throw new Error(`incremental ${ledgerFigures(state.ledger)} differs from ${ledgerFigures(fresh.ledger)}`);
  const differs = (['memory', 'load', 'service', 'read', 'callers'] as const).find((figure) =>
    state[figure].some((value, i) => value !== fresh[figure][i]),
  );
  if (differs !== undefined) throw new Error(`incremental ${differs} differs from the full evaluation`);
  for (const figure of ['wire', 'fanOut', 'hostsUsed'] as const)
    if (state[figure] !== fresh[figure])
      throw new Error(`incremental ${figure} is ${state[figure]}, full evaluation ${fresh[figure]}`);
}
