import pg from 'pg';
import { DatabaseUnavailableError } from './unavailable-error.ts';
import { channelName, type Database } from './database.ts';

export interface PostgresOptions {
  /** Connections for queries; one more listens. */
  readonly connections: number;
  /** Told of connections that broke; they are made again. */
  readonly onError: (error: Error) => void;
}

/** How long after a lost connection, or a failed attempt, the next attempt to listen is made. */
const RECONNECT_MS = 500;
/** A listening connection says nothing by itself: silence is told from a dead network by asking. */
const PING_MS = 10_000;

/**
 * A PostgreSQL server.
 * @throws DatabaseUnavailableError where it can't be reached.
 */
export async function openPostgres(url: string, options: PostgresOptions): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.connections,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    application_name: 'shardwright',
  });
  // The pool's own error carries its client, connection settings and all: no log is to see it.
  pool.on('error', ({ message }) => options.onError(new Error(message)));
  try {
    await pool.query('select 1');
  } catch (error) {
    await pool.end();
    const reason = error instanceof AggregateError ? error.errors.map(String).join('; ') : String(error);
    throw new DatabaseUnavailableError(
      `The database that DATABASE_URL names does not answer: ${reason}. Maybe it does not run, or host, port, name, user or password are others.`,
    );
  }
  const listener = createListener(url, options);
  const database: Database = {
    kind: 'postgres',
    query: (sql, parameters = []) => named(async () => rowsOf(await pool.query(sql, [...parameters]))),
    transaction: (work) => named(() => transact(pool, database, work)),
    listen: (channel, onPayload) => listener.listen(channel, onPayload),
    close: async () => {
      await listener.close();
      await pool.end();
    },
  };
  return database;
}

/** Errors of a connection, or of a server that starts or ends; PostgreSQL's appendix A, and Node's own. */
const AWAY = /^(?:08\w{3}|57P0[1-3]|ECONN\w+|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH)$/;

/** Tells a database that is away from a statement that is wrong: who waits a moment may ask the first again. */
async function named<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error) || error instanceof DatabaseUnavailableError) throw error;
    const isAway = 'code' in error ? AWAY.test(String(error.code)) : /^(?:Connection|timeout)\b/.test(error.message);
    throw isAway ? new DatabaseUnavailableError(`The database does not answer: ${error.message}`) : error;
  }
}

/** Several statements are answered by a result each. */
const rowsOf = <Row>(answer: pg.QueryResult | pg.QueryResult[]): Row[] =>
  [answer].flat().flatMap(({ rows }) => rows as Row[]);

/** A connection that dies between two statements says so by an event, and in the next statement. Unheard it ends the process. */
const ignore = (): void => {};

async function transact<T>(pool: pg.Pool, outer: Database, work: (database: Database) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  client.on('error', ignore);
  let failure: unknown;
  try {
    await client.query('begin');
    const inner: Database = {
      ...outer,
      query: async (sql, parameters = []) => rowsOf(await client.query(sql, [...parameters])),
      transaction: (nested) => nested(inner),
    };
    const answer = await work(inner);
    await client.query('commit');
    return answer;
  } catch (error) {
    failure = error;
    await client.query('rollback').catch(() => {});
    throw error;
  } finally {
    client.off('error', ignore);
    client.release(failure !== undefined);
  }
}

interface Listener {
  listen: Database['listen'];
  close(): Promise<void>;
}

/** One connection for all channels, made again when it breaks. */
function createListener(url: string, { onError }: PostgresOptions): Listener {
  const channels = new Map<string, Set<(payload: string) => void>>();
  let connected: Promise<pg.Client> | undefined;
  // A client takes one statement at a time.
  let turn: Promise<unknown> = Promise.resolve();
  let pings: NodeJS.Timeout | undefined;
  let retry: NodeJS.Timeout | undefined;
  let isClosed = false;

  const connect = async (): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: url, keepAlive: true, application_name: 'shardwright' });
    let isLost = false;
    const lose = (error: Error | undefined): void => {
      if (isLost) return;
      isLost = true;
      clearInterval(pings);
      void endQuietly(client);
      if (isClosed) return;
      if (error !== undefined) onError(error);
      retry = setTimeout(reconnect, RECONNECT_MS);
    };
    client.on('error', lose);
    client.on('end', () => lose(undefined));
    client.on('notification', ({ channel, payload = '' }) => channels.get(channel)?.forEach((hear) => hear(payload)));
    await client.connect();
    for (const channel of channels.keys()) await client.query(`listen ${channel}`);
    pings = setInterval(() => {
      const overdue = setTimeout(() => lose(new Error('the listening connection does not answer')), PING_MS);
      turn = turn
        .then(() => client.query('select 1'))
        .then(
          () => clearTimeout(overdue),
          () => clearTimeout(overdue),
        );
    }, PING_MS);
    return client;
  };
  const reconnect = (): void => {
    connected = connect();
    connected.then(
      () => channels.forEach((hearers) => hearers.forEach((hear) => hear(''))),
      (error: Error) => {
        onError(error);
        if (!isClosed) retry = setTimeout(reconnect, RECONNECT_MS);
      },
    );
  };
  return {
    listen: async (channel, onPayload) => {
      const name = channelName(channel);
      const hearers = channels.get(name) ?? new Set();
      channels.set(name, hearers.add(onPayload));
      connected ??= connect();
      const client = await connected;
      const listening = turn.then(() => client.query(`listen ${name}`));
      turn = listening.catch(ignore);
      await listening;
      return async () => void hearers.delete(onPayload);
    },
    close: async () => {
      isClosed = true;
      clearInterval(pings);
      clearTimeout(retry);
      const client = await connected?.catch(() => undefined);
      if (client !== undefined) await endQuietly(client);
    },
  };
}

/** A broken connection may refuse to end: it is gone all the same. */
async function endQuietly(client: pg.Client): Promise<void> {
  try {
    await client.end();
  } catch {}
}
