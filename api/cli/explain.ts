import type { Command } from 'commander';
import { answer } from './answer.ts';
import { EXIT_CODES_HELP, type ExitCode } from './exit-codes.ts';
import { reportExplanation } from './explanation-report.ts';
import {
  addProblemOptions,
  addSolvingOptions,
  requestOf,
  solvingOf,
  type ProblemFlags,
  type SolvingFlags,
} from './problem-options.ts';
import { addSubjectOptions, subjectOf, type SubjectFlags } from './subject-options.ts';

interface ExplainFlags extends ProblemFlags, SolvingFlags, SubjectFlags {
  readonly reSolve: boolean;
}

/** `shardwright explain`: why a plan or a placement is as it is, and what would help. */
export function addExplainCommand(program: Command, end: (code: ExitCode) => void): void {
  const command = program.command('explain').description('say what binds a plan and what would help');
  addSubjectOptions(addSolvingOptions(addProblemOptions(command)))
    .option('--no-re-solve', 'do not solve the problem again with more hosts, more memory or fewer hosts')
    .addHelpText('after', EXIT_CODES_HELP)
    .action(async (flags: ExplainFlags) => {
      const { problem, seed } = requestOf(flags);
      const body = {
        problem,
        reSolves: flags.reSolve,
        ...(seed === undefined ? {} : { seed }),
        ...solvingOf(flags),
        ...subjectOf(flags),
      };
      end(
        await answer('explanation', body, flags, (result) =>
          result.kind === 'explanation' ? reportExplanation(result) : '',
        ),
      );
    });
}
