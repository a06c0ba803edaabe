import * as z from 'zod';
import { BadInputError, jsonPointer, listProblems, type InputProblem } from './bad-input.ts';
import { closestName } from './closest-name.ts';

/** A setting that counts something. */
export const wholeNumber = (fallback: number, atLeast: number, atMost: number) =>
  z.coerce.number().int().min(atLeast).max(atMost).default(fallback);

/** A setting whose value no message, log or help text may show. */
export const secret = (description: string) => z.string().optional().describe(description).meta({ secret: true });

type Environment = Readonly<Record<string, string | undefined>>;

/** Our variables begin so; one that no setting has is a slip that would be ignored in silence. */
const PREFIX = 'SHARDWRIGHT_';
/** Read by benches alone. */
const NOT_SETTINGS: readonly string[] = ['SHARDWRIGHT_TORCH_PYTHON'];

/**
 * Reads settings from environment variables of their names. A variable that is set to nothing counts as left out, as compose
 * files write it.
 * @throws BadInputError that names each wrong or unknown variable.
 */
export function readEnvironment<S extends z.ZodRawShape>(
  schema: z.ZodObject<S>,
  environment: Environment,
): z.output<z.ZodObject<S>> {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== '' && value !== undefined),
  );
  const parsed = schema.safeParse(given, { reportInput: true });
  const faults = parsed.success ? [] : listProblems(parsed.error.issues, schema);
  const problems = [...faults.map((found) => withoutSecret(found, schema)), ...unknownVariables(given, schema)];
  if (!parsed.success || problems.length > 0) throw new BadInputError(problems);
  return parsed.data;
}

function unknownVariables(given: Environment, { shape }: z.ZodObject): InputProblem[] {
  return Object.keys(given)
    .filter((name) => name.startsWith(PREFIX) && !Object.hasOwn(shape, name) && !NOT_SETTINGS.includes(name))
    .map((name) => {
      const closest = closestName(name, Object.keys(shape));
      const maybe = closest === undefined ? 'Maybe unset it; shardwright serve --help lists all.' : `Maybe ${closest}.`;
      // The value is not shown: it may be a secret under a misspelt name.
      return { pointer: jsonPointer([name]), seen: 'a value', rule: 'no such setting', maybe };
    });
}

function withoutSecret(found: InputProblem, { shape }: z.ZodObject): InputProblem {
  const [, name] = found.pointer.split('/');
  const schema = shape[name] as z.ZodType | undefined;
  return schema?.meta()?.['secret'] === true ? { ...found, seen: 'a secret, not shown' } : found;
}
