import { hostname } from 'node:os';
import type { Logger } from 'pino';
import { takeDataFolder } from '../store/data-folder.ts';
import type { Database } from '../store/database.ts';
import { migrate } from '../store/migrate.ts';
import { IN_MEMORY, openPglite } from '../store/pglite.ts';
import { openPostgres } from '../store/postgres.ts';
import { createQueue } from './durable-queue.ts';
import { createStore } from './durable-store.ts';
import { listenForJobs } from './job-signals.ts';
import type { JobStore } from './job-store.ts';
import { openEngine } from './queue-engine.ts';
import { forgetOld } from './retention.ts';
import { createRunner, type WorkEnded } from './runner.ts';
import type { JobSettings } from './settings.ts';

/** Jobs, opened: those who run them in this process run until it is closed. */
export interface Jobs {
  readonly database: Database;
  readonly store: JobStore;
  /** Finishes or hands back what runs here, and lets go of the database. */
  close(): Promise<void>;
}

export interface OpenOptions {
  /** A worker leaves to servers what is done once for all: forgetting what is old. */
  readonly forgets: boolean;
  readonly log: Logger;
  /** Told of each piece of work that ends in this process. */
  readonly onEnded?: (ended: WorkEnded) => void;
}

const FORGET_MS = 60_000;

/**
 * Opens the database that the settings name, takes part in its queue, and starts to run jobs where `SHARDWRIGHT_CONCURRENCY` says so.
 * @throws DatabaseUnavailableError where another process has the data folder, or the server can't be reached.
 */
export async function openJobs(settings: JobSettings, options: OpenOptions): Promise<Jobs> {
  const { database, release } = await openDatabase(settings, options.log);
  try {
    const jobs = await runJobs(database, settings, options);
    return { ...jobs, close: () => jobs.close().finally(release) };
  } catch (error) {
    await database.close();
    release();
    throw error;
  }
}

async function openDatabase(
  { DATABASE_URL: url, SHARDWRIGHT_DATA: folder, SHARDWRIGHT_CONNECTIONS: connections }: JobSettings,
  log: Logger,
): Promise<{ readonly database: Database; readonly release: () => void }> {
  if (url !== undefined) {
    const onError = (error: Error): void => log.warn({ err: error }, 'a connection to the database was lost');
    return { database: await openPostgres(url, { connections, onError }), release: () => {} };
  }
  if (folder === IN_MEMORY) return { database: await openPglite(IN_MEMORY), release: () => {} };
  const data = takeDataFolder(folder);
  try {
    return { database: await openPglite(data.database), release: data.release };
  } catch (error) {
    data.release();
    throw error;
  }
}

/** Takes part in the queue of a database, which goes with it when it is closed. */
export async function runJobs(database: Database, settings: JobSettings, options: OpenOptions): Promise<Jobs> {
  const { forgets, log, onEnded } = options;
  const onError = (error: unknown): void => log.warn({ err: error }, 'the queue could not be looked after');
  const concurrency = settings.SHARDWRIGHT_CONCURRENCY;
  await migrate(database);
  const engine = await openEngine(database, {
    heartbeatSeconds: settings.SHARDWRIGHT_HEARTBEAT_SECONDS,
    isRunner: concurrency > 0,
    onError,
  });
  // Nobody else can have claims in a database of this process' own: those that are there were a dead one's.
  if (database.kind === 'embedded') await engine.reclaimAll();
  const signals = await listenForJobs(database);
  const store = createStore(database, engine, signals, { queuedJobs: settings.SHARDWRIGHT_QUEUED_JOBS });
  const queue = createQueue(database, engine, signals, {
    worker: `${hostname()}:${process.pid}`,
    lostRuns: settings.SHARDWRIGHT_LOST_RUNS,
  });
  const runner =
    concurrency === 0
      ? undefined
      : createRunner(queue, {
          concurrency,
          graceMs: settings.SHARDWRIGHT_GRACE_MS,
          closeMs: settings.SHARDWRIGHT_SHUTDOWN_MS,
          beatMs: (settings.SHARDWRIGHT_HEARTBEAT_SECONDS * 1000) / 4,
          pollMs: database.kind === 'embedded' ? 10_000 : 2000,
          log,
          ...(onEnded === undefined ? {} : { onEnded }),
        });
  const forget = async (): Promise<void> => {
    const gone = await forgetOld(database, {
      keptJobs: settings.SHARDWRIGHT_KEPT_JOBS,
      keptDays: settings.SHARDWRIGHT_KEPT_DAYS,
      keyHours: settings.SHARDWRIGHT_KEY_HOURS,
    });
    if (gone > 0) log.info({ jobs: gone }, 'forgot ended jobs');
  };
  const forgetting = forgets ? setInterval(() => void forget().catch(onError), FORGET_MS) : undefined;
  return {
    database,
    store,
    close: async () => {
      clearInterval(forgetting);
      await runner?.close();
      await signals.close();
      await engine.close();
      await database.close();
    },
  };
}
