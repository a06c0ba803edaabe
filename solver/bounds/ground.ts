import type { Caps } from '../caps.ts';
import { hostCount, partCount, type Instance } from '../instance.ts';
import { commonDivisor } from './common-divisor.ts';

/** What every bound starts from: the options that a plan under the caps may use, with their figures. */
export interface Ground {
  readonly instance: Instance;
  readonly caps: Caps;
  /** Hosts that a plan may use at most. */
  readonly hosts: number;
  /** Options of each table whose parts are no more than the hosts, and whose largest part fits and stays under the load cap. */
  readonly options: readonly (readonly number[])[];
  readonly figures: readonly OptionFigures[];
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
  readonly largestBytes: number;
  readonly largestLoad: number;
  /** Greatest common divisor of the parts' loads. */
  readonly loadStep: number;
  /** Parts of more than half the largest host. */
  readonly largeParts: number;
}

const FIGURES = new WeakMap<Instance, readonly OptionFigures[]>();

export function groundOf(instance: Instance, caps: Caps): Ground {
  const hosts = Math.min(caps.hostsUsed, hostCount(instance));
  const largestHost = Math.max(0, ...instance.capacityBytes);
  // Half a unit is room for the rounding of a cap given in natural units.
  const loadCap = caps.peakLoad === Infinity ? Infinity : Math.floor(caps.peakLoad + 0.5);
  const figures = figuresOf(instance, largestHost);
  const options = instance.tables.map((_, t) => {
    const own: number[] = [];
    for (let o = instance.optionFirst[t]; o < instance.optionFirst[t + 1]; o++) {
      const { parts, largestBytes, largestLoad } = figures[o];
      if (parts <= hosts && largestBytes <= largestHost && largestLoad <= loadCap) own.push(o);
    }
    return own;
  });
  return { instance, caps: { ...caps, peakLoad: loadCap }, hosts, options, figures };
}

function figuresOf(instance: Instance, largestHost: number): readonly OptionFigures[] {
  const known = FIGURES.get(instance);
  if (known !== undefined) return known;
  const figures = Array.from(instance.optionTable, (_, option): OptionFigures => {
    const [from, to] = [instance.partFirst[option], instance.partFirst[option + 1]];
    const bytes = instance.partBytes.subarray(from, to);
    const loads = instance.partLoad.subarray(from, to);
    const figures = { bytes: bytes.reduce((a, b) => a + b, 0), load: loads.reduce((a, b) => a + b, 0) };
    const batchLoads = instance.partBatchLoad.subarray(from, to);
    const isReplicated = instance.optionKind[option] === 'replicated';
    return {
      parts: partCount(instance, option),
      ...figures,
      certainBytes: isReplicated ? 0 : figures.bytes,
      certainLoad: isReplicated ? 0 : figures.load,
      wire: instance.optionWire[option],
      batchLoad: batchLoads.reduce((a, b) => a + b, 0),
      largestBatchLoad: Math.max(...batchLoads),
      largestBytes: Math.max(...bytes),
      largestLoad: Math.max(...loads),
      loadStep: loads.reduce((step, load) => commonDivisor(step, load), 0),
      largeParts: bytes.reduce((count, b) => count + (b * 2 > largestHost ? 1 : 0), 0),
    };
  });
  FIGURES.set(instance, figures);
  return figures;
}

/** Sum over tables of the least cost of an option; Infinity where a table has none. Restricted to `tables` where given. */
export function leastTotal(
  ground: Ground,
  cost: (figures: OptionFigures) => number,
  tables?: (t: number) => boolean,
): number {
  let total = 0;
  ground.options.forEach((own, t) => {
    if (tables !== undefined && !tables(t)) return;
    let least = Infinity;
    for (const option of own) least = Math.min(least, cost(ground.figures[option]));
    total += least;
  });
  return total;
}

/** Sum of the `count` largest values. */
export const sumOfLargest = (values: Float64Array, count: number): number =>
  values
    .toSorted((a, b) => b - a)
    .subarray(0, Math.max(0, count))
    .reduce((a, b) => a + b, 0);
