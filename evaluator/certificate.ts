import { canonicalJson } from '../domain/hash.ts';
import type { Certificate, PackedResource } from '../domain/plan.ts';
import type { Problem } from '../domain/problem.ts';
import { leastCover, leastCrowdedHeight, leastHostSet, leastMoved, leastSpreadHeight } from './certified-costs.ts';
import { leastCriticalLoad } from './certified-critical-load.ts';
import {
  commonDivisor,
  groundOf,
  largest,
  placeRules,
  sumOf,
  type Checkpoint,
  type Ground,
  type Layout,
} from './certified-layouts.ts';
import { leastLatencyMs } from './certified-latency.ts';
import { mayStayOnMain, sparseLoad, sparseSum } from './certified-main.ts';
import { canPlaceCore } from './core-certificate.ts';
import { leastMovedUnderLoad, leastPeakByMovement } from './certified-movement.ts';
import { createCosts } from './costs.ts';
import { denseSeconds } from './latency.ts';
import { lagrangianBound } from './lagrangian-certificate.ts';
import { leastCalls, leastMixedLoad, type MixCaps, type NetDemand } from './net-mixes.ts';
import { optionSetOf } from './option-set.ts';
import { fewestHostsByDualFeasible, fewestHostsByDuals, fewestHostsByL2, type Packing } from './packing-certificate.ts';

/**
 * Recomputes a certificate's bound from the problem alone: no solver, and none of the solver's code.
 * Returns the bound in the objective's natural unit; 0 for `none` and for `mip`, which rests on its engine. What a checkpoint throws ends it.
 * Each argument is stated at its function.
 */
export function certifiedBound(problem: Problem, certificate: Certificate, check?: Checkpoint): number {
  if (certificate.objective === 'peakLoad' && PACKING_KINDS.includes(certificate.kind))
    return packedPeakLoad(problem, certificate);
  const ground = groundOf(problem, certificate, check);
  if (hasNoLayouts(ground)) return Infinity;
  if (certificate.kind === 'lagrangian') {
    if (certificate.objective !== 'peakLoad' || certificate.multipliers === undefined) return 0;
    const netHosts = netNeeds(ground).map(({ hosts }) => hosts);
    const units = lagrangianBound(ground, certificate.multipliers, netHosts);
    return roundUpLoad(ground, units) / ground.costs.unitsPerLoad;
  }
  const argument = ARGUMENTS[`${certificate.kind} ${certificate.objective}`];
  return argument === undefined ? 0 : argument(ground, certificate);
}

/** True where the recomputed bound is at least the certificate's, and its options are all that the problem lets a search use. */
export function verifyCertificate(problem: Problem, certificate: Certificate): { holds: boolean; recomputed: number } {
  const recomputed = certifiedBound(problem, certificate);
  const isComplete = canonicalJson(certificate.options) === canonicalJson(optionSetOf(problem));
  // The tolerance is for the last digits of a double.
  return { holds: isComplete && certificate.bound <= recomputed * (1 + 1e-12), recomputed };
}

/** Some table has no layout, or those that have none but on the main shard do not fit there together. */
const hasNoLayouts = (ground: Ground): boolean =>
  ground.layouts.some((layouts) => layouts.length === 0) || sparseSum(ground, (layout) => layout.bytes) === Infinity;

const PACKING_KINDS: readonly string[] = ['l2', 'dualFeasible', 'columnGeneration', 'core'];

const ARGUMENTS: Readonly<Record<string, (ground: Ground, certificate: Certificate) => number>> = {
  'sum peakLoad': leastMeanLoad,
  'sum hostsUsed': fewestHostsBySum,
  'largestPart peakLoad': leastLargestPart,
  'largestPart hostsUsed': fewestHostsByParts,
  'leastWire bytesOnWire': leastWire,
  'movement peakLoad': (ground, { epsilons }) =>
    roundUpLoad(ground, leastPeakByMovement(ground, epsilons)) / ground.costs.unitsPerLoad,
  'movement movedBytes': leastMovedUnderLoad,
  'netHosts fanOut': leastFanOut,
  'netHosts peakLoad': leastPeakOfNets,
  'sum hostCost': leastHostCost,
  'sum peakMemory': leastMeanMemory,
  'largestPart peakMemory': leastLargestShare,
  'sum criticalLoad': leastCriticalLoad,
  'sum latencyMs': (ground) => leastLatencyMs(ground, lookedUpTables(ground.problem)),
  'sum movedBytes': ({ problem, hosts }) => leastMoved(problem, hosts, placeRules(problem)),
  'l2 hostsUsed': fewestHostsByPacking,
  'dualFeasible hostsUsed': fewestHostsByPacking,
  'columnGeneration hostsUsed': fewestHostsByPacking,
};

