import type { Stepwise } from '../stepwise.ts';
import type { Random } from '../../domain/random.ts';
import { hostCount, partCount, tableCount, type Assignment, type Instance } from '../instance.ts';
import { isSpent, spend, type Work } from '../stop.ts';
import type { Arena } from './arena.ts';

export interface OverflowTask {
  readonly instance: Instance;
  /** Hosts that each table may use, [table][host] flattened. */
  readonly arena: Arena;
  /** Option of each table: kept. */
  readonly options: Int32Array;
  /** Load units at speed 1; Infinity where load is not capped. */
  readonly loadCap: number;
  readonly work: Work;
  readonly random: Random;
  readonly signal?: AbortSignal | undefined;
}

/** Steps of the first cooling; each further one from a new start is twice as long. */
const FIRST_STEPS = 100_000;
/** Steps between two looks at the work left and the signal. */
const CHUNK = 10_000;
/** Temperatures, as shares of a host: the mean part's share times the first, down to the last. */
const [HOTTEST, COLDEST] = [0.2, 1e-3];

/**
 * Packs parts by simulated annealing of the total overflow: hosts may be overfull, and the sum over hosts and resources of what exceeds
 * a capacity, as its share, is driven to 0 by relocations and swaps, from a balanced start. undefined where it does not get there.
 * RPC costs are not counted: the caller judges the answer.
 * Source: Kirkpatrick, Gelatt, Vecchi 1983; overflow as energy with hosts fixed, as in bin packing by balanced starts.
 */
export function* annealOverflow(task: OverflowTask): Stepwise<Assignment | undefined> {
  const packing = openPacking(task);
  for (let steps = FIRST_STEPS; !isSpent(task.work, task.signal); steps *= 2) {
    if (!startBalanced(packing, task.random, steps === FIRST_STEPS ? 0 : 0.2)) return undefined;
    yield* cool(packing, steps, task);
    if (packing.overfull === 0) return answerOf(packing, task);
  }
  return undefined;
}

/** Items of one resource into equal bins by the same annealing, one cooling of so many steps; the bin of each item. */
export function* annealBins(
  sizes: Float64Array,
  capacity: number,
  bins: number,
  steps: number,
  { random, work, signal }: Pick<OverflowTask, 'random' | 'work' | 'signal'>,
): Stepwise<Int32Array> {
  const packing: Packing = {
    arena: new Uint8Array(sizes.length * bins).fill(1),
    parts: sizes.length,
    hosts: bins,
    resources: 1,
    table: Int32Array.from(sizes.keys()),
    size: sizes,
    capacity: new Float64Array(bins).fill(capacity),
    scale: Float64Array.of(1 / capacity),
    used: new Float64Array(bins),
    host: new Int32Array(sizes.length),
    overfull: 0,
  };
  startBalanced(packing, random, 0);
  yield* cool(packing, steps, { random, work, signal });
  return packing.host;
}

/** Parts under change. Resource r of host h is at r x hosts + h, of part p at r x parts + p. */
interface Packing {
  readonly arena: Arena;
  readonly parts: number;
  readonly hosts: number;
  readonly resources: number;
  readonly table: Int32Array;
  readonly size: Float64Array;
  readonly capacity: Float64Array;
  /** One over the largest capacity of each resource. */
  readonly scale: Float64Array;
  readonly used: Float64Array;
  readonly host: Int32Array;
  /** Pairs of host and resource above their capacity. */
  overfull: number;
}

/** The arena as the options leave it: whole tables may go to the main shard and come from it, parts and replicas may not. */
function arenaFor({ instance, arena, options }: OverflowTask): Arena {
  const { mainHost, mainOption, wholeOption } = instance;
  if (mainHost < 0) return arena;
  const hosts = hostCount(instance);
  return arena.map((may, at) => {
    const t = Math.floor(at / hosts);
    const suits =
      at % hosts === mainHost
        ? options[t] === wholeOption[t] || options[t] === mainOption[t]
        : options[t] !== mainOption[t] || wholeOption[t] >= 0;
    return suits ? may : 0;
  });
}

/** Slots of the parts of an assignment with these options, in order. */
const slotsOf = (instance: Instance, options: Int32Array): number[] =>
  [...options.keys()].flatMap((t) =>
    Array.from({ length: partCount(instance, options[t]) }, (_, i) => t * instance.mostParts + i),
  );

function openPacking(task: OverflowTask): Packing {
  const { instance, options, loadCap } = task;
  const slots = slotsOf(instance, options);
  const [parts, hosts] = [slots.length, hostCount(instance)];
  const table = Int32Array.from(slots, (slot) => Math.floor(slot / instance.mostParts));
  const partOf = (p: number): number => instance.partFirst[options[table[p]]] + (slots[p] % instance.mostParts);
  const all: [Float64Array, Float64Array][] = [
    [instance.partBytes, instance.capacityBytes],
    [
      instance.partLoad,
      instance.speed.map((speed, h) => speed * loadCap - (h === instance.mainHost ? instance.denseLoad : 0)),
    ],
    [instance.partService, instance.serviceCap],
    [instance.partRead, instance.readCap],
  ];
  const limited = all.filter(([, capacity]) => capacity.some((c) => c < Infinity));
  return {
    arena: arenaFor(task),
    parts,
    hosts,
    resources: limited.length,
    table,
    size: Float64Array.from(limited.flatMap(([sizes]) => slots.map((_, p) => sizes[partOf(p)]))),
    capacity: Float64Array.from(limited.flatMap(([, capacity]) => [...capacity])),
    scale: Float64Array.from(limited, ([, capacity]) => 1 / Math.max(1, ...capacity.filter((c) => c < Infinity))),
    used: new Float64Array(limited.length * hosts),
    host: new Int32Array(parts),
    overfull: 0,
  };
}

