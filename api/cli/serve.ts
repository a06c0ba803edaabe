import type { Command } from 'commander';
import { startServer } from '../http/server.ts';
import { endOnSignal } from './end-on-signal.ts';
import { examples } from './help.ts';
import { readSettings } from '../http/settings.ts';
import { settingRows } from '../http/settings-table.ts';

/** `shardwright serve`: the HTTP API, until a signal ends it. */
export function addServeCommand(program: Command): void {
  program
    .command('serve')
    .description('serve the HTTP API')
    .option('--host <address>', 'takes the place of HOST')
    .option('--port <number>', 'takes the place of PORT')
    .addHelpText(
      'after',
      `\nEnvironment:\n${describeSettings()}\n${examples('shardwright serve', 'shardwright serve --host 0.0.0.0 --port 80')}`,
    )
    .action(async ({ host, port }: { host?: string; port?: string }) => {
      const given = { ...(host === undefined ? {} : { HOST: host }), ...(port === undefined ? {} : { PORT: port }) };
      const server = await startServer(readSettings({ ...process.env, ...given }));
      endOnSignal(() => server.close(), server.log);
    });
}

const describeSettings = (): string =>
  settingRows()
    .map(({ name, fallback, meaning }) => `  ${name.padEnd(32)} ${fallback}: ${meaning}`)
    .join('\n');
