import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openPostgres } from '../../../api/store/postgres.ts';
import { DatabaseUnavailableError } from '../../../api/store/unavailable-error.ts';
import { createDatabase, execute, startPostgres, whyNoPostgres, type PostgresServer } from '../../postgres-server.ts';

const suite = whyNoPostgres === undefined ? describe : describe.skip;
suite(`connections to PostgreSQL${whyNoPostgres === undefined ? '' : `: ${whyNoPostgres}`}`, () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.close());

  it('that are lost are made again: statements go on, and listeners are told that they may have missed something', async () => {
    const url = await createDatabase(server.url);
    const lost: string[] = [];
    const database = await openPostgres(url, { connections: 2, onError: ({ message }) => lost.push(message) });
    const heard: string[] = [];
    await database.listen('shardwright_test', (payload) => heard.push(payload));
    const interrupted = database.query('select pg_sleep(60)');
    interrupted.catch(() => {});
    await vi.waitFor(async () => {
      const sleeping = `select 1 from pg_stat_activity where query like 'select pg_sleep%' and state = 'active'`;
      expect(await execute(url, sleeping)).toHaveLength(1);
    });
    await execute(
      url,
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'shardwright' and datname = current_database()`,
    );
    await expect(interrupted).rejects.toBeInstanceOf(DatabaseUnavailableError);
    await vi.waitFor(() => expect(heard).toEqual(['']), { timeout: 10_000 });
    await database.query(`select pg_notify('shardwright_test', 'again')`);
    await vi.waitFor(() => expect(heard).toEqual(['', 'again']), { timeout: 10_000 });
    expect(lost.length).toBeGreaterThan(0);
    // A wrong statement is no lost connection.
    await expect(database.query('select 1 / 0')).rejects.toThrow('division by zero');
    await database.close();
  });

  it('to a server that is not there are refused with what to do, and without the password', async () => {
    const opening = openPostgres('postgres://user:hunter2@127.0.0.1:1/none', { connections: 1, onError: () => {} });
    const error: unknown = await opening.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DatabaseUnavailableError);
    expect(String(error)).toContain('Maybe');
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error)) + String(error)).not.toContain('hunter2');
  });
});
