import type { Command } from 'commander';
import { answer } from './answer.ts';
import { EXIT_CODES_HELP, type ExitCode } from './exit-codes.ts';
import { examples } from './help.ts';
import { reportPlan } from './plan-report.ts';
import {
  addProblemOptions,
  addSolvingOptions,
  requestOf,
  solvingOf,
  type ProblemFlags,
  type SolvingFlags,
} from './problem-options.ts';

interface PlanFlags extends ProblemFlags, SolvingFlags {
  readonly method?: string;
}

/** `shardwright plan`: one plan for the first objective under the epsilons. */
export function addPlanCommand(program: Command, end: (code: ExitCode) => void): void {
  const command = program.command('plan').description('find one plan for the first objective under the epsilons');
  addSolvingOptions(addProblemOptions(command))
    .option('--method <name>', 'auto, mip, or a published strategy by name')
    .addHelpText(
      'after',
      examples(
        'shardwright plan --objectives hostsUsed',
        'shardwright plan --model drm1 --fleet 4x64gib --epsilon latencyMs=8 --out plan.json',
        'shardwright plan --tables tables.csv --fleet mixed --method mip --engine highs --no-measure',
      ) + EXIT_CODES_HELP,
    )
    .action(async (flags: PlanFlags) => {
      const { method } = flags;
      const body = {
        ...requestOf(flags),
        ...solvingOf(flags),
        ...(method === undefined ? {} : { method }),
      };
      end(await answer('plan', body, flags, (result) => (result.kind === 'plan' ? reportPlan(result) : '')));
    });
}
