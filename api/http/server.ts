import { prometheus } from '@hono/prometheus';
import { pino, type Logger } from 'pino';
import { systemClock } from '../../domain/clock.ts';
import { BadInputError } from '../bad-input.ts';
import { deferredStore } from '../jobs/deferred-store.ts';
import type { JobStore } from '../jobs/job-store.ts';
import { openJobs, type Jobs } from '../jobs/open-jobs.ts';
import { createMetrics } from '../metrics.ts';
import { createTaskPool } from '../offload/task-pool.ts';
import { createBatchStore } from '../resources/batch-store.ts';
import { createUploadStore } from '../resources/upload-store.ts';
import { createApp } from './app.ts';
import { accessOf } from './access.ts';
import { listen } from './http-server.ts';
import { healthOf } from './health.ts';
import { isLoopback } from './client-address.ts';
import { studyLimitsOf, type Settings } from './settings.ts';

export interface RunningServer {
  readonly url: string;
  readonly log: Logger;
  /** Stops listening, and finishes or hands back what runs. */
  close(): Promise<void>;
}

/** A full body of tables or of a trace takes a few seconds and some 300 MiB. */
const TASK_LIMITS = { processes: 1, timeLimitMs: 60_000, heapBytes: 768 * 2 ** 20 };

/** Starts the service. Rejects where the address is taken. */
export async function startServer(settings: Settings): Promise<RunningServer> {
  const access = accessOf(settings);
  const log = pino({ level: settings.LOG_LEVEL });
  refuseWorkerless(settings);
  // It takes seconds when it is made for the first time: who asks meanwhile waits for it.
  const metrics = createMetrics(async () => (await opening).store.countOpen());
  const opening = openJobs(settings, { forgets: true, log, onEnded: metrics.onWorkEnded });
  const store = deferredStore(storeOf(opening));
  const database = opening.then((jobs) => jobs.database);
  database.catch(() => {});
  const tasks = createTaskPool({
    ...TASK_LIMITS,
    limits: studyLimitsOf(settings),
    onRestart: () => metrics.onRestart('task process'),
  });
  let isClosing = false;
  const app = createApp({
    store,
    uploads: createUploadStore(database, { limitBytes: settings.SHARDWRIGHT_UPLOAD_BYTES }),
    batches: createBatchStore(database),
    tasks,
    log,
    clock: systemClock,
    mostWaitSeconds: settings.SHARDWRIGHT_MAX_WAIT_SECONDS,
    access,
    countRequests: prometheus({ registry: metrics.registry }).registerMetrics,
    ...healthOf(opening, metrics, () => isClosing),
  });
  const { server, address: listening } = await listen(app, settings.HOST, settings.PORT).catch(
    async (error: unknown) => {
      await closeQuietly(opening);
      throw error;
    },
  );
  const { address, port, family } = listening;
  const url = `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
  if (access.tokens.length === 0 && !isLoopback(address))
    log.warn({ address }, 'open to the network without tokens: whoever reaches it may ask; set SHARDWRIGHT_TOKENS');
  const jobs = await opening.catch(async (error: unknown) => {
    server.close();
    await tasks.close();
    throw error;
  });
  const keeps = settings.DATABASE_URL === undefined ? settings.SHARDWRIGHT_DATA : 'DATABASE_URL';
  log.info({ url, jobsIn: keeps, concurrency: settings.SHARDWRIGHT_CONCURRENCY }, 'listening');
  const close = async (): Promise<void> => {
    isClosing = true;
    const closed = new Promise((resolve) => server.close(resolve));
    await jobs.close();
    await tasks.close();
    server.closeAllConnections();
    await closed;
  };
  return { url, log, close };
}

/** Nobody else can take jobs out of this process' own database. */
function refuseWorkerless({ DATABASE_URL: url, SHARDWRIGHT_CONCURRENCY: concurrency }: Settings): void {
  if (url !== undefined || concurrency > 0) return;
  throw new BadInputError([
    {
      pointer: '/SHARDWRIGHT_CONCURRENCY',
      seen: '0',
      rule: 'at least 1 without DATABASE_URL: no worker could take the jobs',
      maybe: 'Maybe set DATABASE_URL, and run `shardwright worker` beside.',
    },
  ]);
}

/** What is asked of a store that could not be opened fails; the process ends for it anyway. */
function storeOf(opening: Promise<Jobs>): Promise<JobStore> {
  const store = opening.then((jobs) => jobs.store);
  store.catch(() => {});
  return store;
}

async function closeQuietly(opening: Promise<Jobs>): Promise<void> {
  try {
    await (await opening).close();
  } catch {}
}
