import { withShare, type Stepwise } from '../../stepwise.ts';
import type { Random } from '../../../domain/random.ts';
import { netLoadBounds } from '../../bounds/critical-load.ts';
import { heightAlone } from '../../bounds/crowding.ts';
import { groundOf, type Ground } from '../../bounds/ground.ts';
import type { Caps } from '../../caps.ts';
import type { Assignment, Instance } from '../../instance.ts';
import { isSpent, type Work } from '../../stop.ts';
import { highestHost } from '../packing/pack.ts';
import { arenasOf } from '../arena.ts';
import { balanceNets, ENOUGH, isLow, iterateNets, type NetTask } from './balance-nets.ts';
import { criticalHeight, netHeight, type NetPacks } from './net-packs.ts';

export interface CriticalTask {
  readonly instance: Instance;
  readonly caps: Caps;
  readonly work: Work;
  readonly random: Random;
  readonly signal?: AbortSignal | undefined;
}

/** Sets of hosts, or ways to share out the fan-out, that are tried. */
const MOST_ARENAS = 4;
/** Largest parts of a net that are tried, in bounds of the net's load: coarse ones cost fewer wire bytes, fine ones level better. */
const GRAINS = [1, 1 / 2, 1 / 4, 1 / 8, 1 / 16, 1.5, 2, 3, 4, 8, 16, Infinity] as const;
/** Of the work that is left, for one choice of options in one arena. */
const START_SHARE = 1 / 8;
/** Of the work, for kicks with options as they are; the rest goes to other options, where there are any. */
const KICKS_SHARE = 1 / 2;
const REFINING_SHARE = 1 / 32;

interface Found {
  readonly task: NetTask;
  readonly packed: NetPacks;
}

/** Assignments of low critical load, net by net, within memory; what else is capped, but for hosts, fan-out and wire bytes, is not looked at. */
export function* minimiseCritical(task: CriticalTask): Stepwise<Assignment | undefined> {
  const { instance, caps, work, random, signal } = task;
  const ground = groundOf(instance, { ...caps, criticalLoad: Infinity });
  if (ground.options.some((own) => own.length === 0)) return undefined;
  const targets = netLoadBounds(ground);
  const arenas = arenasOf(instance, caps, []).slice(0, MOST_ARENAS);
  let best: Found | undefined;
  for (const options of optionChoices(ground, targets))
    for (const arena of arenas) {
      if (isSpent(work, signal) || (best !== undefined && isLow(best.task, best.packed))) break;
      const next = yield* balanced({ instance, arena, options, targets, work, random, signal }, START_SHARE);
      best = lowerOf(best, next);
    }
  if (best === undefined) return undefined;
  best = yield* refined(ground, best);
  return yield* iterateNets(best.task, best.packed);
}

function* balanced(task: NetTask, share: number): Stepwise<Found | undefined> {
  const packed = yield* withShare(task.work, share, (work) => balanceNets({ ...task, work }));
  return packed && { task, packed };
}

const lowerOf = (a: Found | undefined, b: Found | undefined): Found | undefined =>
  a === undefined || (b !== undefined && criticalHeight(b.packed) < criticalHeight(a.packed)) ? b : a;

/** Gives one table of a net's highest host another option at a time, and balances all nets anew; kept where they end no higher. */
function* refined(ground: Ground, start: Found): Stepwise<Found> {
  const { task } = start;
  const { work, random, signal, targets } = task;
  if (ground.options.every((own) => own.length === 1)) return start;
  const kept = work.left * KICKS_SHARE;
  let best = start;
  while (work.left > kept && !isSpent(work, signal) && !isLow(task, best.packed)) {
    const options = optionsBeside(ground, best, random);
    const next = options && (yield* balanced({ ...best.task, options }, REFINING_SHARE));
    yield;
    work.left -= targets.length + ground.options.length;
    if (next !== undefined && criticalHeight(next.packed) <= criticalHeight(best.packed)) best = next;
  }
  return best;
}

/** undefined where the draw hits a table without a choice, or one whose other option the wire cap forbids. */
function optionsBeside(
  { instance, options: own, caps }: Ground,
  { task, packed }: Found,
  random: Random,
): Int32Array | undefined {
  const high = packed.packs
    .keys()
    .filter((n) => netHeight(packed, n) > task.targets[n] * (1 + ENOUGH))
    .toArray();
  if (high.length === 0) return undefined;
  const pack = packed.packs[high[random.below(high.length)]];
  const items = pack.itemsOn[highestHost(pack)];
  if (items.length === 0) return undefined;
  const t = Math.floor(pack.packing.slotOf[items[random.below(items.length)]] / instance.mostParts);
  const option = own[t][random.below(own[t].length)];
  if (option === task.options[t]) return undefined;
  const options = Int32Array.from(task.options);
  options[t] = option;
  const wire = options.reduce((sum, chosen) => sum + instance.optionWire[chosen], 0);
  return wire <= caps.bytesOnWire ? options : undefined;
}

/** Options by the largest part that they may have, within the wire cap, without repeats. */
function optionChoices(ground: Ground, targets: Float64Array): Int32Array[] {
  const { instance, caps } = ground;
  const widest = instance.speed.toSorted((a, b) => b - a);
  const choices = new Map<string, Int32Array>();
  for (const grain of GRAINS) {
    const options = Int32Array.from(ground.options, (own, t) =>
      own.length === 1 ? own[0] : optionOfGrain(ground, own, targets[instance.netOf[t]] * grain, widest),
    );
    const wire = options.reduce((sum, option) => sum + instance.optionWire[option], 0);
    if (wire <= caps.bytesOnWire) choices.set(options.join(), options);
  }
  return [...choices.values()];
}

/** Of a table's options that alone stand no higher: the fewest wire bytes, then the fewest parts; else the one that stands lowest. */
function optionOfGrain(
  { instance, figures }: Ground,
  own: readonly number[],
  most: number,
  widest: Float64Array,
): number {
  const { partFirst, partBatchLoad } = instance;
  const rank = (option: number): readonly number[] => {
    const { wire, parts } = figures[option];
    const height = heightAlone(partBatchLoad.subarray(partFirst[option], partFirst[option + 1]), widest);
    return [height <= most ? 0 : height, wire, parts];
  };
  return own.reduce((best, option) => (isLess(rank(option), rank(best)) ? option : best));
}

function isLess(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at >= 0 && a[at] < b[at];
}
