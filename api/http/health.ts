import { setTimeout as delay } from 'node:timers/promises';
import type { Jobs } from '../jobs/open-jobs.ts';
import type { Metrics } from '../metrics.ts';
import type { HealthServices } from './routes/health.ts';

/** A database that takes longer to answer is no use to a request either. */
const PATIENCE_MS = 2000;

/** The health of a process whose jobs are being opened; `isClosing` once it was told to end. */
export const healthOf = (opening: Promise<Jobs>, metrics: Metrics, isClosing: () => boolean): HealthServices => ({
  obstacles: async () => {
    if (isClosing()) return ['The process is closing.'];
    const tooLong = delay(PATIENCE_MS, 'silent' as const, { ref: false });
    const asked = opening.then(({ database }) => database.query('select 1'));
    try {
      return (await Promise.race([asked, tooLong])) === 'silent' ? ['The database does not answer.'] : [];
    } catch {
      // The message may name hosts and users: the log has it.
      return ['The database cannot be asked.'];
    }
  },
  metrics: () => metrics.registry.metrics(),
});
