import { SOLVED_OBJECTIVES, type Caps } from '../caps.ts';
import type { Assignment, Instance } from '../instance.ts';
import { isFree } from '../rules.ts';
import { figuresOf } from '../search/figures.ts';
import type { MipAnswer, MipEngine, MipLimits } from './engine.ts';
import { buildProgram } from './formulation.ts';
import { countColumns, isMipObjective, type MipGoal } from './program-columns.ts';
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
export function mipRefusal({ rules, hasReplicas }: Instance, { objective, caps }: MipGoal): string | undefined {
  if (!isFree(rules)) return 'the program has no rows for together, apart, maxHosts of a net and movementLimit';
  const unwritten = SOLVED_OBJECTIVES.find(
    (name) => !isMipObjective(name) && (name === objective || caps[name] < Infinity),
  );
  if (unwritten !== undefined) return `the program has no rows for ${unwritten}`;
  if (hasReplicas && (objective === 'fanOut' || caps.fanOut < Infinity))
    return 'the program counts every call, where a group of replicas counts once in fanOut';
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
  if (figures.excess > 0) return 'a host is over its capacity';
  const over = SOLVED_OBJECTIVES.find((objective) => figures[objective] > caps[objective]);
  return over === undefined ? undefined : `${over} is ${figures[over]}, capped at ${caps[over]}`;
}
