import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { execute, startPostgres, whyNoPostgres, type PostgresServer } from '../postgres-server.ts';
import { post, settle, startProcess, type ServiceProcess } from './service-process.ts';
import { smallPlacement, smallProblem } from './small-requests.ts';

const evaluation = (requests: number): unknown => ({
  problem: smallProblem(),
  placement: smallPlacement(),
  measure: requests === 0 ? false : { requests, warmupRequests: 0 },
});
const frontier = (): unknown => {
  const problem = smallProblem();
  problem.fleet.hostTypes[0].count = 5;
  return { problem, gridPoints: 3, measure: { requests: 20, warmupRequests: 0, maxPlans: 3 } };
};
/** Long enough to be met while it runs. */
const LONG = 2000;

const started: ServiceProcess[] = [];
const start: typeof startProcess = async (command, environment) => {
  const one = await startProcess(command, environment);
  started.push(one);
  return one;
};
afterEach(async () => {
  for (const { child } of started) child.kill('SIGCONT');
  await Promise.all(started.filter(({ child }) => child.exitCode === null).map((one) => one.end('SIGKILL')));
  started.length = 0;
});

const suite = whyNoPostgres === undefined ? describe : describe.skip;
suite(`3 workers on PostgreSQL${whyNoPostgres === undefined ? '' : `: ${whyNoPostgres}`}`, () => {
  let postgres: PostgresServer;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.close());

  /** A database that writes down each end of a job and each result, whoever makes it. */
  async function witnessedDatabase(environment: Readonly<Record<string, string>>) {
    const url = await postgres.createDatabase();
    const server = await start('serve', { ...environment, DATABASE_URL: url, SHARDWRIGHT_CONCURRENCY: '0' });
    await execute(
      url,
      `create table witness (job uuid, what text);
       create function see() returns trigger language plpgsql as $$ begin
         if tg_table_name = 'job_results' then insert into witness values (new.job, 'result');
         elsif new.finished_at is not null and (old.finished_at is null or old.finished_at <> new.finished_at)
         then insert into witness values (new.id, 'end'); end if;
         return null; end $$;
       create trigger seen after insert or update or delete on shardwright.job_results for each row execute function see();
       create trigger seen after update on shardwright.jobs for each row execute function see();`,
    );
    return { url, server };
  }
  const running = (url: string) =>
    execute(url, `select id, worker from shardwright.jobs where status = 'running' and worker is not null`) as Promise<
      { id: string; worker: string }[]
    >;
  /** A worker other than those, caught in the act, and what it runs. */
  async function busyWorker(url: string, workers: readonly ServiceProcess[]) {
    return vi.waitFor(
      async () => {
        for (const { id, worker } of await running(url)) {
          const found = workers.find(({ child }) => worker.endsWith(`:${child.pid}`));
          if (found !== undefined) return { worker: found, job: id };
        }
        throw new Error('nobody works');
      },
      { timeout: 30_000, interval: 20 },
    );
  }

  it('end each of 50 jobs once, through SIGKILL, SIGSTOP and SIGCONT, lost connections and a restart of the server', async () => {
    const environment = { SHARDWRIGHT_HEARTBEAT_SECONDS: '10', SHARDWRIGHT_GRACE_MS: '500' };
    const { url, server } = await witnessedDatabase(environment);
    let { url: address } = server;
    const worker = () => start('worker', { ...environment, DATABASE_URL: url });
    const workers = await Promise.all([worker(), worker(), worker()]);
    const locations: string[] = [];
    for (let i = 0; i < 50; i++) {
      if (i % 20 === 5) locations.push(await post(address, '/v1/frontiers', frontier()));
      else locations.push(await post(address, '/v1/evaluations', evaluation(i < 4 ? LONG : 0)));
    }

    const killed = await busyWorker(url, workers);
    await killed.worker.end('SIGKILL');
    const stopped = await busyWorker(
      url,
      workers.filter((one) => one !== killed.worker),
    );
    stopped.worker.child.kill('SIGSTOP');
    await execute(
      url,
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'shardwright' and datname = current_database()`,
    );
    await server.end('SIGKILL');
    const port = new URL(address).port;
    const again = await start('serve', { ...environment, PORT: port, DATABASE_URL: url, SHARDWRIGHT_CONCURRENCY: '0' });
    address = again.url;
    await worker();
    // Until it was taken for dead, and its job was taken up by another.
    const lostBy = (job: string) =>
      vi.waitFor(
        async () => {
          const rows = await execute(url, `select lost from shardwright.jobs where id = '${job}' and lost > 0`);
          expect(rows).toHaveLength(1);
        },
        { timeout: 60_000, interval: 100 },
      );
    await lostBy(stopped.job);
    stopped.worker.child.kill('SIGCONT');
    await lostBy(killed.job);

    const jobs = await Promise.all(locations.map((location) => settle(() => address, location)));
    expect(jobs.map(({ status }) => status)).toEqual(locations.map(() => 'succeeded'));
    // What the resumed worker still had in hand, it has let go by now.
    await vi.waitFor(
      () => expect(stopped.worker.logged.some((line) => /the claim was lost|"outcome":"lost"/.test(line))).toBe(true),
      { timeout: 20_000, interval: 100 },
    );
    const seen = await execute(url, 'select job::text, what, count(*)::int from witness group by job, what');
    const ids = locations.map((location) => location.split('/').at(-1));
    const once = ids.flatMap((job) => [
      { job, what: 'end', count: 1 },
      { job, what: 'result', count: 1 },
    ]);
    expect(seen).toHaveLength(once.length);
    expect(seen).toEqual(expect.arrayContaining(once));
    for (const job of jobs) if (job.kind === 'frontier') expect(job.result?.measurements.plansMeasured).toBe(3);
  }, 180_000);

  it('hand back what they run when they are told to end, and end in good order', async () => {
    const { url, server } = await witnessedDatabase({});
    const environment = { DATABASE_URL: url, SHARDWRIGHT_SHUTDOWN_MS: '0' };
    const first = await start('worker', environment);
    const location = await post(server.url, '/v1/evaluations', evaluation(LONG));
    const { job } = await busyWorker(url, [first]);
    expect(await first.end('SIGTERM')).toBe(0);
    expect(await execute(url, `select status, lost from shardwright.jobs where id = '${job}'`)).toEqual([
      { status: 'queued', lost: 0 },
    ]);
    const second = await start('worker', environment);
    await busyWorker(url, [second]);
    await fetch(`${server.url}${location}`, { method: 'DELETE' });
    expect(await settle(() => server.url, location)).toMatchObject({ status: 'cancelled', cancelRequested: true });
    expect(await second.end('SIGTERM')).toBe(0);
    expect(await server.end('SIGTERM')).toBe(0);
  });
});

describe('a server on PGlite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shardwright-kill-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('loses no job when it is killed', async () => {
    const environment = { SHARDWRIGHT_DATA: join(folder, 'data') };
    const first = await start('serve', environment);
    const locations = [await post(first.url, '/v1/evaluations', evaluation(0))];
    const ended = await settle(() => first.url, locations[0]);
    for (const requests of [LONG, 0, 0]) locations.push(await post(first.url, '/v1/evaluations', evaluation(requests)));
    await vi.waitFor(async () => {
      const job = (await (await fetch(`${first.url}${locations[1]}`)).json()) as { status: string };
      expect(job.status).toBe('running');
    });
    await delay(100);
    await first.end('SIGKILL');
    const second = await start('serve', environment);
    expect(await settle(() => second.url, locations[0])).toEqual(ended);
    const jobs = await Promise.all(locations.map((location) => settle(() => second.url, location)));
    for (const job of jobs) expect(job).toMatchObject({ status: 'succeeded', result: { violations: [] } });
    expect(await second.end('SIGTERM')).toBe(0);
  });
});
