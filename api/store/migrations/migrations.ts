import { jobs } from './0001-jobs.ts';
import { uploads } from './0010-uploads.ts';
import { keptStudies } from './0011-kept-studies.ts';
import { batches } from './0012-batches.ts';
import { requestIds } from './0020-request-ids.ts';
import type { Migration } from './migration.ts';

/** In the order in which they are applied. */
export const MIGRATIONS: readonly Migration[] = [jobs, uploads, keptStudies, batches, requestIds];
