import type { Migration } from './migration.ts';

/** The request that made a job: what is logged of the job names it too. */
export const requestIds: Migration = {
  id: 20,
  name: 'request ids',
  sql: `alter table shardwright.jobs add column request_id text;`,
};
