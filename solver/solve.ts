import { setImmediate } from 'node:timers/promises';
import type { Certificate, Plan, SolveAnswer } from '../domain/plan.ts';
import { problemHash, type Problem } from '../domain/problem.ts';
import { seededRandom } from '../domain/random.ts';
import type { Checkpoint } from '../evaluator/certified-layouts.ts';
import { findViolations } from '../evaluator/violations.ts';
import type { Bound } from './bounds/bound.ts';
import { bestBound, certificateOf, provenBound } from './bounds/certify.ts';
import { coreBound } from './bounds/core.ts';
import { groundOf } from './bounds/ground.ts';
import { tightened } from './bounds/lagrangian.ts';
import { roundUpToLattice } from './bounds/lattice.ts';
import { capsOf, epsilonsOf, toNatural, type Caps, type SolvedObjective } from './caps.ts';
import { settle } from './conflict.ts';
import { warmEngine } from './exact/engines.ts';
import { countColumns } from './exact/program-columns.ts';
import { closePeak } from './exact/column-generation/close-peak.ts';
import { isOnePacking, packTables, type PackedTables } from './exact/column-generation/pack-tables.ts';
import { neighbourhoodRefusal, searchNeighbourhoods } from './exact/large-neighbourhood.ts';
import { mipRefusal, solveMip } from './exact/solve-mip.ts';
import { STRATEGIES, type StrategyName } from './heuristics/strategies.ts';
import { proveInfeasible } from './infeasible.ts';
import { compileInstance, completeInstance, hostCount, placementOf, tableCount, type Instance } from './instance.ts';
import { confirmed, judgedPlan } from './judged-plan.ts';
import type { SolveOptions } from './options.ts';
import { figuresOf, respects } from './search/figures.ts';
import { minimiseStepwise, type Candidate, type SearchTask } from './search/minimise.ts';
import { runInTurns } from './stepwise.ts';
import { effortFor, untilStopped, type Work } from './stop.ts';
import { stopReason, underTimeLimit } from './time-limit.ts';

/** Candidate moves for the first objective, per table and host: about two seconds on the largest fixtures. */
const CANDIDATES_PER_PAIR = 5_000;
const FEWEST_CANDIDATES = 200_000;
const MOST_CANDIDATES = 20_000_000;
/** Of the effort for the first objective, for each further one. */
const FURTHER_SHARE = 0.2;

/** `auto` leaves larger programs to local search and closed-form bounds: the MIP would find nothing in its node limit. */
const AUTO_COLUMNS = 3_000;
/** Relative: `auto` does not run the MIP for less. */
const AUTO_GAP = 1e-4;
/** Nodes end the MIP, so that answers repeat; seconds are the safety net. */
const AUTO_LIMITS = { nodes: 200, seconds: 30, relativeGap: 1e-6 };
const MIP_LIMITS = { nodes: 20_000, seconds: 120, relativeGap: 1e-6 };

/** Programs of so few columns are searched with every layout that the problem allows: the MIP's bound then is a proof. */
const COMPLETE_COLUMNS = 400;

/** Who asks for the MIP asks for a proof, and the default engine is up to a larger program. */
export function instanceFor(
  problem: Problem,
  { method, engine }: Pick<SolveOptions, 'method' | 'engine'>,
  check: Checkpoint,
): Instance {
  const instance = compileInstance(problem, 'default', check);
  const complete = completeInstance(instance, check);
  const most = method === 'mip' && engine === 'highs' ? AUTO_COLUMNS : COMPLETE_COLUMNS;
  return countColumns(complete) <= most ? complete : instance;
}

/** Sub-problems of large-neighbourhood search for each unit of effort above the default, which has none: it seldom finds what more moves would not. */
const ROUNDS_PER_EFFORT = 6;

const LARGE_NEIGHBOURHOOD = 'large-neighbourhood highs';

/** Rounds of large-neighbourhood search that an effort pays for. */
export const neighbourhoodRounds = (effort = 1): number => Math.floor(ROUNDS_PER_EFFORT * Math.max(0, effort - 1));

