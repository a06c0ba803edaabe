import { runThrough, withShare, type Stepwise } from '../stepwise.ts';
import type { Random } from '../../domain/random.ts';
import { bestBound } from '../bounds/certify.ts';
import { groundOf } from '../bounds/ground.ts';
import { partLoads, wireAtPeak } from '../bounds/largest-part.ts';
import type { Caps, SolvedObjective } from '../caps.ts';
import { withinMemory, type Assignment, type Instance } from '../instance.ts';
import type { CheckLevel } from '../state.ts';
import { reaches, type Work } from '../stop.ts';
import type { HostSet } from '../bounds/host-sets.ts';
import { onAllHosts, promisingSets, withHosts } from './cheapest-hosts.ts';
import { figuresOf, respects, type Figures } from './figures.ts';
import { isLevelled, levelMemory } from './level-memory.ts';
import { minimiseLatency } from './minimise-latency.ts';
import { minimisePeak } from './minimise-peak.ts';
import { minimiseCritical } from './nets/minimise-critical.ts';
import { packHosts } from './pack-hosts.ts';

export interface SearchTask {
  readonly instance: Instance;
  readonly objective: SolvedObjective;
  /** Caps on all objectives; one on the objective itself is respected too. */
  readonly caps: Caps;
  readonly work: Work;
  readonly random: Random;
  readonly check: CheckLevel;
  readonly signal?: AbortSignal | undefined;
  /** A plan under the caps, which the answer never falls behind. */
  readonly known?: Assignment | undefined;
  /** Each lower peak load found on the way, in load units. */
  readonly onPeak?: ((peak: number) => void) | undefined;
  /** A proven bound in solver units, where there is a better one than the closed-form ones. */
  readonly bound?: number | undefined;
}

export interface Candidate {
  readonly assignment: Assignment;
  readonly figures: Figures;
}

/** Searches for the least value of an objective under caps; undefined where no legal assignment was found. */
export const minimise = (task: SearchTask): Candidate | undefined => runThrough(minimiseStepwise(task));

/** The same in pieces. */
export function* minimiseStepwise(asked: SearchTask): Stepwise<Candidate | undefined> {
  const first = startOf(asked) ?? (yield* criticalStart(asked));
  const task = first === undefined ? asked : { ...asked, known: first.assignment };
  const lowest = Math.max(bestBound(task.instance, task.objective, task.caps).value, task.bound ?? 0);
  if (first !== undefined && reaches(first.figures[task.objective], lowest)) return first;
  switch (task.objective) {
    case 'peakLoad':
      return lowerOf(task, first, yield* probe(task, task.caps, lowest));
    case 'hostsUsed':
    case 'fanOut':
      return yield* minimiseCount(task, task.objective, lowest, first);
    case 'bytesOnWire':
      return yield* minimiseWire(task, lowest, first);
    case 'criticalLoad':
    case 'peakMemory':
    case 'hostCost':
      return yield* minimiseSparse(task, task.objective, lowest, first);
    case 'movedBytes':
      return yield* minimiseByCaps(task, task.objective, lowest, first);
    case 'latencyMs':
      return yield* minimiseByPath(task, lowest, first);
  }
}

function startOf(task: SearchTask): Candidate | undefined {
  if (task.known === undefined) return undefined;
  const figures = figuresOf(task.instance, task.known);
  return respects(figures, task.caps) ? { assignment: task.known, figures } : undefined;
}

/** Where latency is capped, a search for it finds starts that others miss. */
function* criticalStart(task: SearchTask): Stepwise<Candidate | undefined> {
  if (task.objective === 'latencyMs') return undefined;
  return yield* byPath(task, task.caps);
}

const lowerOf = (task: SearchTask, a: Candidate | undefined, b: Candidate | undefined): Candidate | undefined =>
  a === undefined || (b !== undefined && b.figures[task.objective] < a.figures[task.objective]) ? b : a;

/** Every move is judged over all nets and hosts: more would take too long, and the gap is mostly closed by then. */
const MOST_LATENCY_CANDIDATES = 5_000_000;

/** Where latency is capped, few hosts or calls are reached along the path where a search for the peak load finds no way. */
function* byPath(task: SearchTask, caps: Caps): Stepwise<Candidate | undefined> {
  return caps.latencyMs === Infinity ? undefined : yield* critical(task, caps, caps.latencyMs, 1 / 4);
}

