import type { Command } from 'commander';
import { answer } from './answer.ts';
import { EXIT_CODES_HELP, type ExitCode } from './exit-codes.ts';
import { reportFrontier } from './frontier-report.ts';
import { examples } from './help.ts';
import {
  addProblemOptions,
  addSolvingOptions,
  readNumber,
  requestOf,
  solvingOf,
  type ProblemFlags,
  type SolvingFlags,
} from './problem-options.ts';

interface StudyFlags extends ProblemFlags, SolvingFlags {
  readonly gridPoints?: number;
}

/** `shardwright study`: the frontier of a problem, each plan executed. */
export function addStudyCommand(program: Command, end: (code: ExitCode) => void): void {
  const command = program.command('study').description('find the frontier of a problem and execute its plans');
  addSolvingOptions(addProblemOptions(command))
    .option('--grid-points <number>', 'caps tried on a quantity that is not a count', readNumber)
    .option('--max-plans <number>', 'measure a longer frontier at so many points', readNumber)
    .addHelpText(
      'after',
      examples(
        'shardwright study',
        'shardwright study --tables tables.csv --fleet 16x64gib --no-measure --out frontier.json',
        'shardwright study --problem problem.yaml --objectives hostsUsed,latencyMs --epsilon peakMemory=0.8',
      ) + EXIT_CODES_HELP,
    )
    .action(async (flags: StudyFlags) => {
      const { gridPoints } = flags;
      const body = {
        ...requestOf(flags),
        ...solvingOf(flags),
        ...(gridPoints === undefined ? {} : { gridPoints }),
      };
      end(
        await answer('frontier', body, flags, (result) => (result.kind === 'frontier' ? reportFrontier(result) : '')),
      );
    });
}
