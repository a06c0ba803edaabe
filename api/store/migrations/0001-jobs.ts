import type { Migration } from './migration.ts';

/**
 * Jobs beside the queue. `json` keeps keys in their order and numbers as they were written, so that a result reads as its thread
 * said it. `attempt` is the queue's count of the claim that runs: a claim that was lost changes nothing any more. `lost` counts the
 * claims that were. `solved` is a frontier that waits for its parts, which measure its plans at `positions`.
 */
export const jobs: Migration = {
  id: 1,
  name: 'jobs',
  sql: `
    create table shardwright.jobs (
      id uuid primary key,
      owner text not null,
      kind text not null,
      batch text,
      status text not null default 'queued',
      revision int not null default 1,
      created_at timestamptz(3) not null default clock_timestamp(),
      started_at timestamptz(3),
      finished_at timestamptz(3),
      cancel_requested boolean not null default false,
      attempt int,
      lost int not null default 0,
      worker text,
      progress json,
      best_so_far json not null default '[]',
      error json,
      solved json
    );
    create index jobs_by_owner on shardwright.jobs (owner, created_at desc, id desc);
    create index jobs_open on shardwright.jobs (status) where finished_at is null;
    create index jobs_ended on shardwright.jobs (finished_at desc) where finished_at is not null;

    create table shardwright.job_inputs (
      job uuid primary key references shardwright.jobs on delete cascade,
      hash text not null,
      compared_by text[] not null,
      study text not null
    );

    create table shardwright.job_results (
      job uuid primary key references shardwright.jobs on delete cascade,
      result json not null
    );

    create table shardwright.job_parts (
      id uuid primary key,
      job uuid not null references shardwright.jobs on delete cascade,
      positions int[] not null,
      status text not null default 'queued',
      attempt int,
      lost int not null default 0,
      worker text,
      done real not null default 0,
      result json
    );
    create index job_parts_by_job on shardwright.job_parts (job);

    create table shardwright.idempotency_keys (
      owner text not null,
      key text not null,
      request_hash text not null,
      job uuid not null references shardwright.jobs on delete cascade deferrable initially deferred,
      created_at timestamptz(3) not null default clock_timestamp(),
      primary key (owner, key)
    );
    create index idempotency_keys_by_age on shardwright.idempotency_keys (created_at);
    create index idempotency_keys_by_job on shardwright.idempotency_keys (job);
  `,
};
