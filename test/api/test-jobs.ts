import { openAsBlob } from 'node:fs';
import type { Logger } from 'pino';
import { inject } from 'vitest';
import { readSettings } from '../../api/http/settings.ts';
import { runJobs, type Jobs } from '../../api/jobs/open-jobs.ts';
import type { Database } from '../../api/store/database.ts';
import { IN_MEMORY, openPglite } from '../../api/store/pglite.ts';

/** An empty database in memory. */
export const openTestDatabase = async (): Promise<Database> =>
  openPglite(IN_MEMORY, await openAsBlob(inject('pgliteTemplate')));

/** Jobs in memory, run in this process; settings are those of the service. What runs when it is closed is handed back at once. */
export async function openTestJobs(environment: Readonly<Record<string, string>>, log: Logger): Promise<Jobs> {
  const settings = readSettings({ SHARDWRIGHT_SHUTDOWN_MS: '0', ...environment });
  return runJobs(await openTestDatabase(), settings, { forgets: false, log });
}
