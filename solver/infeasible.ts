import type { Table } from '../domain/model.ts';
import { rowBytes, tableBytes } from '../domain/row-bytes.ts';
import type { Infeasibility } from '../domain/infeasibility.ts';
import type { Problem } from '../domain/problem.ts';
import { denseSeconds } from '../evaluator/latency.ts';
import { COLUMN_STEP, tableLayouts, type TableLayouts } from '../evaluator/option-set.ts';
import { maxUtilisationOf } from '../evaluator/violations.ts';
import { bestBound } from './bounds/certify.ts';
import { capsOf, NO_CAPS, SOLVED_OBJECTIVES, toNatural, type Caps } from './caps.ts';
import { countingProofs } from './counting-proofs.ts';
import { completeInstance, hostCount, type Instance } from './instance.ts';
import { ruleClashes } from './rule-clashes.ts';

/**
 * Proves that a problem has no plan within the layouts that tableLayouts lets a search use. An empty list proves nothing.
 * `instance` is the problem compiled under any option rule: more options are compiled only where a cap looks unreachable.
 */
export function proveInfeasible(problem: Problem, instance: Instance): Infeasibility[] {
  const limits = tableLayouts(problem);
  const reasons = [
    ...memoryShort(instance),
    ...ruleClashes(problem),
    ...countingProofs(problem),
    ...tablesThatFitNowhere(instance, limits),
    ...groupsOverfull(instance),
    ...tooManyLargeTables(instance, limits),
    ...loadCapacityShort(instance),
  ];
  if (reasons.length > 0) return reasons;
  const without = tablesWithoutLayout(instance, limits);
  return without.length > 0 ? without : capsBelowBounds(problem, instance);
}

const lacks = ({ optionFirst }: Instance, t: number): boolean => optionFirst[t] === optionFirst[t + 1];

/** A layout is left out of the complete instance only where tableOptions forbid it, or too few hosts can take its parts. */
function tablesWithoutLayout(instance: Instance, limits: readonly TableLayouts[]): Infeasibility[] {
  if (!instance.tables.some((_, t) => lacks(instance, t))) return [];
  const complete = completeInstance(instance);
  return instance.tables.flatMap(({ name: table }, t): Infeasibility[] => {
    if (!lacks(complete, t)) return [];
    const { whole, mostParts, mainShard } = limits[t];
    const rule =
      !whole && mostParts < 2
        ? `tableOptions allow it neither whole nor in two parts or more${mainShard ? ', and the main shard cannot take it' : ''}`
        : `at the request rate, whole or in up to ${mostParts} equal parts, too few hosts can take its parts within their load capacity`;
    return [{ kind: 'noLayout', table, rule }];
  });
}

const sum = (values: Iterable<number>): number => Iterator.from(values).reduce((a, b) => a + b, 0);

function memoryShort(instance: Instance): Infeasibility[] {
  const neededBytes = sum(instance.tables.map(tableBytes));
  const availableBytes = sum(instance.capacityBytes);
  if (neededBytes <= availableBytes) return [];
  return [{ kind: 'memoryShort', neededBytes, availableBytes, shortBytes: neededBytes - availableBytes }];
}

/** Every admissible layout needs as many allowed hosts as it has parts, that each hold one; the least short is reported. */
function tablesThatFitNowhere(instance: Instance, limits: readonly TableLayouts[]): Infeasibility[] {
  const { sparseHosts, mainHost } = instance;
  const sparse = instance.capacityBytes.subarray(0, sparseHosts);
  const isRestricted = mainHost >= 0 || instance.allowed.includes(0);
  const everyHost = isRestricted ? undefined : sparse.toSorted((a, b) => b - a);
  return instance.tables.flatMap((table, t): Infeasibility[] => {
    const capacities = everyHost ?? allowedCapacities(instance, t).toSorted((a, b) => b - a);
    let best: Extract<Infeasibility, { kind: 'tableFitsNowhere' }> | undefined;
    if (mainHost >= 0 && instance.allowed[t * hostCount(instance) + mainHost] === 1) {
      const largestHostBytes = instance.capacityBytes[mainHost];
      const partBytes = tableBytes(table);
      const shortBytes = partBytes - largestHostBytes;
      if (shortBytes <= 0) return [];
      best = { kind: 'tableFitsNowhere', table: table.name, partBytes, parts: 1, largestHostBytes, shortBytes };
    }
    for (const { parts, partBytes } of admissibleLayouts(table, limits[t], capacities.length)) {
      const largestHostBytes = capacities[parts - 1] ?? 0;
      const shortBytes = partBytes - largestHostBytes;
      if (shortBytes <= 0) return [];
      if (best === undefined || shortBytes < best.shortBytes)
        best = { kind: 'tableFitsNowhere', table: table.name, partBytes, parts, largestHostBytes, shortBytes };
    }
    return best === undefined ? [] : [best];
  });
}

/** Layouts that the problem lets a table have, with their largest part; whole, if nothing else, so that a shortfall can be named. */
function admissibleLayouts(table: Table, limits: TableLayouts, hosts: number): { parts: number; partBytes: number }[] {
  const counts = (most: number): number[] =>
    Array.from({ length: Math.max(0, Math.min(most, hosts) - 1) }, (_, i) => i + 2);
  const whole = { parts: 1, partBytes: tableBytes(table) };
  const divided = [
    ...counts(Math.min(limits.mostParts, table.rows)).map((parts) => ({
      parts,
      partBytes: Math.ceil(table.rows / parts) * rowBytes(table),
    })),
    ...counts(limits.mostColumnParts).map((parts) => ({
      parts,
      // What four columns leave of a dim is in the last part, which is not counted: it only makes the part larger.
      partBytes: table.rows * rowBytes(table, Math.ceil(Math.floor(table.dim / COLUMN_STEP) / parts) * COLUMN_STEP),
    })),
    // The fewest replicas are the easiest to place.
    ...(limits.mostReplicas > 1 ? [{ parts: 2, partBytes: whole.partBytes }] : []),
  ];
  return limits.whole || divided.length === 0 ? [whole, ...divided] : divided;
}

