import { Command } from 'commander';
import { VERSION } from '../version.ts';
import { addBatchCommand } from './batch.ts';
import { addCalibrateCommand } from './calibrate.ts';
import { addCompareCommand } from './compare.ts';
import { addEvaluateCommand } from './evaluate.ts';
import { addExplainCommand } from './explain.ts';
import { addExportCommand } from './export.ts';
import { addFixturesCommand } from './fixtures.ts';
import { addImportCommand } from './import.ts';
import { addPlanCommand } from './plan.ts';
import { addServeCommand } from './serve.ts';
import { addStudyCommand } from './study.ts';
import { addTraceCommand } from './trace.ts';
import { addWorkerCommand } from './worker.ts';
import { EXIT_CODES_HELP, type ExitCode } from './exit-codes.ts';
import { examples } from './help.ts';

/** The command line; `end` is told how a command ends. */
export function createProgram(end: (code: ExitCode) => void): Command {
  const program = new Command('shardwright')
    .description('Places embedding tables on hosts, with a proven gap, and executes each plan as sharded inference.')
    .version(VERSION)
    .exitOverride()
    .showHelpAfterError('(--help lists what there is)')
    .addHelpText('after', examples('shardwright study', 'shardwright plan --help') + EXIT_CODES_HELP);
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
  return program;
}
