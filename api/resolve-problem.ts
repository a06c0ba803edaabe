import type * as z from 'zod';
import { Fleet } from '../domain/fleet.ts';
import { Model } from '../domain/model.ts';
import { Problem, type ObjectiveName } from '../domain/problem.ts';
import { Trace, Workload } from '../domain/trace.ts';
import { estimateWorkload } from '../evaluator/trace/estimate-workload.ts';
import { fromTrace } from '../evaluator/trace/jagged.ts';
import { BadInputError, listProblems, parseInput, shortened, type InputProblem } from './bad-input.ts';
import { loadFleetFixture, loadModelFixture } from './fixtures.ts';
import { ProblemInput, type ProblemGiven, type TraceGiven } from './inputs.ts';
import { uploadsPath, type UploadKind, type Uploads } from './resources/uploads.ts';

/** What a frontier minimises where nothing is said. */
export const frontierObjectives = (model: Model): ObjectiveName[] => [
  'hostsUsed',
  'peakLoad',
  'bytesOnWire',
  ...(model.nets.length > 1 ? (['fanOut'] as const) : []),
];

export interface Resolving {
  readonly defaultObjectives: (model: Model) => ObjectiveName[];
  readonly uploads: Uploads;
  /** Where the problem stands in the request. */
  readonly at: string;
  /** What else is asked of its model: told together with all other faults. */
  readonly check?: (model: Model) => readonly InputProblem[];
}

export interface Resolved {
  readonly problem: Problem;
  /** The requests that its workload was estimated from, where it was. */
  readonly trace?: Trace;
}

/**
 * A problem with fixtures, uploads and traces put in place, checked.
 * @throws BadInputError that lists every problem found.
 */
export function resolveProblem(given: ProblemGiven, resolving: Resolving): Resolved {
  const { uploads, at, defaultObjectives, check = () => [] } = resolving;
  const input = 'hash' in given ? findUpload(uploads, 'problem', ProblemInput, given.hash, at) : given;
  const { model, workload, fleet, trace } = resolveParts(input, uploads, at);
  const objectives = input.objectives ?? defaultObjectives(model);
  const parsed = Problem.safeParse({ ...input, model, workload, fleet, objectives }, { reportInput: true });
  const problems = (parsed.success ? [] : listProblems(parsed.error.issues, Problem)).map((found) =>
    'hash' in given ? { ...found, pointer: `${at}/hash` } : relocate(found, given, at),
  );
  const all = [...problems, ...check(model)];
  if (!parsed.success || all.length > 0) throw new BadInputError(withoutRepeats(all));
  return { problem: parsed.data, ...(trace === undefined ? {} : { trace }) };
}

interface Parts {
  readonly model: Model;
  readonly workload: Workload;
  readonly fleet: Fleet;
  readonly trace?: Trace | undefined;
}

/** Every reference is looked up before anything is refused. */
function resolveParts(input: ProblemInput, uploads: Uploads, at: string): Parts {
  const faults: InputProblem[] = [];
  const model = collecting(faults, () => resolveModel(input.model, uploads, `${at}/model`));
  const fleet = collecting(faults, () => resolveFleet(input.fleet, uploads, `${at}/fleet`));
  const given = collecting(faults, () => givenWorkload(input, uploads, at));
  if (model === undefined || fleet === undefined || given === undefined || faults.length > 0)
    throw new BadInputError(withoutRepeats(faults));
  if (!('trace' in given)) return { model, fleet, workload: given };
  const { trace, ...options } = given;
  const reading = fromTrace(trace, model);
  if (reading.status === 'mismatch')
    throw new BadInputError(
      reading.problems.map((found) => asInputProblem(found, `${at}/workload/trace`, namesTrace(input))),
    );
  const { requestsPerSecond, ...sampling } = options;
  const rate = requestsPerSecond === undefined ? {} : { requestsPerSecond };
  return { model, fleet, workload: estimateWorkload(model, reading.trace, { ...sampling, ...rate }), trace };
}

function resolveModel(given: ProblemInput['model'], uploads: Uploads, at: string): Model {
  if ('fixture' in given) return loadModelFixture(given.fixture).model;
  return 'hash' in given ? findUpload(uploads, 'model', Model, given.hash, at) : given;
}

function resolveFleet(given: ProblemInput['fleet'], uploads: Uploads, at: string): Fleet {
  if ('fixture' in given) return loadFleetFixture(given.fixture);
  return 'hash' in given ? findUpload(uploads, 'fleet', Fleet, given.hash, at) : given;
}

