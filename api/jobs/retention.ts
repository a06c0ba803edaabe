import type { Database } from '../store/database.ts';

export interface RetentionLimits {
  /** Ended jobs kept, and for how long; whichever is reached first. */
  readonly keptJobs: number;
  readonly keptDays: number;
  /** How long an idempotency key answers with its job; at most as long as the job is kept. */
  readonly keyHours: number;
}

/** Forgets what is old: ended jobs with their results, plans and keys, never one that is open. Answers how many jobs went. */
export async function forgetOld(
  database: Database,
  { keptJobs, keptDays, keyHours }: RetentionLimits,
): Promise<number> {
  await database.query(
    `delete from shardwright.idempotency_keys where created_at < clock_timestamp() - $1 * interval '1 hour'`,
    [keyHours],
  );
  const gone = await database.query(
    `delete from shardwright.jobs where finished_at is not null and (
       finished_at < clock_timestamp() - $1 * interval '1 day' or
       id in (select id from shardwright.jobs where finished_at is not null order by finished_at desc, id desc offset $2)
     ) returning id`,
    [keptDays, keptJobs],
  );
  // A batch goes with the last of its jobs; one that is being made has none yet.
  await database.query(
    `delete from shardwright.batches b where created_at < clock_timestamp() - interval '1 hour'
       and not exists (select 1 from shardwright.jobs j where j.batch = b.id::text)`,
  );
  return gone.length;
}
