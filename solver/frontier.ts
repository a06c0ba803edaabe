import type { FrontierAnswer } from '../domain/plan.ts';
import { problemHash, type Problem } from '../domain/problem.ts';
import type { Checkpoint } from '../evaluator/certified-layouts.ts';
import { bestBound, provenBound } from './bounds/certify.ts';
import { capsOf } from './caps.ts';
import { proveInfeasible } from './infeasible.ts';
import { compileInstance, hostCount, tableCount, type Instance } from './instance.ts';
import type { FrontierOptions } from './options.ts';
import { figuresOf } from './search/figures.ts';
import { relaid } from './relaid.ts';
import { instanceFor, solve } from './solve.ts';
import { untilStopped } from './stop.ts';
import { sortedPlans } from './sweep/archive.ts';
import { axesOf, cellsOf } from './sweep/cells.ts';
import { closePlans } from './sweep/close-plans.ts';
import { FEWEST_PER_PAIR, solveCells, SWEEP_CANDIDATES } from './sweep/solve-cells.ts';
import { runStrategies, strategyOutcomes, type StrategyRun } from './sweep/strategy-outcomes.ts';
import { archivePlan, planOf, type Sweep } from './sweep/sweep.ts';
import { stopReason, underTimeLimit } from './time-limit.ts';

const DEFAULT_GRID_POINTS = 20;

/**
 * Sweeps the problem's objectives by epsilon constraints: one of them is minimised in each cell, the others are capped. Every point carries
 * the proof of its own epsilon-constrained problem, whose caps are what the plan itself uses. Plans that would cost more on another axis for
 * less than 0.01% of peak load are left out. An aborted sweep, and one whose time is over, answers with what it has.
 * Source: Haimes, Lasdon, Wismer 1971 (epsilon constraints); findings on the order of cells in formulation.md, "Frontiers".
 * @throws Error where solver and evaluator disagree: a bug.
 */
export const solveFrontier = (problem: Problem, options: FrontierOptions): Promise<FrontierAnswer> =>
  underTimeLimit(options, (limited) => sweepLayouts(problem, limited));

/** More layouts cost time: they are searched only where the default ones need more hosts than they might, or lead to no plan. */
async function sweepLayouts(problem: Problem, options: FrontierOptions): Promise<FrontierAnswer> {
  const { signal } = options;
  const prepared = untilStopped(signal, (check) => prepare(problem, options, check));
  if (prepared === undefined) return stopped(signal);
  const { instance, reasons, isNarrow } = prepared;
  if (reasons.length > 0) return { status: 'infeasible', reasons };
  const first = isNarrow ? undefined : await sweep(problem, options, instance);
  if (first !== undefined) return first;
  const wide = untilStopped(signal, (check) => compileInstance(problem, 'wide', check));
  if (wide === undefined) return stopped(signal);
  return (await sweep(problem, options, wide)) ?? (await singlePoint(problem, options, instance));
}

const stopped = (signal: AbortSignal | undefined): FrontierAnswer => ({
  status: 'noPlanFound',
  stoppedBy: stopReason(signal) ?? 'cancelled',
  tried: [],
});

function prepare(problem: Problem, { engine }: FrontierOptions, check: Checkpoint) {
  const instance = instanceFor(problem, { method: 'auto', engine }, check);
  check();
  const reasons = proveInfeasible(problem, instance);
  if (reasons.length > 0) return { instance, reasons, isNarrow: false };
  const hosts = (bound: typeof bestBound): number =>
    bound(instance, 'hostsUsed', capsOf(instance, problem.epsilons), check).value;
  return { instance, reasons, isNarrow: hosts(bestBound) > hosts(provenBound) };
}

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
    proofs: new Map(),
  };
  const gridPoints = options.gridPoints ?? DEFAULT_GRID_POINTS;
  const cells = cellsOf(instance, base, axes, gridPoints, mostCells(instance, options));
  const strategies = runStrategies(problem, instance, options.seed);
  archiveStrategies(run, strategies);
  await archiveNarrower(run, gridPoints);
  await solveCells(run, cells);
  await closePlans(run);
  const plans = sortedPlans(run.archive).map((plan) => planOf(run, plan));
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

/**
 * Where every layout is searched, the default ones are searched first: a search among more options sees fewer moves of each, and may miss
 * what is found among few.
 */
async function archiveNarrower(run: Sweep, gridPoints: number): Promise<void> {
  const { problem, options, instance } = run;
  const narrow = untilStopped(options.signal, (check) => compileInstance(problem, 'default', check));
  if (narrow === undefined || narrow.optionTable.length >= instance.optionTable.length) return;
  const axes = axesOf(narrow, problem.objectives);
  const base = capsOf(narrow, problem.epsilons);
  const counts = { solved: 0, infeasible: 0, noPlanFound: 0, skipped: 0, unswept: 0 };
  const own: Sweep = { ...run, instance: narrow, base, archive: { axes, plans: [] }, counts, proofs: new Map() };
  await solveCells(own, cellsOf(narrow, base, axes, gridPoints, mostCells(narrow, options)));
  for (const { assignment, method } of own.archive.plans) {
    const same = relaid(narrow, assignment, instance);
    if (same !== undefined) archivePlan(run, { assignment: same, figures: figuresOf(instance, same), method });
  }
}

const mostCells = (instance: Instance, { effort = 1 }: FrontierOptions): number =>
  Math.ceil((SWEEP_CANDIDATES * effort) / (FEWEST_PER_PAIR * tableCount(instance) * hostCount(instance)));

/** Legal placements of published strategies are plans like any other: the frontier is never worse than they are. */
function archiveStrategies(run: Sweep, strategies: readonly StrategyRun[]): void {
  for (const { name, answer, violation } of strategies) {
    if (answer.status === 'unplaced' || violation !== undefined || answer.assignment === undefined) continue;
    const figures = figuresOf(run.instance, answer.assignment);
    archivePlan(run, { assignment: answer.assignment, figures, method: name });
  }
}
