import type { Caps } from '../caps.ts';
import { withinMemory, type Instance } from '../instance.ts';
import { commonDivisor } from './common-divisor.ts';

/** What every bound starts from: the options that a plan under the caps may use, with their figures. */
export interface Ground {
  readonly instance: Instance;
  readonly caps: Caps;
  /** Sparse hosts that a plan may use at most. */
  readonly hosts: number;
  /** Of the sparse hosts. */
  readonly capacityBytes: Float64Array;
  readonly speed: Float64Array;
  /** The main shard's host, where tables may lie there. */
  readonly main: MainRoom | undefined;
  /**
   * Options of each table whose parts are no more than the hosts, whose largest part fits and stays under the load cap, and which the cap on wire
   * bytes can pay for where every other table takes its cheapest.
   */
  readonly options: readonly (readonly number[])[];
  readonly figures: readonly OptionFigures[];
}

export const mayStayOnMain = ({ main }: Ground, t: number): boolean => main !== undefined && main.options[t] >= 0;

/** What the main shard can take over from the sparse hosts. */
export interface MainRoom {
  readonly capacityBytes: number;
  readonly speed: number;
  /** Load units that it carries anyway. */
  readonly denseLoad: number;
  /** The option on the main shard of each table that the caps let lie there; -1 for the others. */
  readonly options: Int32Array;
}

/** Per option, summed over its parts or the largest of them. */
export interface OptionFigures {
  readonly parts: number;
  readonly bytes: number;
  readonly load: number;
  readonly wire: number;
  /** Bytes and load of parts that are called for every batch: a group of replicas is one call, wherever it lies. */
  readonly certainBytes: number;
  readonly certainLoad: number;
  /** Of a batch: replicas with their full load. */
  readonly batchLoad: number;
  readonly largestBatchLoad: number;
  /** Payload bytes a request and units of service, of all parts as if each served every batch; and of the largest. */
  readonly batchWire: number;
  readonly batchSeconds: number;
  readonly largestWire: number;
  readonly largestSeconds: number;
  /** Expected units of the main shard's work for called slices. */
  readonly handling: number;
  readonly largestBytes: number;
  /** The peak load that the largest part brings about on a host of speed 1, or on the main shard. */
  readonly largestLoad: number;
  /** Greatest common divisor of the parts' loads. */
  readonly loadStep: number;
  /** Parts of more than half the largest host. */
  readonly largeParts: number;
}

const FIGURES = new WeakMap<Instance, readonly OptionFigures[]>();

export function groundOf(of: Instance, caps: Caps): Ground {
  const instance = withinMemory(of, caps.peakMemory);
  const { sparseHosts, mainHost } = instance;
  const hosts = Math.min(caps.hostsUsed, sparseHosts, hostsOfCost(instance, caps), hostsOfCalls(instance, caps));
  const capacityBytes = instance.capacityBytes.subarray(0, sparseHosts);
  const largestHost = Math.max(0, ...capacityBytes);
  // Half a unit is room for the rounding of a cap given in natural units.
  const loadCap = caps.peakLoad === Infinity ? Infinity : Math.floor(caps.peakLoad + 0.5);
  const figures = figuresOf(instance, largestHost);
  const fits = (o: number): boolean => {
    const { parts, largestBytes, largestLoad } = figures[o];
    return parts <= hosts && largestBytes <= largestHost && largestLoad <= loadCap;
  };
  const options = instance.tables.map((_, t) => {
    const own: number[] = [];
    for (let o = instance.optionFirst[t]; o < instance.optionFirst[t + 1]; o++)
      if (o === instance.mainOption[t] ? mayStay(instance, figures[o], loadCap) : fits(o)) own.push(o);
    return own;
  });
  const affordable = affordableOptions(options, figures, caps.bytesOnWire);
  const main =
    mainHost < 0
      ? undefined
      : {
          capacityBytes: instance.capacityBytes[mainHost],
          speed: instance.speed[mainHost],
          denseLoad: instance.denseLoad,
          options: instance.mainOption.map((o, t) => (affordable[t].includes(o) ? o : -1)),
        };
  const speed = instance.speed.subarray(0, sparseHosts);
  // The instance's hosts are as small as the cap on memory asks: not twice.
  const left = { ...caps, peakLoad: loadCap, peakMemory: Infinity };
  return { instance, caps: left, hosts, capacityBytes, speed, main, options: affordable, figures };
}

/** As many sparse hosts as a cap on their cost can pay for, the cheapest ones first. */
function hostsOfCost({ hostCost, sparseHosts }: Instance, caps: Caps): number {
  let [count, left] = [0, caps.hostCost * (1 + 1e-9)];
  for (const cost of hostCost.subarray(0, sparseHosts).toSorted()) if ((left -= cost) >= 0) count++;
  return count;
}

/** Where every part is called for every batch, each sparse host used is one call at least. */
const hostsOfCalls = ({ lookedUp, hasReplicas }: Instance, caps: Caps): number =>
  hasReplicas || lookedUp.includes(0) ? Infinity : caps.fanOut;

/** Wire bytes are sums of doubles: what is over a cap in the last digits is under it. */
const WIRE_TOLERANCE = 1e-9;

function affordableOptions(
  options: readonly (readonly number[])[],
  figures: readonly OptionFigures[],
  wireCap: number,
): readonly (readonly number[])[] {
  if (wireCap === Infinity) return options;
  const least = options.map((own) => own.reduce((wire, o) => Math.min(wire, figures[o].wire), Infinity));
  const total = least.reduce((sum, wire) => sum + wire, 0);
  return options.map((own, t) =>
    own.filter((o) => total - least[t] + figures[o].wire <= wireCap * (1 + WIRE_TOLERANCE)),
  );
}

