import * as z from 'zod';
import { Infeasibility } from '../domain/infeasibility.ts';
import { canonicalPlacement, Placement, placementHash } from '../domain/placement.ts';
import { Estimate, Proof, Violation } from '../domain/plan.ts';
import { Hash } from '../domain/quantities.ts';
import { judge } from '../evaluator/violations.ts';
import { provePlacement } from '../solver/prove-placement.ts';
import { aboutProblem } from './about-problem.ts';
import { parseInput } from './bad-input.ts';
import { EstimateRequest } from './inputs.ts';
import { frontierObjectives, resolveProblem } from './resolve-problem.ts';
import type { Uploads } from './resources/uploads.ts';
import { ABOUT_PROBLEM } from './results.ts';
import { limited, type StudyLimits } from './study-limits.ts';
import { STRUCTURAL_VIOLATIONS } from './structural-violations.ts';

export const EstimateResult = z
  .strictObject({
    kind: z.literal('estimate'),
    ...ABOUT_PROBLEM,
    placement: Placement.describe('In canonical order.'),
    placementHash: Hash,
    violations: z.array(Violation).describe('Empty: the placement is legal.'),
    estimate: Estimate.optional().describe('Left out where tables are missing or names unknown.'),
    infeasible: z
      .array(Infeasibility)
      .optional()
      .describe('Why no placement at all is legal under the problem, where that is proven.'),
    proofs: z
      .array(Proof)
      .describe(
        "For each of the problem's objectives, how far the placement is from a bound in closed form, where the placement is legal.",
      ),
    notes: z.array(z.string()).describe('What was left out, and why.'),
  })
  .meta({ id: 'EstimateResult', description: 'A placement as it is judged without being run.' });
export type EstimateResult = z.infer<typeof EstimateResult>;

/** Bounds of more tables take seconds: those are for jobs. */
const MOST_PROVEN_TABLES = 500;

/**
 * Judges a placement at once: what is illegal, what it costs, what is proven of it. Nothing is searched or executed.
 * @throws BadInputError that lists every problem found, OverLimitError.
 */
export function estimatePlacement(body: unknown, uploads: Uploads, limits: StudyLimits): EstimateResult {
  const { problem: given, placement: written, proofs: isProven } = parseInput(EstimateRequest, body);
  const { problem } = resolveProblem(given, { uploads, at: '/problem', defaultObjectives: frontierObjectives });
  const placement = canonicalPlacement(written);
  limited({ kind: 'evaluation', problem, placement, seed: 1, measure: false }, limits);
  const { violations, estimated } = judge(problem, placement);
  const isCosted = !violations.some(({ kind }) => STRUCTURAL_VIOLATIONS.includes(kind));
  const tables = problem.model.tables.length;
  const about = {
    kind: 'estimate' as const,
    ...aboutProblem(problem),
    placement,
    placementHash: placementHash(placement),
    violations,
    ...(isCosted ? { estimate: estimated } : {}),
  };
  if (!isProven) return { ...about, proofs: [], notes: ['Nothing was proven, as asked.'] };
  if (tables > MOST_PROVEN_TABLES) {
    const note = `Bounds are left out: of ${tables} tables they take too long here. POST /v1/plans or /v1/explanations has them.`;
    return { ...about, proofs: [], notes: [note] };
  }
  const { infeasible, proofs, beyond } = provePlacement(problem, estimated);
  const isLegal = violations.length === 0;
  return {
    ...about,
    ...(infeasible.length === 0 ? {} : { infeasible }),
    proofs: isLegal ? proofs : [],
    notes: [
      ...(isLegal ? [] : ['The placement is illegal: bounds say nothing of it.']),
      ...(isLegal && beyond.length > 0
        ? [
            `Lower than any layout that a search may use: ${beyond.join(', ')}. The bound does not speak of this placement.`,
          ]
        : []),
    ],
  };
}