const PACKING = 'column-generation';
/** Candidate moves for packing, per table and host: with the most of them about three seconds. */
const PACKING_CANDIDATES_PER_PAIR = 20_000;
const MOST_PACKING_CANDIDATES = 16_000_000;
/** Of the effort for the first objective, what is left to local search where packing comes after or before it. */
const BESIDE_PACKING = 0.1;

/** One run's fixed surroundings. */
export interface Run {
  readonly problem: Problem;
  readonly options: SolveOptions;
  readonly instance: Instance;
  readonly objective: SolvedObjective;
  readonly caps: Caps;
  readonly problemHash: string;
  /** What was tried, for an answer without a plan. */
  readonly tried: string[];
  /** Certificates of bounds on the objective, confirmed: no plan is better, found or not. */
  readonly proven: Certificate[];
}

export interface Incumbent {
  readonly candidate: Candidate;
  readonly bound: Bound;
  readonly method: string;
  readonly stoppedBy: string;
  /** An engine says that none of the layouts searched leads to a better plan. */
  readonly isSettled?: boolean;
}

/**
 * Minimises the problem's first objective under its constraints and epsilons, then the further ones in order without giving any of it back.
 * Every plan is judged from scratch by the evaluator before it is answered.
 * @throws Error where solver and evaluator disagree: a bug.
 */
export const solve = (problem: Problem, options: SolveOptions): Promise<SolveAnswer> =>
  underTimeLimit(options, (limited) => solveLimited(problem, limited));

async function solveLimited(problem: Problem, options: SolveOptions): Promise<SolveAnswer> {
  const instance = untilStopped(options.signal, (check) => instanceFor(problem, options, check));
  await setImmediate();
  if (instance === undefined || options.signal?.aborted) return noPlanFound({ options, tried: [], proven: [] });
  const reasons = proveInfeasible(problem, instance);
  if (reasons.length > 0) return { status: 'infeasible', reasons };
  await setImmediate();
  const run: Run = {
    problem,
    options,
    instance,
    objective: problem.objectives[0],
    caps: capsOf(instance, problem.epsilons),
    problemHash: problemHash(problem),
    tried: [],
    proven: [],
  };
  if (options.signal?.aborted) return noPlanFound(run);
  const { method } = options;
  if (method !== 'auto' && method !== 'mip') return answerOfStrategy(run, method);
  const first = await search(run);
  const best = first?.isExhausted === false ? first : await searchWider(run, first);
  const answer = (await searchComplete(run, best))?.answer;
  if (answer !== undefined || options.signal?.aborted) return answer ?? noPlanFound(run);
  return settle(problem, options, noPlanFound(run), solve);
}

/** More layouts cost time: they are searched only where the default ones lead to no plan, or no further. */
async function searchWider(run: Run, first: Outcome | undefined): Promise<Outcome | undefined> {
  const isOver = completeInstance(run.instance) === run.instance || run.options.signal?.aborted === true;
  if (isOver) return first;
  const { problem, options } = run;
  const wide = untilStopped(options.signal, (check) => compileInstance(problem, 'wide', check));
  return wide === undefined ? first : lowerOf(first, await search({ ...run, instance: wide }));
}

/** What a search among some layouts leaves open, HiGHS often closes among all of them: tables in odd numbers of parts fill up the last gaps. */
async function searchComplete(run: Run, best: Outcome | undefined): Promise<Outcome | undefined> {
  const { instance, options } = run;
  const complete = completeInstance(instance);
  const proof = best?.answer.plan.proof;
  const isOpen = proof === undefined || (proof.status === 'feasible' && proof.gap > AUTO_GAP);
  const isSmall = complete !== instance && countColumns(complete) <= AUTO_COLUMNS;
  if (!isOpen || !isSmall || options.engine !== 'highs' || options.signal?.aborted) return best;
  return lowerOf(best, await search({ ...run, instance: complete }));
}

interface Outcome {
  readonly answer: Extract<SolveAnswer, { plan: Plan }>;
  /** No better plan among the layouts searched, and layouts beyond them might hold one. */
  readonly isExhausted: boolean;
}

