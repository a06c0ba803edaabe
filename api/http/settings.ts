import * as z from 'zod';
import { readEnvironment, secret, wholeNumber } from '../environment.ts';
import { TOKENS_RULE } from './bearer-tokens.ts';

/** Where the server listens, and who may ask. */
const ACCESS = {
  HOST: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('Address to listen on; 0.0.0.0 opens the service to the network.'),
  PORT: wholeNumber(8080, 0, 65_535).describe('0 takes a free one.'),
  SHARDWRIGHT_TOKENS: secret(`Bearer tokens, separated by commas or spaces: ${TOKENS_RULE}. Without any, all may ask.`),
  SHARDWRIGHT_TOKENS_FILE: z
    .string()
    .optional()
    .describe('A file of bearer tokens, one a line, in the same form; lines that begin with # are left out.'),
};

const LIMITS = {
  SHARDWRIGHT_MAX_BODY_BYTES: wholeNumber(16 * 2 ** 20, 1024, 2 ** 30).describe('Larger bodies are refused with 413.'),
};

const ANSWERS = {
  SHARDWRIGHT_MAX_WAIT_SECONDS: wholeNumber(60, 0, 3600).describe(
    'Requests that prefer to wait for the end of a job (Prefer: wait=N) wait no longer.',
  ),
};

const JOBS = {
  SHARDWRIGHT_CONCURRENCY: wholeNumber(1, 1, 64).describe('Jobs at a time; more than one disturbs the measurements.'),
  SHARDWRIGHT_GRACE_MS: wholeNumber(5000, 0, 600_000).describe(
    'How long a cancelled job may take to answer with what it has.',
  ),
  SHARDWRIGHT_KEPT_JOBS: wholeNumber(100, 1, 100_000).describe('Ended jobs kept in memory; older ones are forgotten.'),
  SHARDWRIGHT_QUEUED_JOBS: wholeNumber(100, 1, 100_000).describe('Jobs that may wait; more are refused with 503.'),
};

const LOGGING = {
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
    .default('info')
    .describe('Least level that is logged.'),
};

/** Settings of server and worker, from environment variables of these names. */
export const Settings = z.object({ ...ACCESS, ...LIMITS, ...ANSWERS, ...JOBS, ...LOGGING });
export type Settings = z.infer<typeof Settings>;

/**
 * Reads settings from an environment.
 * @throws BadInputError that names each wrong variable.
 */
export const readSettings = (environment: Readonly<Record<string, string | undefined>>): Settings =>
  readEnvironment(Settings, environment);
