import { setImmediate } from 'node:timers/promises';
import type { FrontierAnswer, Plan } from '../domain/plan.ts';
import { problemHash, type Problem } from '../domain/problem.ts';
import { seededRandom } from '../domain/random.ts';
import type { Bound } from './bounds/bound.ts';
import { bestBound, certificateOf, provenBound } from './bounds/certify.ts';
import { OPEN_GAP, tightened } from './bounds/lagrangian.ts';
import { capsOf, epsilonsOf, type Caps } from './caps.ts';
import { warmEngine } from './exact/engines.ts';
import { proveInfeasible } from './infeasible.ts';
import { compileInstance, hostCount, placementOf, tableCount, type Instance } from './instance.ts';
import { judgedPlan } from './judged-plan.ts';
import type { FrontierOptions } from './options.ts';
import { figuresOf } from './search/figures.ts';
import { minimise, type Candidate } from './search/minimise.ts';
import { addPlan, bestUnder, LEAST_GAIN, sortedPlans, type Archive, type ArchivedPlan } from './sweep/archive.ts';
import { axesOf, cellsOf, type Cells } from './sweep/cells.ts';
import { runStrategies, strategyOutcomes, type StrategyRun } from './sweep/strategy-outcomes.ts';
import { solve } from './solve.ts';
import { effortFor, type Work } from './stop.ts';

const DEFAULT_GRID_POINTS = 20;

/** Candidate moves of a whole sweep: a few seconds. */
const SWEEP_CANDIDATES = 40_000_000;
/** More where there is more to sweep: for each cell, table and host, up to a minute in all. */
const CANDIDATES_PER_CELL_PAIR = 40;
const MOST_SWEEP_CANDIDATES = 300_000_000;
const MOST_CANDIDATES = 2_000_000;
/** Enough for a cell of a small instance; more effort finds nothing there. */
const CANDIDATES_PER_PAIR = 1_000;
/** A cell may take so many times its even share of what is left: later ones are often skipped. */
const EAGERNESS = 4;
/** Candidate moves for each table and host that a cell needs to come down from its starts: fewer cells are swept on large fleets. */
const FEWEST_PER_PAIR = 10;
/** Candidate moves that make one plan cheaper on the capped axes. */
const POLISH_CANDIDATES = 100_000;

interface Sweep {
  readonly problem: Problem;
  readonly options: FrontierOptions;
  readonly instance: Instance;
  readonly base: Caps;
  readonly archive: Archive;
  readonly problemHash: string;
  readonly counts: { solved: number; infeasible: number; noPlanFound: number; skipped: number; unswept: number };
}

/**
 * Sweeps the problem's objectives by epsilon constraints: one of them is minimised in each cell, the others are capped. Every point carries
 * the proof of its own epsilon-constrained problem, whose caps are what the plan itself uses. Plans that would cost more on another axis for
 * less than 0.01% of peak load are left out. An aborted sweep answers with what it has.
 * Source: Haimes, Lasdon, Wismer 1971 (epsilon constraints); findings on the order of cells in formulation.md, "Frontiers".
 * @throws Error where solver and evaluator disagree: a bug.
 */
export async function solveFrontier(problem: Problem, options: FrontierOptions): Promise<FrontierAnswer> {
  const instance = compileInstance(problem);
  const reasons = proveInfeasible(problem, instance);
  if (reasons.length > 0) return { status: 'infeasible', reasons };
  // More layouts cost time: they are searched only where the default ones need more hosts than they might, or lead to no plan.
  const isNarrow = hostsBound(problem, instance, bestBound) > hostsBound(problem, instance, provenBound);
  return (
    (isNarrow ? undefined : await sweep(problem, options, instance)) ??
    (await sweep(problem, options, compileInstance(problem, 'wide'))) ??
    (await singlePoint(problem, options, instance))
  );
}

const hostsBound = (problem: Problem, instance: Instance, bound: typeof bestBound): number =>
  bound(instance, 'hostsUsed', capsOf(instance, problem.epsilons)).value;

/** Where no cell has a plan: one search for the primary objective, with the MIP, says what was tried. */
async function singlePoint(problem: Problem, options: FrontierOptions, instance: Instance): Promise<FrontierAnswer> {
  const { primary } = axesOf(instance, problem.objectives);
  const { gridPoints = DEFAULT_GRID_POINTS, ...rest } = options;
  const answer = await solve({ ...problem, objectives: [primary] }, { ...rest, method: 'auto' });
  if (!('plan' in answer))
    return answer.status === 'infeasible' ? answer : { ...answer, tried: ['every cell of the sweep', ...answer.tried] };
  const plans = [{ ...answer.plan, provenance: { ...answer.plan.provenance, problemHash: problemHash(problem) } }];
  return {
    status: 'solved',
    frontier: {
      objectives: problem.objectives,
      exactness: 'grid',
      gridPoints,
      plans,
      cells: { solved: 1, infeasible: 0, noPlanFound: 0, skipped: 0, unswept: 0 },
      strategies: strategyOutcomes(problem, runStrategies(problem, instance, options.seed), plans),
    },
  };
}

