import type { Migration } from './migration.ts';

/** Uploads are never changed: `position` is the order in which they came, and what lists are paged by. */
export const uploads: Migration = {
  id: 10,
  name: 'uploads',
  sql: `
    create table shardwright.uploads (
      owner text not null,
      kind text not null,
      hash text not null,
      position bigint generated always as identity,
      bytes int not null,
      stored_bytes int not null,
      created_at timestamptz(3) not null default clock_timestamp(),
      summary json not null,
      content bytea not null,
      primary key (owner, kind, hash)
    );
    create index uploads_in_order on shardwright.uploads (owner, kind, position desc);
    alter table shardwright.uploads alter column content set storage external;
  `,
};
