import type { Placement } from '../domain/placement.ts';
import type { Estimate, HostEstimate } from '../domain/plan.ts';
import type { ObjectiveName, Problem } from '../domain/problem.ts';
import { callsOf, type NetOnHost } from './calls.ts';
import { createCosts, type Costs } from './costs.ts';
import { predictCpuMs } from './cpu.ts';
import { denseSeconds, predictLatencyMs } from './latency.ts';
import { movedBytes } from './moved-bytes.ts';
import { isLocal, partsOf, type PlacedPart } from './parts.ts';

/** Predicts every objective of a placement by the cost model; formulation.md, "Quantities" and "Objectives". */
export const estimate = (problem: Problem, placement: Placement, costs: Costs = createCosts(problem)): Estimate =>
  estimateParts(problem, placement, costs, partsOf(problem, placement, costs)).estimated;

/** The same for a placement whose parts are listed already; and every host of the fleet, host 0 first. */
export function estimateParts(
  problem: Problem,
  placement: Placement,
  costs: Costs,
  parts: readonly PlacedPart[],
): { readonly estimated: Estimate; readonly hosts: readonly HostEstimate[] } {
  const { model, currentPlacement } = problem;
  const calls = callsOf(parts, costs);
  const hosts = estimateHosts(problem, costs, parts, calls);
  const used = hosts.map((host, h) => h > 0 && host.tables > 0);
  const estimated = {
    hostsUsed: used.filter(Boolean).length,
    hostCost: costs.hosts.reduce((sum, host, h) => sum + (used[h] ? host.cost : 0), 0),
    peakMemory: Math.max(...hosts.map((host) => host.memoryShare)),
    peakLoad: Math.max(...hosts.map((host, h) => host.load / costs.hostSpeeds[h])),
    criticalLoad: criticalLoad(calls, costs),
    fanOut: countFanOut(model.nets.length, parts),
    expectedRpcsPerRequest: calls.reduce((sum, call) => sum + call.probability, 0) * costs.batchesPerRequest,
    bytesOnWire: parts.reduce((sum, part) => sum + (isLocal(part) ? 0 : part.costs.wireBytes), 0),
    latencyMs: predictLatencyMs(model, costs, calls),
    cpuMs: predictCpuMs(model, costs, parts, calls),
    ...(currentPlacement === undefined ? {} : { movedBytes: movedBytes(problem, currentPlacement, placement) }),
    loadMeasure: problem.loadMeasure,
    coefficientsSource: costs.coefficients.source,
    // The main shard is shown where it holds tables, or has a utilisation of its own.
    hosts: hosts.filter((host, h) => h > 0 || host.tables > 0 || host.utilisation !== undefined),
  };
  return { estimated, hosts };
}

/** The value of an objective; NaN for movedBytes where no current placement is given. */
export const objectiveValue = (estimated: Estimate, objective: ObjectiveName): number =>
  objective === 'movedBytes' ? (estimated.movedBytes ?? NaN) : estimated[objective];

/** The peak load over what each used host would carry if all were loaded in proportion to their speed; 0 without a load. */
export function peakOverMean({ hosts, peakLoad }: Estimate): number {
  const used = hosts.filter((host) => host.tables > 0);
  const load = used.reduce((sum, host) => sum + host.load, 0);
  const speed = used.reduce((sum, host) => sum + host.relativeSpeed, 0);
  return load > 0 ? (peakLoad * speed) / load : 0;
}

/** Per host of the fleet, host 0 first: memory, load, tables, RPCs and, where a rate is given, utilisation. */
export function estimateHosts(
  problem: Problem,
  costs: Costs,
  parts: readonly PlacedPart[],
  calls: readonly NetOnHost[] = callsOf(parts, costs),
): HostEstimate[] {
  const partsByHost = Map.groupBy(parts, (part) => part.host);
  const callsByHost = Map.groupBy(calls, (call) => call.host);
  return costs.hosts.map((host, h) => {
    const own = partsByHost.get(h) ?? [];
    const ownCalls = callsByHost.get(h) ?? [];
    const memoryBytes = own.reduce((sum, part) => sum + part.costs.memoryBytes, 0);
    const rpcs = ownCalls.reduce((sum, call) => sum + call.rpcs, 0);
    // The main shard's dense work is a constant load where load is time.
    const dense = h === 0 && problem.loadMeasure === 'serviceTime' ? denseSeconds(problem.model, costs) : 0;
    const units = own.reduce((sum, part) => sum + part.costs.load, 0) + rpcs * costs.rpcLoad;
    return {
      host: host.name,
      memoryBytes,
      memoryShare: memoryBytes === 0 ? 0 : memoryBytes / host.capacityBytes,
      relativeSpeed: costs.hostSpeeds[h],
      load: units / costs.unitsPerLoad + dense,
      tables: new Set(own.map((part) => part.table)).size,
      rpcsPerRequest: ownCalls.reduce((sum, call) => sum + call.probability, 0) * costs.batchesPerRequest,
      ...utilisation(problem, costs, h, own, rpcs),
    };
  });
}

/** The higher of CPU and memory-bandwidth utilisation at the request rate; every RPC that may be sent counts. */
function utilisation(problem: Problem, costs: Costs, h: number, own: readonly PlacedPart[], rpcs: number) {
  const { requestsPerSecond } = problem.workload;
  if (requestsPerSecond === undefined) return {};
  const host = costs.hosts[h];
  const batchesPerSecond = requestsPerSecond * costs.batchesPerRequest;
  const seconds =
    own.reduce((sum, part) => sum + part.costs.serviceSeconds, 0) +
    rpcs * costs.coefficients.rpcSeconds +
    (h === 0 ? denseSeconds(problem.model, costs) : 0);
  const bytesRead = own.reduce((sum, part) => sum + part.costs.bytesRead, 0);
  const cpu = (batchesPerSecond * seconds) / (host.cores * host.cpuSpeed);
  return { utilisation: Math.max(cpu, (batchesPerSecond * bytesRead) / host.memoryBandwidthBytesPerSecond) };
}

/** Nets run one after another, each as slow as its bounding shard. */
function criticalLoad(calls: readonly NetOnHost[], costs: Costs): number {
  const worst = new Map<number, number>();
  for (const call of calls)
    worst.set(call.net, Math.max(worst.get(call.net) ?? 0, call.batchLoad / costs.hostSpeeds[call.host]));
  return [...worst.values()].reduce((sum, load) => sum + load, 0) / costs.unitsPerLoad;
}

/** Hosts that may be called for one batch, summed over nets; a group of replicas counts once, if not called anyway. */
function countFanOut(nets: number, parts: readonly PlacedPart[]): number {
  let fanOut = 0;
  for (let net = 0; net < nets; net++) {
    const asked = parts.filter((part) => part.net === net && !isLocal(part) && part.costs.lookups > 0);
    const single = asked.filter((part) => part.replicas === 1);
    const replicated = asked.filter((part) => part.replicas > 1);
    const certain = new Set(single.map((part) => part.host));
    const groups = [...Map.groupBy(replicated, (part) => part.table).values()]
      .map((group) => group.map((part) => part.host).toSorted((a, b) => a - b))
      .filter((hosts) => hosts.some((host) => !certain.has(host)));
    fanOut += certain.size + new Set(groups.map((hosts) => hosts.join())).size;
  }
  return fanOut;
}
