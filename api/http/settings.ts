import * as z from 'zod';
import { BadInputError, listProblems } from '../bad-input.ts';

const number = (fallback: number, atLeast: number, atMost: number) =>
  z.coerce.number().int().min(atLeast).max(atMost).default(fallback);

/** Settings of the server, from environment variables of these names. */
export const Settings = z.object({
  HOST: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('Address to listen on; 0.0.0.0 opens the service to the network.'),
  PORT: number(8080, 0, 65_535).describe('0 takes a free one.'),
  SHARDWRIGHT_CONCURRENCY: number(1, 1, 64).describe('Jobs at a time; more than one disturbs the measurements.'),
  SHARDWRIGHT_GRACE_MS: number(5000, 0, 600_000).describe(
    'How long a cancelled job may take to answer with what it has.',
  ),
  SHARDWRIGHT_KEPT_JOBS: number(100, 1, 100_000).describe('Ended jobs kept in memory; older ones are forgotten.'),
  SHARDWRIGHT_QUEUED_JOBS: number(100, 1, 100_000).describe('Jobs that may wait; more are refused with 503.'),
  SHARDWRIGHT_MAX_BODY_BYTES: number(16 * 2 ** 20, 1024, 2 ** 30).describe('Larger bodies are refused with 413.'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
});
export type Settings = z.infer<typeof Settings>;

/**
 * Reads settings from an environment.
 * @throws BadInputError that names each wrong variable.
 */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const parsed = Settings.safeParse(environment, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw new BadInputError(listProblems(parsed.error.issues, Settings));
}
