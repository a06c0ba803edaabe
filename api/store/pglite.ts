import { Worker } from 'node:worker_threads';
import { proxy, wrap } from 'comlink';
import { endpointOf } from '../../evaluator/runtime/comlink-endpoint.ts';
import { channelName, type Database } from './database.ts';
import type { PgliteThread, Sent, SentRows } from './pglite-thread.ts';

/** As a folder: keeps nothing once the process ends. */
export const IN_MEMORY = 'memory://';

/**
 * PostgreSQL inside this process: in memory, or in a folder that no other process may open meanwhile (data-folder.ts). It runs in a
 * thread of its own: a statement keeps its thread busy for milliseconds, one with a large study or result for seconds.
 */
export async function openPglite(folder: string): Promise<Database> {
  const worker = new Worker(new URL('./pglite-thread.ts', import.meta.url));
  const remote = wrap<PgliteThread>(endpointOf(worker));
  let isClosed = false;
  const died = new Promise<never>((_, reject) => {
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the thread of the embedded database ended with code ${code}`)));
  });
  died.catch(() => {});
  const ask = async <T>(sent: Promise<Sent<T>>): Promise<T> => received(await Promise.race([sent, died]));
  const query = async <Row extends object>(
    sql: string,
    parameters: readonly unknown[] = [],
    transaction?: number,
  ): Promise<Row[]> => rowsOf<Row>(await ask(remote.query(sql, parameters, transaction)));

  const database: Database = {
    kind: 'embedded',
    query: (sql, parameters) => query(sql, parameters),
    transaction: async (work) => {
      const id = await ask(remote.begin());
      const inner: Database = {
        ...database,
        query: (sql, parameters) => query(sql, parameters, id),
        transaction: (nested) => nested(inner),
      };
      const result = await work(inner).catch(async (error: unknown) => {
        await ask(remote.end(id, false));
        throw error;
      });
      await ask(remote.end(id, true));
      return result;
    },
    listen: async (channel, onPayload) => {
      const id = await ask(remote.listen(channelName(channel), proxy(onPayload)));
      return () => ask(remote.unlisten(id));
    },
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      await ask(remote.close());
      await worker.terminate();
    },
  };
  try {
    await ask(remote.open(folder === IN_MEMORY ? undefined : folder));
  } catch (error) {
    await worker.terminate();
    throw error;
  }
  return database;
}

function received<T>(sent: Sent<T>): T {
  if ('value' in sent) return sent.value;
  const { message, code } = sent.error;
  throw Object.assign(new Error(message), code === undefined ? {} : { code });
}

function rowsOf<Row extends object>({ rows, jsonColumns }: SentRows): Row[] {
  if (jsonColumns.length === 0) return rows as Row[];
  return rows.map((row) => {
    const parsed: Record<string, unknown> = { ...row };
    for (const column of jsonColumns) {
      const text = parsed[column];
      if (typeof text === 'string') parsed[column] = JSON.parse(text);
    }
    return parsed as Row;
  });
}
