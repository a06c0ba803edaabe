import { hostsOf, MAIN_HOST, type Host } from '../domain/fleet.ts';
import type { Table } from '../domain/model.ts';
import { canonicalPlacement, type Placement, type TableSlice } from '../domain/placement.ts';
import type { OptionKind, Problem } from '../domain/problem.ts';
import { batchesPerRequest } from '../domain/trace.ts';
import { createCosts, type Costs } from '../evaluator/costs.ts';
import { denseSeconds } from '../evaluator/latency.ts';
import { movementFrom } from '../evaluator/moved-bytes.ts';
import { tableLayouts } from '../evaluator/option-set.ts';
import { maxUtilisationOf } from '../evaluator/violations.ts';
import { compileRules, narrowUnits, type Rules } from './rules.ts';
import { slicesOf } from './slices.ts';
import { tableOptions, type OptionRule, type TableOption } from './table-options.ts';

/**
 * A problem compiled for search: integers in typed arrays, indices for names. Hosts are the sparse ones that are not drained.
 * Options of table t are [optionFirst[t], optionFirst[t + 1]); parts of option o are [partFirst[o], partFirst[o + 1]), in row order.
 */
export interface Instance {
  readonly problem: Problem;
  readonly costs: Costs;
  readonly hostNames: readonly string[];
  /** M_h in bytes. */
  readonly capacityBytes: Float64Array;
  /** c_h: what a used host costs. */
  readonly hostCost: Float64Array;
  /** Relative to the fastest sparse host of the fleet: a host's load is divided by it. */
  readonly speed: Float64Array;
  /** Most bytes read per batch on each host, x 2^10; Infinity without a request rate. */
  readonly readCap: Float64Array;
  /** Most service per batch on each host, in ns at cpuSpeed 1; Infinity without a request rate. */
  readonly serviceCap: Float64Array;
  readonly tables: readonly Table[];
  readonly netCount: number;
  /** Net index of each table. */
  readonly netOf: Int32Array;
  /** 1 where the table has a poolingFactor above 0: only such tables cause calls. */
  readonly lookedUp: Uint8Array;
  /** [table][host], flattened: 1 where pins and forbidden pairs let the table lie on the host. */
  readonly allowed: Uint8Array;
  readonly optionFirst: Int32Array;
  readonly optionTable: Int32Array;
  readonly optionKind: readonly OptionKind[];
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
  /** Load units over relative speed that the main shard carries anyway: its dense work, where load is time. No peak load is lower. */
  readonly mainLoad: number;
}

/** hosts is [table][part], flattened with mostParts a table; -1 beyond the option's parts. */
export interface Assignment {
  /** Global option index of each table. */
  readonly options: Int32Array;
  readonly hosts: Int32Array;
}

export const hostCount = (instance: Instance): number => instance.hostNames.length;
export const tableCount = (instance: Instance): number => instance.tables.length;
export const partCount = (instance: Instance, option: number): number =>
  instance.partFirst[option + 1] - instance.partFirst[option];

const COMPLETE = new WeakMap<Problem, Instance>();

/** The problem with every layout that it lets a search use: what proofs are about. The instance itself where no table may be split. */
export function completeInstance(instance: Instance): Instance {
  const { problem } = instance;
  const known = COMPLETE.get(problem);
  if (known !== undefined) return known;
  const isWholeOnly = tableLayouts(problem).every(
    ({ mostParts, mostColumnParts, mostReplicas }) => Math.max(mostParts, mostColumnParts, mostReplicas) < 2,
  );
  const complete = isWholeOnly ? instance : compileInstance(problem, 'every');
  COMPLETE.set(problem, complete);
  return complete;
}

