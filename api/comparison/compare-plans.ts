import type { Measurement } from '../../domain/measurement.ts';
import { canonicalPlacement, placementHash, type Placement } from '../../domain/placement.ts';
import type { Estimate, Plan, Proof } from '../../domain/plan.ts';
import { ObjectiveName, problemHash, type Problem } from '../../domain/problem.ts';
import { canonicalJson } from '../../domain/hash.ts';
import { objectiveValue } from '../../evaluator/estimate.ts';
import { judge } from '../../evaluator/violations.ts';
import { STRUCTURAL_VIOLATIONS } from '../structural-violations.ts';
import { compareMeasurements } from './compare-measurements.ts';
import { compareMovement } from './compare-movement.ts';
import { compareProblems } from './compare-problems.ts';
import type {
  ComparedPlacement,
  Dominance,
  ObjectiveDifference,
  PlanComparison,
  ProblemComparison,
  ProofComparison,
} from './comparison.ts';
import { summarizePlans } from './summarize.ts';

/** One of two things to compare: a placement under a problem, with what is known of it. */
export interface Side {
  readonly problem: Problem;
  readonly placement: Placement;
  /** The proof counts where it is of this very problem. */
  readonly plan?: Pick<Plan, 'proof' | 'provenance'> | undefined;
  readonly measurement?: Measurement | undefined;
}

/** Relative: sums of doubles that are equal on paper differ in the last digits. */
const EQUAL = 1e-9;

/** Judges both placements anew, each under its problem, and says what differs. Nothing is executed. */
export function comparePlans(before: Side, after: Side): PlanComparison {
  const problems = compareProblems(before.problem, after.problem);
  const sides = { before: judgeSide(before), after: judgeSide(after) };
  const movement = compareMovement(
    after.problem,
    { placement: canonicalPlacement(before.placement), estimate: sides.before.estimate },
    { placement: canonicalPlacement(after.placement), estimate: sides.after.estimate },
  );
  const hasSameFleet = canonicalJson(before.problem.fleet) === canonicalJson(after.problem.fleet);
  const objectives = compareEstimates(sides.before.estimate, sides.after.estimate, after.problem.objectives);
  const found = {
    problems,
    ...sides,
    movement,
    objectives,
    dominates: dominanceOf(sides.before, sides.after, problems, objectives),
    proofs: compareProofs(before, after, problems),
    measured: compareMeasurements(before.measurement, after.measurement, hasSameFleet),
  };
  return { compared: 'plans', ...found, summary: summarizePlans(found) };
}

function judgeSide({ problem, placement, plan }: Side): ComparedPlacement {
  const { violations, estimated } = judge(problem, canonicalPlacement(placement));
  const isCosted = !violations.some(({ kind }) => STRUCTURAL_VIOLATIONS.includes(kind));
  const proof = ownProof(problem, plan);
  return {
    placementHash: placementHash(placement),
    violations,
    ...(isCosted ? { estimate: estimated } : {}),
    ...(proof === undefined ? {} : { proof: withoutCertificate(proof) }),
  };
}

/** A proof is of the problem that it was made for. */
const ownProof = (problem: Problem, plan: Side['plan']): Proof | undefined =>
  plan?.provenance.problemHash === problemHash(problem) ? plan.proof : undefined;

function withoutCertificate(proof: Proof): Omit<Proof, 'certificate'> {
  const { status, objective, value, bound, gap, gapKind, stoppedBy } = proof;
  return { status, objective, value, bound, gap, gapKind, stoppedBy };
}

/** Every objective that both estimates have. */
export const compareEstimates = (
  before: Estimate | undefined,
  after: Estimate | undefined,
  wanted: readonly ObjectiveName[],
): ObjectiveDifference[] =>
  before === undefined || after === undefined
    ? []
    : ObjectiveName.options
        .map((objective) =>
          compareValues(
            objective,
            objectiveValue(before, objective),
            objectiveValue(after, objective),
            wanted.includes(objective),
          ),
        )
        .filter(({ difference }) => !Number.isNaN(difference));

export function compareValues(
  objective: ObjectiveName,
  before: number,
  after: number,
  isObjective: boolean,
): ObjectiveDifference {
  const difference = after - before;
  const isEqual = Math.abs(difference) <= EQUAL * Math.max(before, after);
  const ratio = before === 0 ? null : after / before;
  const verdict = isEqual ? 'equal' : after < before ? 'lower' : 'higher';
  return { objective, isObjective, before, after, difference, ratio, verdict };
}

function dominanceOf(
  before: ComparedPlacement,
  after: ComparedPlacement,
  problems: ProblemComparison,
  objectives: readonly ObjectiveDifference[],
): Dominance | null {
  if (!problems.same || before.violations.length + after.violations.length > 0) return null;
  const verdicts = objectives.filter(({ isObjective }) => isObjective).map(({ verdict }) => verdict);
  const [isLower, isHigher] = [verdicts.includes('lower'), verdicts.includes('higher')];
  if (isLower && isHigher) return 'neither';
  return isLower ? 'after' : isHigher ? 'before' : 'equal';
}

/** Bounds on one objective under the same caps of one problem hold for both plans: the higher one narrows both gaps. */
function compareProofs(before: Side, after: Side, problems: ProblemComparison): ProofComparison {
  const [own, other] = [ownProof(before.problem, before.plan), ownProof(after.problem, after.plan)];
  if (own === undefined || other === undefined)
    return incomparable('Not both have a proof for the problem that they were given with.');
  if (!problems.same) return incomparable('The proofs are of different problems.');
  if (own.objective !== other.objective)
    return incomparable(`One was solved for ${own.objective}, the other for ${other.objective}.`);
  if (claimOf(own) !== claimOf(other)) return incomparable('The proofs hold under different caps or layouts.');
  const bestBound = Math.max(own.bound, other.bound);
  return {
    comparable: true,
    bestBound,
    gapBefore: gapTo(bestBound, own),
    gapAfter: gapTo(bestBound, other),
    note: `No plan under these caps has ${own.objective} below ${bestBound}.`,
  };
}

const incomparable = (note: string): ProofComparison => ({ comparable: false, note });

const claimOf = ({ certificate: { epsilons, options } }: Proof): string =>
  canonicalJson([epsilons.toSorted((a, b) => (a.objective < b.objective ? -1 : 1)), options]);

const gapTo = (bound: number, { value, gapKind }: Proof): number =>
  Math.max(0, gapKind === 'absolute' ? value - bound : (value - bound) / value);
