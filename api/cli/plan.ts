import type { Command } from 'commander';
import { answer } from './answer.ts';
import { EXIT_CODES_HELP, type ExitCode } from './exit-codes.ts';
import { reportPlan } from './plan-report.ts';
import { addProblemOptions, requestOf, type ProblemFlags } from './problem-options.ts';

interface PlanFlags extends ProblemFlags {
  readonly engine?: string;
  readonly method?: string;
}

/** `shardwright plan`: one plan for the first objective under the epsilons. */
export function addPlanCommand(program: Command, end: (code: ExitCode) => void): void {
  addProblemOptions(program.command('plan').description('find one plan for the first objective under the epsilons'))
    .option('--method <name>', 'auto, mip, or a published strategy by name')
    .option('--engine <name>', 'highs, glpk or javascript-lp-solver')
    .addHelpText('after', EXIT_CODES_HELP)
    .action(async (flags: PlanFlags) => {
      const { engine, method } = flags;
      const body = {
        ...requestOf(flags),
        ...(engine === undefined ? {} : { engine }),
        ...(method === undefined ? {} : { method }),
      };
      end(await answer('plan', body, flags, (result) => (result.kind === 'plan' ? reportPlan(result) : '')));
    });
}
