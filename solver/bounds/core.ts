import type { Caps } from '../caps.ts';
import { completeInstance, hostCount, partCount, tableCount, type Instance } from '../instance.ts';
import type { Bound } from './bound.ts';
import { groundOf, leastTotal, type Ground } from './ground.ts';

/** Tables of at least this share of a host, in bytes or in load, and no more than so many of them, the greatest first. */
const LEAST_SHARE = 1 / 8;
const MOST_TABLES = 8;
/** Parts placed for one load cap; beyond them it counts as not refuted. */
const MOST_STEPS = 100_000;
/** Load caps between the bound and the plan that are tried where the plan's own is not refuted. */
const HALVINGS = 8;

/**
 * Peak load, in load units, between a known bound and a plan's peak. Proof: with the load capped below T, place the tables that weigh most in
 * every layout and on every choice of hosts, up to exchanging hosts that are equally full. Where none keeps memory, load and wire bytes within their
 * caps and leaves enough bytes and load in all hosts together for the least that the other tables need, no plan has a peak below T. undefined where hosts
 * differ, tables may lie on the main shard, nothing above the known bound was proven, or no table weighs so much.
 */
export function coreBound(of: Instance, caps: Caps, peak: number, known: number): Bound | undefined {
  const instance = completeInstance(of);
  const { capacityBytes, speed, tables, mainHost } = instance;
  const areAlike =
    mainHost < 0 && capacityBytes.every((bytes) => bytes === capacityBytes[0]) && speed.every((s) => s === 1);
  const core = areAlike ? coreOf(groundOf(instance, { ...caps, peakLoad: peak }), peak) : [];
  if (core.length === 0) return undefined;
  const isRefuted = (cap: number): boolean => !canPlace(groundOf(instance, { ...caps, peakLoad: cap }), core);
  let [low, high] = [known, peak];
  if (isRefuted(peak - 1)) low = peak;
  for (let i = 0; i < HALVINGS && high - low > 1; i++) {
    const middle = Math.floor((low + high) / 2);
    if (isRefuted(middle - 1)) low = middle;
    else high = middle;
  }
  return low > known ? { kind: 'core', value: low, evidence: { core: core.map((t) => tables[t].name) } } : undefined;
}

/** The tables that weigh most, the heaviest first. */
function coreOf({ instance, options, figures }: Ground, peak: number): number[] {
  const shares = options.map((own) => {
    const least = (of: (o: number) => number): number => own.reduce((a, o) => Math.min(a, of(o)), Infinity);
    return Math.max(least((o) => figures[o].bytes) / instance.capacityBytes[0], least((o) => figures[o].load) / peak);
  });
  return Array.from({ length: tableCount(instance) }, (_, t) => t)
    .filter((t) => shares[t] >= LEAST_SHARE && shares[t] < Infinity)
    .toSorted((a, b) => shares[b] - shares[a] || a - b)
    .slice(0, MOST_TABLES);
}

/** Whether the core can be placed with room for the others under the ground's caps; true where the steps run out. */
function canPlace(ground: Ground, core: readonly number[]): boolean {
  const { instance, options, figures, caps } = ground;
  if (options.some((own) => own.length === 0)) return false;
  const hosts = Math.min(ground.hosts, hostCount(instance));
  const [memory, load] = [new Float64Array(hosts), new Float64Array(hosts)];
  const isCore = new Set(core);
  const least = (of: 'bytes' | 'load' | 'wire', from: number): number =>
    leastTotal(
      ground,
      (option) => option[of],
      (t) => !isCore.has(t) || core.indexOf(t) >= from,
    );
  // What tables from the i-th of the core on, and all others, need at least.
  const needs = core
    .concat(-1)
    .map((_, i) => ({ bytes: least('bytes', i), load: least('load', i), wire: least('wire', i) }));
  const roomBytes = hosts * instance.capacityBytes[0];
  const roomLoad = hosts * caps.peakLoad;
  let steps = 0;

  const placeTable = (i: number, bytes: number, loads: number, wire: number): boolean => {
    const need = needs[i];
    if (bytes + need.bytes > roomBytes || loads + need.load > roomLoad) return false;
    if (wire + need.wire > caps.bytesOnWire * (1 + 1e-9)) return false;
    if (i === core.length) return true;
    return options[core[i]].some((o) => {
      const after = [bytes + figures[o].bytes, loads + figures[o].load, wire + figures[o].wire] as const;
      return placePart(o, instance.partFirst[o], new Set(), () => placeTable(i + 1, ...after));
    });
  };

  const placePart = (o: number, part: number, taken: Set<number>, next: () => boolean): boolean => {
    if (++steps > MOST_STEPS) return true;
    if (part === instance.partFirst[o] + partCount(instance, o)) return next();
    const [ownBytes, ownLoad] = [instance.partBytes[part], instance.partLoad[part]];
    const tried = new Set<string>();
    for (let h = 0; h < hosts; h++) {
      const key = `${memory[h]} ${load[h]}`;
      if (taken.has(h) || tried.has(key)) continue;
      tried.add(key);
      if (memory[h] + ownBytes > instance.capacityBytes[h] || load[h] + ownLoad > caps.peakLoad) continue;
      memory[h] += ownBytes;
      load[h] += ownLoad;
      taken.add(h);
      const isPlaced = placePart(o, part + 1, taken, next);
      memory[h] -= ownBytes;
      load[h] -= ownLoad;
      taken.delete(h);
      if (isPlaced) return true;
    }
    return false;
  };

  return placeTable(0, 0, 0, 0);
}
