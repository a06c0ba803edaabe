import type { Plan } from '../../domain/plan.ts';
import type { Problem } from '../../domain/problem.ts';
import { seededRandom } from '../../domain/random.ts';
import type { Bound } from '../bounds/bound.ts';
import { certificateOf, provenBound } from '../bounds/certify.ts';
import { epsilonsOf, type Caps, type SolvedObjective } from '../caps.ts';
import { placementOf, type Instance } from '../instance.ts';
import { judgedPlan } from '../judged-plan.ts';
import type { FrontierOptions } from '../options.ts';
import { minimiseStepwise, type Candidate, type SearchTask } from '../search/minimise.ts';
import { runInTurns } from '../stepwise.ts';
import type { Work } from '../stop.ts';
import { stopReason } from '../time-limit.ts';
import { addPlan, type Archive, type ArchivedPlan } from './archive.ts';

/** One sweep under way. */
export interface Sweep {
  readonly problem: Problem;
  readonly options: FrontierOptions;
  readonly instance: Instance;
  readonly base: Caps;
  readonly archive: Archive;
  readonly problemHash: string;
  readonly counts: { solved: number; infeasible: number; noPlanFound: number; skipped: number; unswept: number };
  /** Bounds better than the closed-form ones, by the caps that they hold under, and what ended their search. */
  readonly proofs: Map<string, { readonly bound: Bound; readonly stoppedBy: string }>;
}

/** Adds a plan to the archive where no other covers it, and lets it out. */
export function archivePlan(run: Sweep, plan: ArchivedPlan): void {
  if (addPlan(run.archive, plan)) run.options.onPlan?.(planOf(run, plan));
}

/** The problem's caps, tightened on the axes to what the plan uses. */
export function usedBy({ base, archive }: Sweep, { figures }: Candidate): Caps {
  const caps = { ...base };
  for (const objective of [...archive.axes.capped, archive.axes.primary])
    caps[objective] = Math.min(caps[objective], figures[objective]);
  return caps;
}

/** The caps that a plan's proof is about: what it uses itself, but for the primary objective. */
export function capsOfProof(run: Sweep, plan: Candidate): Caps {
  const { primary } = run.archive.axes;
  return { ...usedBy(run, plan), [primary]: run.base[primary] };
}

export const proofKey = (caps: Caps): string => Object.values(caps).join();

export async function searchFrom(
  { instance, options }: Sweep,
  objective: SolvedObjective,
  caps: Caps,
  work: Work,
  stream: string,
  known: Candidate | undefined,
): Promise<Candidate | undefined> {
  const task: SearchTask = {
    instance,
    objective,
    caps,
    work,
    random: seededRandom(options.seed, stream),
    check: options.check ?? 'never',
    signal: options.signal,
    known: known?.assignment,
  };
  return runInTurns(minimiseStepwise(task), options.clock);
}

/** The plan, judged, with the best proof known of it. */
export function planOf(run: Sweep, plan: ArchivedPlan): Plan {
  const { problem, instance, options, archive } = run;
  const { primary } = archive.axes;
  const caps = capsOfProof(run, plan);
  const proof = run.proofs.get(proofKey(caps));
  return judgedPlan({
    problem,
    placement: placementOf(instance, plan.assignment),
    epsilons: epsilonsOf(instance, caps),
    certificate: certificateOf(instance, primary, caps, proof?.bound ?? provenBound(instance, primary, caps)),
    method: plan.method,
    seed: options.seed,
    stoppedBy: stopReason(options.signal) ?? proof?.stoppedBy ?? CELL_LIMIT,
    version: options.version,
    problemHash: run.problemHash,
    claimed: { instance, figures: plan.figures },
  });
}

export const CELL_LIMIT = 'work limit of the cell';
