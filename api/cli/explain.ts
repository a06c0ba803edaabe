import type { Command } from 'commander';
import { BadInputError } from '../bad-input.ts';
import { answer } from './answer.ts';
import { EXIT_CODES_HELP, type ExitCode } from './exit-codes.ts';
import { reportExplanation } from './explanation-report.ts';
import { addProblemOptions, readDocument, readNumber, requestOf, type ProblemFlags } from './problem-options.ts';

interface ExplainFlags extends ProblemFlags {
  readonly plan?: string;
  readonly placement?: string;
  readonly point?: number;
  readonly engine?: string;
  readonly reSolve: boolean;
}

/** `shardwright explain`: why a plan or a placement is as it is, and what would help. */
export function addExplainCommand(program: Command, end: (code: ExitCode) => void): void {
  addProblemOptions(program.command('explain').description('say what binds a plan and what would help'))
    .option('--plan <file>', 'plan, or what `plan`, `study` or `evaluate` wrote with --out')
    .option('--point <number>', 'of a frontier, counted from 0 as its table does', readNumber)
    .option('--placement <file>', 'placement in JSON or YAML: {"shards": [{"host": ..., "slices": [...]}]}')
    .option('--no-re-solve', 'do not solve the problem again with more hosts, more memory or fewer hosts')
    .option('--engine <name>', 'highs, glpk or javascript-lp-solver')
    .addHelpText('after', EXIT_CODES_HELP)
    .action(async (flags: ExplainFlags) => {
      const { problem, seed } = requestOf(flags);
      const body = {
        problem,
        reSolves: flags.reSolve,
        ...(seed === undefined ? {} : { seed }),
        ...(flags.engine === undefined ? {} : { engine: flags.engine }),
        ...subjectOf(flags),
      };
      end(
        await answer('explanation', body, flags, (result) =>
          result.kind === 'explanation' ? reportExplanation(result) : '',
        ),
      );
    });
}

function subjectOf({ plan, placement, point }: ExplainFlags): Record<string, unknown> {
  return {
    ...(placement === undefined ? {} : { placement: readDocument(placement, '--placement') }),
    ...(plan === undefined ? {} : planIn(readDocument(plan, '--plan'), plan, point)),
  };
}

/** The plan of a plan's result, the point of a frontier's, the placement of an evaluation's; anything else is taken as a plan. */
function planIn(document: unknown, file: string, point: number | undefined): Record<string, unknown> {
  const kind = fieldOf(document, 'kind');
  if (kind === 'evaluation') return { placement: fieldOf(document, 'placement') };
  if (kind === 'plan')
    return { plan: fieldOf(fieldOf(document, 'answer'), 'plan') ?? missing(file, 'a result with a plan') };
  if (kind !== 'frontier') return { plan: document };
  const plans = fieldOf(fieldOf(fieldOf(document, 'answer'), 'frontier'), 'plans');
  const count = Array.isArray(plans) ? plans.length : 0;
  const found: unknown = Array.isArray(plans) && point !== undefined ? plans[point] : undefined;
  return { plan: found ?? missing(file, `a frontier with the point of --point, 0 to ${count - 1}`) };
}

const fieldOf = (value: unknown, field: string): unknown =>
  value !== null && typeof value === 'object' ? (value as Readonly<Record<string, unknown>>)[field] : undefined;

function missing(file: string, rule: string): never {
  throw new BadInputError([{ pointer: '--plan', seen: file, rule, maybe: 'Maybe another file, or another --point.' }]);
}
