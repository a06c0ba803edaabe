import type { Logger } from 'pino';

/** Closes on SIGINT or SIGTERM; a second one ends the process at once. */
export function endOnSignal(close: () => Promise<void>, log: Logger): void {
  let isClosing = false;
  const end = (signal: NodeJS.Signals): void => {
    // As a shell reports a process that a signal ended.
    if (isClosing) process.exit(signal === 'SIGINT' ? 130 : 143);
    isClosing = true;
    log.info({ signal }, 'closing: jobs are finished or handed back');
    close().then(
      () => log.info('closed'),
      (error: unknown) => {
        log.error({ err: error }, 'could not close in good order');
        process.exit(70);
      },
    );
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
}
