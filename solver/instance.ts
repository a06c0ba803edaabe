import { hostsOf, MAIN_HOST, type Host } from '../domain/fleet.ts';
import type { Table } from '../domain/model.ts';
import { canonicalPlacement, type Placement, type TableSlice } from '../domain/placement.ts';
import type { OptionKind, Problem } from '../domain/problem.ts';
import { batchesPerRequest } from '../domain/trace.ts';
import type { Checkpoint } from '../evaluator/certified-layouts.ts';
import { createCosts, type Costs } from '../evaluator/costs.ts';
import { denseSeconds } from '../evaluator/latency.ts';
import { movementFrom } from '../evaluator/moved-bytes.ts';
import { tableLayouts, type TableLayouts } from '../evaluator/option-set.ts';
import { maxUtilisationOf } from '../evaluator/violations.ts';
import { latencyTerms, type LatencyTerms } from './latency-terms.ts';
import { compileRules, narrowUnits, type Rules } from './rules.ts';
import { slicesOf } from './slices.ts';
import { tableOptions, type OptionRule, type PartFigures, type TableOption } from './table-options.ts';

/**
 * A problem compiled for search: integers in typed arrays, indices for names. Hosts are the sparse ones that are not drained, and last
 * the main shard's where some table may lie there.
 * Options of table t are [optionFirst[t], optionFirst[t + 1]); parts of option o are [partFirst[o], partFirst[o + 1]), in row order.
 */
export interface Instance {
  readonly problem: Problem;
  readonly costs: Costs;
  readonly hostNames: readonly string[];
  /** Hosts that are called, that count as used and in fan-out: all but the main shard's. */
  readonly sparseHosts: number;
  /** Index of the main shard's host, the last one; -1 where no table may lie there. */
  readonly mainHost: number;
  /** M_h in bytes. */
  readonly capacityBytes: Float64Array;
  /** c_h: what a used host costs; the main shard's, which is there anyway, nothing. */
  readonly hostCost: Float64Array;
  /** Relative to the fastest sparse host of the fleet: a host's load is divided by it. */
  readonly speed: Float64Array;
  /** Most bytes read per batch on each host, x 2^10; Infinity without a request rate. */
  readonly readCap: Float64Array;
  /** Most service per batch on each host, in ns at cpuSpeed 1; Infinity without a request rate. The main shard's is less its dense work. */
  readonly serviceCap: Float64Array;
  readonly tables: readonly Table[];
  readonly netCount: number;
  /** Net index of each table. */
  readonly netOf: Int32Array;
  /** 1 where the table has a poolingFactor above 0: only such tables cause calls. */
  readonly lookedUp: Uint8Array;
  /** [table][host], flattened: 1 where pins and forbidden pairs let the table lie on the host, the main shard's only where it may stay there whole. */
  readonly allowed: Uint8Array;
  readonly optionFirst: Int32Array;
  readonly optionTable: Int32Array;
  readonly optionKind: readonly OptionKind[];
  /** The option of each table that stays whole on a sparse host, and the one on the main shard, which differs in wire bytes alone; -1 for none. */
  readonly wholeOption: Int32Array;
  readonly mainOption: Int32Array;
  /** Expected payload bytes per request of all parts of the option. */
  readonly optionWire: Float64Array;
  readonly partFirst: Int32Array;
  readonly partBytes: Float64Array;
  /** Load units. */
  readonly partLoad: Float64Array;
  /** Load units of a batch that the part serves: a replica's full load. */
  readonly partBatchLoad: Float64Array;
  /** ns per batch, rounded up. */
  readonly partService: Float64Array;
  /** Bytes per batch x 2^10, rounded up. */
  readonly partRead: Float64Array;
  /** Seconds of a batch that the part serves, in units of latency.unitsPerSecond. */
  readonly partSeconds: Float64Array;
  /** Payload bytes a request, as if the part served all its batches. */
  readonly partWire: Float64Array;
  /** Expected payload bytes a request; and expected seconds of the main shard for the called slice, in the same units. */
  readonly partPayload: Float64Array;
  readonly partHandling: Float64Array;
  readonly latency: LatencyTerms;
  /** [part][host], flattened: bytes that the part would move there from the current placement; empty where there is none. */
  readonly partMoves: Float64Array;
  readonly rules: Rules;
  /** Whether some option replicates its table: fan-out then counts groups of replicas, and not every call. */
  readonly hasReplicas: boolean;
  /** Largest part count of any option. */
  readonly mostParts: number;
  /** Load units of one called RPC: each (net, host) pair with a looked-up part. */
  readonly rpcLoad: number;
  /** ns of one called RPC; 0 without a request rate, where service has no cap. */
  readonly rpcService: number;
  readonly unitsPerLoad: number;
  /** Load units that the main shard carries anyway: its dense work, where load is time. A multiple of 2^-22, so that sums stay exact. */
  readonly denseLoad: number;
  /** The same over its relative speed: no peak load is lower. */
  readonly mainLoad: number;
}

