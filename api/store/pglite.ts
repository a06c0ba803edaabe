import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite, type Results } from '@electric-sql/pglite';
import { channelName, type Database } from './database.ts';
import { readTemplate } from './template.ts';

/** As a folder: keeps nothing once the process ends. */
export const IN_MEMORY = 'memory://';

/** PostgreSQL inside this process: in memory, or in a folder that no other process may open meanwhile (data-folder.ts). */
export async function openPglite(folder: string): Promise<Database> {
  const lite = folder === IN_MEMORY ? await PGlite.create({ loadDataDir: readTemplate() }) : await openFolder(folder);
  const database: Database = {
    kind: 'embedded',
    query: async <Row>(sql: string, parameters: readonly unknown[] = []) => {
      try {
        return await run<Row>(lite, sql, parameters);
      } catch (error) {
        // There is one connection: a failed `begin; ...; commit` would leave it in its aborted transaction.
        await lite.exec('rollback').catch(() => {});
        throw error;
      }
    },
    transaction: (work) =>
      lite.transaction((transaction) => {
        const inner: Database = {
          ...database,
          query: (sql, parameters = []) => run(transaction, sql, parameters),
          transaction: (nested) => nested(inner),
        };
        return work(inner);
      }),
    listen: async (channel, onPayload) => {
      const stop = await lite.listen(channelName(channel), onPayload);
      return () => stop();
    },
    close: () => lite.close(),
  };
  return database;
}

/** In a folder whose making was interrupted nothing has been kept yet: it is made again. */
async function openFolder(folder: string): Promise<PGlite> {
  const made = join(folder, 'shardwright-made');
  if (existsSync(made)) return PGlite.create({ dataDir: folder });
  rmSync(folder, { recursive: true, force: true });
  const lite = await PGlite.create({ dataDir: folder, loadDataDir: readTemplate() });
  writeFileSync(made, '');
  return lite;
}

interface Runs {
  query<Row>(sql: string, parameters: unknown[]): Promise<Results<Row>>;
  exec(sql: string): Promise<Results[]>;
}

async function run<Row>(on: Runs, sql: string, parameters: readonly unknown[]): Promise<Row[]> {
  if (parameters.length > 0) return (await on.query<Row>(sql, [...parameters])).rows;
  return (await on.exec(sql)).flatMap((results) => results.rows as Row[]);
}
