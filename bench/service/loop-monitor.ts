import { monitorEventLoopDelay } from 'node:perf_hooks';

// Preloaded into the server (node --import): its event loop is watched from inside, and asked about over IPC.

/** A sample each so many ms. An idle loop is late by about as much: delays have it taken off. */
const RESOLUTION_MS = 5;

export interface LoopDelays {
  readonly samples: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Of the whole process, threads and all. */
  readonly rssMiB: number;
}

const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delays.enable();

const ms = (nanoseconds: number): number => Math.max(0, Math.round(nanoseconds / 1e4) / 100 - RESOLUTION_MS);

process.on('message', (message) => {
  if (message === 'reset') delays.reset();
  if (message !== 'read') return;
  const read: LoopDelays = {
    samples: delays.count,
    p50Ms: ms(delays.percentile(50)),
    p99Ms: ms(delays.percentile(99)),
    maxMs: ms(delays.max),
    rssMiB: Math.round(process.memoryUsage.rss() / 2 ** 20),
  };
  process.send?.(read);
});
// The server ends as if nobody watched it.
process.channel?.unref();
