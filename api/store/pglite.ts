import { PGlite, type Results } from '@electric-sql/pglite';
import { channelName, type Database } from './database.ts';

/** As a folder: keeps nothing once the process ends. */
export const IN_MEMORY = 'memory://';

/**
 * PostgreSQL inside this process: in memory, or in a folder that no other process may open meanwhile (data-folder.ts). `template` is a
 * data folder as a tarball, which a new one starts from in place of an empty one.
 */
export async function openPglite(dataDir: string, template?: Blob): Promise<Database> {
  const lite = await PGlite.create({ dataDir, ...(template === undefined ? {} : { loadDataDir: template }) });
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

interface Runs {
  query<Row>(sql: string, parameters: unknown[]): Promise<Results<Row>>;
  exec(sql: string): Promise<Results[]>;
}

async function run<Row>(on: Runs, sql: string, parameters: readonly unknown[]): Promise<Row[]> {
  if (parameters.length > 0) return (await on.query<Row>(sql, [...parameters])).rows;
  return (await on.exec(sql)).flatMap((results) => results.rows as Row[]);
}
