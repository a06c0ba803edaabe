import { HEALTHY, OPEN_ACCESS, STUDY_LIMITS } from './running-app.ts';
import type { Hono } from 'hono';
import { pino } from 'pino';
import { createApp } from '../../api/http/app.ts';
import type { BearerToken } from '../../api/http/bearer-tokens.ts';
import type { Job } from '../../api/jobs/job.ts';
import type { Claim, JobQueue } from '../../api/jobs/job-queue.ts';
import type { JobStore } from '../../api/jobs/job-store.ts';
import { createTaskPool } from '../../api/offload/task-pool.ts';
import { createBatchStore, type BatchStore } from '../../api/resources/batch-store.ts';
import { createUploadStore } from '../../api/resources/upload-store.ts';
import { packStudy } from '../../api/prepared-study.ts';
import { prepareStudy } from '../../api/studies.ts';
import { systemClock } from '../../domain/clock.ts';
import { clearJobs, openDesk } from './job-desk.ts';
import { openTestDatabase } from './test-jobs.ts';
import { smallPlacement, smallProblem } from './small-requests.ts';

export interface IdleApp {
  readonly app: Hono;
  readonly store: JobStore & JobQueue;
  readonly batches: BatchStore;
  /** Queues a job of the anonymous owner. */
  readonly add: () => Promise<Job>;
  /** Takes the oldest queued job up. */
  readonly claim: () => Promise<Claim>;
}

/** One process for all apps of a test file, started when it is first needed; it ends with the file. */
const tasks = createTaskPool({ processes: 1, timeLimitMs: 20_000, heapBytes: 256 * 2 ** 20, limits: STUDY_LIMITS });

/** One database for all apps of a test file: the next one forgets the jobs of the one before. */
const opening = (async () => {
  const database = await openTestDatabase();
  return { database, desk: await openDesk(database, 'test', 10_000) };
})();

/** The service with nobody who does its jobs: a test moves them. One at a time. */
export async function idleApp({
  tokens = [],
  uploadBytes = 2 ** 20,
}: { tokens?: readonly BearerToken[]; uploadBytes?: number } = {}): Promise<IdleApp> {
  const { database, desk } = await opening;
  await clearJobs(database);
  await database.query('delete from shardwright.uploads; delete from shardwright.batches');
  const store = { ...desk.store, ...desk.queue };
  const batches = createBatchStore(Promise.resolve(database));
  const log = pino({ level: 'silent' });
  const app = createApp({
    store,
    uploads: createUploadStore(Promise.resolve(database), { limitBytes: uploadBytes }),
    batches,
    tasks,
    log,
    clock: systemClock,
    access: { ...OPEN_ACCESS, tokens },
    ...HEALTHY,
    mostWaitSeconds: 2,
  });
  const study = packStudy(prepareStudy('evaluation', evaluationBody()));
  return {
    app,
    store,
    batches,
    add: async () => {
      const created = await store.create(study, { owner: 'anonymous' });
      if (!('job' in created)) throw new Error(created.status);
      return created.job;
    },
    claim: async () => {
      const claim = await store.claim();
      if (claim === undefined) throw new Error('nothing waits');
      return claim;
    },
  };
}

export const evaluationBody = (): Record<string, unknown> => ({
  problem: smallProblem(),
  placement: smallPlacement(),
  measure: false,
});