async function sweep(
  problem: Problem,
  options: FrontierOptions,
  instance: Instance,
): Promise<FrontierAnswer | undefined> {
  const axes = axesOf(instance, problem.objectives);
  const base = capsOf(instance, problem.epsilons);
  if (bestBound(instance, axes.primary, base).value === Infinity) return undefined;
  const run: Sweep = {
    problem,
    options,
    instance,
    base,
    archive: { axes, plans: [] },
    problemHash: problemHash(problem),
    counts: { solved: 0, infeasible: 0, noPlanFound: 0, skipped: 0, unswept: 0 },
  };
  const gridPoints = options.gridPoints ?? DEFAULT_GRID_POINTS;
  const pairs = tableCount(instance) * hostCount(instance);
  const fewest = FEWEST_PER_PAIR * pairs;
  const cells = cellsOf(instance, base, axes, gridPoints, Math.ceil(SWEEP_CANDIDATES / fewest));
  const strategies = runStrategies(problem, instance, options.seed);
  archiveStrategies(run, strategies);
  await solveCells(run, cells, (left, pool) =>
    effortFor(pairs, CANDIDATES_PER_PAIR, fewest, Math.min(MOST_CANDIDATES, (EAGERNESS * pool) / left)),
  );
  polish(run);
  const plans = await provenPlans(run);
  if (plans.length === 0) return undefined;
  const frontier = {
    objectives: problem.objectives,
    exactness: cells.isExact ? ('exact' as const) : ('grid' as const),
    gridPoints,
    plans,
    cells: run.counts,
    strategies: strategyOutcomes(problem, strategies, plans),
  };
  return { status: 'solved', frontier };
}

/** Legal placements of published strategies are plans like any other: the frontier is never worse than they are. */
function archiveStrategies(run: Sweep, strategies: readonly StrategyRun[]): void {
  for (const { name, answer, violation } of strategies) {
    if (answer.status === 'unplaced' || violation !== undefined || answer.assignment === undefined) continue;
    const figures = figuresOf(run.instance, answer.assignment);
    archivePlan(run, { assignment: answer.assignment, figures, method: name });
  }
}

function archivePlan(run: Sweep, plan: ArchivedPlan): void {
  if (addPlan(run.archive, plan)) run.options.onPlan?.(planOf(run, plan));
}

type Effort = (cellsLeft: number, pool: number) => number;

async function solveCells(run: Sweep, { caps }: Cells, effort: Effort): Promise<void> {
  const { options, counts } = run;
  let pool = effortFor(
    caps.length * tableCount(run.instance) * hostCount(run.instance),
    CANDIDATES_PER_CELL_PAIR,
    SWEEP_CANDIDATES,
    MOST_SWEEP_CANDIDATES,
  );
  for (const [i, cell] of caps.entries()) {
    // Lets progress out and a cancellation in.
    await setImmediate();
    if (options.signal?.aborted) {
      counts.unswept += caps.length - i;
      return;
    }
    const granted = effort(caps.length - i, Math.max(0, pool));
    const work: Work = { left: granted };
    solveCell(run, cell, work, i);
    pool -= granted - work.left;
    options.onProgress?.(i + 1, caps.length);
  }
  await reworkCells(run, caps, pool);
}

/** Above this relative gap a cell of a large instance gets a share of the effort that is left. */
const REWORK_GAP = 1e-3;
const FEWEST_REWORKED_TABLES = 64;
const MOST_REWORK_CANDIDATES = 10_000_000;

/** A second search, from the plans that the whole sweep has found, of the cells whose gap stayed wide. */
async function reworkCells(run: Sweep, caps: readonly Caps[], pool: number): Promise<void> {
  const { archive, instance, options } = run;
  const { primary } = archive.axes;
  if (primary !== 'peakLoad' || tableCount(instance) < FEWEST_REWORKED_TABLES) return;
  const wide = caps.filter((cell) => {
    const lowest = bestBound(instance, primary, cell).value;
    const known = bestUnder(archive, cell);
    return lowest < Infinity && (known === undefined || known.figures[primary] > lowest * (1 + REWORK_GAP));
  });
  for (const [i, cell] of wide.entries()) {
    await setImmediate();
    if (options.signal?.aborted) return;
    const work: Work = { left: Math.min(MOST_REWORK_CANDIDATES, pool / wide.length) };
    const found = searchCell(run, cell, work, `rework ${i}`, bestUnder(archive, cell));
    if (found !== undefined) archivePlan(run, { ...found, method: 'local-search' });
  }
}