/** Compiles a problem that findUnsupported has nothing against. A table without any viable option keeps an empty range. */
export function compileInstance(problem: Problem, rule: OptionRule = 'default'): Instance {
  const costs = createCosts(problem);
  const drained = new Set(problem.constraints.flatMap((c) => (c.kind === 'drained' ? c.hosts : [])));
  const hosts = hostsOf(problem.fleet).flatMap((host, index) =>
    host.name === MAIN_HOST || drained.has(host.name) ? [] : [{ ...host, index }],
  );
  const { tables, nets } = problem.model;
  const netIndex = new Map(nets.map((net, n) => [net.name, n]));
  const pooling = new Map(
    problem.workload.tables.map((entry) => [entry.table, entry.features.some((feature) => feature.poolingFactor > 0)]),
  );
  const rules = compileRules(problem, hosts);
  const allowed = allowedHosts(problem, hosts);
  narrowUnits(allowed, hosts.length, rules);
  const frame = {
    problem,
    rules,
    costs,
    hostNames: hosts.map((host) => host.name),
    capacityBytes: Float64Array.from(hosts, (host) => host.capacityBytes),
    hostCost: Float64Array.from(hosts, (host) => host.cost),
    speed: Float64Array.from(hosts, (host) => costs.hostSpeeds[host.index]),
    ...loadCaps(problem, hosts),
    tables,
    netCount: nets.length,
    netOf: Int32Array.from(tables, (table) => netIndex.get(table.net) ?? 0),
    lookedUp: Uint8Array.from(tables, (table) => (pooling.get(table.name) ? 1 : 0)),
    allowed,
    rpcLoad: costs.rpcLoad,
    rpcService: problem.workload.requestsPerSecond === undefined ? 0 : Math.ceil(costs.coefficients.rpcSeconds * 1e9),
    unitsPerLoad: costs.unitsPerLoad,
    mainLoad:
      problem.loadMeasure === 'serviceTime'
        ? (denseSeconds(problem.model, costs) * costs.unitsPerLoad) / costs.hostSpeeds[0]
        : 0,
  };
  const laidOut = layOut(frame, tableOptions(frame, rule));
  return { ...frame, ...laidOut, partMoves: partMoves(frame, laidOut, rule) };
}

function loadCaps(problem: Problem, hosts: readonly Host[]): { readCap: Float64Array; serviceCap: Float64Array } {
  const rate = problem.workload.requestsPerSecond;
  const utilisation = maxUtilisationOf(problem);
  const batchesPerSecond = rate === undefined ? 0 : rate * batchesPerRequest(problem.workload);
  const perBatch = (perSecond: number): number =>
    batchesPerSecond === 0 ? Infinity : Math.floor((utilisation * perSecond) / batchesPerSecond);
  return {
    readCap: Float64Array.from(hosts, (host) => perBatch(host.memoryBandwidthBytesPerSecond * 2 ** 10)),
    serviceCap: Float64Array.from(hosts, (host) => perBatch(host.cores * host.cpuSpeed * 1e9)),
  };
}

function allowedHosts(problem: Problem, hosts: readonly Host[]): Uint8Array {
  const { tables } = problem.model;
  const allowed = new Uint8Array(tables.length * hosts.length).fill(1);
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

function layOut(frame: { readonly tables: readonly Table[] }, options: readonly TableOption[][]) {
  const flat = options.flat();
  const parts = flat.flatMap((option) => option.parts);
  return {
    optionFirst: starts(frame.tables.map((_, t) => options[t].length)),
    optionTable: Int32Array.from(options.flatMap((list, t) => list.map(() => t))),
    optionKind: flat.map((option) => option.kind),
    hasReplicas: flat.some((option) => option.kind === 'replicated'),
    optionWire: Float64Array.from(flat, (option) => option.wire),
    partFirst: starts(flat.map((option) => option.parts.length)),
    partBytes: Float64Array.from(parts, (part) => part.bytes),
    partLoad: Float64Array.from(parts, (part) => part.load),
    partBatchLoad: Float64Array.from(parts, (part) => part.batchLoad),
    partService: Float64Array.from(parts, (part) => part.service),
    partRead: Float64Array.from(parts, (part) => part.read),
    mostParts: flat.reduce((most, option) => Math.max(most, option.parts.length), 1),
  };
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
