import { readFileSync } from 'node:fs';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { parse as parseYaml } from 'yaml';
import { TransportName } from '../../domain/measurement.ts';
import { BadInputError } from '../bad-input.ts';
import { readTrace } from '../trace-files.ts';

/** Options that state a problem and how to execute its plans, as commander reads them. */
export interface ProblemFlags {
  readonly problem?: string;
  readonly model?: string;
  readonly workload?: string;
  readonly fleet?: string;
  readonly objectives?: readonly string[];
  readonly epsilon?: readonly { readonly objective: string; readonly atMost: number }[];
  readonly coefficients?: string;
  readonly trace?: string;
  readonly seed?: number;
  readonly requests?: number;
  readonly warmup?: number;
  readonly maxPlans?: number;
  readonly transport?: string;
  readonly roundTrips?: readonly number[];
  readonly measure: boolean;
  readonly json?: true;
  readonly out?: string;
}

const DEFAULT_MODEL = 'criteo-terabyte-dcnv2';
const DEFAULT_FLEET = '8x32gib';

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

/** Adds the options that study, plan and evaluate share. */
export function addProblemOptions(command: Command): Command {
  return command
    .option('--problem <file>', 'problem in JSON or YAML, as POST /v1/frontiers takes it (`-`: standard input)')
    .option('--model <name>', `model of the fixtures (default: ${DEFAULT_MODEL}); takes the place of the file's`)
    .option('--workload <name>', 'workload of another fixture')
    .option('--fleet <name>', `fleet of the fixtures (default: ${DEFAULT_FLEET}); takes the place of the file's`)
    .option('--objectives <names>', 'minimised quantities, by commas', (names) => names.split(','))
    .addOption(
      new Option('--epsilon <name=value>', 'cap on a quantity: hostsUsed=6; may be repeated').argParser(addEpsilon),
    )
    .option('--coefficients <file>', 'constants of the cost model, as `calibrate` writes them (default: built in)')
    .option('--trace <file>', 'requests to serve, in JSON, NDJSON or binary (default: synthesised from the workload)')
    .option('--seed <number>', 'of every random choice', readNumber)
    .option('--requests <number>', 'requests timed for each plan', readNumber)
    .option('--warmup <number>', 'requests served before them', readNumber)
    .option(
      '--transport <name>',
      `between main and sparse shards: ${TransportName.options.join(', ')} (default: the first)`,
    )
    .option('--round-trips <ms>', 'latency with these round trip times as well, milliseconds, by commas', readNumbers)
    .option('--no-measure', 'plan only, execute nothing')
    .option('--json', 'print the result as JSON and nothing else on standard output')
    .option('--out <file>', 'write the result as JSON to a file as well');
}

/** The body that HTTP would take for these options. */
export function requestOf(flags: ProblemFlags): Record<string, unknown> {
  const { requests, warmup: warmupRequests, maxPlans, transport, roundTrips: roundTripsMs } = flags;
  return withoutUndefined({
    problem: problemOf(flags),
    seed: flags.seed,
    trace: flags.trace === undefined ? undefined : readTrace(readBytes(flags.trace, '--trace'), flags.trace),
    measure: flags.measure ? withoutUndefined({ requests, warmupRequests, maxPlans, transport, roundTripsMs }) : false,
  });
}

/** Reads a JSON or YAML file, or standard input for `-`. */
export function readDocument(file: string, option: string): unknown {
  const text = readBytes(file, option).toString('utf8');
  try {
    return /\.ya?ml$/i.test(file) ? parseYaml(text) : JSON.parse(text);
  } catch (error) {
    throw badFile(file, option, /\.ya?ml$/i.test(file) ? 'YAML' : 'JSON', error);
  }
}

/** Reads a file, or standard input for `-`. */
export function readBytes(file: string, option: string): Buffer {
  try {
    return readFileSync(file === '-' ? 0 : file);
  } catch (error) {
    throw badFile(file, option, 'a file that can be read', error);
  }
}

export function readNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('It has to be a number.');
  return value;
}

const readNumbers = (text: string): number[] => text.split(',').map(readNumber);

function problemOf(flags: ProblemFlags): unknown {
  const given = flags.problem === undefined ? {} : readDocument(flags.problem, '--problem');
  if (given === null || typeof given !== 'object' || Array.isArray(given)) return given;
  const isFile = flags.problem !== undefined;
  return {
    ...given,
    ...withoutUndefined({
      model: reference(flags.model ?? (isFile ? undefined : DEFAULT_MODEL)),
      workload: reference(flags.workload),
      fleet: reference(flags.fleet ?? (isFile ? undefined : DEFAULT_FLEET)),
      objectives: flags.objectives,
      epsilons: flags.epsilon,
      coefficients: flags.coefficients === undefined ? undefined : readDocument(flags.coefficients, '--coefficients'),
    }),
  };
}

const reference = (name: string | undefined) => (name === undefined ? undefined : { fixture: name });

function addEpsilon(text: string, before: ProblemFlags['epsilon'] = []): NonNullable<ProblemFlags['epsilon']> {
  const [objective, value, ...rest] = text.split('=');
  if (value === undefined || rest.length > 0)
    throw new InvalidArgumentError('It has to be name=value, as hostsUsed=6.');
  return [...before, { objective, atMost: readNumber(value) }];
}

function badFile(file: string, option: string, rule: string, error: unknown): BadInputError {
  const maybe = error instanceof Error ? error.message : 'Maybe another file.';
  return new BadInputError([{ pointer: option, seen: file, rule, maybe }]);
}

const withoutUndefined = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