/** hosts is [table][part], flattened with mostParts a table; -1 beyond the option's parts. */
export interface Assignment {
  /** Global option index of each table. */
  readonly options: Int32Array;
  readonly hosts: Int32Array;
}

/** The main shard's host included. */
export const hostCount = (instance: Instance): number => instance.hostNames.length;
export const tableCount = (instance: Instance): number => instance.tables.length;
export const partCount = (instance: Instance, option: number): number =>
  instance.partFirst[option + 1] - instance.partFirst[option];

const COMPLETE = new WeakMap<Problem, Instance>();

/** The problem with every layout that it lets a search use: what proofs are about. The instance itself where no table may be split. */
export function completeInstance(instance: Instance, check?: Checkpoint): Instance {
  const { problem } = instance;
  const known = COMPLETE.get(problem);
  if (known !== undefined) return known;
  const isWholeOnly = tableLayouts(problem).every(
    ({ mostParts, mostColumnParts, mostReplicas }) => Math.max(mostParts, mostColumnParts, mostReplicas) < 2,
  );
  const complete = isWholeOnly ? instance : compileInstance(problem, 'every', check);
  COMPLETE.set(problem, complete);
  return complete;
}

const WITHIN = new WeakMap<Instance, Map<number, Instance>>();

/** Hosts of so much less memory: a plan within them respects a cap on peakMemory. The same instance for the same share. */
export function withinMemory(instance: Instance, share: number): Instance {
  if (share >= 1) return instance;
  const known = WITHIN.get(instance) ?? new Map<number, Instance>();
  WITHIN.set(instance, known);
  // The last digits of a share must not cost a byte that it was computed from.
  const capacityBytes = instance.capacityBytes.map((bytes) => Math.floor(bytes * share * (1 + 1e-12)));
  const within = known.get(share) ?? { ...instance, capacityBytes };
  known.set(share, within);
  return within;
}

