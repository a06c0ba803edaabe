import { CommanderError } from 'commander';
import { BadInputError } from '../bad-input.ts';
import { UnknownFixtureError } from '../fixtures.ts';
import { pointOut, RuleSyntaxError } from '../rules/rule.ts';
import { DatabaseUnavailableError } from '../store/unavailable-error.ts';
import { VERSION } from '../version.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { createProgram } from './program.ts';

// Not process.exit: output that is still on its way to a pipe would be lost.
const end = (code: ExitCode): void => {
  process.exitCode = code;
};

// `| head` closes the pipe once it has enough: nothing is wrong.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

try {
  await createProgram(end).parseAsync();
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
