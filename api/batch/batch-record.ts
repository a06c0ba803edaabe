import * as z from 'zod';
import { InputProblem } from '../bad-input.ts';

/** One line of a batch's results. Wall times are left out, so that the same problems give the same file. */
export const BatchRecord = z
  .strictObject({
    id: z.string(),
    line: z.int().min(1).describe('Of the problems, counted from 1.'),
    requestHash: z.string().length(64).describe('SHA-256 of what that line says.'),
    status: z.enum(['answered', 'refused', 'failed']),
    result: z
      .looseObject({})
      .optional()
      .describe('Of `answered`: as `plan --json`, `study --json` or `evaluate --json` print it.'),
    problems: z.array(InputProblem).optional().describe('Of `refused`: every fault.'),
    message: z.string().optional().describe('Of `failed`: a bug of Shardwright.'),
  })
  .meta({ id: 'BatchRecord' });
export type BatchRecord = z.infer<typeof BatchRecord>;