/** Of the lower value; of equal ones that with the better proof. */
function lowerOf(a: Outcome | undefined, b: Outcome | undefined): Outcome | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const [one, other] = [a.answer.plan.proof, b.answer.plan.proof];
  return other.value < one.value || (other.value === one.value && other.bound > one.bound) ? b : a;
}

const packingWork = ({ instance, options }: Run): Work => {
  const pairs = tableCount(instance) * hostCount(instance);
  const standard = effortFor(pairs, PACKING_CANDIDATES_PER_PAIR, FEWEST_CANDIDATES, MOST_PACKING_CANDIDATES);
  return { left: standard * (options.effort ?? 1) };
};

/** Hosts used where tables are few a host: a packing and a bound by column generation. */
async function packFirst(run: Run, closed: Bound): Promise<PackedTables | undefined> {
  const { instance, caps, objective, options } = run;
  if (objective !== 'hostsUsed') return undefined;
  const random = seededRandom(options.seed, PACKING);
  const work = packingWork(run);
  const task = { instance, caps, lowest: closed.value, random, work, signal: options.signal };
  const packed = await runInTurns(packTables(task), options.clock);
  if (packed === undefined) return undefined;
  run.tried.push(PACKING);
  return packed;
}

/** Whether the peak load is a matter of packing under load caps. */
const isPeakPacking = ({ instance, caps, objective }: Run, { value }: Bound): boolean =>
  objective === 'peakLoad' && isOnePacking(instance, { ...caps, peakLoad: value });

/** Peak load where tables are few a host: the gap that is left, narrowed by packing under load caps. */
async function packPeak(run: Run, known: Incumbent): Promise<Incumbent> {
  const { instance, caps, objective, options } = run;
  const peak = known.candidate.figures.peakLoad;
  if (objective !== 'peakLoad' || peak <= known.bound.value * (1 + AUTO_GAP)) return known;
  const random = seededRandom(options.seed, PACKING);
  const task = { instance, caps, random, work: packingWork(run), signal: options.signal };
  const closed = await runInTurns(closePeak(task, { peak, bound: known.bound }), options.clock);
  if (closed === undefined) return known;
  run.tried.push(PACKING);
  const { assignment, bound } = closed;
  if (assignment === undefined) return { ...known, bound };
  return { ...known, candidate: { assignment, figures: figuresOf(instance, assignment) }, bound, method: PACKING };
}

/** The closed-form bound for the layouts searched, and the one for all that the problem allows. */
function boundsOf(run: Run, check: Checkpoint): { readonly closed: Bound; readonly own: Bound } {
  const { instance, objective, caps, problem } = run;
  const closed = bestBound(instance, objective, caps, check);
  const isComplete = completeInstance(instance, check) === instance;
  const own = isComplete || closed.value === Infinity ? closed : provenBound(instance, objective, caps, check);
  check();
  if (own.value < Infinity) run.proven.push(confirmed(problem, certificateFor(run, own), check));
  return { closed, own };
}

