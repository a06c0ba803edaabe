import type { DualFeasible } from '../domain/plan.ts';
import { commonDivisor } from './certified-layouts.ts';
import { isRefuted } from './exhausted-packing.ts';
import { mostWorth, mostWorthBySize, type WorthyItem } from './most-worth.ts';

/** Tables as items, hosts as bins, in one resource: bytes, or load units under a cap. */
export interface Packing {
  /** [table][layout]: sizes of the layout's parts, each at most the largest capacity. */
  readonly layouts: readonly (readonly (readonly number[])[])[];
  /** Largest first; Infinity where the resource has no cap. */
  readonly capacities: readonly number[];
}

/**
 * L2, over all alpha, with bins of the largest capacity C. An item is a table whose one layout has one part; the other tables are sand, with
 * the least of their layouts. Let J1 be the items above C - alpha, J2 those above C / 2 up to C - alpha, J3 those from alpha to C / 2. No two
 * of J1 and J2 share a host, and beside one of J1 lie none of J3 but sand, up to the room left there. Hosts beyond the |J1| + |J2| hold
 * what of J3 and the rest of the sand does not fit beside J2.
 */
export function fewestHostsByL2({ layouts, capacities }: Packing): number {
  const [capacity] = capacities;
  if (!Number.isFinite(capacity)) return 0;
  const items = layouts.flatMap((own) => (isItem(own) ? own[0] : [])).toSorted((a, b) => b - a);
  const sand = layouts.reduce((sum, own) => sum + (isItem(own) ? 0 : Math.min(...own.map(total))), 0);
  // before[i] is the size of the i largest items.
  const before = [0];
  for (const size of items) before.push(before[before.length - 1] + size);
  const countAbove = (size: number): number => firstIndex(items.length, (i) => items[i] <= size);
  const half = countAbove(capacity / 2);
  let most = half;
  for (const alpha of new Set([0, ...items.slice(half)])) {
    const first = countAbove(capacity - alpha);
    const last = firstIndex(items.length, (i) => items[i] < alpha);
    const roomBesideFirst = first * capacity - before[first];
    const roomBesideSecond = (half - first) * capacity - (before[half] - before[first]);
    const left = before[last] - before[half] + Math.max(0, sand - roomBesideFirst) - roomBesideSecond;
    most = Math.max(most, half + Math.max(0, Math.ceil(left / capacity)));
  }
  return most;
}

