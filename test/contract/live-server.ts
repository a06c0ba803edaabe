import { readSettings } from '../../api/http/settings.ts';
import { startServer, type RunningServer } from '../../api/http/server.ts';

/** The service as npm start runs it, on a free port of the loopback interface; its jobs end with it. */
export const startLiveServer = (environment: Readonly<Record<string, string>> = {}): Promise<RunningServer> =>
  startServer(readSettings({ PORT: '0', LOG_LEVEL: 'silent', SHARDWRIGHT_DATA: 'memory://', ...environment }));
