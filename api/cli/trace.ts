import { InvalidArgumentError, Option, type Command } from 'commander';
import type { Problem } from '../../domain/problem.ts';
import { estimateWorkload } from '../../evaluator/trace/estimate-workload.ts';
import { fromTrace, toTrace } from '../../evaluator/trace/jagged.ts';
import { sampleRequests } from '../../evaluator/trace/sample-requests.ts';
import { synthesizeTrace } from '../../evaluator/trace/synthesize.ts';
import type { TraceProblem } from '../../evaluator/trace/jagged.ts';
import { BadInputError, shortened } from '../bad-input.ts';
import { prepareStudy } from '../studies.ts';
import { readTrace, TRACE_FORMATS, writeTrace, type TraceFormat } from '../trace-files.ts';
import { answer, writeResult } from './answer.ts';
import { reportDrift } from './drift-report.ts';
import type { ExitCode } from './exit-codes.ts';
import { examples } from './help.ts';
import { readBytes } from './input-files.ts';
import { addProblemOptions, readNumber, requestOf, withoutUndefined, type ProblemFlags } from './problem-options.ts';
import { addSubjectOptions, subjectOf, type SubjectFlags } from './subject-options.ts';
import { problemOfPlan } from './stored-files.ts';
import { reportTrace } from './trace-report.ts';

interface OutFlags {
  readonly out?: string;
  readonly format: TraceFormat;
}

const formatOption = (): Option =>
  new Option('--format <name>', 'form to write').choices(TRACE_FORMATS).default('ndjson');

/** `shardwright trace`: requests made, looked at, sampled, converted, and compared with a workload. */
export function addTraceCommand(program: Command, end: (code: ExitCode) => void): void {
  const trace = program
    .command('trace')
    .description('make, inspect, sample, convert and compare traces of requests')
    .addHelpText(
      'after',
      examples('shardwright trace make --requests 500 --out day.ndjson', 'shardwright trace inspect day.ndjson'),
    );
  addMake(trace);
  addInspect(trace);
  addSample(trace);
  addConvert(trace);
  addDrift(trace, end);
}

function addMake(trace: Command): void {
  trace
    .command('make')
    .description('synthesise requests from a workload')
    .option('--model <name>', 'model of the fixtures, with its workload (default: criteo-terabyte-dcnv2)')
    .option('--problem <file>', 'problem in JSON or YAML: its model and workload take the place of --model')
    .option('--requests <number>', 'how many', readCount, 1000)
    .option('--seed <number>', 'of every random choice', readNumber, 1)
    .addOption(formatOption())
    .option('--out <file>', 'where to (default: standard output)')
    .addHelpText('after', examples('shardwright trace make --model drm1 --requests 500 --out drm1.ndjson'))
    .action((flags: OutFlags & { model?: string; problem?: string; requests: number; seed: number }) => {
      const { model, workload } = trafficOf(flags);
      write(flags, writeTrace(toTrace(synthesizeTrace(model, workload, flags)), flags.format));
    });
}

function addInspect(trace: Command): void {
  trace
    .command('inspect')
    .description('say what a trace holds, and the workload that it shows')
    .argument('<file>', 'trace in JSON, NDJSON or binary (`-`: standard input)')
    .option('--model <name>', 'model of the fixtures that it belongs to (default: criteo-terabyte-dcnv2)')
    .option('--problem <file>', 'problem in JSON or YAML: its model takes the place of --model')
    .option('--json', 'print the workload as JSON, as problems take it')
    .addHelpText('after', examples('shardwright trace inspect drm1.ndjson --model drm1'))
    .action((file: string, flags: { model?: string; problem?: string; json?: true }) => {
      const { model, workload } = trafficOf(flags);
      const reading = fromTrace(readTrace(readBytes(file, 'the trace'), file), model);
      if (reading.status === 'mismatch') throw mismatch(file, reading.problems);
      const { requests } = reading.trace;
      const seen = estimateWorkload(model, reading.trace, {
        requests: requests.length,
        seed: 1,
        batchSize: workload.batchSize,
      });
      process.stdout.write(flags.json ? `${JSON.stringify(seen, null, 2)}\n` : reportTrace(model, reading.trace, seen));
    });
}

