import { Command, CommanderError } from 'commander';
import { BadInputError } from '../bad-input.ts';
import { UnknownFixtureError } from '../fixtures.ts';
import { pointOut, RuleSyntaxError } from '../rules/rule.ts';
import { DatabaseUnavailableError } from '../store/unavailable-error.ts';
import { VERSION } from '../version.ts';
import { addBatchCommand } from './batch.ts';
import { addCalibrateCommand } from './calibrate.ts';
import { addCompareCommand } from './compare.ts';
import { addEvaluateCommand } from './evaluate.ts';
import { addExplainCommand } from './explain.ts';
import { EXIT, EXIT_CODES_HELP, type ExitCode } from './exit-codes.ts';
import { addExportCommand } from './export.ts';
import { addFixturesCommand } from './fixtures.ts';
import { addImportCommand } from './import.ts';
import { addPlanCommand } from './plan.ts';
import { addServeCommand } from './serve.ts';
import { addStudyCommand } from './study.ts';
import { addTraceCommand } from './trace.ts';
import { addWorkerCommand } from './worker.ts';

const program = new Command('shardwright')
  .description('Places embedding tables on hosts, with a proven gap, and executes each plan as sharded inference.')
  .version(VERSION)
  .exitOverride()
  .addHelpText('after', EXIT_CODES_HELP);

// Not process.exit: output that is still on its way to a pipe would be lost.
const end = (code: ExitCode): void => {
  process.exitCode = code;
};

addStudyCommand(program, end);
addPlanCommand(program, end);
addEvaluateCommand(program, end);
addExplainCommand(program, end);
addCompareCommand(program, end);
addBatchCommand(program, end);
addImportCommand(program);
addExportCommand(program);
addTraceCommand(program, end);
addCalibrateCommand(program);
addServeCommand(program);
addWorkerCommand(program);
addFixturesCommand(program);

try {
  await program.parseAsync();
} catch (error) {
  end(explain(error));
}

/** Says on standard error what went wrong, and how the command ends for it. */
function explain(error: unknown): ExitCode {
  // commander has printed its own message, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.good : EXIT.badInput;
  if (error instanceof BadInputError) {
    const faults = error.problems.map(
      ({ pointer, seen, rule, maybe }) => `  ${pointer || '(all of it)'}: ${rule}\n      seen: ${seen}. ${maybe}`,
    );
    const count = faults.length === 1 ? 'one fault' : `${faults.length} faults`;
    process.stderr.write(`The input was refused, ${count}:\n${faults.join('\n')}\n`);
    return EXIT.badInput;
  }
  if (error instanceof RuleSyntaxError) {
    const faults = error.faults.map((fault) => {
      const marked = pointOut(fault).replaceAll(/^/gm, '    ');
      return `  --fail-on: ${fault.rule}\n${marked}\n    ${fault.maybe}`;
    });
    process.stderr.write(`The rules were refused:\n${faults.join('\n')}\n`);
    return EXIT.badInput;
  }
  if (error instanceof UnknownFixtureError) {
    process.stderr.write(`${error.message}\n`);
    return EXIT.badInput;
  }
  if (error instanceof DatabaseUnavailableError) {
    process.stderr.write(`${error.message}\n`);
    return EXIT.badInput;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`A bug of Shardwright ${VERSION}:\n${text}\n`);
  return EXIT.internal;
}
