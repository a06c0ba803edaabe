import * as z from 'zod';
import { Measurement } from '../../domain/measurement.ts';
import { Placement } from '../../domain/placement.ts';
import { Plan } from '../../domain/plan.ts';
import { BadInputError, parseInput, type InputProblem } from '../bad-input.ts';
import { ProblemGiven } from '../inputs.ts';
import { collecting } from '../resolve-problem.ts';
import type { Uploads } from '../resources/uploads.ts';
import { planProblem } from '../studies.ts';
import { compareFrontiers } from './compare-frontiers.ts';
import { comparePlans } from './compare-plans.ts';
import { compareProblems } from './compare-problems.ts';
import type { ComparisonResult } from './comparison.ts';
import { jobSide, type Compared } from './job-side.ts';
import { summarizeProblems } from './summarize.ts';

const problem = ProblemGiven.optional().describe("Left out: the request's.");

const PlanSide = z
  .strictObject({ plan: Plan, problem })
  .meta({ id: 'PlanSide', description: 'A plan as a job answered it.' });
const PlacementSide = z
  .strictObject({
    placement: Placement,
    problem,
    measurement: Measurement.optional().describe('As an evaluation answered it.'),
  })
  .meta({ id: 'PlacementSide', description: 'A placement of your own.' });
const JobSide = z
  .strictObject({
    job: z
      .string()
      .min(1)
      .max(200)
      .describe('The id of a frontier, a plan or an evaluation of yours; of one that runs, the best so far.'),
    plan: z
      .int()
      .min(0)
      .optional()
      .describe('Position on a frontier. Left out on both sides, frontiers are compared as a whole.'),
  })
  .meta({ id: 'JobSide', description: 'One of the two that are compared, as a job answered it.' });
const ProblemSide = z
  .strictObject({ problem: ProblemGiven })
  .meta({ id: 'ProblemSide', description: 'A problem alone.' });

const Side = z.union([JobSide, PlanSide, PlacementSide, ProblemSide]);
type Side = z.infer<typeof Side>;

export const ComparisonRequest = z
  .strictObject({
    problem: ProblemGiven.optional().describe('Of the sides that have none.'),
    before: Side,
    after: Side,
  })
  .meta({ id: 'ComparisonRequest', description: 'Two plans, placements, jobs or problems.' });
export type ComparisonRequest = z.infer<typeof ComparisonRequest>;

/**
 * Compares what a request names. Nothing is searched or executed.
 * @throws BadInputError that lists every problem found.
 */
export function compareRequested(body: unknown, uploads: Uploads): ComparisonResult {
  const request = parseInput(ComparisonRequest, body);
  const faults: InputProblem[] = [];
  const [before, after] = (['before', 'after'] as const).map((at) =>
    collecting(faults, () => resolveSide(request[at], request.problem, uploads, `/${at}`)),
  );
  if (before === undefined || after === undefined || faults.length > 0) throw new BadInputError(faults);
  return compare(before, after);
}

function resolveSide(side: Side, common: ProblemGiven | undefined, uploads: Uploads, at: string): Compared {
  if ('job' in side) return jobSide(uploads, side, at);
  const given = side.problem ?? common;
  if (given === undefined)
    throw new BadInputError([
      {
        pointer: `${at}/problem`,
        seen: 'nothing',
        rule: 'a placement is judged under a problem',
        maybe: 'Maybe the request\'s own `problem`, for both sides, or {"job": ...} in place of the plan.',
      },
    ]);
  const plan = 'plan' in side ? side.plan : undefined;
  const resolved = planProblem(given, plan, { uploads, at: side.problem === undefined ? '/problem' : `${at}/problem` });
  if (plan !== undefined)
    return { kind: 'plan', problem: resolved, placement: plan.placement, plan, measurement: plan.measurement };
  if ('placement' in side)
    return { kind: 'plan', problem: resolved, placement: side.placement, measurement: side.measurement };
  return { kind: 'problem', problem: resolved };
}

function compare(before: Compared, after: Compared): ComparisonResult {
  const [left, right] = [single(before, after), single(after, before)];
  if (left.kind === 'plan' && right.kind === 'plan') return comparePlans(left, right);
  if (left.kind === 'frontier' && right.kind === 'frontier') return compareFrontiers(left, right);
  if (left.kind === 'problem' && right.kind === 'problem') {
    const problems = compareProblems(left.problem, right.problem);
    const same = problems.same ? ['The problems are the same.'] : [];
    return { compared: 'problems', problems, summary: [...same, ...summarizeProblems(problems)] };
  }
  const [at, other] = left.kind === 'plan' ? ['/after', right.kind] : ['/before', left.kind];
  throw new BadInputError([
    {
      pointer: at,
      seen: `a ${other}`,
      rule: 'two plans, two frontiers or two problems are compared',
      maybe: other === 'frontier' ? 'Maybe name one of its plans: {"job": ..., "plan": 0}.' : 'Maybe add a placement.',
    },
  ]);
}

/** A frontier of one plan beside a plan is that plan. */
function single(side: Compared, other: Compared): Compared {
  if (side.kind !== 'frontier' || other.kind === 'frontier' || side.plans.length !== 1) return side;
  const [plan] = side.plans;
  return { kind: 'plan', problem: side.problem, placement: plan.placement, plan, measurement: plan.measurement };
}
