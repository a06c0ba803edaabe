import { basename, extname } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { ShardThreads, TransportName } from '../../domain/measurement.ts';
import { DEFAULT_BATCH_SIZE, tablesOfCsv } from '../interchange/csv-tables.ts';
import { readTrace } from '../trace-files.ts';
import { FLEET_HELP, fleetOf } from './fleet-option.ts';
import { readBytes, readDocument, readText } from './input-files.ts';

/** Options that state a problem, as commander reads them. */
export interface SourceFlags {
  readonly problem?: string;
  readonly tables?: string;
  readonly batchSize?: number;
  readonly model?: string;
  readonly workload?: string;
  readonly fleet?: string;
  readonly objectives?: readonly string[];
  readonly epsilon?: readonly { readonly objective: string; readonly atMost: number }[];
  readonly coefficients?: string;
}

/** The same, and how to execute its plans. */
export interface ProblemFlags extends SourceFlags {
  readonly trace?: string;
  readonly seed?: number;
  readonly requests?: number;
  readonly warmup?: number;
  readonly maxPlans?: number;
  readonly transport?: string;
  readonly shardThreads?: string;
  readonly roundTrips?: readonly number[];
  readonly measure: boolean;
  readonly json?: true;
  readonly out?: string;
}

export const DEFAULT_MODEL = 'criteo-terabyte-dcnv2';
export const DEFAULT_FLEET = '8x32gib';

/** Options of the solver. */
export interface SolvingFlags {
  readonly engine?: string;
  readonly effort?: number;
  readonly timeLimit?: number;
}

/** Adds the options that study, plan and explain share. */
export const addSolvingOptions = (command: Command): Command =>
  command
    .option('--engine <name>', 'highs, glpk or javascript-lp-solver')
    .option('--effort <factor>', 'of the default work; the same effort gives the same plans', readNumber)
    .option('--time-limit <seconds>', 'solve no longer than this; plans then depend on the machine', readNumber);

export const solvingOf = ({ engine, effort, timeLimit }: SolvingFlags): Record<string, unknown> =>
  withoutUndefined({ engine, effort, timeLimitSeconds: timeLimit });

/** Adds the options that state a problem. */
export function addSourceOptions(command: Command): Command {
  return command
    .option(
      '--problem <file>',
      'problem in JSON or YAML, or a request as POST /v1/frontiers takes it (`-`: standard input)',
    )
    .option('--tables <file>', 'model of your own as CSV, a line a table: name,rows,dim,dtype,net,poolingFactor')
    .option(
      '--batch-size <number>',
      `samples of a batch and a request, with --tables (default: ${DEFAULT_BATCH_SIZE})`,
      readNumber,
    )
    .option('--model <name>', `model of the fixtures (default: ${DEFAULT_MODEL}); takes the place of the file's`)
    .option('--workload <name>', 'workload of another fixture')
    .option('--fleet <name>', `${FLEET_HELP} (default: ${DEFAULT_FLEET}); takes the place of the problem's`)
    .option('--objectives <names>', 'minimised quantities, by commas', (names) => names.split(','))
    .addOption(
      new Option('--epsilon <name=value>', 'cap on a quantity: hostsUsed=6; may be repeated').argParser(addEpsilon),
    )
    .option('--coefficients <file>', 'constants of the cost model, as `calibrate` writes them (default: built in)');
}

/** Adds the options that study, plan and evaluate share. */
export function addProblemOptions(command: Command): Command {
  return addSourceOptions(command)
    .option('--trace <file>', 'requests to serve, in JSON, NDJSON or binary (default: synthesised from the workload)')
    .option('--seed <number>', 'of every random choice', readNumber)
    .option('--requests <number>', 'requests timed for each plan', readNumber)
    .option('--warmup <number>', 'requests served before them', readNumber)
    .option(
      '--transport <name>',
      `between main and sparse shards: ${TransportName.options.join(', ')} (default: the first)`,
    )
    .option(
      '--shard-threads <name>',
      `threads of sparse shards: ${ShardThreads.options.join(' or ')}, which they share (default: the first)`,
    )
    .option('--round-trips <ms>', 'latency with these round trip times as well, milliseconds, by commas', readNumbers)
    .option('--no-measure', 'plan only, execute nothing')
    .option('--json', 'print the result as JSON and nothing else on standard output')
    .option('--out <file>', 'write the result as JSON to a file as well');
}

