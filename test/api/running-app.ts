import type { Hono } from 'hono';
import { pino } from 'pino';
import { systemClock } from '../../domain/clock.ts';
import { createApp } from '../../api/http/app.ts';
import type { Access } from '../../api/http/access.ts';
import type { HealthServices } from '../../api/http/routes/health.ts';
import { readSettings, studyLimitsOf } from '../../api/http/settings.ts';
import type { Job } from '../../api/jobs/job.ts';
import { deferredStore } from '../../api/jobs/deferred-store.ts';
import { openTestJobs } from './test-jobs.ts';
import { createTaskPool } from '../../api/offload/task-pool.ts';
import { createBatchStore } from '../../api/resources/batch-store.ts';
import { createUploadStore } from '../../api/resources/upload-store.ts';

export interface RunningApp {
  readonly app: Hono;
  readonly logged: readonly string[];
  post(path: string, body: unknown): Promise<Response>;
  /** GETs a job until it has ended. */
  settle(location: string): Promise<Job>;
  close(): Promise<void>;
}

/** As a server has them without settings. */
export const STUDY_LIMITS = studyLimitsOf(readSettings({}));

/** Ready, with nothing to tell. */
export const HEALTHY: HealthServices = { obstacles: async () => [], metrics: async () => '# EOF\n' };

/** Everyone may ask as often as they want. */
export const OPEN_ACCESS: Access = {
  tokens: [],
  allowedOrigins: [],
  hosts: undefined,
  maxBodyBytes: 2 ** 20,
  rates: { requestsPerMinute: 0, postsPerMinute: 0, openRequests: 0, trustedProxies: 0 },
};

/** The whole service in this process, without a socket; studies run in their threads. */
export function runApp(
  limits: {
    maxBodyBytes?: number;
    queuedJobs?: number;
    access?: Partial<Access>;
    /** What keeps it from serving. */
    obstacles?: readonly string[];
  } = {},
): RunningApp {
  const { maxBodyBytes = 2 ** 20, queuedJobs = 10, access = {}, obstacles = [] } = limits;
  const logged: string[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) });
  const opening = openTestJobs({ SHARDWRIGHT_QUEUED_JOBS: `${queuedJobs}`, SHARDWRIGHT_GRACE_MS: '300' }, log);
  const store = deferredStore(opening.then((jobs) => jobs.store));
  const database = opening.then((jobs) => jobs.database);
  const tasks = createTaskPool({ processes: 1, timeLimitMs: 20_000, heapBytes: 256 * 2 ** 20, limits: STUDY_LIMITS });
  const app = createApp({
    store,
    uploads: createUploadStore(database, { limitBytes: 2 ** 20 }),
    batches: createBatchStore(database),
    tasks,
    log,
    clock: systemClock,
    ...HEALTHY,
    obstacles: async () => obstacles,
    mostWaitSeconds: 5,
    access: { ...OPEN_ACCESS, maxBodyBytes, ...access },
  });
  return {
    app,
    logged,
    post: async (path, body) => app.request(path, jsonPost(body)),
    settle: async (location) => {
      for (;;) {
        const job = (await (await app.request(location)).json()) as Job;
        if (!['queued', 'running'].includes(job.status)) return job;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    close: async () => {
      await (await opening).close();
      await tasks.close();
    },
  };
}

export const jsonPost = (body: unknown, headers: Readonly<Record<string, string>> = {}): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
