import { jobs } from './0001-jobs.ts';
import type { Migration } from './migration.ts';

/** In the order in which they are applied. */
export const MIGRATIONS: readonly Migration[] = [jobs];
