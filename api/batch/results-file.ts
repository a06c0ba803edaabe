import { closeSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { BadInputError } from '../bad-input.ts';
import { takePidLock } from '../store/pid-lock.ts';
import type { BatchLine } from './batch-lines.ts';
import { BatchRecord } from './batch-record.ts';

/** A file of results that is only ever added to, a whole line at a time, by one process. */
export interface ResultsFile {
  /** Records of an earlier run, by id: the last one, where a line that had been refused was mended. */
  readonly done: ReadonlyMap<string, BatchRecord>;
  /** Whether a torn last line was dropped. */
  readonly wasTorn: boolean;
  append(record: BatchRecord): void;
  close(): void;
}

const NEWLINE = 10;

/**
 * Opens results to go on with. A last line without its end was being written when a process died: it is dropped.
 * @throws BadInputError where the file is no file of results, answers other requests, or another process writes it.
 */
export function openResults(file: string, lines: readonly BatchLine[], restart: boolean): ResultsFile {
  const release = lockFor(file);
  try {
    const handle = openSync(file, restart ? 'w+' : 'a+');
    const bytes = readFileSync(handle);
    const whole = bytes.lastIndexOf(NEWLINE) + 1;
    if (whole < bytes.length) ftruncateSync(handle, whole);
    const done = answeredIn(bytes.subarray(0, whole).toString('utf8'), file, lines);
    return {
      done,
      wasTorn: whole < bytes.length,
      append: (record) => {
        writeSync(handle, `${JSON.stringify(record)}\n`);
        fsyncSync(handle);
      },
      close: () => {
        closeSync(handle);
        release();
      },
    };
  } catch (error) {
    release();
    if (error instanceof BadInputError) throw error;
    throw refusal(
      file,
      'a file that can be read and written',
      error instanceof Error ? error.message : 'Maybe another file.',
    );
  }
}

/** Two processes that add to one file would answer everything twice. */
function lockFor(file: string): () => void {
  const folder = `${file}.lock`;
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw refusal(
      file,
      'a file in a folder that can be written',
      error instanceof Error ? error.message : 'Maybe another file.',
    );
  }
  const lock = takePidLock(folder);
  if (lock.status === 'held')
    throw refusal(file, 'a file that no other process writes', `Maybe process ${lock.pid} still runs this batch.`);
  return () => {
    lock.release();
    rmSync(folder, { recursive: true, force: true });
  };
}

/** A line that was mended since it was refused is asked anew; an answer stays the answer. */
function answeredIn(text: string, file: string, lines: readonly BatchLine[]): Map<string, BatchRecord> {
  const asked = new Map(lines.map((line) => [line.id, line]));
  const done = new Map<string, BatchRecord>();
  text.split('\n').forEach((content, i) => {
    if (content === '') return;
    const parsed = BatchRecord.safeParse(jsonOf(content));
    if (!parsed.success)
      throw refusal(
        `${file} line ${i + 1}`,
        'a result of a batch',
        'Maybe another --out: this file holds something else.',
      );
    const { id, requestHash, status } = parsed.data;
    const line = asked.get(id);
    const isOther = line !== undefined && line.hash !== requestHash;
    if (isOther && status === 'answered') {
      const rule = `an answer to ${id} as line ${line.line} of the problems asks for it`;
      throw refusal(
        `${file} line ${i + 1}`,
        rule,
        'Maybe a new id for what is asked anew, or --restart to answer all again.',
      );
    }
    // What failed may not fail again.
    if (isOther || status === 'failed') done.delete(id);
    else done.set(id, parsed.data);
  });
  return done;
}

function jsonOf(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

const refusal = (seen: string, rule: string, maybe: string): BadInputError =>
  new BadInputError([{ pointer: '--out', seen, rule, maybe }]);
