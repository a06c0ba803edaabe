import type { Command } from 'commander';
import { BadInputError } from '../bad-input.ts';
import { readNumber } from './problem-options.ts';
import { placementIn, readStoredFile, type StoredPlacement } from './stored-files.ts';

/** Options that name a plan or a placement in a file. */
export interface SubjectFlags {
  readonly plan?: string;
  readonly placement?: string;
  readonly point?: number;
}

export const addSubjectOptions = (command: Command): Command =>
  command
    .argument('[file]', 'plan, placement, or what `plan`, `study` or `evaluate` wrote with --out')
    .option('--plan <file>', 'the same')
    .option('--placement <file>', 'the same, also a CSV of table slices')
    .option('--point <number>', 'of a frontier, counted from 0 as its table does', readNumber);

/** The placement that the argument or an option names; undefined where none does. */
export function subjectOf(
  file: string | undefined,
  { plan, placement, point }: SubjectFlags,
): (StoredPlacement & { readonly file: string }) | undefined {
  const named = [file, plan, placement].filter((one) => one !== undefined);
  if (named.length > 1)
    throw new BadInputError([
      {
        pointer: '<file>',
        seen: named.join(', '),
        rule: 'one plan or placement',
        maybe: 'Maybe `shardwright compare` for two.',
      },
    ]);
  if (named.length === 0) return undefined;
  return { file: named[0], ...placementIn(readStoredFile(named[0], 'the plan'), named[0], point) };
}
