import type { ObjectiveName } from '../../domain/problem.ts';
import { bestBound } from '../bounds/certify.ts';
import { groundOf, type Ground, type OptionFigures } from '../bounds/ground.ts';
import { partLoads, wireAtPeak } from '../bounds/largest-part.ts';
import { netNeeds } from '../bounds/net-hosts.ts';
import { NO_CAPS, type Caps, type SolvedObjective } from '../caps.ts';
import type { Instance } from '../instance.ts';

/** What each cell minimises, and what is capped from cell to cell. */
export interface Axes {
  readonly primary: SolvedObjective;
  readonly capped: readonly SolvedObjective[];
}

/** The primary objective is the most continuous one: caps on counts can be enumerated. */
const PRIMARY_ORDER: readonly SolvedObjective[] = [
  'peakLoad',
  'criticalLoad',
  'latencyMs',
  'bytesOnWire',
  'peakMemory',
  'movedBytes',
  'hostCost',
  'fanOut',
  'hostsUsed',
];

/** Continuous objectives whose caps are spread from the bound to the most that they can be. */
const SPREAD = [
  'criticalLoad',
  'latencyMs',
  'peakMemory',
  'movedBytes',
  'hostCost',
] as const satisfies SolvedObjective[];

/** With one net, every table of which is looked up, fanOut equals hostsUsed and is no axis of its own. */
export function axesOf(instance: Instance, objectives: readonly ObjectiveName[]): Axes {
  const isSame = instance.netCount === 1 && instance.lookedUp.every((flag) => flag === 1);
  const kept = objectives.filter(
    (objective) => !(objective === 'fanOut' && isSame && objectives.includes('hostsUsed')),
  );
  const primary = PRIMARY_ORDER.find((objective) => kept.includes(objective)) as SolvedObjective;
  return { primary, capped: kept.filter((objective) => objective !== primary) };
}

export interface Cells {
  /** Caps of the epsilon-constrained problems, tighter ones first. */
  readonly caps: readonly Caps[];
  /** False where some axis was sampled. */
  readonly isExact: boolean;
}

/**
 * The epsilon-constrained problems of a sweep. Hosts and fan-out are enumerated; wire bytes take the values at which a finer split becomes
 * affordable, filled up to `gridPoints` evenly; other continuous objectives are spread geometrically. More than `most` cells are thinned out evenly on each axis.
 */
export function cellsOf(instance: Instance, base: Caps, { capped }: Axes, gridPoints: number, most: number): Cells {
  const full = enumerate(instance, base, capped, gridPoints, Infinity, Infinity);
  const isExact = !capped.some((objective) => isContinuous(objective)) && full.length <= most;
  if (full.length <= most) return { caps: full, isExact };
  // Wire first, down to a few points: neighbouring caps there differ least. Then counts.
  for (let points = Math.min(gridPoints, 10); points >= 4; points -= 2) {
    const caps = enumerate(instance, base, capped, points, Infinity, Infinity);
    if (caps.length <= most) return { caps, isExact };
  }
  for (let counts = 32; counts > 2; counts = Math.floor(counts * 0.75)) {
    const caps = enumerate(instance, base, capped, Math.min(gridPoints, 4), counts, counts);
    if (caps.length <= most) return { caps, isExact };
  }
  return { caps: enumerate(instance, base, capped, Math.min(gridPoints, 3), 3, 3), isExact };
}

function enumerate(
  instance: Instance,
  base: Caps,
  capped: readonly SolvedObjective[],
  wirePoints: number,
  hostPoints: number,
  fanOutPoints: number,
): Caps[] {
  const isCapped = (objective: SolvedObjective): boolean => capped.includes(objective);
  const hostCaps = isCapped('hostsUsed') ? thin(hostsAxis(instance, base), hostPoints) : [base.hostsUsed];
  return hostCaps.flatMap((hostsUsed) => {
    const atHosts = { ...base, hostsUsed };
    const wireCaps = isCapped('bytesOnWire') ? wireAxis(instance, atHosts, wirePoints) : [base.bytesOnWire];
    const fanOutCaps = isCapped('fanOut') ? thin(fanOutAxis(instance, atHosts), fanOutPoints) : [base.fanOut];
    const counted = fanOutCaps.flatMap((fanOut) =>
      wireCaps.map((bytesOnWire) => ({ ...atHosts, fanOut, bytesOnWire })),
    );
    return SPREAD.filter(isCapped).reduce<Caps[]>(
      (cells, objective) =>
        cells.flatMap((cell) =>
          spread(instance, cell, objective, wirePoints).map((cap) => ({ ...cell, [objective]: cap })),
        ),
      counted,
    );
  });
}

const isContinuous = (objective: SolvedObjective): boolean =>
  objective === 'bytesOnWire' || (SPREAD as readonly SolvedObjective[]).includes(objective);

