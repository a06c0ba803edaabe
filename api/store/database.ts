/**
 * PostgreSQL as the rest sees it: embedded (pglite.ts) or on a server (postgres.ts), the same SQL on both. Tables are in the schema
 * `shardwright`. `json` columns come back parsed, `timestamptz` as Date; cast `bigint` to `int` where a number is meant.
 */
export interface Database {
  readonly kind: 'embedded' | 'postgres';
  /** Several statements at once are taken where there are no parameters: the rows of all of them. */
  query<Row extends object>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
  /** Commits what `work` does through the database it is handed, or nothing where it throws. Nested, it joins the outer one. */
  transaction<T>(work: (database: Database) => Promise<T>): Promise<T>;
  /**
   * Hears a NOTIFY channel until the answer is called. An empty payload says that messages may have been lost: the connection was
   * made again.
   */
  listen(channel: string, onPayload: (payload: string) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** A NOTIFY channel as SQL: our own constants only. */
export function channelName(channel: string): string {
  if (!/^[a-z_]{1,60}$/.test(channel)) throw new Error(`${channel} is no channel`);
  return channel;
}
