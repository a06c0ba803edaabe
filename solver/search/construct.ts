import { partCount } from '../instance.ts';
import { computeAfter, excessAfter } from '../after.ts';
import type { Caps } from '../caps.ts';
import {
  createState,
  excessAt,
  excessOfRules,
  mayLie,
  placePart,
  removePart,
  setOption,
  type CheckLevel,
  type State,
} from '../state.ts';
import type { Instance } from '../instance.ts';

/** How a greedy start orders parts (largest rank first) and rates hosts (smallest first). */
export interface GreedyRule {
  readonly name: string;
  rank(state: State, slot: number): number;
  rate(state: State, slot: number, h: number): number;
}

const loadRate = (state: State, slot: number, h: number): number =>
  (state.load[h] + state.slotLoad[slot]) / state.instance.speed[h];

const memoryRate = (state: State, slot: number, h: number): number =>
  (state.memory[h] + state.slotBytes[slot]) / state.instance.capacityBytes[h];

/** Starts of the multi-start: longest processing time first, by load and by bytes; both shares at once; best fit decreasing. */
export const GREEDY_RULES: readonly GreedyRule[] = [
  { name: 'load', rank: (state, slot) => state.slotLoad[slot], rate: loadRate },
  { name: 'bytes', rank: (state, slot) => state.slotBytes[slot], rate: loadRate },
  {
    name: 'shares',
    rank: (state, slot) =>
      Math.max(state.slotBytes[slot] / totals(state).bytes, state.slotLoad[slot] / totals(state).load),
    rate: (state, slot, h) =>
      Math.max(memoryRate(state, slot, h), (loadRate(state, slot, h) * totals(state).speed) / totals(state).load),
  },
  {
    name: 'best-fit',
    rank: (state, slot) => state.slotBytes[slot],
    rate: (state, slot, h) => -memoryRate(state, slot, h),
  },
];

/** How soon the host would answer the part's net, and what the main shard does for a call of its own: for the critical path, whose books the state keeps. */
export const LATENCY_RULE: GreedyRule = {
  name: 'latency',
  rank: (state, slot) => pathOf(state, slot, 0),
  rate: (state, slot, h) => {
    const { ledger, instance } = state;
    const at = instance.netOf[state.slotTable[slot]] * instance.hostNames.length + h;
    const { latency, mainHost } = instance;
    const before =
      (ledger?.netBytes[at] ?? 0) * latency.msPerByte[h] + (ledger?.netSeconds[at] ?? 0) * latency.msPerUnit[h];
    const call = h === mainHost || (ledger?.netCallers[at] ?? 0) > 0 ? 0 : latency.callMs;
    return before + pathOf(state, slot, h) + call;
  },
};

/** Milliseconds that the part adds to its host's answer. */
function pathOf({ instance, option, slotTable }: State, slot: number, h: number): number {
  const { latency, partWire, partSeconds, partFirst, mostParts, mainHost } = instance;
  const part = partFirst[option[slotTable[slot]]] + (slot % mostParts);
  const wire = h === mainHost ? 0 : partWire[part] * latency.msPerByte[h];
  return wire + partSeconds[part] * latency.msPerUnit[h];
}

interface Totals {
  readonly bytes: number;
  readonly load: number;
  readonly speed: number;
}

const TOTALS = new WeakMap<Instance, Totals>();

function totals({ instance }: State): Totals {
  const known = TOTALS.get(instance);
  if (known !== undefined) return known;
  let [bytes, load] = [0, 0];
  for (let t = 0; t < instance.tables.length; t++) {
    const option = instance.optionFirst[t];
    for (let part = instance.partFirst[option]; part < instance.partFirst[option + 1]; part++) {
      bytes += instance.partBytes[part];
      load += instance.partLoad[part];
    }
  }
  const found = { bytes: bytes || 1, load: load || 1, speed: instance.speed.reduce((a, b) => a + b, 0) };
  TOTALS.set(instance, found);
  return found;
}

/** What a start may be given beside its rule: hosts of some slots (-1 for the others), and what its state is created with. */
export interface Start {
  readonly caps: Caps;
  readonly check: CheckLevel;
  readonly hosts?: Int32Array | undefined;
}

/**
 * Places every part greedily: on the best rated host where it fits, else where it exceeds the capacities least, for the search to
 * repair. Returns undefined where a part has no host at all, its table's other parts being everywhere that it may lie.
 */
export function construct(
  instance: Instance,
  allowed: Uint8Array,
  options: Int32Array,
  rule: GreedyRule,
  start: Start,
): State | undefined {
  const state = createState(instance, start.check, start.caps);
  state.allowed.set(allowed);
  const slots: number[] = [];
  options.forEach((option, t) => {
    setOption(state, t, option);
    for (let i = 0; i < partCount(instance, option); i++) {
      const slot = t * instance.mostParts + i;
      const h = start.hosts?.[slot] ?? -1;
      if (h >= 0 && mayLie(state, slot, h)) placePart(state, slot, h);
      else slots.push(slot);
    }
  });
  const ranks = new Map(slots.map((slot) => [slot, rule.rank(state, slot)]));
  // Parts with few hosts to choose from come first: they would find them taken.
  const choice = (slot: number): number =>
    freedomOf(state, slot) < state.load.length ? freedomOf(state, slot) : Infinity;
  const order = slots.toSorted((a, b) => compare(choice(a), choice(b)) || compare(ranks.get(b), ranks.get(a)) || a - b);
  for (const slot of order) {
    const host = bestHost(state, slot, rule);
    if (host < 0) return undefined;
    placePart(state, slot, host);
  }
  return state;
}

const compare = (a = 0, b = 0): number => (a < b ? -1 : a > b ? 1 : 0);

/** Hosts that the part's table may use beyond the parts that it has: 0 leaves no choice. */
function freedomOf(state: State, slot: number): number {
  const t = state.slotTable[slot];
  const hosts = state.load.length;
  let open = 0;
  for (let h = 0; h < hosts; h++) open += state.allowed[t * hosts + h];
  return open === hosts ? hosts : open - partCount(state.instance, state.option[t]);
}

function bestHost(state: State, slot: number, rule: GreedyRule): number {
  let best = -1;
  let [excess, rate] = [Infinity, Infinity];
  for (let h = 0; h < state.load.length; h++) {
    if (!mayLie(state, slot, h)) continue;
    computeAfter(state, h, -1, slot);
    const over = excessAfter(state, h) - excessAt(state, h) + ruleChange(state, slot, h);
    if (over > excess) continue;
    const own = rule.rate(state, slot, h);
    if (over < excess || own < rate) [best, excess, rate] = [h, over, own];
  }
  return best;
}

/** What placing an unplaced part on a host would add to the excess of the rules. */
export function ruleChange(state: State, slot: number, h: number): number {
  if (state.ledger === undefined) return 0;
  const before = excessOfRules(state);
  placePart(state, slot, h);
  const after = excessOfRules(state);
  removePart(state, slot);
  return after - before;
}
