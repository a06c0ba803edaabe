import type { Server, ServerOptions } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { pino } from 'pino';
import { systemClock } from '../../domain/clock.ts';
import { createMemoryStore } from '../jobs/memory-store.ts';
import { createRunner } from '../jobs/runner.ts';
import { createTaskPool } from '../offload/task-pool.ts';
import { createApp } from './app.ts';
import { accessOf } from './access.ts';
import { answerClientErrors } from './client-errors.ts';
import { isLoopback } from './client-address.ts';
import type { Settings } from './settings.ts';

export interface RunningServer {
  readonly url: string;
  /** Stops listening, cancels what runs and waits for its end. */
  close(): Promise<void>;
}

/** Of sockets that send slowly or too much; problem-details.ts states them too. */
const SOCKET_LIMITS: ServerOptions = {
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  connectionsCheckingInterval: 2000,
  maxHeaderSize: 16 * 1024,
};
/** Over all clients, idle ones among them. */
const MAX_CONNECTIONS = 4096;

/** A full body of tables or of a trace takes a few seconds and some 300 MiB. */
const TASK_LIMITS = { processes: 1, timeLimitMs: 60_000, heapBytes: 768 * 2 ** 20 };

/** Starts the service. Rejects where the address is taken. */
export async function startServer(settings: Settings): Promise<RunningServer> {
  const access = accessOf(settings);
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
    mostWaitSeconds: settings.SHARDWRIGHT_MAX_WAIT_SECONDS,
    access,
  });
  const server = serve({
    fetch: app.fetch,
    hostname: settings.HOST,
    port: settings.PORT,
    serverOptions: SOCKET_LIMITS,
  }) as Server;
  server.maxConnections = MAX_CONNECTIONS;
  answerClientErrors(server);
  const { address, port, family } = await listening(server);
  const url = `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
  if (access.tokens.length === 0 && !isLoopback(address))
    log.warn({ address }, 'open to the network without tokens: whoever reaches it may ask; set SHARDWRIGHT_TOKENS');
  log.info(
    { url, keptJobs: settings.SHARDWRIGHT_KEPT_JOBS },
    'listening; jobs are kept in memory and end with this process',
  );
  const close = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    await runner.close();
    await tasks.close();
    server.closeAllConnections();
    await closed;
  };
  return { url, close };
}

const listening = (server: Server): Promise<AddressInfo> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('listening', () => resolve(server.address() as AddressInfo));
  });
