import type { AddressInfo } from 'node:net';
import { serve, type ServerType } from '@hono/node-server';
import { pino } from 'pino';
import { systemClock } from '../../domain/clock.ts';
import { createMemoryStore } from '../jobs/memory-store.ts';
import { createRunner } from '../jobs/runner.ts';
import { createTaskPool } from '../offload/task-pool.ts';
import { createApp } from './app.ts';
import { loadTokens } from './token-file.ts';
import type { Settings } from './settings.ts';

export interface RunningServer {
  readonly url: string;
  /** Stops listening, cancels what runs and waits for its end. */
  close(): Promise<void>;
}

/** A full body of tables or of a trace takes a few seconds and some 300 MiB. */
const TASK_LIMITS = { processes: 1, timeLimitMs: 60_000, heapBytes: 768 * 2 ** 20 };

/** Starts the service. Rejects where the address is taken. */
export async function startServer(settings: Settings): Promise<RunningServer> {
  const log = pino({ level: settings.LOG_LEVEL });
  const store = createMemoryStore(systemClock, {
    keptJobs: settings.SHARDWRIGHT_KEPT_JOBS,
    queuedJobs: settings.SHARDWRIGHT_QUEUED_JOBS,
  });
  const runner = createRunner(store, {
    concurrency: settings.SHARDWRIGHT_CONCURRENCY,
    graceMs: settings.SHARDWRIGHT_GRACE_MS,
    log,
  });
  const tasks = createTaskPool(TASK_LIMITS);
  const app = createApp({
    store,
    tasks,
    log,
    clock: systemClock,
    maxBodyBytes: settings.SHARDWRIGHT_MAX_BODY_BYTES,
    mostWaitSeconds: settings.SHARDWRIGHT_MAX_WAIT_SECONDS,
    tokens: loadTokens(settings),
  });
  const server = serve({ fetch: app.fetch, hostname: settings.HOST, port: settings.PORT });
  const { address, port, family } = await listening(server);
  const url = `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
  log.info(
    { url, keptJobs: settings.SHARDWRIGHT_KEPT_JOBS },
    'listening; jobs are kept in memory and end with this process',
  );
  const close = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    await runner.close();
    await tasks.close();
    if ('closeAllConnections' in server) server.closeAllConnections();
    await closed;
  };
  return { url, close };
}

const listening = (server: ServerType): Promise<AddressInfo> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('listening', () => resolve(server.address() as AddressInfo));
  });
