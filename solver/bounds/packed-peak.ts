import type { Bound } from './bound.ts';
import { dualFeasibleBound } from './dual-feasible.ts';
import { completeInstance } from '../instance.ts';
import { groundOf, leastTotal, type Ground } from './ground.ts';
import { l2Bound } from './l2.ts';
import { largestPartBound } from './largest-part.ts';
import { loadStepOf } from './lattice.ts';
import { packingsOf } from './packing.ts';
import { meanLoadBound } from './sum.ts';

/**
 * Peak load, by packing: where the load capped at T takes more hosts than there are, the peak is a step above T. A great such T by the
 * closed-form packing bounds, found by doubling and halving from the mean and the largest part up; `none` where tables are too many a host for
 * packing to tell. What holds for every layout that the problem allows holds for some of them: whichever search went further counts.
 * Source: Hochbaum and Shmoys 1987 (makespan by dual approximation).
 */
export function packedPeakBound(ground: Ground): Bound {
  const own = packedPeak(ground);
  const complete = completeInstance(ground.instance);
  if (complete === ground.instance) return own;
  const wide = groundOf(complete, ground.caps);
  const wider = wide.options.some((options) => options.length === 0) ? own : packedPeak(wide);
  return wider.value > own.value ? wider : own;
}

function packedPeak(ground: Ground): Bound {
  const { instance } = ground;
  const step = loadStepOf(ground);
  const least = Math.ceil(Math.max(meanLoadBound(ground), largestPartBound(ground)) / step) * step;
  const isFew = step > 0 && packingsOf({ ...ground, caps: { ...ground.caps, peakLoad: least } }).length > 0;
  if (!isFew) return { kind: 'none', value: 0 };
  const total = leastTotal(ground, ({ load }) => load);
  let best: Bound = { kind: 'none', value: 0 };
  const isShort = (peak: number): boolean => {
    const found = shortage(groundOf(instance, { ...ground.caps, peakLoad: peak }), peak + step);
    if (found !== undefined) best = found;
    return found !== undefined;
  };
  let [low, width] = [least, step];
  while (low < total && isShort(low)) {
    low += width;
    width *= 2;
  }
  // Between the greatest cap refuted and the least one that is not; refutation need not be monotone, and every one holds.
  let high = low;
  low = best.value;
  while (low > 0 && low < high) {
    const middle = low + Math.floor((high - low) / step / 2) * step;
    if (isShort(middle)) low = middle + step;
    else high = middle;
  }
  return best;
}

/** A packing bound that needs more hosts than there are, as one on the peak load. */
function shortage(ground: Ground, value: number): Bound | undefined {
  if (ground.options.some((own) => own.length === 0)) return undefined;
  if (l2Bound(ground) > ground.hosts) return { kind: 'l2', value };
  const weighed = dualFeasibleBound(ground);
  return weighed.value > ground.hosts ? { ...weighed, value } : undefined;
}
