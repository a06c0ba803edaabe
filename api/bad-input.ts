import * as z from 'zod';
import { closestName } from './closest-name.ts';

export const InputProblem = z
  .strictObject({
    pointer: z
      .string()
      .describe(
        'JSON pointer (RFC 6901) into the body; empty for the body itself. `?name` is a parameter of the query, `Name:` a header.',
      ),
    seen: z.string().describe('What stood there, shortened; `nothing` where it was left out.'),
    rule: z.string(),
    maybe: z.string().describe('What might help.'),
  })
  .meta({ id: 'InputProblem', description: 'One fault of a request.' });
export type InputProblem = z.infer<typeof InputProblem>;

/** Input was refused before any work. Carries every problem found. */
export class BadInputError extends Error {
  readonly problems: readonly InputProblem[];
  /** All that were found; where they are very many, `problems` has the first of them. */
  readonly count: number;

  constructor(problems: readonly InputProblem[], count: number = problems.length) {
    super(problems.map(({ pointer, rule }) => `${pointer || '(request)'}: ${rule}`).join('\n'));
    this.name = 'BadInputError';
    this.problems = problems;
    this.count = count;
  }
}

type Path = readonly PropertyKey[];
type Issue = z.core.$ZodIssue;

/**
 * Parses input from outside.
 * @throws BadInputError that lists every problem.
 */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw new BadInputError(listProblems(parsed.error.issues, schema));
}

/** The problems behind zod's issues; `schema` is the one that found them, and gives the known fields. */
export const listProblems = (issues: readonly Issue[], schema: z.ZodType): InputProblem[] =>
  issues.flatMap((issue) => describeIssue(issue, [], schema));

/** RFC 6901: `~` is written ~0 and `/` is written ~1. */
export const jsonPointer = (path: Path): string =>
  path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** A value as one short line; the insides of objects are left out, so that a large body costs nothing. */