async function search(run: Run): Promise<Outcome | undefined> {
  const { instance, objective, caps, options } = run;
  // Before the search: a stopped one then has its bound at once, and confirmed.
  const bounds = untilStopped(options.signal, (check) => boundsOf(run, check));
  if (bounds === undefined) return undefined;
  const { closed, own } = bounds;
  if (closed.value === Infinity) {
    run.tried.push('layouts: none of those searched respects the caps and capacities for every table');
    return undefined;
  }
  await setImmediate();
  if (options.signal?.aborted) return undefined;
  const random = seededRandom(options.seed, 'solve');
  const onPeak = (peak: number): void =>
    options.onIncumbent?.(toNatural(instance, 'peakLoad', peak), toNatural(instance, 'peakLoad', closed.value));
  const packed = await packFirst(run, closed);
  const isPacked = packed !== undefined || isPeakPacking(run, closed);
  const task: SearchTask = {
    ...searchBasis(run),
    objective,
    caps,
    work: { left: effortOf(run) * (isPacked ? BESIDE_PACKING : 1) },
    random,
    known: packed?.assignment,
    bound: packed?.bound.value,
    ...(objective === 'peakLoad' ? { onPeak } : {}),
  };
  const found = await runInTurns(minimiseStepwise(task), options.clock);
  run.tried.push('greedy starts and local search');
  const stoppedBy = stopReason(options.signal) ?? 'work limit';
  const proven = packed !== undefined && packed.bound.value > own.value ? packed.bound : own;
  const isLegal = found !== undefined && respects(found.figures, caps);
  const method = found !== undefined && found.assignment === packed?.assignment ? PACKING : 'local-search';
  const placed = isLegal ? placedBound(run, found, proven) : proven;
  const bound = isLegal ? await pricedBound(run, found, placed) : placed;
  const known = isLegal ? { candidate: found, bound, method, stoppedBy } : undefined;
  const first = known && planOf(run, known);
  if (first !== undefined) options.onPlan?.(first);
  // Lets a cancellation of this thread's own in.
  await setImmediate();
  const closer = known && (await packPeak(run, known));
  const assigned = await mergeMip(run, closer, closed, closer?.bound ?? bound);
  if (assigned === undefined) return undefined;
  const merged = await searchAround(run, assigned, closed, neighbourhoodRounds(options.effort));
  const candidate = await minimiseFurther(run, merged.candidate);
  const isFirst = merged === known && candidate === merged.candidate;
  // Judging a large plan takes as long as a short search: the same one is not judged twice.
  const plan = isFirst && first !== undefined ? first : planOf(run, { ...merged, candidate });
  if (plan !== first) options.onPlan?.(plan);
  const { value } = merged.bound;
  const reached = merged.candidate.figures[objective];
  const isExhausted = reached > value * (1 + AUTO_GAP) && reached <= closed.value * (1 + AUTO_GAP);
  return { answer: { status: plan.proof.status, plan }, isExhausted };
}

/** HiGHS whatever the engine asked for: the others have no duals, or are slow. */
export const pricedBound = async (
  { instance, objective, caps, options }: Run,
  known: Candidate,
  closed: Bound,
): Promise<Bound> =>
  objective === 'peakLoad'
    ? tightened(instance, caps, closed, known.figures.peakLoad, warmEngine('highs'), options.signal)
    : closed;

/** Where a gap stays open, a bound from the tables that weigh most, placed in every way. */
export function placedBound({ instance, objective, caps, options }: Run, { figures }: Candidate, known: Bound): Bound {
  const isOpen = objective === 'peakLoad' && figures.peakLoad > known.value * (1 + AUTO_GAP);
  if (!isOpen || options.signal?.aborted) return known;
  return coreBound(instance, caps, figures.peakLoad, known.value) ?? known;
}

/** Above this relative gap a plan of a sweep is given to the MIP even where that proves nothing, or takes seconds. */
const WIDE_GAP = 0.05;

/** A plan of a sweep: its gap narrowed by packing, where it may prove something or much is open by the MIP, and in rounds of sub-problems. */
export async function closeGap(run: Run, known: Incumbent, rounds: number): Promise<Incumbent> {
  const closer = await mergeWide(run, await packPeak(run, known));
  return searchAround(run, closer, closer.bound, rounds);
}

async function mergeWide(run: Run, closer: Incumbent): Promise<Incumbent> {
  const isProof = completeInstance(run.instance) === run.instance && countColumns(run.instance) <= COMPLETE_COLUMNS;
  const isWide = closer.candidate.figures[run.objective] > closer.bound.value * (1 + WIDE_GAP);
  if (!isProof && !isWide) return closer;
  return (await mergeMip(run, closer, closer.bound, closer.bound)) ?? closer;
}

const effortOf = ({ instance, options }: Run): number =>
  effortFor(tableCount(instance) * hostCount(instance), CANDIDATES_PER_PAIR, FEWEST_CANDIDATES, MOST_CANDIDATES) *
  (options.effort ?? 1);

const searchBasis = ({ instance, options }: Run) => ({
  instance,
  check: options.check ?? ('never' as const),
  signal: options.signal,
});

