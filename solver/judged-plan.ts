import { placementHash, type Placement } from '../domain/placement.ts';
import type { Certificate, Estimate, Plan, Proof } from '../domain/plan.ts';
import type { Epsilon, Problem } from '../domain/problem.ts';
import { certifiedBound } from '../evaluator/certificate.ts';
import type { Checkpoint } from '../evaluator/certified-layouts.ts';
import { createCosts } from '../evaluator/costs.ts';
import { objectiveValue } from '../evaluator/estimate.ts';
import { judge } from '../evaluator/violations.ts';
import { SOLVED_OBJECTIVES, toNatural } from './caps.ts';
import type { Instance } from './instance.ts';
import type { Figures } from './search/figures.ts';

export interface PlanSource {
  readonly problem: Problem;
  readonly placement: Placement;
  /** The caps that the plan was solved under, in natural units. */
  readonly epsilons: readonly Epsilon[];
  readonly certificate: Certificate;
  readonly method: string;
  readonly seed: number;
  readonly stoppedBy: string;
  readonly version: string;
  readonly problemHash: string;
  /** The solver's own figures, where it has any, to be compared with the evaluator's. */
  readonly claimed?: { readonly instance: Instance; readonly figures: Figures };
}

/**
 * Judges a placement from scratch and writes it down as a plan.
 * @throws Error where the placement is illegal under its caps, or a figure or bound of the solver disagrees with the evaluator: a bug.
 */
export function judgedPlan(source: PlanSource): Plan {
  const { problem, placement } = source;
  const epsilons = [...source.epsilons];
  const { violations, estimated } = judge({ ...problem, epsilons }, placement, createCosts(problem));
  if (violations.length > 0) throw new Error(`the solver's placement is illegal: ${violations[0].message}`);
  if (source.claimed !== undefined) compareFigures(source.claimed.instance, source.claimed.figures, estimated);
  const certificate = confirmed(problem, source.certificate);
  return {
    placement,
    placementHash: placementHash(placement),
    epsilons,
    estimate: estimated,
    proof: proofOf(objectiveValue(estimated, certificate.objective), certificate, source.stoppedBy),
    provenance: {
      method: source.method,
      seed: source.seed,
      problemHash: source.problemHash,
      version: source.version,
    },
  };
}

const CONFIRMED = new WeakMap<Certificate, Certificate>();

/**
 * A plan claims no more than what can be recomputed from the problem alone; engines' bounds stay as they are and say so by their kind. Once for
 * each certificate: a search has its bound confirmed before it starts, so that a stopped one need not wait for that.
 */
export function confirmed(problem: Problem, certificate: Certificate, check?: Checkpoint): Certificate {
  if (certificate.kind === 'mip' || certificate.kind === 'none') return certificate;
  const known = CONFIRMED.get(certificate);
  if (known !== undefined) return known;
  const bound = Math.min(certificate.bound, certifiedBound(problem, certificate, check));
  CONFIRMED.set(certificate, { ...certificate, bound });
  return { ...certificate, bound };
}

function compareFigures(instance: Instance, figures: Figures, estimated: Estimate): void {
  for (const objective of SOLVED_OBJECTIVES) {
    // A search that does not keep books of movement makes no claim.
    if (objective === 'movedBytes' && instance.partMoves.length === 0) continue;
    const claimed = toNatural(instance, objective, figures[objective]);
    const judged = objectiveValue(estimated, objective);
    if (Math.abs(claimed - judged) > 1e-9 * Math.max(1, Math.abs(judged)))
      throw new Error(`the solver's ${objective} is ${claimed}, the evaluator's ${judged}`);
  }
}

/** Relative. Closed-form bounds are exact but for the last digits of a double; engines work in floating point, and promise less. */
const TOLERANCE = 1e-9;
const MIP_TOLERANCE = 2e-6;

/** Status and gap of a value against a certificate's bound; `optimal` within the tolerance, the gap stated as it is. */
export function proofOf(value: number, certificate: Certificate, stoppedBy: string): Proof {
  const { kind, bound, objective } = certificate;
  if (bound > value * (1 + TOLERANCE))
    throw new Error(`the bound ${bound} on ${objective} is above the plan's own ${value}`);
  const isCount = objective === 'hostsUsed' || objective === 'fanOut';
  const gapKind = isCount || value === 0 ? 'absolute' : 'relative';
  const gap = Math.max(0, gapKind === 'absolute' ? value - bound : (value - bound) / value);
  const isOptimal = kind !== 'none' && gap <= (kind === 'mip' ? MIP_TOLERANCE : TOLERANCE);
  return {
    status: isOptimal ? 'optimal' : 'feasible',
    objective,
    value,
    bound: Math.min(bound, value),
    gap: gap <= TOLERANCE ? 0 : gap,
    gapKind,
    certificate,
    stoppedBy: isOptimal ? 'bound reached' : stoppedBy,
  };
}
