import type { Command } from 'commander';
import { answer } from './answer.ts';
import { EXIT_CODES_HELP, type ExitCode } from './exit-codes.ts';
import { reportEvaluation } from './plan-report.ts';
import { readDocument } from './input-files.ts';
import { addProblemOptions, requestOf, type ProblemFlags } from './problem-options.ts';

interface EvaluateFlags extends ProblemFlags {
  readonly placement: string;
}

/** `shardwright evaluate`: a placement of the user's own, judged and executed. */
export function addEvaluateCommand(program: Command, end: (code: ExitCode) => void): void {
  addProblemOptions(program.command('evaluate').description('judge a placement of your own and execute it'))
    .requiredOption('--placement <file>', 'placement in JSON or YAML: {"shards": [{"host": ..., "slices": [...]}]}')
    .addHelpText('after', EXIT_CODES_HELP)
    .action(async (flags: EvaluateFlags) => {
      const body = { ...requestOf(flags), placement: readDocument(flags.placement, '--placement') };
      end(
        await answer('evaluation', body, flags, (result) =>
          result.kind === 'evaluation' ? reportEvaluation(result) : '',
        ),
      );
    });
}
