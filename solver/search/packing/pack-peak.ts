import { atOnce, withShare, type Stepwise } from '../../stepwise.ts';
import type { Random } from '../../../domain/random.ts';
import type { Caps } from '../../caps.ts';
import type { Assignment, Instance } from '../../instance.ts';
import { isSpent, reaches, spend, type Work } from '../../stop.ts';
import { climbTemplates } from './climb.ts';
import { iterateLevels } from './iterate-levels.ts';
import { COARSE, FINE, level } from './level.ts';
import { assignmentOfItems, packingOf } from './packing.ts';
import { heightOf, highestHost, overflowOf, place, createPack, type Pack } from './pack.ts';
import { repair } from './repair.ts';
import { START_RULES, startPack } from './start.ts';

/** Relative: what is left above the target is then not worth iterating for. */
const ENOUGH = 1e-6;
/** On fewer items the last kicks are cheap, and often close the gap. */
const FEW_ITEMS = 64;

export interface PackTask {
  readonly instance: Instance;
  /** On hosts and fan-out: arenas respect them, and hosts are dealt to nets anew where they bind. */
  readonly caps: Caps;
  /** Hosts that tables may use, [table][host], flattened; one entry an attempt. */
  readonly arenas: readonly Uint8Array[];
  /** Option of each table; one entry an attempt. */
  readonly choices: readonly Int32Array[];
  /** An assignment that lies inside the arena of the same index, to start from. */
  readonly known: readonly Assignment[];
  /** Load units over speed. */
  readonly target: number;
  readonly work: Work;
  readonly random: Random;
  readonly signal?: AbortSignal | undefined;
  /** Each lower peak within memory. */
  readonly onPeak?: ((peak: number) => void) | undefined;
}

/**
 * The lowest peak load found with options fixed: greedy starts in every arena, each repaired and levelled, the best one iterated.
 * undefined where no start came within memory.
 */
export function* packPeak(
  task: PackTask,
): Stepwise<{ readonly assignment: Assignment; readonly height: number } | undefined> {
  const { instance, target, work, random, signal } = task;
  const items = instance.tables.length;
  const enough = items > FEW_ITEMS ? target * (1 + ENOUGH) : target;
  // With many arenas to tell apart, the fine moves wait for the best one.
  const isDealt = isFanOutCapped(task);
  const share = 1 / (START_RULES.length * Math.max(1, task.arenas.length - task.known.length) * task.choices.length);
  let best: Pack | undefined;
  let nearest: Pack | undefined;
  let hasRepaired = false;
  for (const start of starts(task)) {
    const pack = yield* start;
    if (pack === undefined) continue;
    const isOver = overflowOf(pack) > 0;
    const granted: number = isOver && !hasRepaired ? Math.max(share, FIRST_SHARE) : share;
    const isWithin = isDealt
      ? yield* withShare(work, granted, (own) => repair(pack, own, signal))
      : yield* repair(pack, work, signal);
    yield;
    hasRepaired ||= isOver && isWithin;
    if (!isWithin) {
      if (nearest === undefined || overflowOf(pack) < overflowOf(nearest)) nearest = pack;
      continue;
    }
    if (best === undefined) task.onPeak?.(peakOf(pack));
    if (isDealt) yield* withShare(work, share, (own) => level(pack, target, own, signal, COARSE));
    else yield* level(pack, target, work, signal, FINE);
    if (best === undefined || peakOf(pack) < peakOf(best)) {
      best = pack;
      task.onPeak?.(peakOf(pack));
    }
    if (reaches(peakOf(best), enough) || isSpent(work, signal)) break;
  }
  best = yield* climbed(task, best, nearest, enough);
  if (best === undefined) return undefined;
  // Fine moves on many items would spend the work before a start that is far off has come down.
  if (isDealt) yield* level(best, target, work, signal, COARSE);
  yield* level(best, target, work, signal);
  yield* iterateLevels(best, target, enough, work, random, signal);
  task.onPeak?.(peakOf(best));
  return { assignment: assignmentOfItems(best.packing, best.hostOf), height: peakOf(best) };
}

/** Where fan-out is capped and the target not reached: the best pack, or else the one that overflows least, with its hosts dealt anew. */
function* climbed(
  task: PackTask,
  best: Pack | undefined,
  nearest: Pack | undefined,
  enough: number,
): Stepwise<Pack | undefined> {
  const start = best ?? nearest;
  if (start === undefined || !isFanOutCapped(task) || (best !== undefined && reaches(peakOf(best), enough)))
    return best;
  const pack = yield* climbFrom(task, start, enough);
  return overflowOf(pack) === 0 ? pack : best;
}

/** Of the work that is left, for dealing hosts to nets. */
const CLIMB_SHARE = 0.4;

/** Of the work that is left, for bringing a start within memory while none is. */
const FIRST_SHARE = 3 / 4;

const isFanOutCapped = ({ instance, caps }: PackTask): boolean =>
  caps.fanOut < instance.netCount * Math.min(caps.hostsUsed, instance.sparseHosts);

function* climbFrom(
  { instance, caps, target, work, random, signal }: PackTask,
  best: Pack,
  enough: number,
): Stepwise<Pack> {
  const packing = packingOf(instance, instance.allowed, best.packing.options, true);
  const pack = createPack(packing);
  best.hostOf.forEach((h, item) => place(pack, item, h));
  const used = Array.from(pack.load.keys()).filter((h) => pack.itemsOn[h].length > 0);
  const others = Array.from(pack.load.keys()).filter((h) => pack.itemsOn[h].length === 0);
  const hosts = [...used, ...others].slice(0, Math.min(caps.hostsUsed, pack.load.length));
  const nets = instance.netCount;
  yield* withShare(work, CLIMB_SHARE, (own) =>
    climbTemplates({ pack, nets, hosts, fanOut: caps.fanOut, target, enough, work: own, random, signal }),
  );
  return pack;
}

const peakOf = (pack: Pack): number => heightOf(pack, highestHost(pack));

/** Rules outside, arenas inside: the first rules are the best ones in every arena. */
function* starts({ instance, arenas, choices, known, work, signal }: PackTask): Generator<Stepwise<Pack | undefined>> {
  for (const [a, assignment] of known.entries()) {
    const pack = packOf(instance, arenas[a], assignment);
    if (overflowOf(pack) === 0) yield atOnce(pack);
  }
  const packings = arenas
    .slice(known.length)
    .flatMap((arena) => choices.map((options) => packingOf(instance, arena, options)));
  for (const rule of START_RULES)
    for (const packing of packings) {
      if (signal?.aborted) return;
      spend(work, (packing.slotOf.length * packing.capacity.length) / 16);
      yield startPack(packing, rule, signal);
    }
}

function packOf(instance: Instance, arena: Uint8Array, { options, hosts }: Assignment): Pack {
  const packing = packingOf(instance, arena, options);
  const pack = createPack(packing);
  packing.slotOf.forEach((slot, item) => place(pack, item, hosts[slot]));
  return pack;
}