/** Hosts as bins that hold bytes up to their memory, or load up to the cap; packing-certificate.ts states the arguments. */
function fewestHostsByPacking(ground: Ground, { kind, dualFeasible, packingDuals }: Certificate): number {
  if (ground.main !== undefined) return 0;
  if (kind === 'l2')
    return Math.max(...(['bytes', 'load'] as const).map((resource) => fewestHostsByL2(packingOf(ground, resource))));
  if (dualFeasible !== undefined)
    return fewestHostsByDualFeasible(packingOf(ground, dualFeasible.resource), dualFeasible);
  if (packingDuals === undefined) return 0;
  const duals = new Map(packingDuals.tables.map(({ table, dual }) => [table, dual]));
  const worths = ground.problem.model.tables.map(({ name }) => duals.get(name) ?? 0);
  return fewestHostsByDuals(packingOf(ground, packingDuals.resource), worths, packingDuals.refuted);
}

/**
 * A peak load is at least T where, with the load capped one unit below T, more hosts are needed than there are, or no placement of the
 * certificate's core leaves room for the rest. Loads are integers on
 * hosts of speed 1. Verified at the T that the certificate claims: 0 where the argument does not carry it.
 */
function packedPeakLoad(problem: Problem, certificate: Certificate): number {
  const { units, below } = belowClaim(problem, certificate);
  if (below.speeds.some((speed) => speed !== 1)) return 0;
  const isShort =
    hasNoLayouts(below) ||
    (certificate.kind === 'core'
      ? !canPlaceCore(below, certificate.core ?? [])
      : fewestHostsByPacking(onLattice(below), certificate) > below.caps.hosts);
  return isShort ? units / below.costs.unitsPerLoad : 0;
}

/** Loads on hosts of speed 1 are multiples of a step: a cap between two of them caps at the lower one. */
function onLattice(ground: Ground): Ground {
  const step = loadStepOf(ground);
  return step === 0
    ? ground
    : { ...ground, caps: { ...ground.caps, load: Math.floor(ground.caps.load / step) * step } };
}

/** The main shard is no bin like the others: where tables may lie there, packing arguments say nothing. */
function packingOf({ layouts, capacities, speeds, caps }: Ground, resource: PackedResource): Packing {
  const sizes = resource === 'bytes' ? capacities : speeds.map((speed) => Math.floor(speed * caps.load));
  return {
    layouts: layouts.map((own) => own.map((layout) => (resource === 'bytes' ? layout.partBytes : layout.partLoads))),
    capacities: sizes.toSorted((a, b) => b - a),
  };
}

/**
 * Some host carries at least the mean: total load over the speeds of the fastest hosts allowed. The main shard's dense work is a load in any case;
 * where tables may lie there it is one host more, and what its memory cannot hold is for the others.
 * Where a certificate claims more: with the load capped one unit below the claim, the layouts that are left have a mean above that cap.
 */
function leastMeanLoad(ground: Ground, certificate: Certificate): number {
  const { problem, costs, main } = ground;
  const dense = problem.loadMeasure === 'serviceTime' ? denseSeconds(problem.model, costs) / costs.hostSpeeds[0] : 0;
  const mean = Math.max(roundedMean(ground) / costs.unitsPerLoad, dense);
  const isStepped = main === undefined && ground.speeds.every((speed) => speed === 1);
  if (!isStepped || certificate.bound <= mean * (1 + 1e-12)) return mean;
  const { units, below } = belowClaim(problem, certificate);
  const isRefuted = hasNoLayouts(below) || roundedMean(below) >= units;
  return isRefuted ? units / costs.unitsPerLoad : mean;
}

function roundedMean(ground: Ground): number {
  const { layouts, speeds, caps, main } = ground;
  const total = sumOf(layouts, (layout) => layout.load);
  const speed = largest(speeds, caps.hosts).reduce((sum, s) => sum + s, 0);
  if (main === undefined) return roundUpLoad(ground, total / speed);
  const shared = Math.min(total / speed, (total + main.denseLoad) / (speed + main.speed));
  const onSparse = sparseSum(ground, (layout) => layout.load);
  return roundUpLoad(ground, Math.max(shared, onSparse === 0 ? 0 : onSparse / speed));
}

/** The claim in load units, and the ground of plans of less: loads are integers on hosts of speed 1. */
function belowClaim(problem: Problem, certificate: Certificate): { units: number; below: Ground } {
  const { unitsPerLoad } = createCosts(problem);
  const units = Math.round(certificate.bound * unitsPerLoad);
  const cap = { objective: 'peakLoad' as const, atMost: (units - 1) / unitsPerLoad };
  return { units, below: groundOf(problem, { ...certificate, epsilons: [...certificate.epsilons, cap] }) };
}