/** Caps that a search from a known plan may mend: it need not respect them. */
const MENDED = {
  peakLoad: Infinity,
  hostCost: Infinity,
  peakMemory: Infinity,
  criticalLoad: Infinity,
  latencyMs: Infinity,
  movedBytes: Infinity,
};

/** One search for a plan under the caps whose peak load is at most `target`, or the least found below the peak's own cap. */
function* probe(
  task: SearchTask,
  caps: Caps,
  target: number,
  share = 1,
  known = task.known,
): Stepwise<Candidate | undefined> {
  const { work, random, check, signal, onPeak } = task;
  const instance = withinMemory(task.instance, caps.peakMemory);
  const own: Work = { left: work.left * share };
  const granted = own.left;
  const usable = known !== undefined && respects(figuresOf(task.instance, known), { ...caps, ...MENDED });
  // Greedy starts alone take a while on large instances: a stopped search makes no new ones.
  if (signal?.aborted) return undefined;
  const found = yield* minimisePeak({
    instance,
    // The instance's hosts are that much smaller already.
    caps: { ...caps, peakMemory: Infinity },
    target,
    work: own,
    random,
    check,
    signal,
    ...(onPeak === undefined ? {} : { onPeak }),
    ...(usable ? { known: [known] } : {}),
  });
  work.left -= granted - own.left;
  if (found === undefined) return undefined;
  const figures = figuresOf(task.instance, found.assignment);
  return respects(figures, caps) ? { assignment: found.assignment, figures } : undefined;
}

/** By the critical path itself; where caps on other objectives leave it no plan, from one that the search for the peak load finds. */
function* minimiseByPath(
  task: SearchTask,
  lowest: number,
  first: Candidate | undefined,
): Stepwise<Candidate | undefined> {
  const start =
    first ??
    (yield* critical(task, task.caps, lowest, 1 / 2)) ??
    (yield* probe(task, task.caps, task.caps.peakLoad, 1 / 2));
  if (start === undefined || reaches(start.figures.latencyMs, lowest)) return start;
  return lowerOf(task, start, yield* critical({ ...task, known: start.assignment }, task.caps, lowest));
}

/** A plan under the caps whose latency is at most `target`, or the least found. */
function* critical(task: SearchTask, caps: Caps, target: number, share = 1): Stepwise<Candidate | undefined> {
  const { random, check, signal, known } = task;
  const own: Work = { left: Math.min(MOST_LATENCY_CANDIDATES, task.work.left * share) };
  const granted = own.left;
  const instance = withinMemory(task.instance, caps.peakMemory);
  if (signal?.aborted) return undefined;
  const within = { ...caps, peakMemory: Infinity };
  const assignment = yield* minimiseLatency({
    instance,
    caps: within,
    target,
    work: own,
    random,
    check,
    signal,
    known,
  });
  task.work.left -= granted - own.left;
  if (assignment === undefined) return undefined;
  const figures = figuresOf(task.instance, assignment);
  return respects(figures, caps) ? { assignment, figures } : undefined;
}

/** A plan under the caps by overflow annealing. */
function* packed(task: SearchTask, caps: Caps, share: number): Stepwise<Candidate | undefined> {
  const own: Work = { left: task.work.left * share };
  const granted = own.left;
  const assignment = yield* packHosts({ ...task, work: own }, caps);
  task.work.left -= granted - own.left;
  return assignment && { assignment, figures: figuresOf(task.instance, assignment) };
}

/** The least count for which a plan under the load cap is found: the bound itself, then by bisection. */
function* minimiseCount(
  task: SearchTask,
  objective: 'hostsUsed' | 'fanOut',
  lowest: number,
  first: Candidate | undefined,
): Stepwise<Candidate | undefined> {
  const target = task.caps.peakLoad;
  const atLowest = { ...task.caps, [objective]: lowest };
  function* attempt(caps: Caps, share: number): Stepwise<Candidate | undefined> {
    return (
      (yield* packed(task, caps, 1 / 4)) ?? (yield* probe(task, caps, target, share)) ?? (yield* byPath(task, caps))
    );
  }
  const tight = yield* attempt(atLowest, 1 / 2);
  if (tight !== undefined) return tight;
  let best = first ?? (yield* probe(task, task.caps, target, 1 / 2));
  let low = lowest;
  while (best !== undefined && best.figures[objective] - low > 1) {
    const middle = Math.floor((low + best.figures[objective]) / 2);
    const atMiddle = { ...task.caps, [objective]: middle };
    const found: Candidate | undefined = yield* attempt(atMiddle, 1 / 4);
    if (found === undefined) low = middle;
    else best = found;
  }
  return best;
}

