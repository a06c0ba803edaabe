import type { Stepwise } from '../stepwise.ts';
import { groundOf } from '../bounds/ground.ts';
import { optionsAtPeak } from '../bounds/largest-part.ts';
import type { Caps } from '../caps.ts';
import type { Assignment } from '../instance.ts';
import type { Work } from '../stop.ts';
import { arenasOf } from './arena.ts';
import { figuresOf, respects } from './figures.ts';
import { annealOverflow, type OverflowTask } from './overflow-annealing.ts';

/** Sets of hosts, or ways to share out the fan-out, that are tried. */
const MOST_ARENAS = 4;

/** A plan within capacities and caps by annealing the overflow, every table in its option of fewest wire bytes; undefined where none is found. */
export function* packHosts(
  { instance, work, random, signal }: Pick<OverflowTask, 'instance' | 'work' | 'random' | 'signal'>,
  caps: Caps,
): Stepwise<Assignment | undefined> {
  const options = optionsAtPeak(groundOf(instance, caps), caps.peakLoad);
  if (options === undefined) return undefined;
  const arenas = arenasOf(instance, caps, []).slice(0, MOST_ARENAS);
  for (const [i, arena] of arenas.entries()) {
    const share: Work = { left: work.left / (arenas.length - i) };
    const granted = share.left;
    const loadCap = caps.peakLoad;
    const found = yield* annealOverflow({ instance, arena, options, loadCap, work: share, random, signal });
    work.left -= granted - share.left;
    if (found !== undefined && respects(figuresOf(instance, found), caps)) return found;
  }
  return undefined;
}
