import * as z from 'zod';
import { readEnvironment, secret, wholeNumber } from '../environment.ts';
import { JOB_SETTINGS } from '../jobs/settings.ts';
import type { StudyLimits } from '../study-limits.ts';
import { TOKENS_RULE } from './bearer-tokens.ts';

/** Entries separated by commas or spaces. */
const list = (entry: z.ZodType<string, string>) =>
  z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter((part) => part !== ''))
    .pipe(z.array(entry))
    .optional();

const Origin = z
  .string()
  .regex(/^(\*|https?:\/\/[^\s/]+)$/, 'an origin: scheme, host and port, as https://example.com; or *');
const HostName = z.string().regex(/^[a-z\d.-]+$/i, 'a host name without a port');

/** Where the server listens, and who may ask. */
const ACCESS = {
  HOST: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('Address to listen on; 0.0.0.0 opens the service to the network.'),
  PORT: wholeNumber(8080, 0, 65_535).describe('0 takes a free one.'),
  SHARDWRIGHT_WORKER_PORT: z.coerce
    .number()
    .int()
    .min(1)
    .max(65_535)
    .optional()
    .describe('Port on which a worker serves /livez, /readyz and /metrics; none when left out.'),
  SHARDWRIGHT_TOKENS: secret(`Bearer tokens, separated by commas or spaces: ${TOKENS_RULE}. Without any, all may ask.`),
  SHARDWRIGHT_TOKENS_FILE: z
    .string()
    .optional()
    .describe('A file of bearer tokens, one a line, in the same form; lines that begin with # are left out.'),
  SHARDWRIGHT_ALLOWED_ORIGINS: list(Origin).describe(
    'Origins whose web pages may ask (CORS), separated by commas or spaces; * for all. None when left out.',
  ),
  SHARDWRIGHT_ALLOWED_HOSTS: list(HostName).describe(
    'Names besides loopback ones that requests may ask for, where the server listens on loopback without tokens: those of a proxy in front of it.',
  ),
  SHARDWRIGHT_TRUSTED_PROXIES: wholeNumber(0, 0, 10).describe(
    'Proxies of your own before the server: so many entries of X-Forwarded-For, from the right, are believed.',
  ),
};

const LIMITS = {
  SHARDWRIGHT_MAX_BODY_BYTES: wholeNumber(16 * 2 ** 20, 1024, 2 ** 30).describe('Larger bodies are refused with 413.'),
  SHARDWRIGHT_MAX_TABLES: wholeNumber(20_000, 1, 100_000).describe('Problems of more tables are refused with 422.'),
  SHARDWRIGHT_MAX_HOSTS: wholeNumber(2000, 1, 100_000).describe('Problems of more hosts are refused with 422.'),
  SHARDWRIGHT_MAX_LOOKUPS: wholeNumber(1e8, 1, 1e12).describe(
    'Traces of more lookups, and measurements that would serve more, are refused with 422: 4 bytes each, and their rows.',
  ),
  SHARDWRIGHT_MAX_DENSE_PARAMETERS: wholeNumber(2.5e8, 1, 1e12).describe(
    'Measurements of more weights in dense layers are refused with 422: 4 bytes each.',
  ),
  SHARDWRIGHT_MAX_SOLVE_SECONDS: wholeNumber(3600, 1, 86_400).describe(
    'Time limit of solving where a request sets none; longer ones are refused with 422.',
  ),
  SHARDWRIGHT_REQUESTS_PER_MINUTE: wholeNumber(6000, 0, 1e9).describe(
    'Requests of one token, or of one address where there are none; more are refused with 429. 0: no limit.',
  ),
  SHARDWRIGHT_POSTS_PER_MINUTE: wholeNumber(600, 0, 1e9).describe(
    'Of these, requests that make work or store something. 0: no limit.',
  ),
  SHARDWRIGHT_OPEN_REQUESTS: wholeNumber(256, 0, 1e6).describe(
    'Requests of one token or address that are open at once, event streams among them; more are refused with 429. 0: no limit.',
  ),
};

const STORED = {
  SHARDWRIGHT_UPLOAD_BYTES: wholeNumber(2 ** 30, 0, 2 ** 50).describe(
    'Uploads of one token, or of all where there are none, compressed; more are refused with 413.',
  ),
};

const ANSWERS = {
  SHARDWRIGHT_MAX_WAIT_SECONDS: wholeNumber(60, 0, 3600).describe(
    'Requests that prefer to wait for the end of a job (Prefer: wait=N) wait no longer.',
  ),
};

const LOGGING = {
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
    .default('info')
    .describe('Least level that is logged.'),
};

/** Settings of server and worker, from environment variables of these names. */
export const Settings = z.object({ ...ACCESS, ...LIMITS, ...STORED, ...ANSWERS, ...JOB_SETTINGS, ...LOGGING });
export type Settings = z.infer<typeof Settings>;

/**
 * Reads settings from an environment.
 * @throws BadInputError that names each wrong variable.
 */
export const readSettings = (environment: Readonly<Record<string, string | undefined>>): Settings =>
  readEnvironment(Settings, environment);

export const studyLimitsOf = (settings: Settings): StudyLimits => ({
  tables: settings.SHARDWRIGHT_MAX_TABLES,
  hosts: settings.SHARDWRIGHT_MAX_HOSTS,
  lookups: settings.SHARDWRIGHT_MAX_LOOKUPS,
  denseParameters: settings.SHARDWRIGHT_MAX_DENSE_PARAMETERS,
  solveSeconds: settings.SHARDWRIGHT_MAX_SOLVE_SECONDS,
});
