import { BadInputError } from '../bad-input.ts';
import { MalformedJsonError, parseJsonText } from '../json-text.ts';
import { packStudy, type PreparedStudy } from '../prepared-study.ts';
import { prepareStudy, type StudyKind } from '../studies.ts';
import { limited, OverLimitError, type StudyLimits } from '../study-limits.ts';

/**
 * What takes longer than the thread that answers requests may be away: parsing and checking bodies. A megabyte of tables takes a quarter of a
 * second, the trace of a full body seconds. Each takes the body's bytes and answers with text or small values.
 */
export const TASKS = {
  prepareStudy: (body: Uint8Array, { kind }: { readonly kind: StudyKind }, limits: StudyLimits): PreparedStudy =>
    packStudy(limited(prepareStudy(kind, parseJsonText(body)), limits)),
} as const satisfies Record<string, (body: Uint8Array, argument: never, limits: StudyLimits) => unknown>;

export type TaskName = keyof typeof TASKS;
export type TaskArgument<N extends TaskName> = Parameters<(typeof TASKS)[N]>[1];
export type TaskResult<N extends TaskName> = Awaited<ReturnType<(typeof TASKS)[N]>>;

/** How a task ended: refusals are values, as an error loses its fields on the way between processes. */
export type TaskOutcome<R> =
  | { readonly status: 'done'; readonly value: R }
  | { readonly status: 'refused' | 'overLimit'; readonly problems: BadInputError['problems']; readonly count: number }
  | { readonly status: 'malformed'; readonly message: string }
  /** A bug. */
  | { readonly status: 'failed'; readonly stack: string };

/** Problems carried back; a body of a million wrong entries has as many. */
const CARRIED = 1000;

export async function runTask<N extends TaskName>(
  name: N,
  body: Uint8Array,
  argument: TaskArgument<N>,
  limits: StudyLimits,
): Promise<TaskOutcome<TaskResult<N>>> {
  const task = TASKS[name] as unknown as (
    body: Uint8Array,
    argument: TaskArgument<N>,
    limits: StudyLimits,
  ) => TaskResult<N> | Promise<TaskResult<N>>;
  try {
    return { status: 'done', value: await task(body, argument, limits) };
  } catch (error) {
    if (error instanceof MalformedJsonError) return { status: 'malformed', message: error.message };
    if (error instanceof BadInputError)
      return {
        status: error instanceof OverLimitError ? 'overLimit' : 'refused',
        problems: error.problems.slice(0, CARRIED),
        count: error.count,
      };
    return { status: 'failed', stack: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
