import { PgBoss, type Db, type JobAttempt } from 'pg-boss';
import * as z from 'zod';
import type { Database } from '../store/database.ts';

export interface EngineOptions {
  /** Seconds without a sign of life after which a claim is taken back: 10 at least. */
  readonly heartbeatSeconds: number;
  /** This process runs jobs, and counts among those that do. */
  readonly isRunner: boolean;
  readonly onError: (error: unknown) => void;
}

/** What an entry of the queue stands for: a job, or one part of a job. Its own id is that of the job or the part. */
export interface EntryData {
  readonly job: string;
  readonly part?: string;
}

export interface Entry extends JobAttempt {
  readonly data: EntryData;
}

/** Who is next, who holds it, and who died: pg-boss. What a job is stands in our own tables, and changes in the same transactions. */
export interface QueueEngine {
  send(transaction: Database, data: EntryData): Promise<void>;
  /** The next entry, now held by this process. Its `retryCount` tells this attempt from those before and after. */
  fetch(transaction: Database): Promise<Entry | undefined>;
  /** Ends an entry; false where the attempt has lost it. */
  settle(transaction: Database, attempt: JobAttempt): Promise<boolean>;
  /** Puts an entry back; false where the attempt has lost it. */
  handBack(transaction: Database, attempt: JobAttempt): Promise<boolean>;
  /** A sign of life; answers the ids that are still held. */
  touch(attempts: readonly JobAttempt[]): Promise<ReadonlySet<string>>;
  /** Puts all back that is held, by whomever: for a database that only one process opens. */
  reclaimAll(): Promise<void>;
  /** Processes that run jobs; one that died counts for a few seconds more. An embedded database has one. */
  countRunners(): Promise<number>;
  close(): Promise<void>;
}

const SCHEMA = 'shardwright_queue';
const QUEUE = 'work';
const RUNNER = 'shardwright runner';
/** A part is the rest of a job that began before: it goes first. */
const PART_PRIORITY = 1;

/** A queue on our own connections. Creates or updates its tables. */
export async function openEngine(database: Database, options: EngineOptions): Promise<QueueEngine> {
  const isEmbedded = database.kind === 'embedded';
  const boss = new PgBoss({
    db: bossDatabase(database),
    backend: isEmbedded ? 'pglite' : 'postgres',
    schema: SCHEMA,
    schedule: false,
    // Dead claims are looked for this often. No other process holds any where the database is this one's own.
    superviseIntervalSeconds: isEmbedded ? 60 : 2,
    monitorIntervalSeconds: isEmbedded ? 60 : 2,
    maintenanceIntervalSeconds: 3600,
    instanceHeartbeatSeconds: 5,
    ...(options.isRunner ? { instanceName: RUNNER } : {}),
  });
  boss.on('error', options.onError);
  await boss.start();
  const entries = {
    // Our own count of lost claims decides when a job is given up, not the queue's.
    retryLimit: 1_000_000,
    heartbeatSeconds: options.heartbeatSeconds,
    expireInSeconds: 24 * 3600,
    retentionSeconds: 365 * 24 * 3600,
    deleteAfterSeconds: 3600,
  };
  await boss.createQueue(QUEUE, entries);
  await boss.updateQueue(QUEUE, entries);

  return {
    send: async (transaction, data) => {
      const { part, job } = data;
      const order = part === undefined ? { id: job } : { id: part, priority: PART_PRIORITY };
      await boss.send(QUEUE, data, { ...order, db: bossDatabase(transaction) });
    },
    fetch: async (transaction) => {
      const [entry] = await boss.fetch<EntryData>(QUEUE, { db: bossDatabase(transaction) });
      return entry;
    },
    settle: async (transaction, attempt) => {
      const answer = await boss.complete(QUEUE, attempt, undefined, { db: bossDatabase(transaction) });
      return Settled.parse(answer).affected === 1;
    },
    handBack: async (transaction, attempt) => {
      const answer = await boss.fail(QUEUE, attempt, undefined, { db: bossDatabase(transaction) });
      return Settled.parse(answer).affected === 1;
    },
    touch: async (attempts) => {
      if (attempts.length === 0) return new Set();
      return new Set(Settled.parse(await boss.touch(QUEUE, [...attempts])).settled);
    },
    reclaimAll: async () => {
      const held = await database.query<{ id: string }>(
        `select id from ${SCHEMA}.job where name = $1 and state = 'active'`,
        [QUEUE],
      );
      if (held.length > 0)
        await boss.fail(
          QUEUE,
          held.map(({ id }) => id),
        );
    },
    countRunners: async () =>
      isEmbedded ? 1 : (await boss.getInstances()).filter(({ name, live }) => name === RUNNER && live).length,
    close: () => boss.stop({ graceful: false, close: false }),
  };
}

/** What settling answers; pg-boss leaves it out of its types. */
const Settled = z.object({ affected: z.int(), settled: z.array(z.string()) });

/** Our connections as pg-boss asks for them. */
const bossDatabase = (database: Database): Db => ({
  executeSql: async (text, values) => ({ rows: await database.query(text, values) }),
});
