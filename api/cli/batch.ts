import { availableParallelism } from 'node:os';
import { Presets, SingleBar } from 'cli-progress';
import { InvalidArgumentError, type Command } from 'commander';
import { BadInputError } from '../bad-input.ts';
import { answerBy, answerHere } from '../batch/answers.ts';
import { readBatch, type BatchLine } from '../batch/batch-lines.ts';
import type { BatchRecord } from '../batch/batch-record.ts';
import { openResults } from '../batch/results-file.ts';
import { BatchStoppedError, runBatch } from '../batch/run-batch.ts';
import type { StudyResult } from '../results.ts';
import { exitCodeOf } from './answer.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { examples } from './help.ts';
import { readText } from './input-files.ts';
import { readNumber } from './problem-options.ts';

interface BatchFlags {
  readonly out: string;
  readonly concurrency: number;
  readonly server?: string;
  readonly restart?: true;
}

/** `shardwright batch`: many problems, one a line. */
export function addBatchCommand(program: Command, end: (code: ExitCode) => void): void {
  program
    .command('batch')
    .description('answer many problems, one a line, and go on where an earlier run stopped')
    .argument('<file>', 'NDJSON: {"id": ..., "kind": "plan" | "frontier" | "evaluation", "problem": ..., ...} a line')
    .requiredOption('--out <file>', 'results, one a line in the order of the problems; ids that it holds are skipped')
    .option('--concurrency <number>', 'problems at a time', readConcurrency, availableParallelism())
    .option('--server <url>', 'have a service answer; SHARDWRIGHT_TOKEN is sent where it is set')
    .option('--restart', 'answer all again: what --out holds is thrown away')
    .addHelpText('after', HELP)
    .action(async (file: string, flags: BatchFlags) => end(await batch(file, flags)));
}

const HELP = `
Lines are requests as POST /v1/plans, /v1/frontiers and /v1/evaluations take them, with an id; kind is plan where it is left out.
Nothing is measured unless a line has "measure". A line that is refused has a record with its faults, and the others go on.
${examples(
  'shardwright batch problems.ndjson --out results.ndjson',
  'shardwright batch problems.ndjson --out results.ndjson --server http://127.0.0.1:8080 --concurrency 8',
)}

Exit codes, the first that holds:
  130  stopped by a signal: the same command goes on
  70   a line failed: a bug of Shardwright
  2    bad input: a line was refused, nothing was run, or the service can't be reached: the same command goes on
  1    refuted: outputs of a measured plan disagree, or an evaluated placement has violations
  3    a problem has no plan
  0    good: every line has its plan, also where it had it before`;

async function batch(file: string, { out, concurrency, server, restart }: BatchFlags): Promise<ExitCode> {
  const lines = readBatch(readText(file, 'the file'));
  if (lines.length === 0)
    throw new BadInputError([
      { pointer: file, seen: 'no line', rule: 'one request a line', maybe: 'Maybe another file.' },
    ]);
  const answer = server === undefined ? answerHere : answerBy(urlOf(server), process.env.SHARDWRIGHT_TOKEN);
  const results = openResults(out, lines, restart === true);
  const open = lines.filter(({ id }) => !results.done.has(id));
  const bar = progressOf(open.length);
  const stop = new AbortController();
  const abort = (): void => stop.abort();
  process.once('SIGINT', abort);
  process.once('SIGTERM', abort);
  const before = lines.flatMap(({ id }) => results.done.get(id) ?? []).map(codeOf);
  const codes: ExitCode[] = [];
  try {
    const isWhole = await runBatch(open, {
      answer,
      concurrency,
      signal: stop.signal,
      onRecord: (record) => {
        results.append(record);
        codes.push(codeOf(record));
        bar.show(codes.length);
      },
    });
    bar.stop();
    process.stderr.write(`${summarize(lines, open, codes, results.wasTorn, isWhole)}\n`);
    return isWhole ? worstOf([...before, ...codes]) : EXIT.cancelled;
  } catch (error) {
    if (!(error instanceof BatchStoppedError)) throw error;
    bar.stop();
    process.stderr.write(`${error.message}\n${summarize(lines, open, codes, results.wasTorn, false)}\n`);
    return EXIT.badInput;
  } finally {
    bar.stop();
    results.close();
    process.off('SIGINT', abort);
    process.off('SIGTERM', abort);
  }
}

/** As the command would end that had answered this line alone. */
function codeOf({ status, result }: BatchRecord): ExitCode {
  if (status === 'refused') return EXIT.badInput;
  return status === 'failed' || result === undefined ? EXIT.internal : exitCodeOf(result as unknown as StudyResult);
}

const ORDER: readonly ExitCode[] = [EXIT.internal, EXIT.badInput, EXIT.refuted, EXIT.noPlan];

const worstOf = (codes: readonly ExitCode[]): ExitCode => ORDER.find((code) => codes.includes(code)) ?? EXIT.good;

const WORDS: Readonly<Partial<Record<ExitCode, string>>> = {
  [EXIT.internal]: 'failed',
  [EXIT.badInput]: 'refused',
  [EXIT.refuted]: 'refuted',
  [EXIT.noPlan]: 'without a plan',
};

function summarize(
  lines: readonly BatchLine[],
  open: readonly BatchLine[],
  codes: readonly ExitCode[],
  wasTorn: boolean,
  isWhole: boolean,
): string {
  const few = ORDER.map((code) => ({ code, count: codes.filter((one) => one === code).length }))
    .filter(({ count }) => count > 0)
    .map(({ code, count }) => `, ${count} ${WORDS[code]}`);
  const skipped = lines.length - open.length;
  return [
    `${codes.length} of ${lines.length} answered now${few.join('')}; ${skipped} had been before.`,
    wasTorn ? ' A torn last line was dropped and answered again.' : '',
    isWhole ? '' : ` ${open.length - codes.length} are left: the same command goes on.`,
  ].join('');
}

function urlOf(text: string): string {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new BadInputError([
      { pointer: '--server', seen: text, rule: 'an http or https URL', maybe: 'Maybe http://127.0.0.1:8080.' },
    ]);
  return url.href.replace(/\/$/, '');
}

function readConcurrency(text: string): number {
  const value = readNumber(text);
  if (!Number.isInteger(value) || value < 1 || value > 256)
    throw new InvalidArgumentError('It has to be a whole number from 1 to 256.');
  return value;
}

/** A bar on standard error where that is a terminal, and nothing where it is not. */
function progressOf(total: number): { show(done: number): void; stop(): void } {
  if (!process.stderr.isTTY || total === 0) return { show: () => {}, stop: () => {} };
  const bar = new SingleBar(
    {
      format: '{bar} {percentage}%  {value} of {total} problems, {eta_formatted} left',
      stream: process.stderr,
      hideCursor: true,
      clearOnComplete: true,
      barsize: 30,
    },
    Presets.shades_classic,
  );
  bar.start(total, 0);
  return { show: (done) => bar.update(done), stop: () => bar.stop() };
}
