import { fluidLoadBound, fluidOf, hostsServing, mixesAt, peakOfMix, type Fluid } from '../bounds/fluid.ts';
import type { Ground } from '../bounds/ground.ts';
import type { HostMix } from '../bounds/host-mixes.ts';

/** Mixes that are rated, and how many of them are laid out. */
const MOST_RATED = 2_000;
const MOST_LAID = 4;
/** Relative to the fluid bound: mixes of a higher peak are no templates while there are others. */
const NEAR = 0.005;
/** Relative: peaks of mixes that differ by less are the same, and room decides. */
const STEP = 1e-3;

/**
 * Ways to deal hosts (0 to ground.hosts - 1) to the looked-up nets, in netNeeds' order: the mixes of the fluid relaxation with the least peak
 * load; among equals those that leave the tightest set of nets the most room, as tables cannot be divided at will.
 */
export function fluidTemplates(ground: Ground): number[][][] {
  const fluid = fluidOf(ground);
  const bound = fluidLoadBound(ground);
  if (fluid === undefined || bound === 0 || bound === Infinity) return [];
  const rated = mixesAt(fluid, bound * (1 + NEAR), MOST_RATED).found.map((mix) => ({
    mix,
    level: Math.floor((peakOfMix(fluid, mix) / bound - 1) / STEP),
    room: roomOf(fluid, mix, bound),
  }));
  return rated
    .toSorted((a, b) => a.level - b.level || b.room - a.room)
    .slice(0, MOST_LAID)
    .map(({ mix }) => layOut(mix, fluid.nets));
}

/** Hosts, in shares of one, that the set of nets with the fewest to spare has beyond its bytes and its load at the bound. */
function roomOf({ bytes, loads }: Fluid, mix: HostMix, bound: number): number {
  let least = Infinity;
  // All nets together have the same room in every mix.
  for (let u = 1; u < bytes.length - 1; u++)
    least = Math.min(least, hostsServing(mix, u) - Math.max(bytes[u], loads[u] / bound));
  return least;
}

/** Hosts one after another by the set of nets that they serve. */
function layOut(mix: HostMix, nets: number): number[][] {
  const template: number[][] = Array.from({ length: nets }, () => []);
  let next = 0;
  mix.forEach((count, set) => {
    for (let i = 0; i < count; i++, next++)
      for (let n = 0; n < nets; n++) if ((set & (1 << n)) !== 0) template[n].push(next);
  });
  return template;
}
