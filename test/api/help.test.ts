import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { createProgram } from '../../api/cli/program.ts';

const all = (command: Command): Command[] => [command, ...command.commands.flatMap(all)];
const fullName = (command: Command): string =>
  command.parent === null ? command.name() : `${fullName(command.parent)} ${command.name()}`;

function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (more) => (text += more) });
  command.outputHelp();
  return text;
}

const examplesOf = (help: string): string[] => [...help.matchAll(/^ {2}\$ (.*)$/gm)].map(([, line]) => line);

/** Words of a shell command after its name; what comes after a lone > is the shell's. */
function wordsOf(command: string): string[] {
  const words = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain);
  const begin = words.indexOf('shardwright') + 1;
  const redirect = words.indexOf('>');
  return words.slice(begin, redirect < 0 ? undefined : redirect);
}

/** Which command would run, without running it. */
async function commandFor(words: readonly string[]): Promise<string> {
  const program = createProgram(() => {});
  let found = '';
  for (const command of all(program)) {
    if (command.commands.length === 0)
      command.action(() => {
        found = fullName(command);
      });
    command.exitOverride().configureOutput({ writeErr: () => {} });
  }
  await program.parseAsync(['node', 'shardwright', ...words]);
  return found;
}

const commands = all(createProgram(() => {}));

describe('--help', () => {
  it.each(commands.map((command): [string, Command] => [fullName(command), command]))(
    'of %s describes each option, and has examples that its command takes',
    async (name, command) => {
      const help = helpOf(command);
      expect(command.description()).not.toBe('');
      for (const option of command.options) expect(option.description, option.flags).not.toBe('');
      const examples = examplesOf(help);
      expect(examples.length).toBeGreaterThan(0);
      const run = await Promise.all(
        examples
          .flatMap((example) => example.split(' && '))
          .map(async (one) => (one.endsWith('--help') ? name : commandFor(wordsOf(one)))),
      );
      expect(run.some((one) => one === name || (command.commands.length > 0 && one !== ''))).toBe(true);
    },
  );

  it('reaches every command', () => {
    expect(commands.length).toBeGreaterThan(18);
    const named = commands[0].commands.map((command) => command.name());
    for (const name of ['compare', 'batch', 'explain', 'import', 'export', 'trace']) expect(named).toContain(name);
    const trace = commands.find((command) => command.name() === 'trace');
    expect(trace?.commands.map((command) => command.name())).toEqual(['make', 'inspect', 'sample', 'convert', 'drift']);
  });

  it.each([
    ['a command', ['compair', 'a', 'b'], 'Did you mean compare?'],
    ['a subcommand', ['trace', 'sampel', 'a'], 'Did you mean sample?'],
    ['an option', ['compare', 'a', 'b', '--fail-no', 'x'], 'Did you mean --fail-on?'],
    ['a format', ['compare', 'a', 'b', '--format', 'mrkdown'], 'Allowed choices are text, markdown, junit, json'],
  ])('is not needed for %s that is nearly right', async (_, words, said) => {
    const program = createProgram(() => {});
    let text = '';
    for (const command of all(program)) command.exitOverride().configureOutput({ writeErr: (more) => (text += more) });
    await expect(program.parseAsync(['node', 'shardwright', ...words])).rejects.toThrow(/error:/);
    expect(text).toContain(said);
  });
});