/** On hosts of speed 1 a load is a sum of part loads and RPC loads, hence a multiple of their common divisor; not so beside dense work. */
function roundUpLoad(ground: Ground, load: number): number {
  const { speeds, main } = ground;
  if (speeds.some((speed) => speed !== 1)) return load;
  if (main !== undefined && (main.speed !== 1 || main.denseLoad > 0)) return load;
  const step = loadStepOf(ground);
  return step === 0 ? load : Math.ceil(load / step) * step;
}

const loadStepOf = ({ layouts, costs }: Ground): number =>
  layouts.flat().reduce((divisor, layout) => commonDivisor(divisor, layout.loadStep), costs.rpcLoad);

/** m hosts hold no more than the m largest, and serve no more than the load cap times the m fastest; the main shard takes what it can. */
function fewestHostsBySum(ground: Ground): number {
  const { layouts, capacities, speeds, caps } = ground;
  const bytes = sparseSum(ground, (layout) => layout.bytes);
  const load = sparseLoad(ground);
  let m = layouts.every(mayStayOnMain) ? 0 : 1;
  const enough = (): boolean =>
    largest(capacities, m).reduce((sum, c) => sum + c, 0) >= bytes &&
    (load === 0 || largest(speeds, m).reduce((sum, s) => sum + s, 0) * caps.load >= load);
  while (m <= capacities.length && !enough()) m++;
  return m;
}

/**
 * A plan of peak T uses layouts whose largest part is at most T on the fastest host; their least wire bytes must fit
 * under the cap. The least T for which they do is a bound: wire bytes only fall as T grows.
 */
function leastLargestPart(ground: Ground): number {
  const { layouts, caps, costs } = ground;
  const candidates = [...new Set(layouts.flat().map((layout) => layout.largestPartLoad))].toSorted((a, b) => a - b);
  const fits = (load: number): boolean =>
    layouts.every((own) => own.some((layout) => layout.largestPartLoad <= load)) &&
    sparseSum(ground, (layout) => (layout.largestPartLoad <= load ? layout.wireBytes : Infinity)) <= caps.wireBytes;
  let low = 0;
  let high = candidates.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (fits(candidates[middle])) high = middle;
    else low = middle + 1;
  }
  return low === candidates.length ? Infinity : candidates[low] / costs.unitsPerLoad;
}

/** Parts of a table that is not on the main shard lie on different hosts; parts of more than half a host share none (pigeonhole). */
function fewestHostsByParts(ground: Ground): number {
  const least = ground.layouts.map((own) => (mayStayOnMain(own) ? 0 : Math.min(...own.map((layout) => layout.parts))));
  return Math.max(
    ...least,
    sparseSum(ground, (layout) => layout.largeParts),
  );
}

/** Wire bytes add up over tables, whatever the hosts; the main shard spares those of tables that it holds. */
function leastWire(ground: Ground): number {
  return sparseSum(ground, (layout) => layout.wireBytes);
}

/**
 * A net that is looked up calls at least as many hosts as its bytes need, and as its load needs under the cap; and the nets together no fewer than
 * hosts within their own cap can serve them with.
 */
function leastFanOut(ground: Ground): number {
  const { speeds, caps } = ground;
  const speed = Math.max(...speeds);
  const nets = netNeeds(ground);
  const apart = nets.reduce((sum, net) => sum + Math.max(net.hosts, Math.ceil(net.load / (caps.load * speed))), 0);
  return Math.max(apart, leastCalls(callingNets(ground), mixCapsOf(ground), caps.load));
}

/** Nets that have to call some host; the others bring neither bytes nor load with them. */
const callingNets = (ground: Ground) => netNeeds(ground).filter((net) => net.hosts > 0);

const mixCapsOf = ({ caps, capacities, speeds }: Ground): MixCaps => ({
  hosts: caps.hosts,
  fanOut: caps.fanOut,
  capacityBytes: Math.max(...capacities),
  speed: Math.max(...speeds),
});

/**
 * If net n calls f_n hosts, one of them carries at least L_n / f_n. The least of max L_n / f_n, over f_n that cover each net's bytes and sum
 * to no more than the cap on fan-out, is a bound; it is reached by giving each further call to the net that is worst off.
 */
function leastNetLoad(ground: Ground): number {
  const nets = callingNets(ground);
  if (nets.length === 0) return 0;
  const calls = nets.map((net) => net.hosts);
  const left = Math.min(ground.caps.fanOut, nets.length * ground.caps.hosts) - calls.reduce((sum, n) => sum + n, 0);
  if (left < 0) return Infinity;
  const perCall = (n: number): number => nets[n].load / calls[n];
  const worst = (): number => calls.reduce((most, _, n) => (perCall(n) > perCall(most) ? n : most), 0);
  for (let i = 0; i < left; i++) calls[worst()]++;
  return roundUpLoad(ground, perCall(worst()) / Math.max(...ground.speeds)) / ground.costs.unitsPerLoad;
}

