import type { Migration } from './migration.ts';

/** What stays of a study once its job has ended: all but its trace. Null where it has none. */
export const keptStudies: Migration = {
  id: 11,
  name: 'kept-studies',
  sql: 'alter table shardwright.job_inputs add column kept text;',
};
