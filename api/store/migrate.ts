import { DatabaseUnavailableError } from './unavailable-error.ts';
import type { Database } from './database.ts';
import { MIGRATIONS } from './migrations/migrations.ts';
import type { Migration } from './migrations/migration.ts';

/** Any constant will do: processes that start together take turns. */
const LOCK = 7_305_914;

/** Brings our tables up to date, each step once. Throws where a newer Shardwright has been here. */
export async function migrate(database: Database, migrations: readonly Migration[] = MIGRATIONS): Promise<void> {
  await database.transaction(async (transaction) => {
    await transaction.query(`select pg_advisory_xact_lock(${LOCK})`);
    await transaction.query(`
      create schema if not exists shardwright;
      create table if not exists shardwright.migrations (
        id int primary key,
        name text not null,
        applied_at timestamptz not null default now()
      )`);
    const applied = await transaction.query<{ id: number; name: string }>(
      'select id, name from shardwright.migrations',
    );
    const known = new Set(migrations.map(({ id }) => id));
    const unknown = applied.filter(({ id }) => !known.has(id));
    if (unknown.length > 0)
      throw new DatabaseUnavailableError(
        `The database was used by a newer Shardwright (${unknown.map(({ name }) => name).join(', ')}). Maybe update this one.`,
      );
    const done = new Set(applied.map(({ id }) => id));
    for (const { id, name, sql } of migrations.filter((migration) => !done.has(migration.id))) {
      await transaction.query(sql);
      await transaction.query('insert into shardwright.migrations (id, name) values ($1, $2)', [id, name]);
    }
  });
}