/** Runs the MIP where the method asks for it, or a gap is open on a small instance; keeps the better plan and the better bound. */
async function mergeMip(
  run: Run,
  known: Incumbent | undefined,
  closed: Bound,
  proven: Bound,
): Promise<Incumbent | undefined> {
  const { instance, objective, caps, options } = run;
  const isOpen = known === undefined || known.candidate.figures[objective] > closed.value * (1 + AUTO_GAP);
  // What column generation leaves open, the assignment MIP does not close unless it is tiny.
  const most = run.tried.includes(PACKING) ? COMPLETE_COLUMNS : AUTO_COLUMNS;
  const isAsked = options.method === 'mip' || (isOpen && countColumns(instance) <= most);
  if (!isAsked || options.signal?.aborted) return known;
  const refusal = mipRefusal(instance, { objective, caps });
  if (refusal !== undefined) {
    run.tried.push(`mip: ${refusal}`);
    return known && (options.method === 'mip' ? { ...known, stoppedBy: `${known.stoppedBy}; mip: ${refusal}` } : known);
  }
  const engine = warmEngine(options.engine);
  const standard = options.method === 'mip' ? MIP_LIMITS : AUTO_LIMITS;
  const limits = { ...standard, nodes: Math.ceil(standard.nodes * (options.effort ?? 1)) };
  const start = known?.candidate.assignment;
  const answer = await solveMip(instance, { objective, caps }, engine, limits, start, options.signal);
  run.tried.push(`mip by ${engine.name}: ${answer.stoppedBy}`);
  const bound = mipBound(run, answer.bound, proven);
  const scope = completeInstance(instance) === instance ? '' : ' among the layouts searched';
  const ended = `mip: ${answer.stoppedBy}${scope}`;
  const own = answer.assignment && { assignment: answer.assignment, figures: figuresOf(instance, answer.assignment) };
  if (own === undefined) return known && { ...known, bound, stoppedBy: `${known.stoppedBy}; ${ended}` };
  const isBetter = known === undefined || own.figures[objective] < known.candidate.figures[objective];
  const method = isBetter ? `mip ${engine.name}` : `${known.method}, mip ${engine.name}`;
  const isSettled = answer.status === 'optimal';
  return { candidate: isBetter ? own : known.candidate, bound, method, stoppedBy: ended, isSettled };
}

/** What the other phases leave open, in sub-problems around the hosts that bound it. HiGHS whatever the engine asked for: only its nodes can be limited. */
async function searchAround(run: Run, known: Incumbent, closed: Bound, rounds: number): Promise<Incumbent> {
  const { instance, objective, caps, options } = run;
  const lowest = Math.max(closed.value, known.bound.value);
  const isOpen = known.candidate.figures[objective] > lowest * (1 + AUTO_GAP) && known.isSettled !== true;
  if (!isOpen || rounds < 1 || options.signal?.aborted) return known;
  const refusal = neighbourhoodRefusal({ instance, objective, caps });
  if (refusal !== undefined) {
    run.tried.push(`${LARGE_NEIGHBOURHOOD}: ${refusal}`);
    return known;
  }
  const found = await searchNeighbourhoods({
    instance,
    objective,
    caps,
    known: known.candidate,
    lowest,
    rounds,
    random: seededRandom(options.seed, LARGE_NEIGHBOURHOOD),
    engine: warmEngine('highs'),
    signal: options.signal,
    onBetter: ({ figures }) =>
      objective === 'peakLoad' &&
      options.onIncumbent?.(toNatural(instance, objective, figures.peakLoad), toNatural(instance, objective, lowest)),
  });
  const ended = `${LARGE_NEIGHBOURHOOD}: ${found.rounds} rounds, ${found.stoppedBy}`;
  run.tried.push(ended);
  const isBetter = found.candidate !== known.candidate;
  const stoppedBy = stopReason(options.signal) ?? `${known.stoppedBy}; ${ended}`;
  return { ...known, candidate: found.candidate, method: isBetter ? LARGE_NEIGHBOURHOOD : known.method, stoppedBy };
}