/** At most so many steps down from a plan to one with fewer wire bytes. */
const MOST_STEPS = 24;

/** The least wire bytes for which a plan under the load cap is found: the bound, the break points by bisection, then steps down. */
function* minimiseWire(
  task: SearchTask,
  lowest: number,
  first: Candidate | undefined,
): Stepwise<Candidate | undefined> {
  const target = task.caps.peakLoad;
  const withCap = (bytesOnWire: number, share: number, known?: Assignment): Stepwise<Candidate | undefined> =>
    probe(task, { ...task.caps, bytesOnWire }, target, share, known);
  const tight = yield* withCap(lowest, 1 / 4);
  if (tight !== undefined) return tight;
  let best = first ?? (yield* probe(task, task.caps, target, 1 / 4));
  if (best === undefined) return undefined;
  const ground = groundOf(task.instance, { ...task.caps, bytesOnWire: Infinity });
  const steps = partLoads(ground).map((load) => wireAtPeak(ground, load));
  const below = best.figures.bytesOnWire;
  const between = [...new Set(steps)].filter((wire) => wire > lowest && wire < below).toSorted((a, b) => a - b);
  let [low, high] = [0, between.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const found: Candidate | undefined = yield* withCap(between[middle], 1 / 8);
    if (found === undefined) low = middle + 1;
    else [best, high] = [found, middle];
  }
  for (let step = 0; step < MOST_STEPS; step++) {
    const found: Candidate | undefined = yield* withCap(best.figures.bytesOnWire - 1, 1 / 8);
    if (found === undefined) return best;
    best = found;
  }
  return best;
}

/** Of the work that is left, for one set of hosts. */
const SET_SHARE = 1 / 8;
/** Cheapest sets that are tried one by one, before the steps to dearer ones double. */
const CHEAPEST_SETS = 4;

/** Objectives with a search of their own, which knows of sparse hosts alone: by caps where tables may lie on the main shard. */
function* minimiseSparse(
  task: SearchTask,
  objective: 'hostCost' | 'peakMemory' | 'criticalLoad',
  lowest: number,
  first: Candidate | undefined,
): Stepwise<Candidate | undefined> {
  if (task.instance.mainHost >= 0) return yield* minimiseByCaps(task, objective, lowest, first);
  switch (objective) {
    case 'criticalLoad':
      return yield* minimiseNets(task, lowest, first);
    case 'peakMemory':
      return yield* minimiseMemory(task, lowest, first);
    case 'hostCost':
      return yield* minimiseCost(task, lowest, first);
  }
}

/** Host cost: the cheapest set of hosts on which a plan is found, the sets being tried by rising cost; by caps where sets are too many. */
function* minimiseCost(
  task: SearchTask,
  lowest: number,
  first: Candidate | undefined,
): Stepwise<Candidate | undefined> {
  const below = Math.min(task.caps.hostCost, first?.figures.hostCost ?? Infinity);
  const sets = promisingSets(task.instance, { ...task.caps, hostCost: below });
  if (sets === undefined) return yield* minimiseByCaps(task, 'hostCost', lowest, first);
  const found = new Map<number, Candidate>();
  function* tryAt({ hosts }: HostSet, i: number): Stepwise<boolean> {
    const candidate = yield* onHosts(task, hosts);
    if (candidate !== undefined) found.set(i, candidate);
    return candidate !== undefined;
  }
  let [low, high] = [-1, 0];
  while (high < sets.length && !(yield* tryAt(sets[high], high)))
    [low, high] = [high, high < sets.length - 1 ? Math.min(sets.length - 1, nextSet(high)) : sets.length];
  while (high < sets.length && high - low > 1) {
    const middle = (low + high) >>> 1;
    if (yield* tryAt(sets[middle], middle)) high = middle;
    else low = middle;
  }
  return lowerOf(task, first, found.get(high)) ?? (yield* minimiseByCaps(task, 'hostCost', lowest, first));
}

const nextSet = (i: number): number => (i < CHEAPEST_SETS ? i + 1 : 2 * i);

