import { BadInputError } from '../bad-input.ts';
import type { StudyResult } from '../results.ts';
import type { BatchKind, BatchLine } from './batch-lines.ts';
import type { BatchRecord } from './batch-record.ts';

/** Nothing can be answered now, whichever line: the service is not there, or takes no requests of ours. The batch goes on later. */
export class BatchStoppedError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BatchStoppedError';
  }
}

/** Answers one request; undefined where the signal stopped it. Throws BadInputError where it is refused, BatchStoppedError where any would fail. */
export type Answer = (
  kind: BatchKind,
  request: Readonly<Record<string, unknown>>,
  about: { readonly key: string; readonly signal: AbortSignal },
) => Promise<StudyResult | undefined>;

export interface BatchOptions {
  readonly answer: Answer;
  readonly concurrency: number;
  readonly signal: AbortSignal;
  /** Called with each record in the order of the lines, whichever was answered first. */
  readonly onRecord: (record: BatchRecord) => void;
}

/**
 * Answers lines, several at a time. Records come in the order of the lines: a batch that was stopped and goes on writes the same file
 * as one that was not. True where all were answered, false where the signal stopped it.
 * @throws BatchStoppedError once what was under way has ended.
 */
export async function runBatch(lines: readonly BatchLine[], options: BatchOptions): Promise<boolean> {
  const { concurrency, signal, onRecord } = options;
  const waiting = new Map<number, BatchRecord>();
  let [next, written] = [0, 0];
  let stopped: BatchStoppedError | undefined;
  const flush = (): void => {
    for (let ready = waiting.get(written); ready !== undefined; ready = waiting.get(written)) {
      waiting.delete(written++);
      onRecord(ready);
    }
  };
  const work = async (): Promise<void> => {
    while (next < lines.length && !signal.aborted && stopped === undefined) {
      const at = next++;
      const answered = await recordOf(lines[at], options);
      if (answered instanceof BatchStoppedError) stopped = answered;
      if (answered === undefined || answered instanceof BatchStoppedError) return;
      waiting.set(at, answered);
      flush();
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, lines.length) }, work));
  if (stopped !== undefined) throw stopped;
  return written === lines.length;
}

async function recordOf(
  { id, line, hash, asked }: BatchLine,
  { answer, signal }: BatchOptions,
): Promise<BatchRecord | BatchStoppedError | undefined> {
  const about = { id, line, requestHash: hash };
  if (!('kind' in asked)) return { ...about, status: 'refused', problems: [...asked] };
  try {
    const result = await answer(asked.kind, asked.request, { key: hash, signal });
    if (result === undefined) return undefined;
    const { seconds: _, ...kept } = result as StudyResult & { seconds?: unknown };
    return { ...about, status: 'answered', result: kept };
  } catch (error) {
    if (error instanceof BatchStoppedError) return error;
    if (error instanceof BadInputError) return { ...about, status: 'refused', problems: [...error.problems] };
    return { ...about, status: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}
