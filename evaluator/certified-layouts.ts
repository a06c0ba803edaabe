import type { Host } from '../domain/fleet.ts';
import type { TableSlice } from '../domain/placement.ts';
import type { Certificate } from '../domain/plan.ts';
import type { Epsilon, ObjectiveName, Problem } from '../domain/problem.ts';
import { createCosts, type Costs, type PartCosts } from './costs.ts';
import { denseSeconds } from './latency.ts';
import { COLUMN_STEP, tableLayouts } from './option-set.ts';
import { maxUtilisationOf } from './violations.ts';

/** One allowed layout of a table, as the arguments below need it. Loads are integer units. */
export interface Layout {
  /** On the main shard, whole: no bytes on wire, and no call. */
  readonly onMain: boolean;
  readonly parts: number;
  readonly bytes: number;
  /** The costliest part in memory and lookups. */
  readonly longestPart: PartCosts;
  /** Parts of more than half the largest host: two of them never share a host. */
  readonly largeParts: number;
  /** Of parts that are called for every batch. */
  readonly certainBytes: number;
  readonly certainLoad: number;
  readonly load: number;
  /** The peak load that the largest part brings about on a host of speed 1, or on the main shard. */
  readonly largestPartLoad: number;
  /** Of a batch: a replica with its full load. */
  readonly batchLoad: number;
  readonly largestPartBytes: number;
  /** Greatest common divisor of the parts' loads. */
  readonly loadStep: number;
  readonly wireBytes: number;
  /** Payload bytes a request and seconds at cpuSpeed 1, of all parts as if each served every batch; bytes of the largest. */
  readonly answerBytes: number;
  readonly batchSeconds: number;
  readonly largestAnswerBytes: number;
  /** Expected seconds of the main shard at cpuSpeed 1 for called slices. */
  readonly handlingSeconds: number;
  readonly partBytes: readonly number[];
  readonly partLoads: readonly number[];
  readonly partBatchLoads: readonly number[];
}

interface Caps {
  readonly hosts: number;
  readonly load: number;
  readonly wireBytes: number;
  readonly fanOut: number;
}

export interface MainRoom {
  readonly host: Host;
  readonly speed: number;
  /** Load units that it carries anyway. */
  readonly denseLoad: number;
}

export interface Ground {
  readonly problem: Problem;
  readonly costs: Costs;
  readonly caps: Caps;
  /** Layouts of each table that a plan under the caps may use. */
  readonly layouts: readonly (readonly Layout[])[];
  /** The main shard's host, where some table may lie there. */
  readonly main: MainRoom | undefined;
  /** Sparse hosts that take tables. */
  readonly hosts: readonly Host[];
  readonly capacities: readonly number[];
  readonly speeds: readonly number[];
}

/** Called between small pieces of a long computation, which it may end by throwing. */
export type Checkpoint = () => void;

/** What a certificate is about: the problem's open hosts, its caps, and the layouts that respect them. */
export function groundOf(problem: Problem, { epsilons }: Certificate, check?: Checkpoint): Ground {
  const costs = createCosts(problem);
  const drained = new Set(problem.constraints.flatMap((c) => (c.kind === 'drained' ? c.hosts : [])));
  const open = costs.hosts.map((_, h) => h).filter((h) => h > 0 && !drained.has(costs.hosts[h].name));
  const share = capOn(epsilons, 'peakMemory');
  const hosts = open.map((h) => withinShare(costs.hosts[h], share));
  const capacities = hosts.map((host) => host.capacityBytes);
  const largestHost = Math.max(...capacities);
  const known = layoutsOf(problem, costs, largestHost, withinShare(costs.hosts[0], share), open, check);
  const cap = (objective: ObjectiveName): number => capOn(epsilons, objective);
  const caps = {
    hosts: Math.min(
      cap('hostsUsed'),
      open.length,
      affordableHosts(hosts, cap('hostCost')),
      calledHosts(problem, known.layouts, cap('fanOut')),
    ),
    // Half a unit is room for the rounding of a cap given in natural units.
    load: cap('peakLoad') === Infinity ? Infinity : Math.floor(cap('peakLoad') * costs.unitsPerLoad + 0.5),
    wireBytes: cap('bytesOnWire'),
    fanOut: cap('fanOut'),
  };
  const layouts = affordable(
    known.layouts.map((own) => own.filter((layout) => isUsable(layout, caps, largestHost))),
    caps.wireBytes,
  );
  const speeds = open.map((h) => costs.hostSpeeds[h]);
  return { problem, costs, caps, layouts, main: known.main, hosts, capacities, speeds };
}

