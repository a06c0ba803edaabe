import { withShare, type Stepwise } from '../../stepwise.ts';
import type { Random } from '../../../domain/random.ts';
import type { Assignment, Instance } from '../../instance.ts';
import { isSpent, reaches, spend, type Work } from '../../stop.ts';
import { STEP } from '../packing/exchange.ts';
import { iterateLevels } from '../packing/iterate-levels.ts';
import { level } from '../packing/level.ts';
import { lift, mayGo, overflowOf, place, restore } from '../packing/pack.ts';
import { repair } from '../packing/repair.ts';
import {
  assignmentOfPacks,
  batchPacking,
  criticalHeight,
  netHeight,
  netPacksOf,
  shareMemory,
  type NetPacks,
} from './net-packs.ts';
import { MEMORY_WEIGHTS, startNets } from './net-starts.ts';

/** Relative: what is left above the bound is then not worth searching for. */
export const ENOUGH = 1e-6;

export interface NetTask {
  readonly instance: Instance;
  /** Hosts that tables may use, [table][host], flattened. */
  readonly arena: Uint8Array;
  readonly options: Int32Array;
  /** Load units over speed, RPC included: no net gets lower. */
  readonly targets: Float64Array;
  readonly work: Work;
  readonly random: Random;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The lowest sum over nets of their largest loads that is found with options fixed: nets share nothing but memory, so that each is levelled on
 * its own within what the others leave it, in turn, until none gains. undefined where no start comes within memory.
 */
export function* balanceNets(task: NetTask): Stepwise<NetPacks | undefined> {
  const { instance, arena, options, work, signal } = task;
  const packing = batchPacking(instance, arena, options);
  let best: NetPacks | undefined;
  for (const weight of MEMORY_WEIGHTS) {
    spend(work, (packing.slotOf.length * packing.capacity.length) / 8);
    const start = startNets(packing, weight);
    if (start === undefined) return undefined;
    if (overflowOf(start) > 0 && !(yield* repair(start, work, signal))) continue;
    const packed = netPacksOf(start);
    yield* levelNets(task, packed);
    if (best === undefined || criticalHeight(packed) < criticalHeight(best)) best = packed;
    if (isLow(task, best) || isSpent(work, signal)) break;
  }
  return best;
}

export const isLow = ({ targets }: Pick<NetTask, 'targets'>, packed: NetPacks): boolean =>
  reaches(criticalHeight(packed), targets.reduce((a, b) => a + b, 0) * (1 + ENOUGH));

/** Levels one net after another: what one frees, another may use. */
function* levelNets({ targets, work, signal }: NetTask, packed: NetPacks): Stepwise<void> {
  for (let last = Infinity; criticalHeight(packed) < last && !isSpent(work, signal);) {
    last = criticalHeight(packed);
    for (const [n, pack] of packed.packs.entries()) {
      shareMemory(packed, n);
      yield* level(pack, targets[n], work, signal);
    }
  }
}

/** Kicks a net and levels it again, a share of the work at a time; then hosts trade memory between nets, and all are levelled. */
export function* iterateNets(task: NetTask, packed: NetPacks): Stepwise<Assignment> {
  const { targets, work, random, signal } = task;
  let incumbent = { height: criticalHeight(packed), hosts: hostsOf(packed) };
  while (!isSpent(work, signal) && !isLow(task, packed)) {
    for (const [n, pack] of packed.packs.entries()) {
      shareMemory(packed, n);
      if (!reaches(netHeight(packed, n), targets[n] * (1 + ENOUGH)))
        yield* withShare(work, TURN_SHARE, (own) =>
          iterateLevels(pack, targets[n], targets[n] * (1 + ENOUGH), own, random, signal),
        );
    }
    const height = criticalHeight(packed);
    if (height <= incumbent.height) incumbent = { height, hosts: hostsOf(packed) };
    else putBack(packed, incumbent.hosts);
    if (isLow(task, packed)) break;
    tradeMemory(task, packed);
    yield* levelNets(task, packed);
    yield;
  }
  if (criticalHeight(packed) > incumbent.height) putBack(packed, incumbent.hosts);
  return assignmentOfPacks(packed);
}

/** Of the work that is left, for one net's kicks before the others' turn. */
const TURN_SHARE = 1 / 16;

const hostsOf = ({ packs }: NetPacks): Int32Array[] => packs.map((pack) => Int32Array.from(pack.hostOf));

/** All nets at once: what one gives back, another takes. */
function putBack(packed: NetPacks, hosts: readonly Int32Array[]): void {
  packed.packs.forEach((pack, n) => restore(pack, hosts[n]));
}

/** Random swaps of parts of any nets between two hosts that keep within memory and leave each net no higher than it stands. */
function tradeMemory({ instance, work, random }: NetTask, packed: NetPacks): void {
  const { packs, whole } = packed;
  const hosts = whole.capacity.length;
  const trades = 2 * hosts;
  const heights = packs.map((_, n) => netHeight(packed, n));
  const memory = (h: number): number => packs.reduce((sum, pack) => sum + pack.memory[h], 0);
  for (let i = 0; i < trades; i++) {
    const [a, b] = [random.below(packs.length), random.below(packs.length)];
    const [from, to] = [random.below(hosts), random.below(hosts)];
    const [outs, ins] = [packs[a].itemsOn[from], packs[b].itemsOn[to]];
    if (from === to || outs.length === 0 || ins.length === 0) continue;
    const [out, into] = [outs[random.below(outs.length)], ins[random.below(ins.length)]];
    const moved = packs[a].packing.bytes[out] - packs[b].packing.bytes[into];
    if (memory(to) + moved > whole.capacity[to] || memory(from) - moved > whole.capacity[from]) continue;
    const isSame = a === b;
    if (!mayGo(packs[a], out, to, isSame ? into : -1) || !mayGo(packs[b], into, from, isSame ? out : -1)) continue;
    const [outLoad, intoLoad] = [packs[a].packing.load[out], packs[b].packing.load[into]];
    const rises = (n: number, h: number, change: number): boolean =>
      (packs[n].load[h] + change) / instance.speed[h] > heights[n];
    if (rises(a, to, outLoad - (isSame ? intoLoad : 0)) || rises(b, from, intoLoad - (isSame ? outLoad : 0))) continue;
    lift(packs[a], out);
    lift(packs[b], into);
    place(packs[a], out, to);
    place(packs[b], into, from);
  }
  spend(work, trades * STEP * packs.length);
}
