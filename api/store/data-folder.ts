import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseUnavailableError } from './unavailable-error.ts';
import { takePidLock, type PidLock } from './pid-lock.ts';

/** A folder that this process alone uses, until it is released. */
export interface DataFolder {
  /** PostgreSQL's own files. */
  readonly database: string;
  readonly release: () => void;
}

/**
 * Takes a data folder for this process, and makes it where it is missing. A second process would corrupt the embedded database,
 * which does not notice it.
 * @throws DatabaseUnavailableError where another process has it, or this one may not write there
 */
export function takeDataFolder(path: string): DataFolder {
  const folder = resolve(path);
  const lock = lockFolder(folder);
  if (lock.status === 'held')
    throw new DatabaseUnavailableError(
      `${folder} is in use by process ${lock.pid}, and one process alone may open it. Maybe a server runs already; ` +
        'with another SHARDWRIGHT_DATA a second one keeps jobs of its own, with DATABASE_URL any number share theirs.',
    );
  return { database: join(folder, 'database'), release: lock.release };
}

function lockFolder(folder: string): PidLock {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return takePidLock(folder);
  } catch (error) {
    throw new DatabaseUnavailableError(
      `${folder} can't hold the database: ${error instanceof Error ? error.message : String(error)}. ` +
        'Maybe name another folder in SHARDWRIGHT_DATA, or a database in DATABASE_URL.',
      error,
    );
  }
}
