import { setImmediate } from 'node:timers/promises';
import { bestBound, provenBound } from '../bounds/certify.ts';
import type { Caps } from '../caps.ts';
import { hostCount, tableCount } from '../instance.ts';
import type { Candidate } from '../search/minimise.ts';
import { effortFor, type Work } from '../stop.ts';
import { bestUnder, LEAST_GAIN, sortedPlans } from './archive.ts';
import type { Cells } from './cells.ts';
import { archivePlan, searchFrom, usedBy, type Sweep } from './sweep.ts';

/** Candidate moves of a whole sweep: a few seconds. */
export const SWEEP_CANDIDATES = 40_000_000;
/** More where there is more to sweep: for each cell, table and host, up to a minute in all. */
const CANDIDATES_PER_CELL_PAIR = 40;
const MOST_SWEEP_CANDIDATES = 300_000_000;
const MOST_CANDIDATES = 2_000_000;
/** Enough for a cell of a small instance; more effort finds nothing there. */
const CANDIDATES_PER_PAIR = 1_000;
/** What is minimised by a series of caps is searched so many times. */
const CAP_STEPS = 4;
/** A cell may take so many times its even share of what is left: later ones are often skipped. */
const EAGERNESS = 4;
/** Candidate moves for each table and host that a cell needs to come down from its starts: fewer cells are swept on large fleets. */
export const FEWEST_PER_PAIR = 10;
/** Candidate moves that make one plan cheaper on the capped axes. */
const POLISH_CANDIDATES = 100_000;

/** Solves cell after cell, the wide ones once more, and makes the plans found cheaper on the capped axes. */
export async function solveCells(run: Sweep, { caps }: Cells): Promise<void> {
  const { options, counts, instance } = run;
  const effort = options.effort ?? 1;
  const pairs = tableCount(instance) * hostCount(instance);
  let pool = effortFor(caps.length * pairs, CANDIDATES_PER_CELL_PAIR, SWEEP_CANDIDATES, MOST_SWEEP_CANDIDATES) * effort;
  const share = (cellsLeft: number): number =>
    effortFor(
      pairs,
      CANDIDATES_PER_PAIR * effort * (run.archive.axes.primary === 'peakLoad' ? 1 : CAP_STEPS),
      FEWEST_PER_PAIR * pairs,
      Math.min(MOST_CANDIDATES * effort, (EAGERNESS * Math.max(0, pool)) / cellsLeft),
    );
  for (const [i, cell] of caps.entries()) {
    // Lets progress out and a cancellation in.
    await setImmediate();
    if (options.signal?.aborted) {
      counts.unswept += caps.length - i;
      return;
    }
    const granted = share(caps.length - i);
    const work: Work = { left: granted };
    await solveCell(run, cell, work, i);
    pool -= granted - work.left;
    options.onProgress?.(i + 1, caps.length);
  }
  await reworkCells(run, caps, pool);
  await polish(run);
}

/** A cell is skipped where a known plan under its caps is as good as its bound: plans of tighter cells serve looser ones. */
async function solveCell(run: Sweep, caps: Caps, work: Work, index: number): Promise<void> {
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
  const found = await searchFrom(run, primary, caps, work, `cell ${index}`, known);
  if (found === undefined) counts.noPlanFound++;
  else {
    counts.solved++;
    archivePlan(run, { ...found, method: 'local-search' });
  }
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
    const work: Work = { left: Math.min(MOST_REWORK_CANDIDATES * (options.effort ?? 1), pool / wide.length) };
    const found = await searchFrom(run, primary, cell, work, `rework ${i}`, bestUnder(archive, cell));
    if (found !== undefined) archivePlan(run, { ...found, method: 'local-search' });
  }
}

/** Makes each plan cheaper on the capped axes where its primary value allows it: no weakly dominated plan stays. */
export async function polish(run: Sweep): Promise<void> {
  const { archive, options } = run;
  const { primary, capped } = archive.axes;
  for (const plan of sortedPlans(archive)) {
    if (options.signal?.aborted) return;
    let best: Candidate = plan;
    for (const objective of capped) {
      const work: Work = { left: POLISH_CANDIDATES * (options.effort ?? 1) };
      best = (await searchFrom(run, objective, usedBy(run, best), work, `polish ${objective}`, best)) ?? best;
    }
    const isCheaper = capped.some((objective) => best.figures[objective] < plan.figures[objective]);
    if (isCheaper || best.figures[primary] < plan.figures[primary]) archivePlan(run, { ...best, method: plan.method });
  }
}
