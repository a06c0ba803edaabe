import type { Migration } from './migration.ts';

/** Batches of jobs. `jobs` is their ids in the order of the request, once all of them are there. */
export const batches: Migration = {
  id: 12,
  name: 'batches',
  sql: `
    create table shardwright.batches (
      id uuid primary key,
      owner text not null,
      position bigint generated always as identity,
      key text,
      request_hash text not null,
      items int not null,
      created_at timestamptz(3) not null default clock_timestamp(),
      jobs uuid[],
      unique (owner, key)
    );
    create index batches_in_order on shardwright.batches (owner, position desc);
    create index jobs_by_batch on shardwright.jobs (batch) where batch is not null;
  `,
};
