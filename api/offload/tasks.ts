import { BadInputError } from '../bad-input.ts';
import { compareRequested } from '../comparison/requested.ts';
import { estimatePlacement } from '../estimating.ts';
import { MalformedJsonError, parseJsonText } from '../json-text.ts';
import { packStudy, type PreparedStudy } from '../prepared-study.ts';
import { prepareBatch, type PreparedBatch } from '../resources/prepare-batch.ts';
import { formatTrace, prepareUpload, type PreparedUpload } from '../resources/prepare-upload.ts';
import { referring, type Found } from '../resources/references.ts';
import type { UploadKind } from '../resources/uploads.ts';
import { prepareStudy, type StudyKind } from '../studies.ts';
import { limited, OverLimitError, type StudyLimits } from '../study-limits.ts';
import type { TraceFormat } from '../trace-files.ts';

/** What was found so far of what the body names: a task answers with its needs where that is not all. */
interface ReferringArgument {
  readonly found: readonly Found[];
}

interface UploadForm {
  readonly kind: UploadKind;
  readonly format: TraceFormat;
}

/**
 * What takes longer than the thread that answers requests may be away: parsing and checking bodies. A megabyte of tables takes a quarter of a
 * second, the trace of a full body seconds. Each takes the body's bytes and answers with text or small values.
 */
export const TASKS = {
  prepareStudy: (
    body: Uint8Array,
    { kind, found }: ReferringArgument & { readonly kind: StudyKind },
    limits: StudyLimits,
  ) =>
    referring(found, (uploads): PreparedStudy =>
      packStudy(limited(prepareStudy(kind, parseJsonText(body), uploads), limits)),
    ),
  prepareBatch: (body: Uint8Array, { found }: ReferringArgument, limits: StudyLimits) =>
    referring(found, (uploads): PreparedBatch => prepareBatch(parseJsonText(body), uploads, limits)),
  prepareUpload: (body: Uint8Array, { kind, format, found }: ReferringArgument & UploadForm) =>
    referring(found, (uploads): PreparedUpload => prepareUpload(kind, body, format, uploads)),
  formatTrace: (packed: Uint8Array, { format }: { readonly format: TraceFormat }): Uint8Array =>
    formatTrace(packed, format),
  estimate: (body: Uint8Array, { found }: ReferringArgument, limits: StudyLimits) =>
    referring(found, (uploads): string => JSON.stringify(estimatePlacement(parseJsonText(body), uploads, limits))),
  compare: (body: Uint8Array, { found }: ReferringArgument) =>
    referring(found, (uploads): string => JSON.stringify(compareRequested(parseJsonText(body), uploads))),
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
