import type { Stepwise } from '../../stepwise.ts';
import type { Random } from '../../../domain/random.ts';
import { isSpent, reaches, spend, type Work } from '../../stop.ts';
import { STEP } from './exchange.ts';
import { level } from './level.ts';
import { heightOf, highestHost, lift, mayGo, place, restore, type Pack } from './pack.ts';

/** Seeded kicks, each levelled and taken back where the height rose. Source: Lourenco, Martin, Stutzle, "Iterated Local Search", 2003. */
export function* iterateLevels(
  pack: Pack,
  target: number,
  enough: number,
  work: Work,
  random: Random,
  signal?: AbortSignal,
): Stepwise<void> {
  let incumbent = { height: heightOf(pack, highestHost(pack)), hostOf: Int32Array.from(pack.hostOf) };
  while (!isSpent(work, signal) && !reaches(incumbent.height, enough)) {
    kick(pack, random);
    yield* level(pack, target, work, signal);
    yield;
    const height = heightOf(pack, highestHost(pack));
    spend(work, pack.hostOf.length * STEP);
    if (height > incumbent.height) restore(pack, incumbent.hostOf);
    else incumbent = { height, hostOf: Int32Array.from(pack.hostOf) };
  }
}

/** Random exchanges within memory, half of them at the highest host. */
function kick(pack: Pack, random: Random): void {
  const hosts = pack.load.length;
  const highest = highestHost(pack);
  for (let left = 1 + random.below(3); left > 0; left--) {
    const from = random.below(2) === 0 ? highest : random.below(hosts);
    const to = random.below(hosts);
    if (from !== to) swapAtRandom(pack, from, to, random);
  }
}

function swapAtRandom(pack: Pack, from: number, to: number, random: Random): void {
  const { bytes, capacity } = pack.packing;
  const [outs, ins] = [pack.itemsOn[from], pack.itemsOn[to]];
  if (outs.length === 0) return;
  const out = outs[random.below(outs.length)];
  const into = ins.length === 0 || random.below(4) === 0 ? -1 : ins[random.below(ins.length)];
  const moved = bytes[out] - (into < 0 ? 0 : bytes[into]);
  if (pack.memory[to] + moved > capacity[to] || pack.memory[from] - moved > capacity[from]) return;
  if (!mayGo(pack, out, to, into) || (into >= 0 && !mayGo(pack, into, from, out))) return;
  lift(pack, out);
  if (into >= 0) lift(pack, into);
  place(pack, out, to);
  if (into >= 0) place(pack, into, from);
}
