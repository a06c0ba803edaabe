import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { LoopDelays } from './loop-monitor.ts';

/** The service as `npm start` runs it, in a process of its own whose event loop is watched. */
export interface Served {
  readonly url: string;
  /** Starts to count anew. */
  reset(): void;
  delays(): Promise<LoopDelays>;
  close(): Promise<void>;
}

const here = (path: string): string => new URL(path, import.meta.url).pathname;

/** Rates are not limited: one client stands for many. */
export async function serve(environment: Readonly<Record<string, string>> = {}): Promise<Served> {
  const data = mkdtempSync(join(tmpdir(), 'service-bench-'));
  const child = spawn(
    process.execPath,
    ['--import', here('loop-monitor.ts'), here('../../api/cli/main.ts'), 'serve', '--port', '0'],
    {
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      env: {
        PATH: process.env['PATH'],
        SHARDWRIGHT_DATA: join(data, 'jobs'),
        SHARDWRIGHT_QUEUED_JOBS: '1000000',
        SHARDWRIGHT_REQUESTS_PER_MINUTE: '0',
        SHARDWRIGHT_POSTS_PER_MINUTE: '0',
        SHARDWRIGHT_OPEN_REQUESTS: '0',
        ...environment,
      },
    },
  );
  const url = await listening(child);
  return {
    url,
    reset: () => void child.send('reset'),
    delays: async () => {
      child.send('read');
      const [read] = (await once(child, 'message')) as [LoopDelays];
      return read;
    },
    close: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** Reads the log until the server says where it listens, and on, so that the pipe never fills. */
const listening = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the server ended with code ${code}`)));
    createInterface({ input: child.stdout! }).on('line', (line) => {
      const { url } = JSON.parse(line) as { url?: string };
      if (url !== undefined) resolve(url);
    });
  });