/** The better of two arguments: nets one by one, and hosts by the nets that they serve. */
function leastPeakOfNets(ground: Ground): number {
  const mixed = leastMixedLoad(callingNets(ground), mixCapsOf(ground));
  return Math.max(leastNetLoad(ground), roundUpLoad(ground, mixed) / ground.costs.unitsPerLoad);
}

/**
 * Shares of the cheapest hosts hold the bytes and serve the load under the cap; the fewest hosts cost no less than the cheapest so many; and
 * whole hosts of each kind have to suffice, where the main shard takes nothing.
 */
function leastHostCost(ground: Ground): number {
  const { layouts, hosts, speeds, caps, main } = ground;
  const bytes = sparseSum(ground, (layout) => layout.bytes);
  const load = sparseLoad(ground);
  const fewest = fewestHostsByParts(ground);
  const m = Math.max(fewestHostsBySum(ground), fewest);
  const cheapest = hosts.map(({ cost }) => cost).toSorted((a, b) => a - b);
  const offered = hosts.map(({ cost, capacityBytes }, h) => ({
    cost,
    bytes: capacityBytes,
    load: caps.load === Infinity ? Infinity : speeds[h] * caps.load,
  }));
  const parts = layouts.map((own) => own.map((layout) => layout.partBytes));
  const needs = { bytes, load: caps.load === Infinity ? 0 : load, fewest, most: caps.hosts, parts };
  const inShares = (size: (host: (typeof offered)[number]) => number, need: number): number =>
    leastCover(
      offered.map((host) => ({ cost: host.cost, size: size(host) })),
      need,
    );
  return Math.max(
    cheapest.slice(0, m).reduce((sum, cost) => sum + cost, 0),
    inShares((host) => host.bytes, bytes),
    caps.load === Infinity ? 0 : inShares((host) => host.load, load),
    main === undefined ? leastHostSet(offered, needs) : 0,
  );
}

/** Some host is at least as full as all hosts allowed would be together, the main shard among them; or without it and what it may hold. */
function leastMeanMemory(ground: Ground): number {
  const { layouts, capacities, caps, main } = ground;
  const room = largest(capacities, caps.hosts).reduce((sum, c) => sum + c, 0);
  const total = sumOf(layouts, (layout) => layout.bytes);
  if (main === undefined) return total / room;
  const onSparse = sparseSum(ground, (layout) => layout.bytes);
  return Math.max(total / (room + main.host.capacityBytes), onSparse === 0 ? 0 : onSparse / room);
}

/**
 * Parts of a table lie on hosts of their own; and parts of a size crowd the hosts. Where the main shard may take tables, it counts alone that some
 * host holds the largest part of each.
 */
function leastLargestShare({ layouts, capacities, caps, main }: Ground): number {
  if (main !== undefined) {
    const largestHost = Math.max(...capacities);
    const shareOf = ({ onMain, largestPartBytes }: Layout): number =>
      largestPartBytes / (onMain ? main.host.capacityBytes : largestHost);
    return Math.max(0, ...layouts.map((own) => Math.min(...own.map(shareOf))));
  }
  const parts = layouts.map((own) => own.map((layout) => layout.partBytes));
  return Math.max(leastSpreadHeight(parts, capacities), leastCrowdedHeight(parts, largest(capacities, caps.hosts)));
}

const lookedUpTables = ({ workload }: Problem): Set<string> =>
  new Set(
    workload.tables
      .filter((traffic) => traffic.features.some((feature) => feature.poolingFactor > 0))
      .map((traffic) => traffic.table),
  );

/**
 * Of each net that is looked up: its least load, and the hosts of the largest capacity that its bytes need. What the main shard may take is left
 * out, as if the net had it to itself: it then may need no host.
 */
function netNeeds(ground: Ground): (NetDemand & { readonly hosts: number })[] {
  const { problem, layouts, capacities } = ground;
  const capacity = Math.max(...capacities);
  const lookedUp = lookedUpTables(problem);
  return problem.model.nets.flatMap((net) => {
    const isOwn = (t: number): boolean => {
      const table = problem.model.tables[t];
      return table.net === net.name && lookedUp.has(table.name);
    };
    const own = layouts.filter((_, t) => isOwn(t));
    if (own.length === 0) return [];
    const bytes = sparseSum(ground, (layout) => layout.certainBytes, isOwn);
    const load = sparseSum(ground, (layout) => layout.certainLoad, isOwn);
    const isCalled = bytes > 0 || load > 0 || !own.every(mayStayOnMain);
    return [{ load, bytes, hosts: Math.max(isCalled ? 1 : 0, Math.ceil(bytes / capacity)) }];
  });
}
