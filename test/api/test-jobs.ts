import type { Logger } from 'pino';
import { readSettings } from '../../api/http/settings.ts';
import { runJobs, type Jobs } from '../../api/jobs/open-jobs.ts';
import type { Database } from '../../api/store/database.ts';
import { IN_MEMORY, openPglite } from '../../api/store/pglite.ts';

/** An empty database in memory. */
export const openTestDatabase = (): Promise<Database> => openPglite(IN_MEMORY);

/** Jobs in memory, run in this process; settings are those of the service. What runs when it is closed is handed back at once. */
export async function openTestJobs(environment: Readonly<Record<string, string>>, log: Logger): Promise<Jobs> {
  const settings = readSettings({ SHARDWRIGHT_SHUTDOWN_MS: '0', ...environment });
  return runJobs(await openTestDatabase(), settings, { forgets: false, log });
}