/** The workload, or the trace that it is to be estimated from. */
function givenWorkload({ model, workload }: ProblemInput, uploads: Uploads, at: string) {
  if (workload === undefined) {
    if ('fixture' in model) return loadModelFixture(model.fixture).workload;
    const rule = 'required where the model is no fixture: it says how the tables are looked up';
    const maybe = 'Maybe {"fixture": ...} of a model with the same tables, or {"trace": ..., "batchSize": ...}.';
    throw new BadInputError([{ pointer: `${at}/workload`, seen: 'nothing', rule, maybe }]);
  }
  if ('fixture' in workload) return loadModelFixture(workload.fixture).workload;
  if ('hash' in workload) return findUpload(uploads, 'workload', Workload, workload.hash, `${at}/workload`);
  if (!('trace' in workload)) return workload;
  return { ...workload, trace: resolveTrace(workload.trace, uploads, `${at}/workload/trace`) };
}

/** @throws BadInputError where nothing was uploaded under the hash. */
export const resolveTrace = (given: TraceGiven, uploads: Uploads, at: string): Trace =>
  'hash' in given ? findUpload(uploads, 'trace', Trace, given.hash, at) : given;

/** What does not fit between a trace and a model. `isNamed`: the request has its hash alone. */
export function traceProblems(trace: Trace, model: Model, at: string, isNamed: boolean): InputProblem[] {
  const reading = fromTrace(trace, model);
  return reading.status === 'read' ? [] : reading.problems.map((found) => asInputProblem(found, at, isNamed));
}

const namesTrace = ({ workload }: ProblemInput): boolean =>
  workload !== undefined && 'trace' in workload && 'hash' in workload.trace;

/** It was checked when it came, by the rules of then: today's are asked again. */
function findUpload<S extends z.ZodType>(
  uploads: Uploads,
  kind: UploadKind,
  schema: S,
  hash: string,
  at: string,
): z.output<S> {
  const found = uploads.find(kind, hash);
  const pointer = `${at}/hash`;
  if (found === undefined) {
    const rule = `the hash of a ${kind} that you have uploaded`;
    const maybe = `Maybe upload it with POST ${uploadsPath(kind)}; its answer has the hash.`;
    throw new BadInputError([{ pointer, seen: shortened(hash), rule, maybe }]);
  }
  const faults: InputProblem[] = [];
  const parsed = collecting(faults, () => parseInput(schema, found));
  if (faults.length > 0) throw new BadInputError(faults.map((fault) => ({ ...fault, pointer })));
  return parsed as z.output<S>;
}

/** What `work` answers; its refusals are added to the others. */
export function collecting<T>(faults: InputProblem[], work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof BadInputError)) throw error;
    faults.push(...error.problems);
    return undefined;
  }
}

type FoundProblem = Omit<InputProblem, 'seen'> & { readonly seen: unknown };

/** What stands in an upload stands in no field of the request: its hash is pointed at, and the rule says where. */
const asInputProblem = ({ pointer, seen, rule, maybe }: FoundProblem, at: string, isNamed: boolean): InputProblem => ({
  pointer: isNamed ? `${at}/hash` : `${at}${pointer}`,
  seen: shortened(seen),
  rule: isNamed ? `${rule} (at ${pointer} of the upload)` : rule,
  maybe,
});

/** Points into the request: what came from a fixture, an upload or a trace stands in no field of it, so the reference is pointed at. */
function relocate(found: InputProblem, input: ProblemInput, at: string): InputProblem {
  const [, part] = found.pointer.split('/');
  const given = part === 'model' || part === 'workload' || part === 'fleet' ? input[part] : input;
  if (given === undefined) return { ...found, pointer: `${at}/model/fixture` };
  for (const reference of ['fixture', 'hash'] as const)
    if (reference in given) return { ...found, pointer: `${at}/${part}/${reference}` };
  return { ...found, pointer: 'trace' in given ? `${at}/workload/trace` : `${at}${found.pointer}` };
}

/** The first of all problems that break one rule at one place. */
export function withoutRepeats(problems: readonly InputProblem[]): InputProblem[] {
  const seen = new Set<string>();
  return problems.filter(({ pointer, rule }) => seen.size < seen.add(`${pointer}\n${rule}`).size);
}
