import { testDatabaseSettings } from '../api/test-jobs.ts';
import { readSettings } from '../../api/http/settings.ts';
import { startServer, type RunningServer } from '../../api/http/server.ts';

/** The service as npm start runs it, on a free port of the loopback interface, with a database of its own. */
export async function startLiveServer(environment: Readonly<Record<string, string>> = {}): Promise<RunningServer> {
  return startServer(
    readSettings({ PORT: '0', LOG_LEVEL: 'silent', ...(await testDatabaseSettings()), ...environment }),
  );
}