export function shortened(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `an array of ${value.length}`;
  if (value !== null && typeof value === 'object') {
    const keys = Object.keys(value);
    const shown = keys.slice(0, 5).map((key) => (key.length > 40 ? `${key.slice(0, 40)}...` : key));
    return keys.length === 0 ? '{}' : `an object with ${shown.join(', ')}${keys.length > 5 ? ', ...' : ''}`;
  }
  if (typeof value === 'number') return String(value);
  const text = typeof value === 'string' ? JSON.stringify(value) : (JSON.stringify(value) ?? typeof value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function describeIssue(issue: Issue, before: Path, schema: z.ZodType): InputProblem[] {
  const path = [...before, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(schema, path);
    return issue.keys.map((key) => ({
      pointer: jsonPointer([...path, key]),
      seen: shortened(issue.input?.[key]),
      rule: 'no such field',
      // Another branch of a union knows it.
      maybe: known.includes(key) ? `Maybe ${key} alone, or without it.` : maybeOneOf(key, known),
    }));
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const branch = issue.errors.toSorted((a, b) => strangeness(a) - strangeness(b))[0];
    return branch.flatMap((nested) => describeIssue(nested, path, schema));
  }
  return [{ pointer: jsonPointer(path), seen: shortened(issue.input), ...ruleOf(issue) }];
}

/** How little a branch of a union resembles the input: fields it lacks or does not know, at its root. */
const strangeness = (branch: readonly Issue[]): number =>
  branch.reduce((sum, issue) => {
    if (issue.path.length > 1) return sum;
    if (issue.code === 'unrecognized_keys') return sum + issue.keys.length;
    if (issue.path.length === 0) return sum + (issue.code === 'invalid_type' ? 99 : 100);
    // Who gives no hash does not mean an upload.
    if (issue.input === undefined && issue.path[0] === 'hash') return sum + 50;
    return sum + (issue.input === undefined ? 1 : 0);
  }, 0);

function ruleOf(issue: Issue): Pick<InputProblem, 'rule' | 'maybe'> {
  switch (issue.code) {
    case 'invalid_type':
      return typeRule(issue.expected, issue.input);
    case 'invalid_value':
      return valueRule(issue.values.map(String), issue.input);
    case 'invalid_union': {
      const options = ('options' in issue && Array.isArray(issue.options) ? issue.options : []).map(String);
      const discriminator = 'discriminator' in issue ? String(issue.discriminator) : 'kind';
      const seen = (issue.input as Record<string, unknown> | undefined)?.[discriminator];
      return { rule: `${discriminator} is one of: ${options.join(', ')}`, maybe: maybeOneOf(seen, options) };
    }
    case 'too_small':
      return sizeRule(issue.origin, `${issue.inclusive ? 'at least' : 'above'} ${issue.minimum}`, issue.minimum);
    case 'too_big':
      return sizeRule(issue.origin, `${issue.inclusive ? 'at most' : 'below'} ${issue.maximum}`, issue.maximum);
    case 'not_multiple_of':
      return { rule: `a multiple of ${issue.divisor}`, maybe: 'Maybe round to the nearest multiple.' };
    case 'custom':
      return { rule: issue.message, maybe: typeof issue.params?.maybe === 'string' ? issue.params.maybe : '' };
    default:
      return { rule: issue.message, maybe: 'Maybe a character or a digit slipped.' };
  }
}

function valueRule(values: readonly string[], seen: unknown): Pick<InputProblem, 'rule' | 'maybe'> {
  if (seen === undefined)
    return { rule: `required: one of: ${values.join(', ')}`, maybe: 'Maybe the field is missing or misspelt.' };
  const closest = typeof seen === 'string' ? closestName(seen, values) : undefined;
  return {
    rule: `one of: ${values.join(', ')}`,
    maybe: closest === undefined ? 'Maybe one of those.' : `Maybe ${closest}.`,
  };
}

function typeRule(expected: string, seen: unknown): Pick<InputProblem, 'rule' | 'maybe'> {
  const article = /^[aeio]/.test(expected) ? 'an' : 'a';
  const wanted = expected === 'int' ? 'a whole number below 2^53' : `${article} ${expected}`;
  if (seen === undefined) return { rule: `required: ${wanted}`, maybe: 'Maybe the field is missing or misspelt.' };
  const isNumeric = typeof seen === 'string' && seen.trim() !== '' && Number.isFinite(Number(seen));
  if ((expected === 'number' || expected === 'int') && isNumeric)
    return { rule: wanted, maybe: `Maybe write ${Number(seen)} without quotes.` };
  if (typeof seen === 'number' && !Number.isFinite(seen))
    return { rule: wanted, maybe: 'Maybe an exponent slipped: no double is that large.' };
  if (expected === 'int' && typeof seen === 'number') return { rule: wanted, maybe: `Maybe ${Math.round(seen)}.` };
  if (expected === 'array') return { rule: wanted, maybe: 'Maybe put the value in brackets: [ ].' };
  if (expected === 'object' && typeof seen === 'string')
    return { rule: wanted, maybe: `Maybe {"fixture": ${shortened(seen)}}, where a fixture is meant.` };
  return {
    rule: wanted,
    maybe: `Maybe ${wanted} instead of ${seen === null ? 'null' : Array.isArray(seen) ? 'an array' : typeof seen}.`,
  };
}

function sizeRule(origin: string, size: string, limit: number | bigint): Pick<InputProblem, 'rule' | 'maybe'> {
  if (origin === 'string') return { rule: `${size} characters`, maybe: 'Maybe another name.' };
  if (origin === 'array') return { rule: `${size} entries`, maybe: `Maybe the list is cut off: it needs ${size}.` };
  return { rule: size, maybe: `Maybe ${limit}, or a unit slipped.` };
}

function maybeOneOf(seen: unknown, known: readonly string[]): string {
  const closest = typeof seen === 'string' ? closestName(seen, known) : undefined;
  if (closest !== undefined) return `Maybe ${closest}.`;
  return known.length === 0
    ? 'Maybe leave it out.'
    : `Maybe ${known.slice(0, 12).join(', ')}${known.length > 12 ? ', ...' : ''}.`;
}

/** Fields that the schema knows at a path; of every branch where there are several. */
function knownKeys(schema: z.core.$ZodType, path: Path): string[] {
  const { def } = schema._zod as unknown as { def: SchemaDef };
  if (def.options) return [...new Set(def.options.flatMap((option) => knownKeys(option, path)))];
  if (def.innerType) return knownKeys(def.innerType, path);
  if (def.element && path.length > 0) return knownKeys(def.element, path.slice(1));
  if (!def.shape) return [];
  if (path.length === 0) return Object.keys(def.shape);
  const [key, ...rest] = path;
  return typeof key === 'string' && Object.hasOwn(def.shape, key) ? knownKeys(def.shape[key], rest) : [];
}

/** The members of zod's definitions that hold other schemas. */
interface SchemaDef {
  readonly options?: readonly z.core.$ZodType[];
  readonly innerType?: z.core.$ZodType;
  readonly element?: z.core.$ZodType;
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
}