/** A load of the main shard is no integer: half a unit, and the last digits, are room for rounding. */
const isUsable = (layout: Layout, { hosts, load }: Caps, largestHost: number): boolean =>
  layout.onMain
    ? layout.largestPartLoad <= (load + 0.5) * (1 + 1e-9)
    : layout.parts <= hosts && layout.largestPartLoad <= load && layout.largestPartBytes <= largestHost;

function mainRoom(problem: Problem, host: Host, costs: Costs): MainRoom | undefined {
  if (tableLayouts(problem).every(({ mainShard }) => !mainShard)) return undefined;
  const dense = problem.loadMeasure === 'serviceTime' ? denseSeconds(problem.model, costs) : 0;
  return { host, speed: costs.hostSpeeds[0], denseLoad: dense * costs.unitsPerLoad };
}

const capOn = (epsilons: readonly Epsilon[], objective: ObjectiveName): number =>
  Math.min(Infinity, ...epsilons.filter((e) => e.objective === objective).map((e) => e.atMost));

/** A cap on the share of memory in use is a smaller host. */
const withinShare = (host: Host, share: number): Host =>
  share >= 1 ? host : { ...host, capacityBytes: Math.floor(host.capacityBytes * share * (1 + 1e-12)) };

/** The most hosts whose cost is within the cap. */
function affordableHosts(hosts: readonly Host[], most: number): number {
  const costs = hosts.map(({ cost }) => cost).toSorted((a, b) => a - b);
  const sums = costs.map((_, i) => costs.slice(0, i + 1).reduce((sum, cost) => sum + cost, 0));
  return sums.filter((sum) => sum <= most * (1 + 1e-9)).length;
}

/** A host with a part of a table that is looked up is called for every batch, unless the part is a replica. */
function calledHosts(problem: Problem, layouts: readonly (readonly Layout[])[], fanOut: number): number {
  const pooling = new Map(problem.workload.tables.map(({ table, features }) => [table, features]));
  const isCalled = problem.model.tables.every(({ name }) =>
    (pooling.get(name) ?? []).some((feature) => feature.poolingFactor > 0),
  );
  const isCertain = layouts.every((own) => own.every((layout) => layout.certainBytes === layout.bytes));
  return isCalled && isCertain ? fanOut : Infinity;
}

/** Layouts that the cap on wire bytes can pay for where every other table takes its cheapest; the tolerance is for sums of doubles. */
function affordable(layouts: readonly Layout[][], wireCap: number): readonly Layout[][] {
  if (wireCap === Infinity) return layouts;
  const cheapest = layouts.map((own) => Math.min(...own.map((layout) => layout.wireBytes)));
  const spare = wireCap * (1 + 1e-9) - cheapest.reduce((sum, wire) => sum + wire, 0);
  return layouts.map((own, t) => own.filter((layout) => layout.wireBytes - cheapest[t] <= spare));
}

/** Certificates of one problem share its layouts: a frontier has many. */
const LAYOUTS = new WeakMap<Problem, Map<string, KnownLayouts>>();

interface KnownLayouts {
  readonly layouts: readonly (readonly Layout[])[];
  readonly main: MainRoom | undefined;
}