/** First index below `count` at which a test that stays true holds; `count` where it never does. */
function firstIndex(count: number, holds: (index: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * With F superadditive and rising, a host of capacity c holds parts of at most F(c) in all; m hosts hold the m largest F(c). Every table
 * brings the least F of its layouts. The families are superadditive; F is scaled to integers, C is the largest capacity:
 * - cut, up to C / 2: 0 below the parameter, C above C less the parameter, x between;
 * - rounding, k: k x where (k + 1) x is a multiple of C, else C floor((k + 1) x / C);
 * - halving, up to C / 2: 2 floor(x / p) below C / 2, the complement of C - x above it.
 */
export function fewestHostsByDualFeasible(
  { layouts, capacities }: Packing,
  { family, parameter }: Pick<DualFeasible, 'family' | 'parameter'>,
): number {
  const [capacity] = capacities;
  const isDefined = family === 'rounding' || 2 * parameter <= capacity;
  if (!Number.isSafeInteger(capacity) || capacity < 1 || !isDefined) return 0;
  const weigh = memoised((size) => FAMILIES[family](BigInt(size), BigInt(capacity), BigInt(parameter)));
  const weightOf = (parts: readonly number[]): bigint =>
    parts.reduce((sum, size) => sum + weigh(Math.min(size, capacity)), 0n);
  const needed = layouts.reduce((sum, own) => sum + own.map(weightOf).reduce((a, b) => (b < a ? b : a)), 0n);
  let held = 0n;
  let hosts = 0;
  while (held < needed && hosts < capacities.length) held += weigh(capacities[hosts++]);
  return held < needed ? hosts + 1 : hosts;
}

const FAMILIES: Readonly<Record<DualFeasible['family'], (x: bigint, c: bigint, p: bigint) => bigint>> = {
  cut: (x, c, p) => (x < p ? 0n : x > c - p ? c : x),
  rounding: (x, c, k) => (((k + 1n) * x) % c === 0n ? k * x : (((k + 1n) * x) / c) * c),
  halving: (x, c, p) => (2n * x < c ? 2n * (x / p) : 2n * x === c ? c / p : 2n * (c / p - (c - x) / p)),
};

function memoised(weigh: (size: number) => bigint): (size: number) => bigint {
  const known = new Map<number, bigint>();
  return (size) => {
    const found = known.get(size) ?? weigh(size);
    known.set(size, found);
    return found;
  };
}

/**
 * No host holds items worth more than K, the most that fits into the largest capacity; all hosts must hold the worth of all.
 * Worths are integers of at least 0; those of tables with a choice of layouts or several parts are not counted.
 * 0 where K is too costly to compute. Where a number of hosts is claimed to be refuted by all ways to fill them, that is tried instead.
 */
export function fewestHostsByDuals(packing: Packing, worths: readonly number[], refuted?: number): number {
  const [capacity] = packing.capacities;
  if (!Number.isFinite(capacity)) return 0;
  const items = packing.layouts.flatMap((own, t) => (isItem(own) ? [{ size: own[0][0], worth: worths[t] }] : []));
  const worth = items.reduce((sum, item) => sum + item.worth, 0);
  if (worth === 0) return 0;
  if (refuted !== undefined) {
    const units = items.length === packing.layouts.length ? inUnits(items, capacity) : undefined;
    return units !== undefined && isRefuted(units.scaled, units.room, refuted) ? refuted + 1 : 0;
  }
  const most = mostWorth(
    items.filter((item) => item.worth > 0),
    capacity,
  );
  const fewest = most === undefined ? 0 : Math.ceil(worth / most);
  // What may be cut fills hosts in ways of its own.
  return items.length === packing.layouts.length ? Math.max(fewest, fewestFullHosts(items, capacity)) : fewest;
}

/**
 * Where m hosts of at most C hold V in all, each is filled to V - (m - 1) C at least: the others hold no more. So none is worth more than
 * K(m), the most worth of items that fill a host to between that and C, and m hosts hold all only if m K(m) is no less than the worth of all.
 * K(m) grows with m: an m that is too few shows that fewer are, too. Sizes count in units of their common divisor. 0 where the table of K
 * is too costly to compute.
 */
function fewestFullHosts(items: readonly WorthyItem[], capacity: number): number {
  const units = inUnits(items, capacity);
  if (units === undefined) return 0;
  const { scaled, room } = units;
  const most = mostWorthBySize(scaled, room);
  if (most === undefined) return 0;
  const volume = scaled.reduce((sum, { size }) => sum + size, 0);
  const worth = scaled.reduce((sum, item) => sum + item.worth, 0);
  const isShort = (m: number): boolean => {
    const least = volume - (m - 1) * room;
    if (least > room) return true;
    return m * most.subarray(Math.max(0, least)).reduce((a, b) => Math.max(a, b), 0) < worth;
  };
  let m = 1;
  while (m <= items.length && isShort(m)) m++;
  return m;
}

/** Sizes and the capacity in units of the sizes' common divisor; undefined where all are 0. */
function inUnits(
  items: readonly WorthyItem[],
  capacity: number,
): { readonly scaled: readonly WorthyItem[]; readonly room: number } | undefined {
  const unit = items.reduce((divisor, { size }) => commonDivisor(divisor, size), 0);
  if (unit === 0) return undefined;
  const scaled = items.map(({ size, worth }) => ({ size: size / unit, worth }));
  return { scaled, room: Math.floor(capacity / unit) };
}

/** Whether a table can only lie in one part on one host. */
const isItem = (own: readonly (readonly number[])[]): boolean => own.length === 1 && own[0].length === 1;

const total = (sizes: readonly number[]): number => sizes.reduce((sum, size) => sum + size, 0);
