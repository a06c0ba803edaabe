import * as z from 'zod';
import { secret, wholeNumber } from '../environment.ts';

/** Where jobs are kept, who runs them, and for how long they stay. */
export const JOB_SETTINGS = {
  DATABASE_URL: secret(
    'A PostgreSQL database that keeps jobs, for any number of servers and workers: postgres://user:password@host:5432/name.',
  ).refine(
    (url) => url === undefined || (/^postgres(?:ql)?:\/\/./.test(url) && URL.canParse(url)),
    'expected postgres://user:password@host:5432/name',
  ),
  SHARDWRIGHT_DATA: z
    .string()
    .default('.shardwright')
    .describe(
      'Folder that keeps jobs where there is no DATABASE_URL; one server at a time may use it. memory:// keeps them until the server ends.',
    ),
  SHARDWRIGHT_CONNECTIONS: wholeNumber(10, 2, 1000).describe('Connections of a process to DATABASE_URL.'),
  SHARDWRIGHT_CONCURRENCY: wholeNumber(1, 0, 64).describe(
    'Jobs at a time; more than one disturbs the measurements. 0 leaves all of them to workers.',
  ),
  SHARDWRIGHT_GRACE_MS: wholeNumber(5000, 0, 600_000).describe(
    'How long a cancelled job may take to answer with what it has.',
  ),
  SHARDWRIGHT_SHUTDOWN_MS: wholeNumber(2000, 0, 3_600_000).describe(
    'How long running jobs may go on once the process is told to end; then they are handed back, and run again from their start.',
  ),
  SHARDWRIGHT_HEARTBEAT_SECONDS: wholeNumber(15, 10, 3600).describe(
    'Silence after which the process that runs a job counts as dead, and the job is run again.',
  ),
  SHARDWRIGHT_LOST_RUNS: wholeNumber(3, 0, 1000).describe(
    'How often whoever runs a job may die over it before the job is failed.',
  ),
  SHARDWRIGHT_QUEUED_JOBS: wholeNumber(1000, 1, 1_000_000).describe('Jobs that may wait; more are refused with 503.'),
  SHARDWRIGHT_KEPT_JOBS: wholeNumber(10_000, 1, 10_000_000).describe('Ended jobs kept; older ones are forgotten.'),
  SHARDWRIGHT_KEPT_DAYS: wholeNumber(30, 1, 3650).describe('How long an ended job is kept at most.'),
  SHARDWRIGHT_KEY_HOURS: wholeNumber(24, 1, 87_600).describe('How long an Idempotency-Key stands for its job.'),
};

export type JobSettings = z.output<z.ZodObject<typeof JOB_SETTINGS>>;
