import * as z from 'zod';

/** A name that a user gives to a table, net, feature, host type: 1 to 200 characters, no control characters. */
export const Name = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u, 'a name holds no control characters and no half of a surrogate pair');

/** A problem found by a cross-field rule: zod carries it to the user with its JSON pointer. */
export interface RuleBreach {
  readonly path: readonly (string | number)[];
  readonly rule: string;
  readonly seen: unknown;
  readonly maybe: string;
}

/** Reports a breach of a rule that one field's schema cannot state. */
export function breach(context: z.core.$RefinementCtx, found: RuleBreach): void {
  context.addIssue({
    code: 'custom',
    path: [...found.path],
    message: found.rule,
    input: found.seen,
    params: { maybe: found.maybe },
  });
}

/** The positions at which a list repeats a name that stands earlier in it. */
export function repeatedAt(names: readonly string[]): number[] {
  const seen = new Set<string>();
  const repeats: number[] = [];
  names.forEach((name, position) => {
    if (seen.has(name)) repeats.push(position);
    seen.add(name);
  });
  return repeats;
}
