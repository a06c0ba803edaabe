import type { Random } from '../../../domain/random.ts';
import type { Assignment, Instance } from '../../instance.ts';
import { isSpent, reaches, spend, type Work } from '../../stop.ts';
import { iterateLevels, level } from './level.ts';
import { assignmentOfItems, packingOf } from './packing.ts';
import { heightOf, highestHost, overflowOf, place, createPack, type Pack } from './pack.ts';
import { repair } from './repair.ts';
import { START_RULES, startPack } from './start.ts';

/** Relative: what is left above the target is then not worth iterating for. */
export const ENOUGH = 1e-6;
/** On fewer items the last kicks are cheap, and often close the gap. */
const FEW_ITEMS = 64;

export interface PackTask {
  readonly instance: Instance;
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
export function packPeak(task: PackTask): { readonly assignment: Assignment; readonly height: number } | undefined {
  const { instance, target, work, random, signal } = task;
  const items = instance.tables.length;
  const enough = items > FEW_ITEMS ? target * (1 + ENOUGH) : target;
  let best: Pack | undefined;
  for (const pack of starts(task)) {
    if (!repair(pack, work, signal)) continue;
    if (best === undefined) task.onPeak?.(peakOf(pack));
    level(pack, target, work, signal);
    if (best === undefined || peakOf(pack) < peakOf(best)) {
      best = pack;
      task.onPeak?.(peakOf(pack));
    }
    if (reaches(peakOf(best), enough) || isSpent(work, signal)) break;
  }
  if (best === undefined) return undefined;
  iterateLevels(best, target, enough, work, random, signal);
  task.onPeak?.(peakOf(best));
  return { assignment: assignmentOfItems(best.packing, best.hostOf), height: peakOf(best) };
}

const peakOf = (pack: Pack): number => heightOf(pack, highestHost(pack));

/** Rules outside, arenas inside: the first rules are the best ones in every arena. */
function* starts({ instance, arenas, choices, known, work }: PackTask): Generator<Pack> {
  for (const [a, assignment] of known.entries()) {
    const pack = packOf(instance, arenas[a], assignment);
    if (overflowOf(pack) === 0) yield pack;
  }
  const packings = arenas
    .slice(known.length)
    .flatMap((arena) => choices.map((options) => packingOf(instance, arena, options)));
  for (const rule of START_RULES)
    for (const packing of packings) {
      spend(work, (packing.slotOf.length * packing.capacity.length) / 16);
      const pack = startPack(packing, rule);
      if (pack !== undefined) yield pack;
    }
}

function packOf(instance: Instance, arena: Uint8Array, { options, hosts }: Assignment): Pack {
  const packing = packingOf(instance, arena, options);
  const pack = createPack(packing);
  packing.slotOf.forEach((slot, item) => place(pack, item, hosts[slot]));
  return pack;
}
