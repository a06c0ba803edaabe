import type { Placement } from '../../domain/placement.ts';
import type { ObjectiveName, Problem } from '../../domain/problem.ts';
import type { Costs } from '../../evaluator/costs.ts';
import { movedBytes } from '../../evaluator/moved-bytes.ts';
import { DEFAULT_MAX_UTILISATION } from '../../evaluator/violations.ts';
import { allowedHosts, layoutsOf, type Layout } from './layouts.ts';

/** One table's layout and the host of each of its parts. */
export interface Choice {
  readonly table: number;
  readonly layout: Layout;
  readonly hosts: readonly number[];
}

/** What an enumeration looks up, compiled once. Figures are the evaluator's own. */
export interface Field {
  readonly problem: Problem;
  readonly costs: Costs;
  readonly layouts: readonly (readonly Layout[])[];
  readonly allowed: readonly (readonly number[])[];
  readonly netOf: readonly number[];
  /** Hosts that nothing tells apart have one number. */
  readonly hostClass: readonly number[];
  readonly caps: Readonly<Record<ObjectiveName, number>>;
  /** Bytes read and CPU seconds (at cpuSpeed 1) that a host serves a batch at most. */
  readonly readCap: readonly number[];
  readonly serviceCap: readonly number[];
}

/** Sums of a partial placement by host. Every figure only grows as tables are added, so what exceeds a limit stays beyond it. */
export interface Partial {
  readonly choices: (Choice | undefined)[];
  readonly memory: number[];
  readonly load: number[];
  readonly read: number[];
  readonly service: number[];
  readonly parts: number[];
  /** [net][host]: looked-up parts. */
  readonly callers: number[][];
  wire: number;
  moved: number;
  movedTables: number;
}

/** Relative: beyond the last digits of sums of doubles. What is within it is left to the evaluator. */
const SLACK = 1e-9;
export const exceeds = (value: number, limit: number): boolean => value > limit * (1 + SLACK);

export function compileField(problem: Problem, costs: Costs): Field {
  const rate = problem.workload.requestsPerSecond;
  const stated = problem.constraints.flatMap((c) => (c.kind === 'loadCapacity' ? [c.maxUtilisation] : []));
  const share = stated.length > 0 ? Math.min(...stated) : DEFAULT_MAX_UTILISATION;
  const batches = rate === undefined ? 0 : rate * costs.batchesPerRequest;
  const perBatch = (perSecond: number): number => (batches === 0 ? Infinity : (share * perSecond) / batches);
  const netIndex = new Map(problem.model.nets.map(({ name }, n) => [name, n]));
  const cap = (objective: ObjectiveName): number =>
    Math.min(Infinity, ...problem.epsilons.filter((e) => e.objective === objective).map((e) => e.atMost));
  return {
    problem,
    costs,
    layouts: layoutsOf(problem, costs),
    allowed: allowedHosts(problem, costs),
    netOf: problem.model.tables.map(({ net }) => netIndex.get(net) ?? 0),
    hostClass: classesOf(problem, costs),
    caps: {
      hostsUsed: cap('hostsUsed'),
      hostCost: cap('hostCost'),
      peakMemory: cap('peakMemory'),
      peakLoad: cap('peakLoad'),
      criticalLoad: cap('criticalLoad'),
      fanOut: cap('fanOut'),
      bytesOnWire: cap('bytesOnWire'),
      latencyMs: cap('latencyMs'),
      movedBytes: cap('movedBytes'),
    },
    readCap: costs.hosts.map((host) => perBatch(host.memoryBandwidthBytesPerSecond)),
    serviceCap: costs.hosts.map((host) => perBatch(host.cores * host.cpuSpeed)),
  };
}

/** Hosts are alike where their figures are, and no constraint or current placement names one of them and not the other. */
function classesOf({ constraints, currentPlacement }: Problem, { hosts }: Costs): number[] {
  const named = constraints.flatMap((c) => ('hosts' in c ? [new Set(c.hosts)] : []));
  const byDomain = constraints.some((c) => c.kind === 'apart' && c.scope === 'failureDomain');
  const keys = hosts.map((host, h) => {
    const { name, failureDomain, ...figures } = host;
    const held = currentPlacement?.shards.filter((shard) => shard.host === name).map((shard) => shard.slices);
    return JSON.stringify([h === 0, figures, byDomain && failureDomain, named.map((set) => set.has(name)), held]);
  });
  const distinct = [...new Set(keys)];
  return keys.map((key) => distinct.indexOf(key));
}

export function emptyPartial({ problem, costs }: Field): Partial {
  const zeros = (): number[] => costs.hosts.map(() => 0);
  return {
    choices: problem.model.tables.map(() => undefined),
    memory: zeros(),
    load: zeros(),
    read: zeros(),
    service: zeros(),
    parts: zeros(),
    callers: problem.model.nets.map(zeros),
    wire: 0,
    moved: 0,
    movedTables: 0,
  };
}

/** Adds a choice (sign 1) or takes it away (-1). Fractions are sums of doubles: SLACK covers what they drift. */
export function apply(field: Field, partial: Partial, choice: Choice, sign: 1 | -1): void {
  const { costs, netOf, problem } = field;
  const calls = partial.callers[netOf[choice.table]];
  choice.hosts.forEach((h, i) => {
    const part = choice.layout.costs[i];
    partial.memory[h] += sign * part.memoryBytes;
    partial.load[h] += sign * part.load;
    partial.read[h] += sign * part.bytesRead;
    partial.service[h] += sign * part.serviceSeconds;
    partial.parts[h] += sign;
    partial.wire += h > 0 ? sign * part.wireBytes : 0;
    if (part.lookups === 0 || h === 0) return;
    const before = calls[h];
    calls[h] += sign;
    if (Math.max(before, calls[h]) !== 1) return;
    partial.load[h] += sign * costs.rpcLoad;
    partial.service[h] += sign * costs.coefficients.rpcSeconds;
  });
  if (problem.currentPlacement !== undefined) {
    const bytes = movedBytes(problem, problem.currentPlacement, placementOf(field, [choice]));
    partial.moved += sign * bytes;
    partial.movedTables += bytes > 0 ? sign : 0;
  }
  partial.choices[choice.table] = sign === 1 ? choice : undefined;
}

export const placementOf = ({ costs }: Field, choices: readonly (Choice | undefined)[]): Placement => ({
  shards: costs.hosts.map(({ name }, h) => ({
    host: name,
    slices: choices.flatMap((choice) => (choice?.layout.slices ?? []).filter((_, i) => choice?.hosts[i] === h)),
  })),
});
