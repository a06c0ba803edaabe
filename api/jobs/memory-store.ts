import { randomUUID } from 'node:crypto';
import type { Clock } from '../../domain/clock.ts';
import type { Study } from '../studies.ts';
import type { Job } from './job.ts';
import type { JobStore } from './job-store.ts';

export interface MemoryStoreLimits {
  /** Ended jobs kept; older ones are forgotten, results and all. */
  readonly keptJobs: number;
  readonly queuedJobs: number;
}

/** Jobs in the memory of this process: gone when it ends. */
export function createMemoryStore(clock: Clock, limits: MemoryStoreLimits): JobStore {
  const jobs = new Map<string, Job>();
  const queue = new Map<string, Study>();
  const ended: string[] = [];
  const now = (): string => clock.date().toISOString();

  const change = (id: string, fields: Partial<Job>): Job | undefined => {
    const job = jobs.get(id);
    if (job === undefined) return undefined;
    // One kind's fields only ever meet a job of that kind: the runner answers with the kind it was given.
    const changed = { ...job, ...fields } as Job;
    jobs.set(id, changed);
    return changed;
  };

  const end = (id: string, fields: Partial<Job>): Job | undefined => {
    const job = change(id, { ...fields, finishedAt: now() });
    ended.push(id);
    if (ended.length > limits.keptJobs) jobs.delete(ended.shift() as string);
    return job;
  };

  return {
    create: async (study) => {
      if (queue.size >= limits.queuedJobs) return undefined;
      // Not domain/random: an id must not be guessable, and no result depends on it.
      const id = randomUUID();
      const job: Job = {
        kind: study.kind,
        id,
        status: 'queued',
        createdAt: now(),
        cancelRequested: false,
        bestSoFar: [],
      };
      jobs.set(id, job);
      queue.set(id, study);
      return job;
    },
    get: async (id) => jobs.get(id),
    claim: async () => {
      const [next] = queue;
      if (next === undefined) return undefined;
      const [id, study] = next;
      queue.delete(id);
      const job = change(id, { status: 'running', startedAt: now() });
      return job === undefined ? undefined : { job, study };
    },
    update: async (id, fields) => {
      if (jobs.get(id)?.status === 'running') change(id, fields);
    },
    finish: async (id, outcome) => {
      if (jobs.get(id)?.status !== 'running') return false;
      end(id, outcome as Partial<Job>);
      return true;
    },
    cancel: async (id) => {
      const job = jobs.get(id);
      if (job?.status === 'running') return change(id, { cancelRequested: true });
      if (job?.status !== 'queued') return job;
      queue.delete(id);
      return end(id, { status: 'cancelled', cancelRequested: true });
    },
  };
}
