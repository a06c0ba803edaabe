import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import type { Job } from '../../api/jobs/job.ts';
import { jsonPost } from './running-app.ts';

/** A server or worker as a process of its own, started as users do. */
export interface ServiceProcess {
  readonly child: ChildProcess;
  /** What it logged, a line each. */
  readonly logged: readonly string[];
  /** Of a server. */
  readonly url: string;
  /** Sends a signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

const BIN = new URL('../../bin/shardwright.js', import.meta.url).pathname;

/** Starts a command, and waits until it says that it is ready. */
export async function startProcess(
  command: 'serve' | 'worker',
  environment: Readonly<Record<string, string>>,
): Promise<ServiceProcess> {
  const child = spawn(process.execPath, [BIN, command], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const logged: string[] = [];
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const url = await new Promise<string>((resolve, reject) => {
    const hear = (line: string): void => {
      logged.push(line);
      if (line.includes('"msg":"listening"')) resolve((JSON.parse(line) as { url: string }).url);
      if (line.includes('"msg":"waiting for jobs"')) resolve('');
    };
    createInterface(child.stdout).on('line', hear);
    createInterface(child.stderr).on('line', hear);
    child.once('exit', () => reject(new Error(`${command} ended: ${logged.join('\n')}`)));
  });
  return {
    child,
    logged,
    url,
    end: (signal) => {
      child.kill(signal);
      return ended;
    },
  };
}

/** POSTs a request and answers the path of its job. */
export async function post(url: string, path: string, body: unknown): Promise<string> {
  const response = await fetch(`${url}${path}`, jsonPost(body));
  if (response.status !== 202) throw new Error(`${response.status}: ${await response.text()}`);
  return response.headers.get('location') ?? '';
}

/** GETs a job until it has ended; a server that is away for a moment is asked again. */
export async function settle(url: () => string, location: string): Promise<Job> {
  for (;;) {
    try {
      const job = (await (await fetch(`${url()}${location}`)).json()) as Job;
      if (job.finishedAt !== undefined) return job;
    } catch {}
    await delay(200);
  }
}
