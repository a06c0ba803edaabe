import type { DualFeasible } from '../../domain/plan.ts';
import type { Bound } from './bound.ts';
import type { Ground } from './ground.ts';
import { packingsOf, type Packing } from './packing.ts';

/** Parameters of `rounding`: more add nothing on hosts of up to a dozen tables. */
const MOST_ROUNDING = 60;
/** Thresholds of `cut` and `halving` that are tried, spread over the sizes of the items. */
const MOST_THRESHOLDS = 400;

type Family = DualFeasible['family'];

/**
 * Hosts used. Proof: F is superadditive and rising on [0, C], C the largest host, so parts that lie on a host of capacity c have F of
 * at most F(c) in all, and m hosts hold at most the m largest F(c). Every table brings at least the least F of its options.
 * Sources: Fekete and Schepers, "New classes of fast lower bounds for bin packing problems", 2001 (f0 and u(k)); Carlier, Clautiaux,
 * Moukrim, "New reduction procedures and lower bounds for the two-dimensional bin packing problem", 2007 (f1).
 */
export function dualFeasibleBound(ground: Ground): Bound {
  let best: Bound = { kind: 'dualFeasible', value: 0 };
  for (const packing of packingsOf(ground))
    for (const [family, parameters] of candidatesOf(packing))
      for (const parameter of parameters) {
        const value = hostsBy(packing, (size) => weightOf(family, size, packing.capacity, parameter));
        const evidence = { dualFeasible: { resource: packing.resource, family, parameter } };
        if (value > best.value) best = { kind: 'dualFeasible', value, evidence };
      }
  return best;
}

function candidatesOf({ items, capacity }: Packing): [Family, number[]][] {
  const sizes = [...new Set(items)].filter((size) => size > 0 && size * 2 <= capacity);
  const stride = Math.ceil(sizes.length / MOST_THRESHOLDS);
  const thresholds = sizes.filter((_, i) => i % stride === 0);
  const rounding = Array.from({ length: MOST_ROUNDING }, (_, i) => i + 1);
  // Beyond 2^53 the products of `rounding` would not be exact.
  const isExact = capacity * (MOST_ROUNDING + 1) < 2 ** 53;
  return [
    ['rounding', isExact ? rounding : []],
    ['cut', thresholds],
    ['halving', thresholds],
  ];
}

/** F of the proof, scaled to integers; evaluator/packing-certificate.ts states the same families independently. */
export function weightOf(family: Family, size: number, capacity: number, parameter: number): number {
  switch (family) {
    case 'cut':
      if (size > capacity - parameter) return capacity;
      return size < parameter ? 0 : size;
    case 'rounding': {
      const scaled = size * (parameter + 1);
      return scaled % capacity === 0 ? size * parameter : Math.floor(scaled / capacity) * capacity;
    }
    case 'halving': {
      const whole = Math.floor(capacity / parameter);
      if (size * 2 === capacity) return whole;
      if (size * 2 < capacity) return 2 * Math.floor(size / parameter);
      return 2 * (whole - Math.floor((capacity - size) / parameter));
    }
  }
}

/** The fewest of the largest hosts that hold the least weights; one more than there are where all of them do not. */
function hostsBy({ items, capacities, capacity, splittable }: Packing, weigh: (size: number) => number): number {
  let needed = 0;
  for (const size of items) needed += weigh(Math.min(size, capacity));
  for (const own of splittable)
    needed += Math.min(...own.map((parts) => parts.reduce((sum, size) => sum + weigh(size), 0)));
  // Sums beyond 2^53 are rounded: the last digits are given up, so that the evaluator's exact sum is never below.
  needed *= 1 - 1e-12;
  let held = 0;
  let hosts = 0;
  while (held < needed && hosts < capacities.length) held += weigh(capacities[hosts++]);
  return held < needed ? hosts + 1 : hosts;
}
