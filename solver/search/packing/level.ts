import type { Stepwise } from '../../stepwise.ts';
import { isSpent, reaches, spend, type Work } from '../../stop.ts';
import { applyExchange, createExchange, oneForOne, openExchange, STEP, twoForOne, type Exchange } from './exchange.ts';
import { heightOf, highestHost, type Pack } from './pack.ts';

type Move = typeof oneForOne;

/** Single exchanges alone tell a good start from a bad one. */
export const COARSE: readonly Move[] = [oneForOne];
export const FINE: readonly Move[] = [oneForOne, twoForOne];

/** Of what the highest host is above the target: the least by which another host is lowered in its stead. */
const LEAST_ROOM = 1 / 8;

/** Pairs of hosts that allowed no exchange, [move][from][to] flattened: the hosts' versions then, and by how much it had to lower. */
interface Futile {
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly least: Float64Array;
}

/**
 * Lowers the highest host by exchanges until it is at the target, none helps, or the work is spent. Keeps within memory. Where items may not
 * lie everywhere and the highest host is stuck, lower ones are levelled in turn: what they pass on makes room. Every exchange leaves both
 * hosts below the higher one, so that the heights, sorted, fall: it ends.
 */
export function* level(
  pack: Pack,
  target: number,
  work: Work,
  signal?: AbortSignal,
  moves: readonly Move[] = FINE,
): Stepwise<void> {
  const best = createExchange();
  const pairs = moves.length * pack.load.length ** 2;
  const futile = { from: new Int32Array(pairs).fill(-1), to: new Int32Array(pairs), least: new Float64Array(pairs) };
  while (!isSpent(work, signal)) {
    const highest = highestHost(pack);
    if (reaches(heightOf(pack, highest), target)) return;
    if (!improve(pack, best, highest, target, moves, futile, work)) return;
    yield;
  }
}

function improve(
  pack: Pack,
  best: Exchange,
  highest: number,
  target: number,
  moves: readonly Move[],
  futile: Futile,
  work: Work,
): boolean {
  const rising = Array.from(pack.load.keys()).toSorted((a, b) => heightOf(pack, a) - heightOf(pack, b) || a - b);
  const isRestricted = pack.packing.classNet.length > 1;
  // Less would make no room worth having. A power of two, so that a pair is not searched again for a hair's breadth.
  const room = 2 ** Math.floor(Math.log2((heightOf(pack, highest) - target) * LEAST_ROOM));
  const others = isRestricted
    ? rising.filter((h) => h !== highest && heightOf(pack, h) - room > target).toReversed()
    : [];
  return moves.some(
    (move, m) =>
      lower(pack, best, highest, 0, rising, move, m, futile, work) ||
      others.some((h) => lower(pack, best, h, room, rising, move, m, futile, work)),
  );
}

/** Lowers a host by more than `least`, through the lowest partner that allows it: it has the most to give. */
function lower(
  pack: Pack,
  best: Exchange,
  from: number,
  least: number,
  partners: readonly number[],
  move: Move,
  m: number,
  futile: Futile,
  work: Work,
): boolean {
  const hosts = pack.load.length;
  spend(work, hosts * STEP);
  for (const to of partners) {
    const pair = (m * hosts + from) * hosts + to;
    const isKnown = futile.from[pair] === pack.version[from] && futile.to[pair] === pack.version[to];
    if (to === from || (isKnown && futile.least[pair] <= least)) continue;
    openExchange(pack, best, from, to, least);
    move(pack, best, work);
    if (best.found) {
      applyExchange(pack, best);
      return true;
    }
    futile.from[pair] = pack.version[from];
    futile.to[pair] = pack.version[to];
    futile.least[pair] = least;
  }
  return false;
}