/** A table without any viable option keeps an empty range. */
export function compileInstance(problem: Problem, rule: OptionRule = 'default', check?: Checkpoint): Instance {
  const costs = createCosts(problem);
  const drained = new Set(problem.constraints.flatMap((c) => (c.kind === 'drained' ? c.hosts : [])));
  const layouts = tableLayouts(problem);
  const [main, ...others] = hostsOf(problem.fleet).map((host, index) => ({ ...host, index }));
  const sparse = others.filter(({ name }) => !drained.has(name));
  const hosts = layouts.some(({ mainShard }) => mainShard) ? [...sparse, { ...main, cost: 0 }] : sparse;
  const { tables, nets } = problem.model;
  const netIndex = new Map(nets.map((net, n) => [net.name, n]));
  const pooling = new Map(
    problem.workload.tables.map((entry) => [entry.table, entry.features.some((feature) => feature.poolingFactor > 0)]),
  );
  const rules = compileRules(problem, hosts);
  const allowed = allowedHosts(problem, hosts, layouts);
  narrowUnits(allowed, hosts.length, rules);
  const dense = denseSeconds(problem.model, costs);
  const denseLoad =
    problem.loadMeasure === 'serviceTime' ? Math.round(dense * costs.unitsPerLoad * EXACT_UNITS) / EXACT_UNITS : 0;
  const frame = {
    problem,
    rules,
    costs,
    hostNames: hosts.map((host) => host.name),
    sparseHosts: sparse.length,
    mainHost: hosts.length > sparse.length ? sparse.length : -1,
    capacityBytes: Float64Array.from(hosts, (host) => host.capacityBytes),
    hostCost: Float64Array.from(hosts, (host) => host.cost),
    speed: Float64Array.from(hosts, (host) => costs.hostSpeeds[host.index]),
    ...loadCaps(problem, hosts, Math.ceil(dense * 1e9)),
    tables,
    netCount: nets.length,
    netOf: Int32Array.from(tables, (table) => netIndex.get(table.net) ?? 0),
    lookedUp: Uint8Array.from(tables, (table) => (pooling.get(table.name) ? 1 : 0)),
    allowed,
    rpcLoad: costs.rpcLoad,
    rpcService: problem.workload.requestsPerSecond === undefined ? 0 : Math.ceil(costs.coefficients.rpcSeconds * 1e9),
    unitsPerLoad: costs.unitsPerLoad,
    denseLoad,
    mainLoad: denseLoad / costs.hostSpeeds[0],
  };
  check?.();
  const options = tableOptions(frame, rule, check);
  const laidOut = layOut(frame, options, check);
  check?.();
  const latency = latencyTerms(problem, costs, hosts, options);
  const inUnits = (seconds: Float64Array): Float64Array => seconds.map((s) => Math.round(s * latency.unitsPerSecond));
  const [partSeconds, partHandling] = [inUnits(laidOut.partSeconds), inUnits(laidOut.partHandling)];
  return { ...frame, ...laidOut, partSeconds, partHandling, latency, partMoves: partMoves(frame, laidOut, rule) };
}

/** Loads on the main shard are multiples of one over this: sums are exact up to 2 s a batch. */
const EXACT_UNITS = 2 ** 22;

function loadCaps(
  problem: Problem,
  hosts: readonly Host[],
  denseNs: number,
): { readCap: Float64Array; serviceCap: Float64Array } {
  const rate = problem.workload.requestsPerSecond;
  const utilisation = maxUtilisationOf(problem);
  const batchesPerSecond = rate === undefined ? 0 : rate * batchesPerRequest(problem.workload);
  const perBatch = (perSecond: number): number =>
    batchesPerSecond === 0 ? Infinity : Math.floor((utilisation * perSecond) / batchesPerSecond);
  return {
    readCap: Float64Array.from(hosts, (host) => perBatch(host.memoryBandwidthBytesPerSecond * 2 ** 10)),
    serviceCap: Float64Array.from(hosts, (host) =>
      Math.max(0, perBatch(host.cores * host.cpuSpeed * 1e9) - (host.name === MAIN_HOST ? denseNs : 0)),
    ),
  };
}

function allowedHosts(problem: Problem, hosts: readonly Host[], layouts: readonly TableLayouts[]): Uint8Array {
  const { tables } = problem.model;
  const allowed = new Uint8Array(tables.length * hosts.length).fill(1);
  const main = hosts.findIndex((host) => host.name === MAIN_HOST);
  if (main >= 0) layouts.forEach(({ mainShard }, t) => (allowed[t * hosts.length + main] = mainShard ? 1 : 0));
  const index = new Map(tables.map((table, t) => [table.name, t]));
  for (const constraint of problem.constraints) {
    if (constraint.kind !== 'pin' && constraint.kind !== 'forbid') continue;
    const named = new Set(constraint.hosts);
    const t = index.get(constraint.table) as number;
    hosts.forEach((host, h) => {
      if (named.has(host.name) !== (constraint.kind === 'pin')) allowed[t * hosts.length + h] = 0;
    });
  }
  return allowed;
}

