import type { Multipliers } from '../../domain/plan.ts';
import { createCosts } from '../../evaluator/costs.ts';
import { lagrangianBound } from '../../evaluator/lagrangian-certificate.ts';
import { hostCount, tableCount, type Instance } from '../instance.ts';

const ROUNDS = 400;
/** Rounds without a better bound, after which steps are halved. */
const PATIENCE = 12;
/** Multipliers are written down in this unit. */
const UNITS = 2 ** 24;

/** Hosts with the same multipliers: each host of a giant is a class of its own, the others are one. */
interface Prices {
  readonly load: Float64Array;
  readonly memory: Float64Array;
}

/**
 * Multipliers for the safe bound on peakLoad, by subgradient steps towards a known peak (Polyak 1969); tables of more than half a host are fixed
 * to hosts of their own. undefined where hosts differ or rules tell them apart, or where a table has a choice of layouts. The bound is the
 * evaluator's, exact whatever the multipliers: rounding here only loosens it.
 */
export function lagrangianMultipliers(
  instance: Instance,
  peak: number,
): { readonly value: number; readonly multipliers: Multipliers } | undefined {
  const { capacityBytes, speed, tables, partBytes, partLoad, problem } = instance;
  const [hosts, n] = [hostCount(instance), tableCount(instance)];
  const capacity = capacityBytes[0];
  const areAlike = capacityBytes.every((bytes) => bytes === capacity) && speed.every((s) => s === 1);
  if (!areAlike || instance.optionTable.length !== n || instance.mostParts !== 1 || instance.allowed.includes(0))
    return undefined;
  const giants = Array.from(partBytes.keys()).filter((t) => partBytes[t] * 2 > capacity);
  if (giants.length > hosts) return undefined;
  const prices = climb(instance, giants, peak);
  const rest = giants.length;
  const spread = (of: Float64Array): number[] =>
    Array.from({ length: hosts }, (_, h) => Math.round(of[Math.min(h, rest)] * UNITS));
  const multipliers = {
    load: spread(prices.load),
    memory: spread(prices.memory.map((mu) => (mu * partLoad.reduce((a, b) => a + b, 0)) / (hosts * capacity))),
    fixed: giants.map((t, h) => ({ table: tables[t].name, host: instance.hostNames[h] })),
  };
  return { value: lagrangianBound(problem, createCosts(problem), multipliers), multipliers };
}

/** Loads in mean loads of a host, bytes in capacities; class c < giants.length holds giant c. */
function climb({ partBytes, partLoad, capacityBytes }: Instance, giants: readonly number[], peak: number): Prices {
  const hosts = capacityBytes.length;
  const mean = partLoad.reduce((a, b) => a + b, 0) / hosts;
  const loads = partLoad.map((load) => load / mean);
  const bytes = partBytes.map((b) => b / capacityBytes[0]);
  const classes = giants.length + (giants.length < hosts ? 1 : 0);
  const weight = Float64Array.from({ length: classes }, (_, c) => (c < giants.length ? 1 : hosts - giants.length));
  const classOfGiant = new Map(giants.map((t, c) => [t, c]));
  let prices: Prices = { load: new Float64Array(classes).fill(1 / hosts), memory: new Float64Array(classes) };
  let best = { bound: -Infinity, prices };
  let [pace, waited] = [1, 0];
  for (let round = 0; round < ROUNDS; round++) {
    const slope = { load: new Float64Array(classes), memory: weight.map((w) => -w) };
    let bound = -weight.reduce((sum, w, c) => sum + w * prices.memory[c], 0);
    for (let t = 0; t < loads.length; t++) {
      const c = classOfGiant.get(t) ?? cheapest(prices, loads[t], bytes[t]);
      bound += prices.load[c] * loads[t] + prices.memory[c] * bytes[t];
      slope.load[c] += loads[t];
      slope.memory[c] += bytes[t];
    }
    if (bound > best.bound) [best, waited] = [{ bound, prices }, 0];
    else if (++waited > PATIENCE) [pace, waited, prices] = [pace / 2, 0, best.prices];
    // Along the simplex of lambda, the slope less the bound's own share.
    slope.load.forEach((_, c) => (slope.load[c] -= weight[c] * bound));
    const length = [...slope.load, ...slope.memory].reduce((sum, x) => sum + x * x, 0);
    if (length === 0) break;
    prices = step(prices, slope, (pace * Math.max(1e-9, peak / mean - bound)) / length, weight);
  }
  return best.prices;
}

function cheapest({ load, memory }: Prices, ownLoad: number, ownBytes: number): number {
  let best = 0;
  for (let c = 1; c < load.length; c++)
    if (load[c] * ownLoad + memory[c] * ownBytes < load[best] * ownLoad + memory[best] * ownBytes) best = c;
  return best;
}

/** A step along the slope, cut off at zero and scaled so that the hosts' lambda sum to 1. */
function step(prices: Prices, slope: Prices, size: number, weight: Float64Array): Prices {
  const load = prices.load.map((lambda, c) => Math.max(0, lambda + size * slope.load[c]));
  const memory = prices.memory.map((mu, c) => Math.max(0, mu + size * slope.memory[c]));
  const total = load.reduce((sum, lambda, c) => sum + weight[c] * lambda, 0);
  return total <= 0 ? prices : { load: load.map((lambda) => lambda / total), memory: memory.map((mu) => mu / total) };
}