/**
 * The engine's bound where it is the better one; a closed-form bound of equal value can be verified, and stays. An engine that was given
 * only some of the layouts that the problem allows has proven nothing about the others.
 */
function mipBound({ instance, objective, caps }: Run, value: number | undefined, closed: Bound): Bound {
  if (value === undefined || value <= closed.value || completeInstance(instance) !== instance) return closed;
  const ground = groundOf(instance, { ...caps, [objective]: Infinity });
  const rounded = roundUpToLattice(ground, objective, value);
  return rounded > closed.value * (1 + 1e-9) ? { kind: 'mip', value: rounded } : closed;
}

/** Minimises the further objectives in order, each capped at what it has reached: no weakly dominated plan is answered. */
async function minimiseFurther(run: Run, candidate: Candidate): Promise<Candidate> {
  const { options, problem } = run;
  let best = candidate;
  let caps: Caps = { ...run.caps, [run.objective]: candidate.figures[run.objective] };
  for (const objective of problem.objectives.slice(1)) {
    const random = seededRandom(options.seed, objective);
    const work = { left: effortOf(run) * FURTHER_SHARE };
    const task = { ...searchBasis(run), objective, caps, work, random, known: best.assignment };
    best = (await runInTurns(minimiseStepwise(task), options.clock)) ?? best;
    caps = { ...caps, [objective]: Math.min(caps[objective], best.figures[objective]) };
  }
  return best;
}

const CERTIFICATES = new WeakMap<Bound, Certificate>();

/** Written down once: its options take a while to list, and it is confirmed as the object that it is. */
function certificateFor({ instance, objective, caps }: Run, bound: Bound): Certificate {
  const known = CERTIFICATES.get(bound);
  if (known !== undefined) return known;
  const certificate = certificateOf(instance, objective, caps, bound);
  CERTIFICATES.set(bound, certificate);
  return certificate;
}

function planOf(run: Run, { candidate, bound, method, stoppedBy }: Incumbent): Plan {
  const { problem, instance, caps, options } = run;
  return judgedPlan({
    problem,
    placement: placementOf(instance, candidate.assignment),
    epsilons: epsilonsOf(instance, caps),
    certificate: certificateFor(run, bound),
    method,
    seed: options.seed,
    stoppedBy,
    version: options.version,
    problemHash: run.problemHash,
    claimed: { instance, figures: candidate.figures },
  });
}

function answerOfStrategy(run: Run, strategy: StrategyName): SolveAnswer {
  const { problem, instance, objective, caps, options } = run;
  const closed = provenBound(instance, objective, caps);
  const answer: ReturnType<(typeof STRATEGIES)[StrategyName]> =
    closed.value === Infinity
      ? { status: 'unplaced', note: 'some table has no layout within the caps' }
      : STRATEGIES[strategy](instance, options.seed);
  const note = answer.status === 'unplaced' ? answer.note : findViolations(problem, answer.placement)[0]?.message;
  if (answer.status === 'unplaced' || note !== undefined)
    return { status: 'noPlanFound', stoppedBy: `${strategy}: ${note}`, tried: [strategy] };
  const plan = judgedPlan({
    problem,
    placement: answer.placement,
    epsilons: epsilonsOf(instance, caps),
    certificate: certificateOf(instance, objective, caps, closed),
    method: strategy,
    seed: options.seed,
    stoppedBy: 'strategy complete',
    version: options.version,
    problemHash: run.problemHash,
  });
  options.onPlan?.(plan);
  return { status: plan.proof.status, plan };
}

const noPlanFound = ({
  options,
  tried,
  proven,
}: Pick<Run, 'options' | 'tried' | 'proven'>): Extract<SolveAnswer, { status: 'noPlanFound' }> => ({
  status: 'noPlanFound',
  stoppedBy:
    stopReason(options.signal) ??
    (tried.every((attempt) => attempt.startsWith('layouts')) ? 'no layout left to search' : 'work limit'),
  tried,
  ...(proven.length > 0 && { certificate: proven.reduce((a, b) => (b.bound > a.bound ? b : a)) }),
});
