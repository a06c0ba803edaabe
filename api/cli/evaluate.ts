import type { Command } from 'commander';
import { readStored } from '../documents.ts';
import { answer } from './answer.ts';
import { EXIT_CODES_HELP, type ExitCode } from './exit-codes.ts';
import { examples } from './help.ts';
import { reportEvaluation } from './plan-report.ts';
import { readDocument } from './input-files.ts';
import { addProblemOptions, requestOf, type ProblemFlags } from './problem-options.ts';
import { placementIn, readStoredFile } from './stored-files.ts';

interface EvaluateFlags extends ProblemFlags {
  readonly placement: string;
}

/** `shardwright evaluate`: a placement of the user's own, judged and executed. */
export function addEvaluateCommand(program: Command, end: (code: ExitCode) => void): void {
  addProblemOptions(program.command('evaluate').description('judge a placement of your own and execute it'))
    .requiredOption(
      '--placement <file>',
      'placement in JSON, YAML or CSV, or a plan: {"shards": [{"host": ..., "slices": [...]}]}',
    )
    .addHelpText(
      'after',
      examples(
        'shardwright evaluate --placement mine.json --problem problem.yaml',
        'shardwright evaluate --placement slices.csv --tables tables.csv --fleet 8x32gib --requests 500',
      ) + EXIT_CODES_HELP,
    )
    .action(async (flags: EvaluateFlags) => {
      const body = { ...requestOf(flags), placement: placementOf(flags.placement) };
      end(
        await answer('evaluation', body, flags, (result) =>
          result.kind === 'evaluation' ? reportEvaluation(result) : '',
        ),
      );
    });
}

/** What is no placement is refused with its fields, as it would be over HTTP. */
function placementOf(file: string): unknown {
  if (/\.csv$/i.test(file)) return placementIn(readStoredFile(file, '--placement'), file, undefined).placement;
  const document = readDocument(file, '--placement');
  const stored = readStored(document);
  return stored.kind === 'other' ? document : placementIn(stored, file, undefined).placement;
}