/** Every layout that the problem lets a search use, before caps. */
function layoutsOf(
  problem: Problem,
  costs: Costs,
  largestHost: number,
  mainHost: Host,
  open: readonly number[],
  check?: Checkpoint,
): KnownLayouts {
  const cache = LAYOUTS.get(problem) ?? new Map<string, KnownLayouts>();
  LAYOUTS.set(problem, cache);
  const key = `${largestHost} ${mainHost.capacityBytes}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const limits = tableLayouts(problem);
  const mayLie = placeRules(problem);
  const takes = roomRule(problem, costs);
  const main = mainRoom(problem, mainHost, costs);
  const onMain = (t: number, room: MainRoom): Layout[] => mainLayout(problem, costs, t, room);
  const sparse = open.map((h) => costs.hosts[h]);
  const isPlaced = new Set(
    problem.constraints.flatMap((c) => (c.kind === 'pin' || c.kind === 'forbid' ? c.table : [])),
  );
  const everywhere = kindsOf(sparse);
  const layouts = problem.model.tables.map(({ name, rows }, t) => {
    check?.();
    const hosts = isPlaced.has(name) ? sparse.filter((host) => mayLie(name, host.name)) : sparse;
    const kinds = hosts === sparse ? everywhere : kindsOf(hosts);
    const rooms = (part: PartCosts): number =>
      kinds.reduce((sum, { host, count }) => sum + (takes(host, part) ? count : 0), 0);
    const divided = (kind: DividedKind, most: number): Layout[] =>
      Array.from({ length: Math.max(0, Math.min(most, hosts.length) - 1) }, (_, i) =>
        layoutOf(problem, costs, t, kind, i + 2, largestHost),
      );
    return [
      ...(limits[t].whole ? [wholeLayout(problem, costs, t, largestHost)] : []),
      ...divided('rowWise', Math.min(limits[t].mostParts, rows)),
      ...divided('columnWise', limits[t].mostColumnParts),
      ...divided('replicated', limits[t].mostReplicas),
    ]
      .filter((layout) => rooms(layout.longestPart) >= layout.parts)
      .concat(main !== undefined && limits[t].mainShard && mayLie(name, main.host.name) ? onMain(t, main) : []);
  });
  cache.set(key, { layouts, main });
  return { layouts, main };
}

interface HostKind {
  readonly host: Host;
  readonly count: number;
}

/** Hosts that nothing tells apart but their names, as far as room goes. */
function kindsOf(hosts: readonly Host[]): HostKind[] {
  const kinds = Map.groupBy(hosts, ({ capacityBytes, memoryBandwidthBytesPerSecond, cores, cpuSpeed }) =>
    [capacityBytes, memoryBandwidthBytesPerSecond, cores, cpuSpeed].join(' '),
  );
  return [...kinds.values()].map((alike) => ({ host: alike[0], count: alike.length }));
}

/** A table whole on the main shard, where the memory there lets it. */
function mainLayout(problem: Problem, costs: Costs, t: number, { host, speed, denseLoad }: MainRoom): Layout[] {
  const whole = wholeLayout(problem, costs, t, Infinity);
  if (whole.bytes > host.capacityBytes) return [];
  const peak = (whole.largestPartLoad + denseLoad) / speed;
  return [{ ...whole, onMain: true, wireBytes: 0, largestPartLoad: peak }];
}

/** Whether a host can take a part at all: by its memory, and by its load capacity at the request rate. */
function roomRule(problem: Problem, costs: Costs): (host: Host, part: PartCosts) => boolean {
  const perSecond = (problem.workload.requestsPerSecond ?? 0) * costs.batchesPerRequest;
  // A hair above the capacity: the solver rounds in its own way.
  const share = maxUtilisationOf(problem) * (1 + 1e-6);
  return (host, part) =>
    part.memoryBytes <= host.capacityBytes &&
    perSecond * part.bytesRead <= share * host.memoryBandwidthBytesPerSecond &&
    perSecond * (part.serviceSeconds + (part.lookups > 0 ? costs.coefficients.rpcSeconds : 0)) <=
      share * host.cores * host.cpuSpeed;
}

/** Whether pins and forbidden pairs let a table lie on a host. */
export function placeRules({ constraints }: Problem): (table: string, host: string) => boolean {
  const rules = Map.groupBy(
    constraints.filter((c) => c.kind === 'pin' || c.kind === 'forbid'),
    (c) => c.table,
  );
  return (table, host) => (rules.get(table) ?? []).every((c) => c.hosts.includes(host) === (c.kind === 'pin'));
}

type DividedKind = 'rowWise' | 'columnWise' | 'replicated';

/** One part that is all of the table: most tables have no other, and models may have many. */
function wholeLayout(problem: Problem, costs: Costs, t: number, largestHost: number): Layout {
  const part = costs.part(t, { kind: 'whole', table: problem.model.tables[t].name }, 1);
  const { memoryBytes, load, batchLoad, wireBytes } = part;
  return {
    onMain: false,
    parts: 1,
    bytes: memoryBytes,
    load,
    certainBytes: memoryBytes,
    certainLoad: load,
    longestPart: part,
    largeParts: memoryBytes * 2 > largestHost ? 1 : 0,
    largestPartLoad: load,
    batchLoad,
    largestPartBytes: memoryBytes,
    loadStep: load,
    wireBytes,
    answerBytes: wireBytes,
    batchSeconds: part.batchServiceSeconds,
    largestAnswerBytes: wireBytes,
    handlingSeconds: part.handlingSeconds,
    partBytes: [memoryBytes],
    partLoads: [load],
    partBatchLoads: [batchLoad],
  };
}

function layoutOf(
  problem: Problem,
  costs: Costs,
  t: number,
  kind: DividedKind,
  parts: number,
  largestHost: number,
): Layout {
  const { name: table, rows, dim } = problem.model.tables[t];
  const steps = kind === 'columnWise' ? Math.floor(dim / COLUMN_STEP) : rows;
  // Equal parts have at most two lengths: `longer` of them hold a row (or four columns) more than the rest.
  const length = Math.floor(steps / parts);
  const longer = steps % parts;
  const sliceOf = (end: number): TableSlice => {
    if (kind === 'rowWise') return { kind: 'rows', table, rowOrder: 'shuffled', start: 0, end };
    if (kind === 'columnWise') return { kind: 'columns', table, start: 0, end: end * COLUMN_STEP };
    return { kind: 'whole', table };
  };
  const isDivided = kind !== 'replicated';
  const replicas = kind === 'replicated' ? parts : 1;
  const partOf = (end: number) => costs.part(t, sliceOf(end), replicas);
  const short = partOf(length);
  const long = isDivided && longer > 0 ? partOf(length + 1) : short;
  const total = (of: (part: PartCosts) => number): number =>
    isDivided ? longer * of(long) + (parts - longer) * of(short) : parts * of(short);
  const figures = { bytes: total((part) => part.memoryBytes), load: total((part) => part.load) };
  const listed = (of: (part: PartCosts) => number): number[] =>
    Array.from({ length: parts }, (_, i) => of(isDivided && i < longer ? long : short));
  return {
    onMain: false,
    parts,
    ...figures,
    // A group of replicas is one call, wherever it lies.
    certainBytes: isDivided ? figures.bytes : 0,
    certainLoad: isDivided ? figures.load : 0,
    longestPart: long,
    largeParts: total((part) => (part.memoryBytes * 2 > largestHost ? 1 : 0)),
    largestPartLoad: Math.max(short.load, long.load),
    batchLoad: total((part) => part.batchLoad),
    largestPartBytes: Math.max(short.memoryBytes, long.memoryBytes),
    loadStep: commonDivisor(short.load, long.load),
    wireBytes: total((part) => part.wireBytes),
    answerBytes: total((part) => part.wireBytes) * replicas,
    batchSeconds: total((part) => part.batchServiceSeconds),
    largestAnswerBytes: long.wireBytes * replicas,
    handlingSeconds: total((part) => part.handlingSeconds),
    partBytes: listed((part) => part.memoryBytes),
    partLoads: listed((part) => part.load),
    partBatchLoads: listed((part) => part.batchLoad),
  };
}

/** Of two non-negative integers; 0 and b give b. */
export function commonDivisor(a: number, b: number): number {
  let [large, small] = [a, b];
  while (small > 0) [large, small] = [small, large % small];
  return large;
}

/** Sum over tables of the least cost of a layout, on whatever host; Infinity where a table has none. */
export const sumOf = (
  layouts: readonly (readonly Layout[])[],
  cost: (layout: Layout, table: number) => number,
): number =>
  layouts.reduce((sum, own, t) => sum + own.reduce((least, layout) => Math.min(least, cost(layout, t)), Infinity), 0);

export const largest = (values: readonly number[], count: number): number[] =>
  values.toSorted((a, b) => b - a).slice(0, count);