/** Largest parts first, each where the fullest resource stays emptiest; later starts shuffle parts of nearly equal size. */
function startBalanced(packing: Packing, random: Random, noise: number): boolean {
  const { parts, hosts, resources, size, scale, host, used } = packing;
  const ranks = Float64Array.from({ length: parts }, (_, p) => {
    let share = 0;
    for (let r = 0; r < resources; r++) share = Math.max(share, size[r * parts + p] * scale[r]);
    return share * (1 + noise * random.next());
  });
  host.fill(-1);
  used.fill(0);
  for (const p of Array.from(ranks.keys()).toSorted((a, b) => ranks[b] - ranks[a] || a - b)) {
    let [best, least] = [-1, Infinity];
    for (let h = 0; h < hosts; h++) {
      if (!mayLie(packing, p, h)) continue;
      let share = 0;
      for (let r = 0; r < resources; r++)
        share = Math.max(share, (used[r * hosts + h] + size[r * parts + p]) / packing.capacity[r * hosts + h]);
      if (share < least || best < 0) [best, least] = [h, share];
    }
    if (best < 0) return false;
    put(packing, p, best);
  }
  packing.overfull = used.reduce((count, amount, i) => count + (amount > packing.capacity[i] ? 1 : 0), 0);
  return true;
}

function put({ host, used, resources, hosts, parts, size }: Packing, p: number, h: number): void {
  for (let r = 0; r < resources; r++) {
    if (host[p] >= 0) used[r * hosts + host[p]] -= size[r * parts + p];
    used[r * hosts + h] += size[r * parts + p];
  }
  host[p] = h;
}

/** Whether the part's table may use the host and has no other part there; parts of a table are neighbours. */
function mayLie({ arena, table, host, hosts, parts }: Packing, p: number, h: number): boolean {
  const t = table[p];
  if (arena[t * hosts + h] === 0) return false;
  for (let q = p - 1; q >= 0 && table[q] === t; q--) if (host[q] === h) return false;
  for (let q = p + 1; q < parts && table[q] === t; q++) if (host[q] === h) return false;
  return true;
}

/** Relocations and swaps by Metropolis' rule, the temperature falling geometrically; ends where nothing is overfull. */
function* cool(
  packing: Packing,
  steps: number,
  { random, work, signal }: Pick<OverflowTask, 'random' | 'work' | 'signal'>,
): Stepwise<void> {
  const { parts, hosts, host, resources, size, scale } = packing;
  let mean = 0;
  for (let r = 0; r < resources; r++)
    for (let p = 0; p < parts; p++) mean += (size[r * parts + p] * scale[r]) / (parts * resources);
  const cooling = Math.log(COLDEST / HOTTEST) / steps;
  for (let step = 0; step < steps && packing.overfull > 0; step++) {
    if (step % CHUNK === 0) {
      if (isSpent(work, signal)) return;
      spend(work, CHUNK);
      yield;
    }
    const temperature = mean * HOTTEST * Math.exp(cooling * step);
    const p = random.below(parts);
    // A swap partner, or with odds of one half a host.
    const q = random.next() < 0.5 ? -1 : random.below(parts);
    const to = q < 0 ? random.below(hosts) : host[q];
    const from = host[p];
    if (to === from || !mayLie(packing, p, to) || (q >= 0 && !mayLie(packing, q, from))) continue;
    const rise = riseOf(packing, p, q, to);
    if (rise > 0 && random.next() >= Math.exp(-rise / temperature)) continue;
    packing.overfull -= overfullAt(packing, from) + overfullAt(packing, to);
    put(packing, p, to);
    if (q >= 0) put(packing, q, from);
    packing.overfull += overfullAt(packing, from) + overfullAt(packing, to);
  }
}

/** How much the total overflow would grow if p went to host `to`, and q (-1 for none) from there to p's host. */
function riseOf(packing: Packing, p: number, q: number, to: number): number {
  const { used, capacity, size, scale, resources, hosts, parts, host } = packing;
  let rise = 0;
  for (let r = 0; r < resources; r++) {
    const shift = size[r * parts + p] - (q < 0 ? 0 : size[r * parts + q]);
    const [a, b] = [r * hosts + host[p], r * hosts + to];
    const before = Math.max(0, used[a] - capacity[a]) + Math.max(0, used[b] - capacity[b]);
    const after = Math.max(0, used[a] - shift - capacity[a]) + Math.max(0, used[b] + shift - capacity[b]);
    rise += (after - before) * scale[r];
  }
  return rise;
}

function overfullAt({ used, capacity, resources, hosts }: Packing, h: number): number {
  let count = 0;
  for (let r = 0; r < resources; r++) if (used[r * hosts + h] > capacity[r * hosts + h]) count++;
  return count;
}

/** Whole tables that went to the main shard take that option. */
function answerOf({ host }: Packing, { instance, options }: OverflowTask): Assignment {
  const { mainHost, mainOption, mostParts } = instance;
  const hosts = new Int32Array(tableCount(instance) * mostParts).fill(-1);
  slotsOf(instance, options).forEach((slot, p) => (hosts[slot] = host[p]));
  const isOnMain = (t: number): boolean => mainHost >= 0 && hosts[t * mostParts] === mainHost;
  return { options: options.map((option, t) => (isOnMain(t) ? mainOption[t] : option)), hosts };
}