/** The body that HTTP would take for these options. */
export function requestOf(flags: ProblemFlags): Record<string, unknown> {
  const { requests, warmup: warmupRequests, maxPlans, transport, shardThreads, roundTrips: roundTripsMs } = flags;
  const { problem, request } = statedBy(flags);
  const measure = withoutUndefined({ requests, warmupRequests, maxPlans, transport, shardThreads, roundTripsMs });
  const given = request.measure;
  return {
    ...request,
    ...withoutUndefined({
      problem,
      seed: flags.seed,
      trace: flags.trace === undefined ? undefined : readTrace(readBytes(flags.trace, '--trace'), flags.trace),
      measure: flags.measure && given !== false ? { ...(typeof given === 'object' ? given : {}), ...measure } : false,
    }),
  };
}

export function readNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('It has to be a number.');
  return value;
}

const readNumbers = (text: string): number[] => text.split(',').map(readNumber);

/** The problem as HTTP would take it, fixtures by name. */
export const problemOf = (flags: SourceFlags): unknown => statedBy(flags).problem;

interface Stated {
  readonly problem: unknown;
  /** What else the file says, where it holds a whole request. */
  readonly request: Readonly<Record<string, unknown>>;
}

function statedBy(flags: SourceFlags): Stated {
  const document = flags.problem === undefined ? {} : readDocument(flags.problem, '--problem');
  const isRequest = isRecord(document) && isRecord(document.problem);
  const { problem: given = document, ...request } = isRequest ? document : {};
  if (!isRecord(given)) return { problem: given, request: {} };
  const isFile = flags.problem !== undefined;
  const hasModel = isFile || flags.tables !== undefined;
  const problem = {
    ...given,
    ...(flags.tables === undefined ? {} : tablesIn(flags.tables, flags.batchSize)),
    ...withoutUndefined({
      model: reference(flags.model ?? (hasModel ? undefined : DEFAULT_MODEL)),
      workload: reference(flags.workload),
      fleet: flags.fleet === undefined && isFile ? undefined : fleetOf(flags.fleet ?? DEFAULT_FLEET),
      objectives: flags.objectives,
      epsilons: flags.epsilon,
      coefficients: flags.coefficients === undefined ? undefined : readDocument(flags.coefficients, '--coefficients'),
    }),
  };
  return { problem, request };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** Popularity of rows where a file of tables states none: the fixtures' assumption. */
export const DEFAULT_ZIPF_EXPONENT = 1.05;

/** Model and workload of a CSV file; the model is named after it. */
const tablesIn = (file: string, batchSize: number | undefined) =>
  tablesOfCsv(readText(file, '--tables'), file, {
    name: nameOf(file),
    net: DEFAULT_NET,
    zipfExponent: DEFAULT_ZIPF_EXPONENT,
    ...(batchSize === undefined ? {} : { batchSize }),
  });

export const DEFAULT_NET = 'net';

export const nameOf = (file: string): string => (file === '-' ? 'model' : basename(file, extname(file)));

const reference = (name: string | undefined) => (name === undefined ? undefined : { fixture: name });

function addEpsilon(text: string, before: ProblemFlags['epsilon'] = []): NonNullable<ProblemFlags['epsilon']> {
  const [objective, value, ...rest] = text.split('=');
  if (value === undefined || rest.length > 0)
    throw new InvalidArgumentError('It has to be name=value, as hostsUsed=6.');
  return [...before, { objective, atMost: readNumber(value) }];
}

export const withoutUndefined = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
