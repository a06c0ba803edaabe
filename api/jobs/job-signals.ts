import type { Database } from '../store/database.ts';

/** NOTIFY channels. Payloads are ids of jobs; `work` needs none. */
const CHANNELS = { changed: 'shardwright_changed', stop: 'shardwright_stop', work: 'shardwright_work' } as const;
type Channel = keyof typeof CHANNELS;

/** Tells every process that listens, once the transaction is committed. */
export async function signal(transaction: Database, channel: Channel, job: string): Promise<void> {
  await transaction.query('select pg_notify($1, $2)', [CHANNELS[channel], job]);
}

export interface JobSignals {
  /** Calls back after changes of a job, and where some may have been missed. */
  onChange(job: string, hear: () => void): () => void;
  /** Calls back when there may be work. */
  onWork(hear: () => void): () => void;
  /** Calls back with a job that is to stop. One that was missed is found by the next heartbeat. */
  onStop(hear: (job: string) => void): () => void;
  close(): Promise<void>;
}

/** Hears what other processes, and this one, did to jobs. */
export async function listenForJobs(database: Database): Promise<JobSignals> {
  const watchers = new Map<string, Set<() => void>>();
  const wakes = new Set<() => void>();
  const stops = new Set<(job: string) => void>();
  const tell = (job: string): void => watchers.get(job)?.forEach((hear) => hear());
  const stopListening = await Promise.all([
    database.listen(CHANNELS.changed, (job) => (job === '' ? [...watchers.keys()].forEach(tell) : tell(job))),
    database.listen(CHANNELS.work, () => wakes.forEach((hear) => hear())),
    database.listen(CHANNELS.stop, (job) => stops.forEach((hear) => hear(job))),
  ]);
  return {
    onChange: (job, hear) => {
      const hearers = watchers.get(job) ?? new Set();
      watchers.set(job, hearers.add(hear));
      return () => {
        hearers.delete(hear);
        if (hearers.size === 0 && watchers.get(job) === hearers) watchers.delete(job);
      };
    },
    onWork: (hear) => {
      wakes.add(hear);
      return () => void wakes.delete(hear);
    },
    onStop: (hear) => {
      stops.add(hear);
      return () => void stops.delete(hear);
    },
    close: async () => {
      await Promise.all(stopListening.map((stop) => stop()));
    },
  };
}
