import { withShare, type Stepwise } from '../../stepwise.ts';
import type { Random } from '../../../domain/random.ts';
import { isSpent, reaches, spend, type Work } from '../../stop.ts';
import { STEP } from './exchange.ts';
import { COARSE, level } from './level.ts';
import { heightOf, highestHost, lift, mayGo, overflowOf, place, restore, type Pack } from './pack.ts';
import { repair } from './repair.ts';

export interface ClimbTask {
  /** Its packing tells nets apart; what is open to them is changed in place. */
  readonly pack: Pack;
  readonly nets: number;
  /** Hosts that may be used at all. */
  readonly hosts: readonly number[];
  /** Most (net, host) pairs that may be open. */
  readonly fanOut: number;
  readonly target: number;
  readonly enough: number;
  readonly work: Work;
  readonly random: Random;
  readonly signal?: AbortSignal | undefined;
}

interface Score {
  readonly overflow: number;
  readonly height: number;
}

/** 1 where the net may call the host: [net][host], flattened. */
type Template = Uint8Array;

/**
 * Searches for the hosts of each net: one (net, host) pair after another is closed, its tables go to the net's other hosts, and another pair
 * is opened; the pack is repaired and levelled, and the change taken back where it ends worse.
 */
export function* climbTemplates(task: ClimbTask): Stepwise<void> {
  const { pack, work, signal, enough } = task;
  const base = Uint8Array.from(pack.packing.open);
  let template = templateOf(pack, task.nets);
  openTemplate(task, base, template);
  yield* settle(task);
  let incumbent = { score: scoreOf(pack), template, hostOf: Int32Array.from(pack.hostOf) };
  while (!isSpent(work, signal) && !(incumbent.score.overflow === 0 && reaches(incumbent.score.height, enough))) {
    template = Uint8Array.from(incumbent.template);
    const closed = changePair(task, template);
    openTemplate(task, base, template);
    const isEvacuated = closed === undefined || evacuate(pack, closed.net, closed.host);
    if (isEvacuated) yield* settle(task);
    yield;
    spend(work, pack.hostOf.length * STEP);
    const score = scoreOf(pack);
    const isWorse =
      !isEvacuated ||
      score.overflow > incumbent.score.overflow ||
      (score.overflow === incumbent.score.overflow && score.height > incumbent.score.height);
    if (isWorse) {
      openTemplate(task, base, incumbent.template);
      restore(pack, incumbent.hostOf);
    } else incumbent = { score, template, hostOf: Int32Array.from(pack.hostOf) };
  }
}

const scoreOf = (pack: Pack): Score => ({ overflow: overflowOf(pack), height: heightOf(pack, highestHost(pack)) });

/** Of the work left, for one template: a pack that levels slowly is no good one. */
const TEMPLATE_SHARE = 1 / 64;

function* settle({ pack, target, work, signal }: ClimbTask): Stepwise<void> {
  yield* withShare(work, TEMPLATE_SHARE, function* (own) {
    if (yield* repair(pack, own, signal)) yield* level(pack, target, own, signal, COARSE);
  });
}

/** The pairs that the pack uses. */
function templateOf({ packing, hostOf, load }: Pack, nets: number): Template {
  const template = new Uint8Array(nets * load.length);
  hostOf.forEach((h, item) => {
    const net = packing.classNet[packing.classOf[item]];
    if (net >= 0) template[net * load.length + h] = 1;
  });
  return template;
}

function openTemplate({ pack, hosts }: ClimbTask, base: Uint8Array, template: Template): void {
  const { open, classNet, capacity } = pack.packing;
  const m = capacity.length;
  const usable = new Uint8Array(m);
  for (const h of hosts) usable[h] = 1;
  classNet.forEach((net, c) => {
    for (let h = 0; h < m; h++) open[c * m + h] = base[c * m + h] & (net < 0 ? usable[h] : template[net * m + h]);
  });
}

/** Opens one pair, of a net on the highest host half of the time, and closes one where the cap asks for it; returns the closed one. */
function changePair(
  { pack, hosts, nets, fanOut, random }: ClimbTask,
  template: Template,
): { net: number; host: number } | undefined {
  const m = pack.load.length;
  const highest = highestHost(pack);
  const pairs = Array.from(template.keys());
  const onHighest = pairs
    .filter((pair) => template[pair] === 1 && pair % m === highest)
    .map((pair) => Math.floor(pair / m));
  const net =
    random.below(2) === 0 && onHighest.length > 0 ? onHighest[random.below(onHighest.length)] : random.below(nets);
  const free = hosts.filter((h) => template[net * m + h] === 0);
  const open = pairs.filter((pair) => template[pair] === 1);
  const callsOf = (n: number): number => open.filter((pair) => Math.floor(pair / m) === n).length;
  if (free.length === 0 || callsOf(net) === 0) return undefined;
  template[net * m + free[random.below(free.length)]] = 1;
  if (open.length < fanOut) return undefined;
  // The last pair of a net cannot be closed, unless it is the one that another was just opened for.
  const closable = open.filter((pair) => Math.floor(pair / m) === net || callsOf(Math.floor(pair / m)) > 1);
  const pair = closable[random.below(closable.length)];
  template[pair] = 0;
  return { net: Math.floor(pair / m), host: pair % m };
}

/** Moves the net's items off a host, the largest first, each to where it overflows least and stands lowest; false where one has no other host. */
function evacuate(pack: Pack, net: number, host: number): boolean {
  const { classNet, classOf, bytes, load, capacity, speed } = pack.packing;
  const items = pack.itemsOn[host].filter((item) => classNet[classOf[item]] === net);
  const share = (item: number): number => Math.max(bytes[item] / capacity[host], load[item] / (pack.load[host] + 1));
  for (const item of items.toSorted((a, b) => share(b) - share(a) || a - b)) {
    let best = -1;
    let [over, height] = [Infinity, Infinity];
    for (let h = 0; h < capacity.length; h++) {
      if (!mayGo(pack, item, h)) continue;
      const overflow = Math.max(0, pack.memory[h] + bytes[item] - capacity[h]);
      const own = (pack.load[h] + load[item]) / speed[h];
      if (overflow < over || (overflow === over && own < height)) [best, over, height] = [h, overflow, own];
    }
    if (best < 0) return false;
    lift(pack, item);
    place(pack, item, best);
  }
  return true;
}
