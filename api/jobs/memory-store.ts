import { EventEmitter } from 'node:events';
import { randomUUID } from 'node:crypto';
import type { Clock } from '../../domain/clock.ts';
import type { PreparedStudy } from '../prepared-study.ts';
import type { Job, JobSummary } from './job.ts';
import type { JobQueue } from './job-queue.ts';
import { BadCursorError, type JobStore } from './job-store.ts';

export interface MemoryStoreLimits {
  /** Ended jobs kept; older ones are forgotten, results and all. */
  readonly keptJobs: number;
  readonly queuedJobs: number;
}

interface Kept {
  job: Job;
  readonly owner: string;
}

/** Jobs in the memory of this process: gone when it ends. */
// oxlint-disable-next-line max-lines-per-function -- stands in until the durable store is here
export function createMemoryStore(clock: Clock, limits: MemoryStoreLimits): JobStore & JobQueue {
  const jobs = new Map<string, Kept>();
  const keys = new Map<string, { readonly id: string; readonly requestHash: string | undefined }>();
  const queue = new Map<string, PreparedStudy>();
  const ended: string[] = [];
  const changes = new EventEmitter<Record<string, []>>().setMaxListeners(0);
  const now = (): string => clock.date().toISOString();

  const listen = (event: string, hear: () => void): (() => void) => {
    changes.on(event, hear);
    return () => void changes.off(event, hear);
  };
  const change = (id: string, fields: Partial<Job>): Job | undefined => {
    const kept = jobs.get(id);
    if (kept === undefined) return undefined;
    // One kind's fields only ever meet a job of that kind: the runner answers with the kind it was given.
    kept.job = { ...kept.job, ...fields, revision: kept.job.revision + 1 } as Job;
    changes.emit(id);
    return kept.job;
  };
  const end = (id: string, fields: Partial<Job>): Job | undefined => {
    const job = change(id, { ...fields, finishedAt: now() });
    ended.push(id);
    if (ended.length > limits.keptJobs) jobs.delete(ended.shift() as string);
    return job;
  };
  const find = (id: string, owner: string): Job | undefined => {
    const kept = jobs.get(id);
    return kept?.owner === owner ? kept.job : undefined;
  };

  return {
    create: async (study, { owner, idempotencyKey, requestHash, batch }) => {
      const key = idempotencyKey === undefined ? undefined : JSON.stringify([owner, idempotencyKey]);
      const earlier = key === undefined ? undefined : keys.get(key);
      const repeated = earlier === undefined ? undefined : jobs.get(earlier.id)?.job;
      if (repeated !== undefined)
        return earlier?.requestHash === requestHash ? { status: 'repeated', job: repeated } : { status: 'keyReused' };
      if (queue.size >= limits.queuedJobs) return { status: 'queueFull' };
      // Not domain/random: an id must not be guessable, and no result depends on it.
      const id = randomUUID();
      const job: Job = {
        kind: study.kind,
        id,
        revision: 1,
        status: 'queued',
        createdAt: now(),
        cancelRequested: false,
        ...(batch === undefined ? {} : { batch }),
        bestSoFar: [],
      };
      jobs.set(id, { job, owner });
      queue.set(id, study);
      if (key !== undefined) keys.set(key, { id, requestHash });
      changes.emit('work');
      return { status: 'created', job };
    },
    get: async (id, owner) => find(id, owner),
    list: async ({ owner, kind, status, batch, limit, after }) => {
      const owned = [...jobs.values()].filter((kept) => kept.owner === owner).map(({ job }) => job);
      const start = after === undefined ? owned.length : owned.findIndex(({ id }) => id === after);
      if (start === -1) throw new BadCursorError();
      const found = owned
        .slice(0, start)
        .toReversed()
        .filter((job) => kind === undefined || job.kind === kind)
        .filter((job) => status === undefined || job.status === status)
        .filter((job) => batch === undefined || job.batch === batch);
      const page = found.slice(0, limit);
      return { jobs: page.map(summaryOf), ...(found.length > limit ? { next: page[limit - 1].id } : {}) };
    },
    watch: listen,
    cancel: async (id, owner) => {
      const job = find(id, owner);
      if (job?.status === 'running') return change(id, { cancelRequested: true });
      if (job?.status !== 'queued') return job;
      queue.delete(id);
      return end(id, { status: 'cancelled', cancelRequested: true });
    },

    onWork: (wake) => listen('work', wake),
    claim: async () => {
      const [next] = queue;
      if (next === undefined) return undefined;
      const [id, study] = next;
      queue.delete(id);
      change(id, { status: 'running', startedAt: now() });
      return { id, study };
    },
    update: async ({ id }, fields) => {
      if (jobs.get(id)?.job.status === 'running') change(id, fields);
    },
    finish: async ({ id }, outcome) => {
      if (jobs.get(id)?.job.status !== 'running') return false;
      end(id, outcome as Partial<Job>);
      return true;
    },
    onCancel: ({ id }, stop) => {
      const look = (): void => {
        if (jobs.get(id)?.job.cancelRequested === true) stop();
      };
      look();
      return listen(id, look);
    },
  };
}

function summaryOf(job: Job): JobSummary {
  const summary: Partial<Job> = { ...job };
  delete summary.bestSoFar;
  delete summary.result;
  return summary as JobSummary;
}
