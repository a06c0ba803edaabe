import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import { PGlite, types, type Results } from '@electric-sql/pglite';
import { expose } from 'comlink';
import { endpointOf } from '../../evaluator/runtime/comlink-endpoint.ts';
import { readTemplate } from './template.ts';

/** Rows as they travel: `json` columns as text, which their reader parses, for a parsed one is copied field by field. */
export interface SentRows {
  readonly rows: readonly object[];
  readonly jsonColumns: readonly string[];
}

/** An error as it travels: comlink leaves out the code. */
export type Sent<T> = { readonly value: T } | { readonly error: { readonly message: string; readonly code?: string } };

/** What the thread offers pglite.ts. Transactions are named by numbers; the database has one connection, so that they take turns. */
export interface PgliteThread {
  /** In memory without a folder. */
  open(folder: string | undefined): Promise<Sent<void>>;
  query(sql: string, parameters: readonly unknown[], transaction?: number): Promise<Sent<SentRows>>;
  begin(): Promise<Sent<number>>;
  end(transaction: number, isCommitted: boolean): Promise<Sent<void>>;
  /** Answers the number that `unlisten` takes. */
  listen(channel: string, onPayload: (payload: string) => void): Promise<Sent<number>>;
  unlisten(listener: number): Promise<Sent<void>>;
  close(): Promise<Sent<void>>;
}

interface Open {
  readonly transaction: Runs;
  readonly settle: (isCommitted: boolean) => void;
  /** Ends when it is committed or rolled back. */
  readonly ended: Promise<unknown>;
}

interface Runs {
  query(sql: string, parameters: unknown[]): Promise<Results>;
  exec(sql: string): Promise<Results[]>;
}

const parsers = { [types.JSON]: (text: string) => text, [types.JSONB]: (text: string) => text };

function createThread(): PgliteThread {
  let lite: PGlite;
  const transactions = new Map<number, Open>();
  const listeners = new Map<number, () => Promise<void>>();
  let count = 0;
  const begin = (): Promise<number> =>
    new Promise((began, failed) => {
      const id = ++count;
      const ended = lite.transaction(
        (transaction) =>
          new Promise<void>((commit, rollback) => {
            const settle = (isCommitted: boolean): void => (isCommitted ? commit() : rollback(new RolledBack()));
            transactions.set(id, { transaction, settle, ended });
            began(id);
          }),
      );
      ended.catch((error: unknown) => failed(error));
    });
  return {
    open: (folder) =>
      sent(async () => {
        lite = await (folder === undefined
          ? PGlite.create({ loadDataDir: readTemplate(), parsers })
          : openFolder(folder));
      }),
    query: (sql, parameters, transaction) =>
      sent(async () => {
        if (transaction !== undefined) return run(openOne(transactions, transaction).transaction, sql, parameters);
        try {
          return await run(lite, sql, parameters);
        } catch (error) {
          // There is one connection: a failed `begin; ...; commit` would leave it in its aborted transaction.
          await lite.exec('rollback').catch(() => {});
          throw error;
        }
      }),
    begin: () => sent(begin),
    end: (id, isCommitted) =>
      sent(async () => {
        const { settle, ended } = openOne(transactions, id);
        transactions.delete(id);
        settle(isCommitted);
        await ended.catch((error: unknown) => {
          if (!(error instanceof RolledBack)) throw error;
        });
      }),
    listen: (channel, onPayload) =>
      sent(async () => {
        const id = ++count;
        listeners.set(id, await lite.listen(channel, onPayload));
        return id;
      }),
    unlisten: (id) =>
      sent(async () => {
        const stop = listeners.get(id);
        listeners.delete(id);
        await stop?.();
      }),
    close: () => sent(() => lite.close()),
  };
}

/** What its user asked for, and no error. */
class RolledBack extends Error {}

function openOne(transactions: ReadonlyMap<number, Open>, id: number): Open {
  const found = transactions.get(id);
  if (found === undefined) throw new Error('the transaction has ended');
  return found;
}

async function sent<T>(work: () => Promise<T>): Promise<Sent<T>> {
  try {
    return { value: await work() };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const code = error instanceof Error && 'code' in error ? { code: String(error.code) } : {};
    return { error: { message, ...code } };
  }
}

const isJson = (type: number): boolean => type === types.JSON || type === types.JSONB;

async function run(on: Runs, sql: string, parameters: readonly unknown[]): Promise<SentRows> {
  const results = parameters.length > 0 ? [await on.query(sql, [...parameters])] : await on.exec(sql);
  const columns = results.flatMap(({ fields }) => fields.filter(({ dataTypeID }) => isJson(dataTypeID)));
  return {
    rows: results.flatMap(({ rows }) => rows as object[]),
    jsonColumns: [...new Set(columns.map(({ name }) => name))],
  };
}

/** In a folder whose making was interrupted nothing has been kept yet: it is made again. */
async function openFolder(folder: string): Promise<PGlite> {
  const made = join(folder, 'shardwright-made');
  if (existsSync(made)) return PGlite.create({ dataDir: folder, parsers });
  rmSync(folder, { recursive: true, force: true });
  const lite = await PGlite.create({ dataDir: folder, loadDataDir: readTemplate(), parsers });
  writeFileSync(made, '');
  return lite;
}

if (parentPort === null) throw new Error('pglite-thread.ts runs as a worker thread; api/store/pglite.ts starts it');
expose(createThread(), endpointOf(parentPort));
