import { createQueue } from '../../api/jobs/durable-queue.ts';
import { createStore } from '../../api/jobs/durable-store.ts';
import type { JobQueue } from '../../api/jobs/job-queue.ts';
import { listenForJobs } from '../../api/jobs/job-signals.ts';
import type { Created, JobStore } from '../../api/jobs/job-store.ts';
import { openEngine, type QueueEngine } from '../../api/jobs/queue-engine.ts';
import type { Database } from '../../api/store/database.ts';
import { migrate } from '../../api/store/migrate.ts';

/** Jobs as one process sees them; the test does the work itself. */
export interface Desk {
  readonly store: JobStore;
  readonly queue: JobQueue;
  readonly engine: QueueEngine;
  close(): Promise<void>;
}

export async function openDesk(database: Database, worker: string, queuedJobs = 5): Promise<Desk> {
  await migrate(database);
  const opened = await openEngine(database, {
    heartbeatSeconds: 10,
    isRunner: true,
    onError: (error) => {
      throw error;
    },
  });
  // Tests share out on one process, too.
  const engine: QueueEngine = { ...opened, countRunners: async () => 2 };
  const signals = await listenForJobs(database);
  return {
    store: createStore(database, engine, signals, { queuedJobs }),
    queue: createQueue(database, engine, signals, { worker, lostRuns: 2 }),
    engine,
    close: async () => {
      await signals.close();
      await engine.close();
    },
  };
}

/** Forgets all jobs, whatever their state. */
export async function clearJobs(database: Database): Promise<void> {
  await database.query('delete from shardwright.jobs');
  await database.query('delete from shardwright_queue.job');
}

export const idOf = (created: Created): string => {
  if (!('job' in created)) throw new Error(`no job: ${created.status}`);
  return created.job.id;
};