/** A plan on some hosts alone. */
function* onHosts(task: SearchTask, hosts: readonly number[]): Stepwise<Candidate | undefined> {
  const instance = withHosts(task.instance, hosts);
  const caps = { ...task.caps, hostCost: Infinity };
  const own = { ...task, instance, known: undefined, onPeak: undefined };
  const found = (yield* packed(own, caps, SET_SHARE)) ?? (yield* probe(own, caps, caps.peakLoad, SET_SHARE));
  if (found === undefined) return undefined;
  const assignment = onAllHosts(found.assignment, hosts);
  const figures = figuresOf(task.instance, assignment);
  return respects(figures, task.caps) ? { assignment, figures } : undefined;
}

/** Of the work, for levelling nets or memory; the general search is the fallback. */
const LEVELLING_SHARE = 0.8;
/** Relative: what levelling leaves above the bound is worth a general search, which changes options too. */
const OPEN_GAP = 1e-3;

/** Peak memory: as a peak load of bytes where loads are free, else by caps. */
function* minimiseMemory(
  task: SearchTask,
  lowest: number,
  first: Candidate | undefined,
): Stepwise<Candidate | undefined> {
  if (!isLevelled(task.caps)) return yield* minimiseByCaps(task, 'peakMemory', lowest, first);
  const { known, onPeak: _, ...rest } = task;
  const assignments = yield* withShare(task.work, LEVELLING_SHARE, (work) =>
    levelMemory({ ...rest, known: first === undefined || known === undefined ? [] : [known], work, target: lowest }),
  );
  return yield* furtherByCaps(task, 'peakMemory', lowest, first, assignments);
}

/** Critical load: net by net, and by caps where that leads to no plan or stays above the bound. */
function* minimiseNets(
  task: SearchTask,
  lowest: number,
  first: Candidate | undefined,
): Stepwise<Candidate | undefined> {
  const assignment = yield* withShare(task.work, LEVELLING_SHARE, (work) => minimiseCritical({ ...task, work }));
  return yield* furtherByCaps(task, 'criticalLoad', lowest, first, assignment === undefined ? [] : [assignment]);
}

function* furtherByCaps(
  task: SearchTask,
  objective: 'criticalLoad' | 'peakMemory',
  lowest: number,
  first: Candidate | undefined,
  assignments: readonly Assignment[],
): Stepwise<Candidate | undefined> {
  const levelled = assignments.map((assignment) => ({ assignment, figures: figuresOf(task.instance, assignment) }));
  const legal = levelled.filter(({ figures }) => respects(figures, task.caps));
  const best = legal.reduce<Candidate | undefined>((a, b) => lowerOf(task, a, b), first);
  if (best !== undefined && best.figures[objective] <= lowest * (1 + OPEN_GAP)) return best;
  return yield* minimiseByCaps({ ...task, known: best?.assignment }, objective, lowest, best);
}

/** Halvings of the distance to the bound. */
const HALVINGS = 10;

/** The least value for which a plan under the load cap is found: the bound itself, by bisection, then steps down from plan to plan. */
function* minimiseByCaps(
  task: SearchTask,
  objective: 'hostCost' | 'peakMemory' | 'criticalLoad' | 'movedBytes',
  lowest: number,
  first: Candidate | undefined,
): Stepwise<Candidate | undefined> {
  const withCap = (cap: number, share: number, known?: Assignment): Stepwise<Candidate | undefined> =>
    probe(task, { ...task.caps, [objective]: Math.min(cap, task.caps[objective]) }, task.caps.peakLoad, share, known);
  const tight = yield* withCap(lowest, 1 / 8);
  if (tight !== undefined) return tight;
  let best = first ?? (yield* withCap(Infinity, 1 / 4));
  if (best === undefined) return undefined;
  let low = lowest;
  for (let i = 0; i < HALVINGS && best.figures[objective] > low * (1 + 1e-6); i++) {
    const middle: number = (low + best.figures[objective]) / 2;
    // Smaller hosts are filled anew: a plan for larger ones is overfull everywhere.
    const known: Assignment | undefined = objective === 'peakMemory' ? undefined : best.assignment;
    const found: Candidate | undefined = yield* withCap(middle, 1 / 8, known);
    if (found === undefined) low = middle;
    else best = found;
  }
  for (let step = 0; step < MOST_STEPS; step++) {
    const cap: number = best.figures[objective] * (1 - 1e-9);
    const found: Candidate | undefined = yield* withCap(cap, 1 / 8, best.assignment);
    if (found === undefined) return best;
    best = found;
  }
  return best;
}