/** Half a unit, and the last digits of a quotient, are given up: the cap on a load of the main shard is not a multiple of anything. */
const mayStay = (
  { capacityBytes, mainHost }: Instance,
  { bytes, largestLoad }: OptionFigures,
  loadCap: number,
): boolean => bytes <= capacityBytes[mainHost] && largestLoad <= (loadCap + 0.5) * (1 + 1e-9);

function figuresOf(instance: Instance, largestHost: number): readonly OptionFigures[] {
  const known = FIGURES.get(instance);
  if (known !== undefined) return known;
  const figures = Array.from(instance.optionTable, (_, option) => optionFigures(instance, option, largestHost));
  FIGURES.set(instance, figures);
  return figures;
}

/** Loops over the figures of its parts: large models have hundreds of thousands of options. */
function optionFigures(instance: Instance, option: number, largestHost: number): OptionFigures {
  const { partBytes, partLoad, partBatchLoad, partWire, partSeconds, partHandling } = instance;
  const [from, to] = [instance.partFirst[option], instance.partFirst[option + 1]];
  const isReplicated = instance.optionKind[option] === 'replicated';
  const isMain = instance.optionKind[option] === 'mainShard';
  const [bytes, load, largest] = [total(partBytes, from, to), total(partLoad, from, to), most(partLoad, from, to)];
  let [loadStep, largeParts] = [0, 0];
  for (let part = from; part < to; part++) {
    loadStep = commonDivisor(loadStep, partLoad[part]);
    if (!isMain && partBytes[part] * 2 > largestHost) largeParts++;
  }
  return {
    parts: to - from,
    bytes,
    load,
    certainBytes: isReplicated ? 0 : bytes,
    certainLoad: isReplicated ? 0 : load,
    wire: instance.optionWire[option],
    batchLoad: total(partBatchLoad, from, to),
    largestBatchLoad: most(partBatchLoad, from, to),
    batchWire: total(partWire, from, to),
    batchSeconds: total(partSeconds, from, to),
    largestWire: most(partWire, from, to),
    largestSeconds: most(partSeconds, from, to),
    handling: total(partHandling, from, to),
    largestBytes: most(partBytes, from, to),
    largestLoad: isMain ? (largest + instance.denseLoad) / instance.speed[instance.mainHost] : largest,
    loadStep,
    largeParts,
  };
}

function total(figures: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let part = from; part < to; part++) sum += figures[part];
  return sum;
}

function most(figures: Float64Array, from: number, to: number): number {
  let largest = -Infinity;
  for (let part = from; part < to; part++) largest = Math.max(largest, figures[part]);
  return largest;
}

/** Costs of options, as bounds add them up: integers. */
export type OptionCost = (figures: OptionFigures) => number;

/** Sum over tables of the least cost of an option, the main shard included; Infinity where a table has none. */
export function leastTotal(ground: Ground, cost: OptionCost, tables?: (t: number) => boolean): number {
  let total = 0;
  ground.options.forEach((own, t) => {
    if (tables === undefined || tables(t))
      total += own.reduce((least, option) => Math.min(least, cost(ground.figures[option])), Infinity);
  });
  return total;
}

/**
 * The least that sparse hosts bear of a cost. Proof: each table bears at least its least cost on sparse hosts, but for those on the main shard,
 * whose bytes fit there in all; taking tables, or shares of them, in order of cost a byte spares no less than any such set (Dantzig 1957).
 * Tables that have no other option lie on the main shard, and use up its memory. Infinity where a table has no option, or these do not fit.
 * Costs are integers: what is spared is rounded down, after a hair for the last digits.
 */
export function leastOnSparse(ground: Ground, cost: OptionCost, tables?: (t: number) => boolean): number {
  const { main } = ground;
  if (main === undefined) return leastTotal(ground, cost, tables);
  let total = 0;
  let room = main.capacityBytes;
  const movable: { readonly cost: number; readonly bytes: number }[] = [];
  for (const [t, own] of ground.options.entries()) {
    const bytes = main.options[t] < 0 ? 0 : ground.figures[main.options[t]].bytes;
    let least = Infinity;
    for (const option of own) if (option !== main.options[t]) least = Math.min(least, cost(ground.figures[option]));
    if (least === Infinity && main.options[t] >= 0) room -= bytes;
    else if (tables === undefined || tables(t)) {
      total += least;
      if (main.options[t] >= 0 && least > 0) movable.push({ cost: least, bytes });
    }
  }
  if (room < 0) return Infinity;
  return Math.max(0, total - Math.floor(mostSpared(movable, room) * (1 + 1e-12)));
}

/** Whether some table has no option, or those that have none but on the main shard do not fit there together. */
export const hasNoOptions = (ground: Ground): boolean =>
  ground.options.some((own) => own.length === 0) ||
  (ground.main !== undefined && leastOnSparse(ground, (option) => option.bytes) === Infinity);

/** The most cost of tables, or shares of them, that the room holds. */
function mostSpared(movable: { readonly cost: number; readonly bytes: number }[], room: number): number {
  let left = room;
  let spared = 0;
  for (const { cost, bytes } of movable.toSorted((a, b) => b.cost * a.bytes - a.cost * b.bytes)) {
    if (bytes > left) return spared + (cost * left) / bytes;
    left -= bytes;
    spared += cost;
  }
  return spared;
}

/** Sum of the `count` largest values. */
export const sumOfLargest = (values: Float64Array, count: number): number =>
  values
    .toSorted((a, b) => b - a)
    .subarray(0, Math.max(0, count))
    .reduce((a, b) => a + b, 0);
