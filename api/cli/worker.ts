import type { Command } from 'commander';
import { pino } from 'pino';
import { BadInputError } from '../bad-input.ts';
import { readSettings } from '../http/settings.ts';
import { healthOf } from '../http/health.ts';
import { serveHealth } from '../http/worker-server.ts';
import { openJobs } from '../jobs/open-jobs.ts';
import { createMetrics } from '../metrics.ts';
import { endOnSignal } from './end-on-signal.ts';
import { examples } from './help.ts';

/** `shardwright worker`: runs jobs of a database that servers share, until a signal ends it. */
export function addWorkerCommand(program: Command): void {
  program
    .command('worker')
    .description('run jobs of the database that DATABASE_URL names: as many workers as you like, on any machines')
    .addHelpText(
      'after',
      '\nSettings are those of `serve` (shardwright serve --help); it listens to SHARDWRIGHT_WORKER_PORT alone, where that is set.\n' +
        examples('DATABASE_URL=postgres://me@db/shardwright shardwright worker'),
    )
    .action(async () => {
      const settings = readSettings(process.env);
      refuse(settings);
      const log = pino({ level: settings.LOG_LEVEL });
      const metrics = createMetrics(async () => (await opening).store.countOpen());
      let isClosing = false;
      const opening = openJobs(settings, { forgets: false, log, onEnded: metrics.onWorkEnded });
      const port = settings.SHARDWRIGHT_WORKER_PORT;
      const health = healthOf(opening, metrics, () => isClosing);
      const [jobs, server] = await Promise.all([
        opening,
        port === undefined ? undefined : serveHealth(settings, port, health, log),
      ]);
      log.info({ concurrency: settings.SHARDWRIGHT_CONCURRENCY }, 'waiting for jobs');
      endOnSignal(async () => {
        isClosing = true;
        await jobs.close();
        server?.closeAllConnections();
        server?.close();
      }, log);
    });
}

function refuse(settings: ReturnType<typeof readSettings>): void {
  if (settings.DATABASE_URL === undefined)
    throw new BadInputError([
      {
        pointer: '/DATABASE_URL',
        seen: 'nothing',
        rule: 'required: a worker takes its jobs from a database that it shares with servers',
        maybe: 'Maybe postgres://user:password@host:5432/name. A server without it runs its jobs itself.',
      },
    ]);
  if (settings.SHARDWRIGHT_CONCURRENCY === 0)
    throw new BadInputError([
      {
        pointer: '/SHARDWRIGHT_CONCURRENCY',
        seen: '0',
        rule: 'at least 1 for a worker',
        maybe: 'Maybe unset it; 0 is for servers that leave jobs to workers.',
      },
    ]);
}