/** Geometric from the bound to the most: plans differ more where the caps are tight. */
function spread(instance: Instance, caps: Caps, objective: (typeof SPREAD)[number], points: number): number[] {
  const least = bestBound(instance, objective, { ...caps, [objective]: Infinity }).value;
  const most = Math.min(caps[objective], mostOf(instance, objective));
  if (!(least < most)) return [least];
  // Most of a latency is the same for every plan: what differs is above the bound.
  const fixed = objective === 'latencyMs' ? least : 0;
  // Nothing moved is a plan of its own; from there the first step is a hundredth of all.
  const first = Math.max(least - fixed, (most - fixed) / 100);
  const steps = range(0, points - 1).map(
    (i) => fixed + first * ((most - fixed) / first) ** (i / Math.max(1, points - 1)),
  );
  // At the most that it can be, the objective needs no cap that a search would have to watch.
  return [...new Set([least, ...steps.slice(0, -1), caps[objective]])].toSorted((a, b) => a - b);
}

function mostOf(instance: Instance, objective: (typeof SPREAD)[number]): number {
  const ground = groundOf(instance, NO_CAPS);
  const sum = (of: (t: number) => number): number => instance.tables.reduce((total, _, t) => total + of(t), 0);
  const mostOption = (t: number, of: (o: number) => number): number =>
    Math.max(0, ...ground.options[t].map((o) => of(o)));
  switch (objective) {
    case 'peakMemory':
      return 1;
    case 'hostCost':
      return instance.hostCost.reduce((a, b) => a + b, 0);
    case 'movedBytes':
      return sum((t) => mostOption(t, (o) => ground.figures[o].bytes));
    case 'latencyMs':
      return mostLatencyMs(ground);
    case 'criticalLoad':
      // All of a net on one host: no plan is worse.
      return sum((t) => mostOption(t, (o) => ground.figures[o].batchLoad)) + instance.netCount * instance.rpcLoad;
  }
}

/** Every net's work on one host, the slowest in each respect, in layouts of the most bytes and service, and calls of all hosts: no plan is worse. */
function mostLatencyMs({ instance, options, figures }: Ground): number {
  const { latency } = instance;
  const mostPerByte = Math.max(...latency.msPerByte, latency.receiveMsPerByte);
  const mostPerUnit = Math.max(...latency.msPerUnit);
  const idle = Math.max(...latency.roundTripMs) + latency.rpcUnits * mostPerUnit;
  const ofOption = ({ batchWire, batchSeconds, wire, handling }: OptionFigures): number =>
    batchWire * mostPerByte +
    batchSeconds * mostPerUnit +
    wire * latency.deserialiseMsPerByte +
    handling * latency.handlingMsPerUnit;
  const tables = options.reduce((sum, own) => sum + Math.max(0, ...own.map((o) => ofOption(figures[o]))), 0);
  const calls = instance.netCount * (idle + instance.sparseHosts * latency.callMs);
  return latency.bottomMs + latency.endMs + calls + tables;
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);

function hostsAxis(instance: Instance, base: Caps): number[] {
  const most = Math.min(base.hostsUsed, instance.sparseHosts);
  return range(bestBound(instance, 'hostsUsed', { ...base, hostsUsed: Infinity }).value, most);
}

function fanOutAxis(instance: Instance, caps: Caps): number[] {
  const nets = netNeeds(groundOf(instance, caps)).length;
  const most = Math.min(caps.fanOut, nets * Math.min(caps.hostsUsed, instance.sparseHosts));
  const least = bestBound(instance, 'fanOut', { ...caps, fanOut: Infinity, peakLoad: caps.peakLoad }).value;
  return range(least, most);
}

/** From the least wire bytes to what the finest parts take. */
function wireAxis(instance: Instance, caps: Caps, points: number): number[] {
  const ground = groundOf(instance, { ...caps, bytesOnWire: Infinity });
  const values = partLoads(ground)
    .map((load) => wireAtPeak(ground, load))
    .filter((wire) => wire < Infinity && wire <= caps.bytesOnWire);
  const breaks = [...new Set(values)].toSorted((a, b) => a - b);
  if (breaks.length >= points) return thin(breaks, points);
  const [first, last] = [breaks[0] ?? 0, breaks.at(-1) ?? 0];
  const fill = range(1, points - breaks.length).map((i) =>
    Math.round(first + ((last - first) * i) / (points - breaks.length + 1)),
  );
  return [...new Set([...breaks, ...fill])].toSorted((a, b) => a - b);
}

/** Evenly spread picks of an ascending list, its ends included. */
function thin(values: readonly number[], points: number): number[] {
  if (values.length <= points) return [...values];
  const picks = range(0, points - 1).map(
    (i) => values[Math.round((i * (values.length - 1)) / Math.max(1, points - 1))],
  );
  return [...new Set(picks)];
}
