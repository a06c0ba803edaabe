import type { Logger } from 'pino';
import { readSettings } from '../../api/http/settings.ts';
import { runJobs, type Jobs } from '../../api/jobs/open-jobs.ts';
import type { Database } from '../../api/store/database.ts';
import { IN_MEMORY, openPglite } from '../../api/store/pglite.ts';
import { openPostgres } from '../../api/store/postgres.ts';
import { createDatabase } from '../postgres-server.ts';

/** Settings of an empty database: PGlite in memory, or the PostgreSQL that the tests run on (postgres-setup.ts). */
export async function testDatabaseSettings(): Promise<Record<string, string>> {
  const server = process.env['TEST_POSTGRES'];
  return server === undefined ? { SHARDWRIGHT_DATA: IN_MEMORY } : { DATABASE_URL: await createDatabase(server) };
}

export async function openTestDatabase(): Promise<Database> {
  const { DATABASE_URL: url } = await testDatabaseSettings();
  return url === undefined ? openPglite(IN_MEMORY) : openPostgres(url, { connections: 5, onError: () => {} });
}

/** Jobs in a database of their own, run in this process; settings are those of the service. What runs when it is closed is handed back at once. */
export async function openTestJobs(environment: Readonly<Record<string, string>>, log: Logger): Promise<Jobs> {
  const settings = readSettings({ SHARDWRIGHT_SHUTDOWN_MS: '0', ...environment });
  return runJobs(await openTestDatabase(), settings, { forgets: false, log });
}
