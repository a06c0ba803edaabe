import { availableParallelism, cpus, loadavg } from 'node:os';
import type { Clock } from '../domain/clock.ts';

/** The machine that a bench ran on. A load average well above 0 says that others ran on it too: then trust CPU seconds, not wall seconds. */
export const benchEnvironment = (clock: Clock) => ({
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  cores: availableParallelism(),
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
  loadAverageAtStart: loadavg()[0],
  date: clock.date().toISOString(),
});
export type BenchEnvironment = ReturnType<typeof benchEnvironment>;