/** A cell is skipped where a known plan under its caps is as good as its bound: plans of tighter cells serve looser ones. */
function solveCell(run: Sweep, caps: Caps, work: Work, index: number): void {
  const { archive, instance, counts } = run;
  const { primary } = archive.axes;
  const lowest = bestBound(instance, primary, caps).value;
  if (lowest === Infinity) {
    if (provenBound(instance, primary, caps).value === Infinity) counts.infeasible++;
    else counts.noPlanFound++;
    return;
  }
  const known = bestUnder(archive, caps);
  if (known !== undefined && known.figures[primary] <= lowest * (primary === 'peakLoad' ? 1 + LEAST_GAIN : 1)) {
    counts.skipped++;
    return;
  }
  const found = searchCell(run, caps, work, `cell ${index}`, known);
  if (found === undefined) counts.noPlanFound++;
  else {
    counts.solved++;
    archivePlan(run, { ...found, method: 'local-search' });
  }
}

const searchCell = (
  { archive, instance, options }: Sweep,
  caps: Caps,
  work: Work,
  stream: string,
  known: ArchivedPlan | undefined,
): Candidate | undefined =>
  minimise({
    instance,
    objective: archive.axes.primary,
    caps,
    work,
    random: seededRandom(options.seed, stream),
    check: options.check ?? 'never',
    signal: options.signal,
    known: known?.assignment,
  });

/** Makes each plan cheaper on the capped axes where its primary value allows it: no weakly dominated plan stays. */
function polish(run: Sweep): void {
  const { archive, instance, options } = run;
  const { primary, capped } = archive.axes;
  for (const plan of sortedPlans(archive)) {
    if (options.signal?.aborted) return;
    let best: Candidate = plan;
    for (const objective of capped) {
      best =
        minimise({
          instance,
          objective,
          caps: usedBy(run, best),
          work: { left: POLISH_CANDIDATES },
          random: seededRandom(options.seed, `polish ${objective}`),
          check: options.check ?? 'never',
          signal: options.signal,
          known: best.assignment,
        }) ?? best;
    }
    const isCheaper = capped.some((objective) => best.figures[objective] < plan.figures[objective]);
    if (isCheaper || best.figures[primary] < plan.figures[primary]) archivePlan(run, { ...best, method: plan.method });
  }
}

/** The problem's caps, tightened on the axes to what the plan uses. */
function usedBy({ base, archive }: Sweep, { figures }: Candidate): Caps {
  const caps = { ...base };
  for (const objective of [...archive.axes.capped, archive.axes.primary])
    caps[objective] = Math.min(caps[objective], figures[objective]);
  return caps;
}

/** What a plan was solved under: its primary value is minimised under what it uses on the other axes. */
const capsFor = (run: Sweep, plan: ArchivedPlan): Caps => {
  const { primary } = run.archive.axes;
  return { ...usedBy(run, plan), [primary]: run.base[primary] };
};

function boundOf(run: Sweep, plan: ArchivedPlan): Bound {
  return provenBound(run.instance, run.archive.axes.primary, capsFor(run, plan));
}

/** Linear programs that prove nothing new, after which the plans left are not worth one each: they are much alike. */
const MOST_FUTILE = 4;

/** The plans that are answered, those whose peak load leaves a gap with the better of two bounds; the many that come and go on the way do without. */
async function provenPlans(run: Sweep): Promise<Plan[]> {
  const { instance, archive, options } = run;
  const isPriced = archive.axes.primary === 'peakLoad';
  const plans: Plan[] = [];
  let futile = 0;
  for (const plan of sortedPlans(archive)) {
    const closed = boundOf(run, plan);
    const { peakLoad } = plan.figures;
    const isOpen = isPriced && futile < MOST_FUTILE && peakLoad > closed.value * (1 + OPEN_GAP);
    const bound = isOpen
      ? await tightened(instance, capsFor(run, plan), closed, peakLoad, warmEngine('highs'), options.signal)
      : closed;
    if (isOpen) futile = bound === closed ? futile + 1 : 0;
    plans.push(planOf(run, plan, bound));
  }
  return plans;
}

function planOf(run: Sweep, plan: ArchivedPlan, bound = boundOf(run, plan)): Plan {
  const { problem, instance, options, archive } = run;
  const { primary } = archive.axes;
  const caps = capsFor(run, plan);
  return judgedPlan({
    problem,
    placement: placementOf(instance, plan.assignment),
    epsilons: epsilonsOf(instance, caps),
    certificate: certificateOf(instance, primary, caps, bound),
    method: plan.method,
    seed: options.seed,
    stoppedBy: options.signal?.aborted ? 'cancelled' : 'work limit of the cell',
    version: options.version,
    problemHash: run.problemHash,
    claimed: { instance, figures: plan.figures },
  });
}
