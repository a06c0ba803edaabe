/** The database can't be used as things are outside: no bug of ours. The message says what to do, and holds no password. */
export class DatabaseUnavailableError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.name = 'DatabaseUnavailableError';
  }
}
