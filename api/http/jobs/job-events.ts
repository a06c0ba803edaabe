import type { Context } from 'hono';
import { streamSSE, type SSEStreamingApi } from 'hono/streaming';
import type { Job, JobEvent } from '../../jobs/job.ts';
import type { JobStore } from '../../jobs/job-store.ts';
import { isEnded, jobStates, type WatchedJob } from './job-states.ts';

/** Proxies close connections that are silent for a minute or less. */
const HEARTBEAT_MS = 15_000;

/** What a client waits before it connects again. */
const RETRY_MS = 1000;

/**
 * The states of a job as server-sent events, whose ids are revisions: those after the one that Last-Event-ID names, the last of them the end
 * of the job. 204, which tells an EventSource to stop, where that one was the end.
 */
export function streamEvents(c: Context, store: JobStore, job: Job, owner: string): Response {
  const seen = lastEventId(c);
  if (isEnded(job.status) && seen === job.revision) return c.body(null, 204);
  // Nobody would read what is told.
  if (c.req.method === 'HEAD') return c.body(null, 200, { 'content-type': 'text/event-stream' });
  // Behind nginx, a buffered stream would come as a whole at its end.
  c.header('x-accel-buffering', 'no');
  return streamSSE(c, (stream) => tell(stream, c.req.raw.signal, store, { id: job.id, owner }, seen));
}

async function tell(
  stream: SSEStreamingApi,
  client: AbortSignal,
  store: JobStore,
  watched: WatchedJob,
  seen: number,
): Promise<void> {
  const left = new AbortController();
  stream.onAbort(() => left.abort());
  const signal = AbortSignal.any([left.signal, client]);
  const heartbeat = setInterval(() => void stream.write(': heartbeat\n\n'), HEARTBEAT_MS);
  try {
    await stream.write(`retry: ${RETRY_MS}\n\n`);
    for await (const job of jobStates(store, watched, signal))
      if (job.revision !== seen)
        await stream.writeSSE({ event: 'job', id: String(job.revision), data: JSON.stringify(eventOf(job)) });
  } finally {
    clearInterval(heartbeat);
  }
}

/** The revision that the client has seen; 0 where it has seen none. */
const lastEventId = (c: Context): number => {
  const header = c.req.header('last-event-id') ?? '';
  return /^\d{1,15}$/.test(header) ? Number(header) : 0;
};

export function eventOf(job: Job): JobEvent {
  const { bestSoFar, result: _, ...summary } = job;
  return {
    ...summary,
    bestSoFar: bestSoFar.map(({ placementHash, estimate, proof, measurement }) => {
      const { hosts: _hosts, ...figures } = estimate;
      const { certificate: _certificate, ...proven } = proof;
      return { placementHash, estimate: figures, proof: proven, measured: measurement !== undefined };
    }),
  };
}
