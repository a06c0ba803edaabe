import type { Command } from 'commander';
import { BadInputError } from '../bad-input.ts';
import { answer } from './answer.ts';
import { EXIT_CODES_HELP, type ExitCode } from './exit-codes.ts';
import { reportExplanation } from './explanation-report.ts';
import { wrapped } from './format.ts';
import { examples } from './help.ts';
import {
  addProblemOptions,
  addSolvingOptions,
  solvingOf,
  type ProblemFlags,
  type SolvingFlags,
} from './problem-options.ts';
import { problemOfPlan } from './stored-files.ts';
import { addSubjectOptions, subjectOf, type SubjectFlags } from './subject-options.ts';

interface ExplainFlags extends ProblemFlags, SolvingFlags, SubjectFlags {
  readonly reSolve: boolean;
}

/** `shardwright explain`: why a plan or a placement is as it is, and what would help. */
export function addExplainCommand(program: Command, end: (code: ExitCode) => void): void {
  const command = program.command('explain').description('say what binds a plan and what would help');
  addSubjectOptions(addSolvingOptions(addProblemOptions(command)))
    .option('--no-re-solve', 'do not solve the problem again with more hosts, more memory or fewer hosts')
    .addHelpText(
      'after',
      examples(
        'shardwright plan --out plan.json && shardwright explain plan.json',
        'shardwright explain frontier.json --point 3 --no-re-solve',
        'shardwright explain mine.json --problem problem.yaml',
      ) + EXIT_CODES_HELP,
    )
    .action(async (file: string | undefined, flags: ExplainFlags) => {
      const subject = subjectOf(file, flags);
      if (subject === undefined)
        throw new BadInputError([
          {
            pointer: '<file>',
            seen: 'nothing',
            rule: 'a plan or a placement',
            maybe: 'Maybe `shardwright plan --out plan.json` first.',
          },
        ]);
      const { request, notes } = problemOfPlan(flags, subject, subject.file);
      for (const note of notes) process.stderr.write(`${wrapped(note)}\n`);
      const { plan, placement } = subject;
      const { problem, seed } = request;
      const body = {
        problem,
        reSolves: flags.reSolve,
        ...(seed === undefined ? {} : { seed }),
        ...solvingOf(flags),
        ...(plan === undefined ? { placement } : { plan }),
      };
      end(
        await answer('explanation', body, flags, (result) =>
          result.kind === 'explanation' ? reportExplanation(result) : '',
        ),
      );
    });
}