function addConvert(trace: Command): void {
  trace
    .command('convert')
    .description('write a trace in another form')
    .argument('<file>', 'trace in JSON, NDJSON or binary (`-`: standard input)')
    .addOption(formatOption())
    .option('--out <file>', 'where to (default: standard output)')
    .addHelpText('after', examples('shardwright trace convert drm1.ndjson --format binary --out drm1.trace'))
    .action((file: string, flags: OutFlags) =>
      write(flags, writeTrace(readTrace(readBytes(file, 'the trace'), file), flags.format)),
    );
}

function addSample(trace: Command): void {
  trace
    .command('sample')
    .description('take some of the requests of a trace at random, in its order')
    .argument('<file>', 'trace in JSON, NDJSON or binary (`-`: standard input)')
    .option('--requests <number>', 'how many; all, where the trace has no more', readCount, 1000)
    .option('--seed <number>', 'of the choice', readNumber, 1)
    .addOption(formatOption())
    .option('--out <file>', 'where to (default: standard output)')
    .addHelpText('after', examples('shardwright trace sample day.ndjson --requests 500 --out sample.ndjson'))
    .action((file: string, flags: OutFlags & { requests: number; seed: number }) => {
      const { requests } = readTrace(readBytes(file, 'the trace'), file);
      write(flags, writeTrace({ requests: sampleRequests(requests, flags.requests, flags.seed) }, flags.format));
    });
}

function addDrift(trace: Command, end: (code: ExitCode) => void): void {
  const command = trace
    .command('drift')
    .description('compare a trace (--trace) with the workload of a problem, and see what that does to a placement');
  addSubjectOptions(addProblemOptions(command))
    .addHelpText(
      'after',
      examples(
        'shardwright trace drift --model drm1 --trace today.ndjson',
        'shardwright trace drift plan.json --trace today.ndjson --json',
      ),
    )
    .action(async (file: string | undefined, flags: ProblemFlags & SubjectFlags) => {
      const subject = subjectOf(file, flags);
      const { request } =
        subject === undefined ? { request: requestOf(flags) } : problemOfPlan(flags, subject, subject.file);
      const { problem, seed, trace: requests } = request;
      const body = {
        problem,
        ...withoutUndefined({ seed, trace: requests, placement: subject?.placement }),
      };
      end(await answer('drift', body, flags, (result) => (result.kind === 'drift' ? reportDrift(result) : '')));
    });
}

/** The model and workload of a problem, which needs no more than either here. */
function trafficOf({ model, problem }: { model?: string; problem?: string }): Pick<Problem, 'model' | 'workload'> {
  const flags = {
    ...(model === undefined ? {} : { model }),
    ...(problem === undefined ? {} : { problem }),
    measure: false,
  };
  return prepareStudy('plan', requestOf(flags)).problem;
}

function readCount(text: string): number {
  const value = readNumber(text);
  if (!Number.isInteger(value) || value < 1 || value > MOST_REQUESTS)
    throw new InvalidArgumentError(`It has to be a whole number from 1 to ${MOST_REQUESTS}.`);
  return value;
}

/** A trace holds no more (domain/trace.ts). */
const MOST_REQUESTS = 100_000;

const mismatch = (file: string, problems: readonly TraceProblem[]): BadInputError =>
  new BadInputError(
    problems.map(({ pointer, seen, rule, maybe }) => ({
      pointer: `${file} ${pointer}`,
      seen: shortened(seen),
      rule,
      maybe,
    })),
  );

function write({ out }: OutFlags, bytes: Uint8Array): void {
  if (out === undefined) process.stdout.write(bytes);
  else writeResult(out, bytes);
}