function layOut(
  frame: { readonly tables: readonly Table[] },
  options: readonly TableOption[][],
  check: Checkpoint | undefined,
) {
  const flat = options.flat();
  const partFirst = starts(flat.map(({ parts }) => parts.length));
  // Without a list of all parts: large models have millions in all their layouts.
  const figure = (of: (part: PartFigures) => number): Float64Array<ArrayBuffer> => {
    check?.();
    const figures = new Float64Array(partFirst[flat.length]);
    let at = 0;
    for (const { parts } of flat) for (const part of parts) figures[at++] = of(part);
    return figures;
  };
  return {
    optionFirst: starts(frame.tables.map((_, t) => options[t].length)),
    optionTable: Int32Array.from(options.flatMap((list, t) => list.map(() => t))),
    optionKind: flat.map((option) => option.kind),
    wholeOption: firstOfKind(options, 'whole'),
    mainOption: firstOfKind(options, 'mainShard'),
    hasReplicas: flat.some((option) => option.kind === 'replicated'),
    optionWire: Float64Array.from(flat, (option) => option.wire),
    partFirst,
    partBytes: figure((part) => part.bytes),
    partLoad: figure((part) => part.load),
    partBatchLoad: figure((part) => part.batchLoad),
    partService: figure((part) => part.service),
    partRead: figure((part) => part.read),
    partSeconds: figure((part) => part.batchSeconds),
    partWire: figure((part) => part.batchWire),
    partPayload: figure((part) => part.payload),
    partHandling: figure((part) => part.handlingSeconds),
    mostParts: flat.reduce((most, option) => Math.max(most, option.parts.length), 1),
  };
}

function firstOfKind(options: readonly TableOption[][], kind: OptionKind): Int32Array {
  const first = starts(options.map((own) => own.length));
  return Int32Array.from(options, (own, t) => {
    const at = own.findIndex((option) => option.kind === kind);
    return at < 0 ? -1 : first[t] + at;
  });
}

/** Entries of the matrix of an instance that has every option. */
const MOST_MOVES = 1_000_000;

/** Only where there is a current placement: the matrix is large. */
function partMoves(
  { problem, hostNames }: Pick<Instance, 'problem' | 'hostNames'>,
  { optionTable, optionKind, partFirst }: Pick<Instance, 'optionTable' | 'optionKind' | 'partFirst'>,
  rule: OptionRule,
): Float64Array {
  const { currentPlacement, model } = problem;
  if (currentPlacement === undefined) return new Float64Array(0);
  const moved = movementFrom(currentPlacement);
  const parts = partFirst[partFirst.length - 1];
  // Only small instances are searched with every option; proofs about large ones need no matrix.
  if (rule === 'every' && parts * hostNames.length > MOST_MOVES) return new Float64Array(0);
  const moves = new Float64Array(parts * hostNames.length);
  optionTable.forEach((t, option) => {
    const slices = slicesOf(model.tables[t], optionKind[option], partFirst[option + 1] - partFirst[option]);
    slices.forEach((slice, i) => {
      const at = (partFirst[option] + i) * hostNames.length;
      hostNames.forEach((host, h) => (moves[at + h] = moved(model.tables[t], slice, host)));
    });
  });
  return moves;
}

/** Where each of several lists starts when they are laid end to end, and where the last one ends. */
function starts(lengths: readonly number[]): Int32Array {
  const first = new Int32Array(lengths.length + 1);
  lengths.forEach((length, i) => (first[i + 1] = first[i] + length));
  return first;
}

/** The placement that an assignment stands for, in canonical order. */
export function placementOf(instance: Instance, { options, hosts }: Assignment): Placement {
  const slices: TableSlice[][] = instance.hostNames.map(() => []);
  instance.tables.forEach((table, t) => {
    slicesOf(table, instance.optionKind[options[t]], partCount(instance, options[t])).forEach((slice, i) =>
      slices[hosts[t * instance.mostParts + i]].push(slice),
    );
  });
  return canonicalPlacement({ shards: instance.hostNames.map((host, h) => ({ host, slices: slices[h] })) });
}
