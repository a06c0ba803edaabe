import type { Context } from 'hono';
import * as z from 'zod';
import { BadInputError, parseInput } from '../bad-input.ts';

/** Fields of every list's query. */
export const PageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('Items of a page.'),
  cursor: z.string().min(1).max(500).optional().describe('`next` of the page before; the Link header has it too.'),
};

/**
 * The parameters of a request's query; faults point to `?name`.
 * @throws BadInputError that lists every fault, names that the operation does not know among them.
 */
export function readQuery<S extends z.ZodType>(c: Context, schema: S): z.output<S> {
  try {
    return parseInput(schema, c.req.query());
  } catch (error) {
    if (!(error instanceof BadInputError)) throw error;
    throw new BadInputError(error.problems.map((found) => ({ ...found, pointer: found.pointer.replace(/^\//, '?') })));
  }
}
