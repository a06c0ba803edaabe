import { SOLVED_OBJECTIVES, type Caps } from '../caps.ts';
import type { Assignment, Instance } from '../instance.ts';
import { figuresOf } from '../search/figures.ts';
import { reaches } from '../stop.ts';
import type { MipAnswer, MipEngine, MipLimits } from './engine.ts';
import { buildProgram } from './formulation.ts';
import { countColumns, type MipGoal } from './program-columns.ts';
import { assignmentFrom, boundFrom, startFrom } from './program-solutions.ts';

/** `assignment` is legal and within the caps by exact integers. */
export interface MipOutcome {
  /** `optimal` and `infeasible` are the engine's word. */
  readonly status: MipAnswer['status'];
  readonly assignment?: Assignment;
  /** In solver units, already lowered for the engine's rounding; it rests on the engine (BoundKind `mip`). */
  readonly bound?: number;
  readonly stoppedBy: string;
}

/** Why the program cannot express an instance; undefined where it can. */
export function mipRefusal({ mainHost }: Instance, { objective, caps }: MipGoal): string | undefined {
  if (mainHost >= 0) return 'the program has no rows for the main shard';
  if (objective === 'latencyMs' || caps.latencyMs < Infinity) return 'the program has no rows for latencyMs';
  return undefined;
}

/**
 * Minimises one objective under caps by the assignment MIP, from an incumbent where there is one.
 * Programs beyond the engine's column limit are answered `noSolutionFound`, stopped by `sizeLimit`, without being built.
 * An assignment that only holds within the engine's tolerance is not passed on: stoppedBy says what it exceeds.
 */
export async function solveMip(
  instance: Instance,
  goal: MipGoal,
  engine: MipEngine,
  limits: MipLimits,
  incumbent?: Assignment,
  signal?: AbortSignal,
): Promise<MipOutcome> {
  const size = countColumns(instance);
  if (size > engine.columnLimit)
    return {
      status: 'noSolutionFound',
      stoppedBy: `sizeLimit: about ${size} columns, ${engine.name} is given at most ${engine.columnLimit}`,
    };
  const formulation = buildProgram(instance, goal);
  const start = incumbent === undefined ? undefined : startFrom(formulation, incumbent);
  const answer = await engine.solve(formulation.program, limits, start, signal);
  const bound = answer.bound === undefined ? {} : { bound: boundFrom(formulation, answer.bound) };
  if (answer.values === undefined) return { status: answer.status, ...bound, stoppedBy: answer.stoppedBy };
  const assignment = assignmentFrom(formulation, answer.values);
  const excess = excessOf(instance, goal.caps, assignment);
  if (excess !== undefined)
    return { status: 'noSolutionFound', ...bound, stoppedBy: `${answer.stoppedBy}; within tolerance only: ${excess}` };
  return { status: answer.status, assignment, ...bound, stoppedBy: answer.stoppedBy };
}

/** What an assignment exceeds by exact integers; undefined where it exceeds nothing. */
function excessOf(instance: Instance, caps: Caps, assignment: Assignment): string | undefined {
  const figures = figuresOf(instance, assignment);
  if (figures.excess > 0) return 'a host is over its capacity, or a rule is broken';
  const over = SOLVED_OBJECTIVES.find((objective) => !reaches(figures[objective], caps[objective]));
  return over === undefined ? undefined : `${over} is ${figures[over]}, capped at ${caps[over]}`;
}