/** Of sparse hosts. */
function allowedCapacities(instance: Instance, t: number): number[] {
  const hosts = hostCount(instance);
  return [...instance.capacityBytes.subarray(0, instance.sparseHosts)].filter(
    (_, h) => instance.allowed[t * hosts + h] === 1,
  );
}

/** Tables that may lie on the same few hosts only, and are too large for them together (Hall's condition on those sets). */
function groupsOverfull(instance: Instance): Infeasibility[] {
  if (!instance.allowed.includes(0)) return [];
  const hosts = hostCount(instance);
  const rows = instance.tables.map((_, t) => instance.allowed.subarray(t * hosts, (t + 1) * hosts));
  const groups = Map.groupBy(instance.tables.keys(), (t) => rows[t].join(''));
  return [...groups.values()].flatMap(([first]): Infeasibility[] => {
    const open = [...rows[first].keys()].filter((h) => rows[first][h] === 1);
    if (open.length === 0 || open.length === hosts) return [];
    const inside = instance.tables.filter((_, t) => rows[t].every((may, h) => may <= rows[first][h]));
    const neededBytes = sum(inside.map(tableBytes));
    const availableBytes = sum(open.map((h) => instance.capacityBytes[h]));
    if (neededBytes <= availableBytes) return [];
    const figures = { neededBytes, availableBytes, shortBytes: neededBytes - availableBytes };
    if (open.length > 1) return [{ kind: 'memoryShort', ...figures }];
    const names = inside.map((table) => table.name);
    return [{ kind: 'hostOverfull', host: instance.hostNames[open[0]], tables: names, ...figures }];
  });
}

/** Pigeonhole: tables that must stay whole and exceed half of the largest host need a host each. */
function tooManyLargeTables(instance: Instance, limits: readonly TableLayouts[]): Infeasibility[] {
  const hostBytes = Math.max(0, ...instance.capacityBytes.subarray(0, instance.sparseHosts));
  const hosts = Math.min(instance.sparseHosts, capsOf(instance, instance.problem.epsilons).hostsUsed);
  const large = instance.tables.filter((table, t) => {
    const splits = (limits[t].mostParts > 1 && table.rows > 1) || limits[t].mostColumnParts > 1;
    return !splits && !limits[t].mainShard && tableBytes(table) * 2 > hostBytes;
  });
  if (large.length <= hosts) return [];
  return [{ kind: 'tooManyLargeTables', tables: large.map((table) => table.name), hosts, hostBytes }];
}

/** At the request rate: the main shard's dense work alone, and all hosts together however tables are split. */
function loadCapacityShort(instance: Instance): Infeasibility[] {
  const { problem, costs, tables } = instance;
  const rate = problem.workload.requestsPerSecond;
  if (rate === undefined) return [];
  const perSecond = rate * costs.batchesPerRequest;
  const main = costs.hosts[0];
  const whole = tables.map(({ name }, t) => costs.part(t, { kind: 'whole', table: name }, 1));
  const cpu = { resource: 'cpu' as const };
  const share = maxUtilisationOf(problem);
  const mainCores = main.cores * main.cpuSpeed * share;
  return [
    // A split only adds fixed costs, and every net that is looked up costs an RPC at least: left out, which only lowers the need.
    shortOf(cpu, perSecond * denseSeconds(problem.model, costs), mainCores, main.name),
    shortOf(
      cpu,
      perSecond * sum(whole.map((part) => part.serviceSeconds)),
      (perSecond * sum(instance.serviceCap)) / 1e9,
    ),
    shortOf(
      { resource: 'memoryBandwidth' },
      perSecond * sum(whole.map((part) => part.bytesRead)),
      (perSecond * sum(instance.readCap)) / 2 ** 10,
    ),
  ].flat();
}

function shortOf(
  what: { readonly resource: 'cpu' | 'memoryBandwidth' },
  needed: number,
  available: number,
  host?: string,
): Infeasibility[] {
  // The tolerance is for sums of doubles that are equal on paper.
  if (needed <= available * (1 + 1e-9)) return [];
  return [
    {
      kind: 'loadCapacityShort',
      ...what,
      ...(host === undefined ? {} : { host }),
      needed,
      available,
      short: needed - available,
    },
  ];
}

/** Each epsilon against the least that the objective can be under the other epsilons. */
function capsBelowBounds(problem: Problem, instance: Instance): Infeasibility[] {
  const caps = capsOf(instance, problem.epsilons);
  if (unreachable(instance, caps).length === 0) return [];
  const every = completeInstance(instance);
  return unreachable(every, caps).map(({ objective, bound }) => {
    const natural = { cap: toNatural(every, objective, caps[objective]), bound: toNatural(every, objective, bound) };
    return { kind: 'capBelowBound', objective, ...natural, short: natural.bound - natural.cap };
  });
}

function unreachable(instance: Instance, caps: Caps) {
  return SOLVED_OBJECTIVES.filter((objective) => caps[objective] < Infinity).flatMap((objective) => {
    const alone = bestBound(instance, objective, NO_CAPS);
    const together = bestBound(instance, objective, caps);
    // A bound is finite where some layout respects the other caps; the finite one is the one to report.
    const bound = together.value === Infinity ? alone.value : together.value;
    return bound > caps[objective] * (1 + 1e-9) && bound < Infinity ? [{ objective, bound }] : [];
  });
}
